"""Groups against a listing of all trips of everybody."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import combinations, count, product
from typing import TYPE_CHECKING

import pytest

from planner.demand import DemandCalendar
from planner.errors import NoFeasibleItinerary
from planner.groups import search
from planner.groups.check import check_group
from planner.groups.plan import plan_group
from planner.groups.serial import group_from_json, group_to_json
from planner.model import Must
from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.oracle import all_trips

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.dataset import Dataset
    from planner.groups.model import Group, GroupRequest, Meeting
    from planner.model import TripRequest

    Make, Ask = Callable[[int], Dataset], Callable[[int], GroupRequest]
    Services = frozenset[tuple[str, dt.date]]
    Trips = dict[tuple[dt.date | None, int, Services], float]


def trips_of(request: TripRequest, dataset: Dataset, meeting: Meeting | None, place: str | None) -> Trips:
    """The best value of a member's trips by first night at the place, nights there, and windows served each night."""
    asked = [request]
    if place is not None and meeting is not None:
        nights = range(meeting.nights, request.max_nights + 1)
        asked = [replace(request, must=(Must(place, None, n),)) for n in nights]
    found: Trips = {}
    windows = dataset.demand.windows
    # whoever leaves windows to others makes the trips of a world without these
    known = [DemandCalendar.of(some) for n in range(len(windows) + 1) for some in combinations(windows, n)]
    for one, calendar in product(asked, known):
        problem, table = build_problem(one, replace(terms_for(one, dataset), calendar=calendar))
        for value, visits in all_trips(problem):
            there: tuple[dt.date | None, int] = (None, 0)
            served: list[tuple[str, dt.date]] = []
            for node, day, length in visits:
                arrive = request.start + dt.timedelta(days=day)
                if dataset.municipalities[int(problem.group[node])].code == place:
                    there = arrive, length
                if node < problem.active and problem.worth[node, day, length]:
                    for occurrence, _ in table.stay(int(problem.rows[node]), day, length)[3]:
                        served += [(occurrence.window.id, arrive + dt.timedelta(days=n)) for n in range(length)]
            key = (*there, frozenset(served))
            found[key] = max(found.get(key, -1e9), value)
    return found


def agrees(asked: GroupRequest, dataset: Dataset, chosen: tuple[tuple[dt.date | None, int, Services], ...]) -> bool:
    if asked.meetings:
        meeting = asked.meetings[0]
        stays = [chosen[member][:2] for member in meeting.members]
        first = max(arrive for arrive, _ in stays if arrive)
        last = min(arrive + dt.timedelta(days=nights) for arrive, nights in stays if arrive)
        if (last - first).days < meeting.nights:
            return False
        if meeting.date is not None and not (
            first <= meeting.date and meeting.date + dt.timedelta(days=meeting.nights) <= last
        ):
            return False
    at_once = Counter(night for _, _, served in chosen for night in served)
    return all(count <= (dataset.demand.by_id[window].headcount or 1) for (window, _), count in at_once.items())


def best_group(asked: GroupRequest, dataset: Dataset) -> float | None:
    """The best sum over everybody, by trying everything."""
    best = None
    places: list[str | None] = [None]
    if asked.meetings:
        given = asked.meetings[0].place
        places = [given] if given else [m.code for m in dataset.municipalities]
    for place in places:
        options = []
        for number, member in enumerate(asked.members):
            meeting = asked.meetings[0] if asked.meetings and number in asked.meetings[0].members else None
            options.append(
                sorted(
                    trips_of(member.request, dataset, meeting, place if meeting else None).items(),
                    key=lambda item: -item[1],
                )
            )
        for chosen in product(*options):
            value = sum(v for _, v in chosen)
            if (best is None or value > best) and agrees(asked, dataset, tuple(key for key, _ in chosen)):
                best = value
    return best


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 7, 9, 15, 20, 21, 22, 23, 24, 25, 26, 28])
def test_the_best_group_is_found_and_proven(
    tiny: Callable[[int], Dataset], tiny_group: Callable[[int], GroupRequest], seed: int
) -> None:
    dataset, asked = tiny(seed), tiny_group(seed)
    truth = best_group(asked, dataset)
    if truth is None:
        with pytest.raises(NoFeasibleItinerary):
            plan_group(asked, dataset)
        return
    found = plan_group(asked, dataset)
    assert check_group(found, dataset) == []
    assert found.upper_bound >= truth - 1e-9
    assert found.objective == pytest.approx(truth, abs=1e-6)
    assert found.status == "optimal"
    assert group_from_json(group_to_json(found)) == found


@pytest.mark.parametrize("seed", [4, 20, 24])
def test_what_is_forgotten_or_cut_short_stays_in_the_bound(
    tiny: Make, tiny_group: Ask, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dataset, asked = tiny(seed), tiny_group(seed)
    truth = best_group(asked, dataset)
    assert truth is not None

    def hold(found: Group) -> None:
        assert check_group(found, dataset) == []
        assert found.upper_bound >= truth - 1e-9

    for stop in (1, 2, 3, 5, 8, 13, 21):
        asks = count()
        monkeypatch.setattr("planner.groups.plan._Clock.in_time", lambda *_, stop=stop, asks=asks: next(asks) < stop)
        # where none was found in time, that is no proof that there is none
        with contextlib.suppress(NoFeasibleItinerary):
            hold(plan_group(asked, dataset))
    monkeypatch.undo()
    monkeypatch.setattr(search, "MOST_STATES", 2)
    monkeypatch.setattr(search, "MOST_TRIPS", 1)
    hold(plan_group(asked, dataset))
