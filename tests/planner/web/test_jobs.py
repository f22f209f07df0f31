"""The pool with real processes; the solvers below are imported there."""

import contextlib
import dataclasses
import datetime as dt
import os
import threading
import time

import pytest

from planner.errors import InvalidRequest, NoFeasibleItinerary, UnknownPlace
from planner.model import TripRequest
from planner.web import jobs, stopping
from planner.web.errors import Busy
from planner.web.jobs import SolverPool

REQUEST = TripRequest(start=dt.date(2027, 9, 1), days=10, origin="13101", seconds=0.1)


@dataclasses.dataclass(frozen=True)
class Sum:
    """Work beside planning a trip."""

    terms: tuple[int, ...]
    seconds: float = 0.1

    def __call__(self, dataset):
        return os.getpid(), sum(self.terms) + dataset


def solve(request):
    """Do another task on a data set that is a number, or what the request's number of days says."""
    if isinstance(request, Sum):
        return request(4)
    match request.days:
        case 1:
            raise NoFeasibleItinerary("No trip fits.", ["days"], {"field": "days", "value": 5})
        case 2:
            raise UnknownPlace("府中", "Several.", ["a", "b"])
        case 3:
            raise InvalidRequest("modes", "no such mode")
        case 4:
            os._exit(9)
        case 5:
            time.sleep(1.5)
        case 6:
            time.sleep(60)
    return (os.getpid(), request.days)


def make_solver():
    return solve


@pytest.fixture(scope="module")
def pool():
    pool = SolverPool(make_solver, workers=1, queue=1)
    pool.start()
    yield pool
    pool.close()


def of_days(days):
    return dataclasses.replace(REQUEST, days=days)


def test_solves_run_in_another_process(pool):
    pid, days = pool(of_days(30))
    assert (days, pid != os.getpid()) == (30, True)


def test_so_does_other_work(pool):
    pid, total = pool(Sum((1, 2)))
    assert (total, pid != os.getpid()) == (7, True)


@pytest.mark.parametrize(
    ("days", "kind", "members"),
    [
        (1, NoFeasibleItinerary, {"binding": ("days",), "smallest_relaxation": {"field": "days", "value": 5}}),
        (2, UnknownPlace, {"query": "府中", "candidates": ("a", "b")}),
        (3, InvalidRequest, {"field": "modes"}),
    ],
)
def test_errors_arrive_whole(pool, days, kind, members):
    with pytest.raises(kind) as caught:
        pool(of_days(days))
    assert {name: getattr(caught.value, name) for name in members} == members
    assert str(caught.value)


def test_a_full_queue_is_refused_at_once_and_takes_again_later(pool):
    outcomes = []

    def ask():
        try:
            outcomes.append(pool(of_days(5))[1])
        except Busy as error:
            outcomes.append(error.retry_after)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [5, 5, 5, 5]
    assert pool(of_days(30))[1] == 30


def test_a_lost_solver_is_replaced(pool):
    with pytest.raises(Busy):
        pool(of_days(4))
    assert pool(of_days(30))[1] == 30


def test_a_request_that_hangs_costs_nobody_else_their_trip(monkeypatch):
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.5)
    pool = SolverPool(make_solver, workers=2, queue=1)
    pool.start()
    try:
        # both processes are loaded, so that the short grace is for the request alone
        assert [solver.submit(solve, of_days(30)).result()[1] for solver in pool._solvers] == [30, 30]
        answers = []
        other = threading.Thread(target=lambda: answers.append(pool(dataclasses.replace(of_days(5), seconds=20.0))))
        other.start()
        time.sleep(0.2)
        with pytest.raises(Busy):
            pool(of_days(6))
        other.join()
        assert [days for _, days in answers] == [5]
    finally:
        pool.close()


def test_who_left_gives_the_place_in_the_queue_back(pool):
    over = threading.Event()
    running = threading.Thread(target=given_up, args=(pool, over))
    running.start()
    until(pool._free.empty)
    with pytest.raises(Busy):
        pool(of_days(30), lambda: True)
    assert running.is_alive(), "who left has not waited for the one before"
    over.set()
    running.join()


def until(done):
    """Wait for what another thread does."""
    while not done():
        time.sleep(0.01)


def given_up(pool, over):
    """Ask for a minute's work, until it is called off."""
    with contextlib.suppress(Busy):
        pool(dataclasses.replace(of_days(6), seconds=60.0), over.is_set)


def test_who_cancels_stops_the_work_and_the_process_goes_on(pool, monkeypatch):
    # a process that is slow to hear is no process that hangs
    monkeypatch.setattr(jobs, "STOP_SECONDS", 30.0)
    pid, _ = pool(of_days(30))
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    began = time.monotonic()
    with pytest.raises(Busy):
        pool(dataclasses.replace(of_days(6), seconds=60.0), gone.is_set)
    assert time.monotonic() - began < 30, "the work takes a minute"
    assert pool(of_days(30)) == (pid, 30)


def test_work_that_cannot_be_stopped_is_ended_with_its_process(pool, monkeypatch):
    monkeypatch.setattr(jobs, "stop", lambda _: False)
    pid, _ = pool(of_days(30))
    with pytest.raises(Busy):
        pool(dataclasses.replace(of_days(6), seconds=30.0), lambda: True)
    again, days = pool(of_days(30))
    assert (days, again != pid) == (30, True)


def test_a_signal_that_comes_when_the_work_is_done_is_nobodys(pool):
    pid, _ = pool(of_days(30))
    for _ in range(20):
        os.kill(pid, stopping.SIGNAL)
        assert pool(of_days(30)) == (pid, 30)


def test_a_closed_pool_ends_its_processes_and_takes_no_more():
    pool = SolverPool(make_solver, workers=1, queue=1)
    pid, _ = pool(of_days(30))
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(Busy):
        pool(of_days(30))
