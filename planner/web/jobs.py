"""Solve trips in a bounded pool of processes, so that pages stay quick while solvers work."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from planner.web.errors import Busy
from planner.web.stopping import Stopped, listen, stop, stoppable

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.dataset import Dataset
    from planner.model import TripRequest

    Solve = Callable[["TripRequest | Task"], Any]

GRACE_SECONDS = 30.0
"""Beyond a request's own seconds: waiting in the queue, routing the chosen legs."""
LOOK_SECONDS = 0.25
STOP_SECONDS = 2.0
"""A kernel that runs is not interrupted: the longest take about a second."""
END_SECONDS = 5.0
"""Then a process that was asked to end is made to."""

T = TypeVar("T")

_solve: Solve | None = None


class Task(Protocol):
    """Work for a solver's process beside planning a trip: travels there, so its parts must be picklable."""

    @property
    def seconds(self) -> float:
        """Seconds that it may take, about."""
        ...

    def __call__(self, dataset: Dataset) -> Any:
        """Do it on the process's own data set."""
        ...


class SolverPool:
    """Solver processes, each with its own data set; one that is lost or stuck harms only its own request.

    Parameters
    ----------
    make_solver : callable
        Called once in each process; must be importable there.
    workers, queue : int
        Processes, and how many requests may wait for one.
    """

    def __init__(self, make_solver: Callable[[], Solve], workers: int, queue: int) -> None:
        self._places = threading.Semaphore(workers + queue)
        self._solvers = tuple(_Solver(make_solver) for _ in range(workers))
        self._free: LifoQueue[_Solver] = LifoQueue()
        for solver in reversed(self._solvers):
            self._free.put(solver)
        self._closed = False

    def start(self) -> None:
        """Load the data set of the first process, then of the others while that one works already."""
        for number, solver in enumerate(self._solvers):
            loaded = solver.submit(_is_loaded)
            if number == 0:
                loaded.result()

    def __call__(self, asked: TripRequest | Task, abandoned: Callable[[], bool] = lambda: False) -> Any:
        """Plan a trip, or do another task.

        Raises
        ------
        Busy
            Where the queue is full, the asker has gone, or the solver was lost or took far too long.
        PlannerError
            Whatever the solver says of the request.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("All solvers are busy; please try again in a few seconds.")
        try:
            solver = self._wait_for_turn(abandoned)
            try:
                return solver.solve(asked, abandoned)
            finally:
                self._free.put(solver)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the processes for good, whatever they do."""
        self._closed = True
        for solver in self._solvers:
            solver.close()

    def _wait_for_turn(self, abandoned: Callable[[], bool]) -> _Solver:
        """Wait for a free process; who left the page waits no longer."""
        while True:
            with contextlib.suppress(Empty):
                return self._free.get(timeout=LOOK_SECONDS)
            if abandoned() or self._closed:
                raise Busy("Nobody waits for this trip any more.")


class _Solver:
    """One process, started when first needed and again after it was lost."""

    def __init__(self, make_solver: Callable[[], Solve]) -> None:
        self._make_solver = make_solver
        self._lock = threading.Lock()
        self._process: ProcessPoolExecutor | None = None
        self._closed = False

    def solve(self, asked: TripRequest | Task, abandoned: Callable[[], bool] = lambda: False) -> Any:
        future = self.submit(_run, asked)
        ends = time.monotonic() + asked.seconds + GRACE_SECONDS
        try:
            while time.monotonic() < ends:
                with contextlib.suppress(TimeoutError):
                    return future.result(min(LOOK_SECONDS, max(0.0, ends - time.monotonic()))).value()
                if abandoned():
                    self._stop(future)
                    raise Busy("Nobody waits for this trip any more.")
        except (BrokenProcessPool, CancelledError):
            self._replace()
            raise Busy("A solver was lost; please try again.") from None
        self._replace()
        raise Busy("The solver took too long; please ask for fewer days or places.")

    def _stop(self, future: Future[_Outcome]) -> None:
        """Stop the work; a process that does not leave it soon is ended, for the next one must not wait for it."""
        with self._lock:
            process = self._process
        try:
            if process is None or not stop(process):
                raise TimeoutError
            future.result(STOP_SECONDS)
        except TimeoutError:
            self._replace()

    def submit(self, call: Callable[..., T], *arguments: object) -> Future[T]:
        with self._lock:
            if self._closed:
                raise Busy("The server is being stopped.")
            if self._process is None:
                self._process = self._start()
            try:
                return self._process.submit(call, *arguments)
            except BrokenProcessPool:
                # it was lost while nobody asked anything of it
                self._process.shutdown(wait=False)
                self._process = self._start()
                return self._process.submit(call, *arguments)

    def close(self) -> None:
        self._closed = True
        self._drop()

    def _replace(self) -> None:
        """End the process and let the next one load before somebody needs it."""
        self._drop()
        with contextlib.suppress(Busy):
            self.submit(_is_loaded)

    def _drop(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1,
            # a forked copy of a threaded server may hold locks that nobody will ever free
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self._make_solver,),
        )


class _Outcome:
    """An answer or an error, in a shape that travels between processes.

    Exceptions whose constructors take other arguments than their text cannot be unpickled.
    """

    def __init__(self, answer: Any, error: Exception | None = None) -> None:
        self.answer = answer
        self.error: tuple[type[Exception], tuple[Any, ...], dict[str, Any]] | None = None
        if error is not None:
            self.error = (type(error), error.args, dict(vars(error)))

    def value(self) -> Any:
        if self.error is not None:
            kind, args, state = self.error
            error = kind.__new__(kind)
            error.args = args
            vars(error).update(state)
            raise error
        return self.answer


def _start(make_solver: Callable[[], Solve]) -> None:
    global _solve
    # Ctrl-C is for the server, which then ends its solvers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_the_server, daemon=True).start()
    listen()
    _solve = make_solver()


def _follow_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _is_loaded() -> bool:
    return _solve is not None


def _run(asked: TripRequest | Task) -> _Outcome:
    assert _solve is not None
    try:
        with stoppable():
            return _Outcome(_solve(asked))
    except Stopped:
        return _Outcome(None, Busy("Nobody waits for this trip any more."))
    except Exception as error:
        return _Outcome(None, error)


def _end(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        with contextlib.suppress(OSError, ValueError):
            process.terminate()
    for process in processes:
        process.join(END_SECONDS)
        with contextlib.suppress(OSError, ValueError):
            # one that does not listen would keep the whole server from ending
            process.kill()
