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
from typing import TYPE_CHECKING, Any

from planner.web.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model import Plan, TripRequest

    Solve = Callable[[TripRequest], Plan]

GRACE_SECONDS = 30.0
"""Beyond a request's own seconds: waiting in the queue, routing the chosen legs."""
LOOK_SECONDS = 0.25

_solve: Solve | None = None


class SolverPool:
    """A pool of solver processes, each with its own data set.

    Parameters
    ----------
    make_solver : callable
        Called once in each process; must be importable there.
    workers, queue : int
        Processes, and how many requests may wait for one.
    """

    def __init__(self, make_solver: Callable[[], Solve], workers: int, queue: int) -> None:
        self._make_solver, self._workers = make_solver, workers
        self._places = threading.Semaphore(workers + queue)
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    def start(self) -> None:
        """Load the data set of the first process, then of the others while that one works already."""
        self._executor().submit(_is_loaded).result()
        for _ in range(self._workers):
            self._executor().submit(_is_loaded)

    def __call__(self, request: TripRequest, abandoned: Callable[[], bool] = lambda: False) -> Plan:
        """Solve one request.

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
            self._wait_for_turn(abandoned)
            future = self._submit(request)
            return self._wait_for_answer(future, time.monotonic() + request.seconds + GRACE_SECONDS)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the processes for good, whatever they do."""
        self._closed = True
        self._drop()

    def _drop(self) -> None:
        """End the processes; the next request starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)

    def _wait_for_turn(self, abandoned: Callable[[], bool]) -> None:
        """Wait for a free process; who left the page waits no longer."""
        while not self._free.acquire(timeout=LOOK_SECONDS):
            if abandoned() or self._closed:
                raise Busy("Nobody waits for this trip any more.")

    def _submit(self, request: TripRequest) -> Future[_Outcome]:
        try:
            future = self._executor().submit(_run, request)
        except BaseException:
            self._free.release()
            raise
        future.add_done_callback(lambda _: self._free.release())
        return future

    def _wait_for_answer(self, future: Future[_Outcome], deadline: float) -> Plan:
        try:
            return future.result(deadline - time.monotonic()).value()
        except TimeoutError:
            self._drop()
            raise Busy("The solver took too long; please ask for fewer days or places.") from None
        except (BrokenProcessPool, CancelledError):
            self._drop()
            raise Busy("A solver was lost; please try again.") from None

    def _executor(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._closed:
                raise Busy("The server is being stopped.")
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._workers,
                    # a forked copy of a threaded server may hold locks that nobody will ever free
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_start,
                    initargs=(self._make_solver,),
                )
            return self._pool


class _Outcome:
    """A plan or an error, in a shape that travels between processes.

    Exceptions whose constructors take other arguments than their text cannot be unpickled.
    """

    def __init__(self, plan: Plan | None, error: Exception | None = None) -> None:
        self.plan = plan
        self.error: tuple[type[Exception], tuple[Any, ...], dict[str, Any]] | None = None
        if error is not None:
            self.error = (type(error), error.args, dict(vars(error)))

    def value(self) -> Plan:
        if self.error is not None:
            kind, args, state = self.error
            error = kind.__new__(kind)
            error.args = args
            vars(error).update(state)
            raise error
        assert self.plan is not None
        return self.plan


def _start(make_solver: Callable[[], Solve]) -> None:
    global _solve
    # Ctrl-C is for the server, which then ends its solvers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_the_server, daemon=True).start()
    _solve = make_solver()


def _follow_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _is_loaded() -> bool:
    return _solve is not None


def _run(request: TripRequest) -> _Outcome:
    assert _solve is not None
    try:
        return _Outcome(_solve(request))
    except Exception as error:
        return _Outcome(None, error)


def _end(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        with contextlib.suppress(OSError, ValueError):
            process.terminate()
    for process in processes:
        process.join(5)
