"""The explanation of what stands in the way, with trips that are easy or hard to find as the test says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from planner.infeasible import explain_infeasible
from planner.model import Must, TripRequest
from planner.quick import Found

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.errors import NoFeasibleItinerary
    from planner.quick import Quick

ASKED = TripRequest(start=dt.date(2027, 9, 1), days=3, origin="13101")
ISLANDS = replace(ASKED, must=(Must("32525"), Must("01517")))
TRIP = Found((("32525", 4, 4),), 9000, ("harvest",))


class Told:
    """Finds a trip where the test says so."""

    def __init__(self, has_trip: Callable[[TripRequest], bool]) -> None:
        self._has_trip = has_trip

    def trip(self, request: TripRequest) -> Found | None:
        return TRIP if self._has_trip(replace(request, budget_jpy=None)) else None

    def feasible(self, request: TripRequest) -> bool:
        return self._has_trip(request) and (request.budget_jpy or TRIP.yen) >= TRIP.yen


def explained(
    asked: TripRequest, has_trip: Callable[[TripRequest], bool], patience: float = 9.0
) -> NoFeasibleItinerary:
    return explain_infeasible(asked, cast("Quick", Told(has_trip)), patience)


def fields(told: NoFeasibleItinerary) -> list[list[str]]:
    return [[c["field"] for c in cast("Any", conflict["constraints"])] for conflict in told.conflicts]


def test_the_smallest_step_is_told() -> None:
    told = explained(ASKED, lambda r: r.days >= 7)
    assert fields(told) == [["days"]]
    assert told.smallest_relaxation == {"field": "days", "value": 7}


def test_many_more_days_may_be_too_hard_to_find_where_some_more_are_enough() -> None:
    told = explained(ISLANDS, lambda r: 9 <= r.days <= 20 or len(r.must) == 0)
    assert told.smallest_relaxation != {}
    assert all(r["changes"] != {"days": 20} for r in told.relaxations)


def test_either_of_two_constraints_may_give_way() -> None:
    told = explained(ASKED, lambda r: r.days > 5 or r.max_leg_hours > 13)
    assert fields(told) == [["max_leg_hours", "days"]]
    assert [way["changes"] for way in told.relaxations] == [{"max_leg_hours": 13.5}, {"days": 6}]


def test_of_places_asked_for_either_is_left_out() -> None:
    told = explained(ISLANDS, lambda r: len(r.must) < 2)
    assert fields(told) == [["must", "must"]]
    assert sorted(cast("list[list[str]]", [way["value"] for way in told.relaxations])) == [["01517"], ["32525"]]


def test_a_date_is_moved_before_a_place_is_left_out() -> None:
    dated = replace(ASKED, days=30, must=(Must("32525", dt.date(2027, 9, 2)),))

    def has_trip(request: TripRequest) -> bool:
        return all(must.date is None or must.date >= dt.date(2027, 9, 4) for must in request.must)

    told = explained(dated, has_trip)
    assert fields(told) == [["must_date", "must"]]
    assert told.relaxations[0]["changes"] == {"must": [{"place": "32525", "date": "2027-09-05", "nights": None}]}
    assert told.binding == ("must",)


def test_a_conflict_that_was_not_doubted_to_the_end_says_so() -> None:
    told = explained(replace(ASKED, budget_jpy=100), lambda r: r.days >= 7, patience=-1.0)
    assert [conflict["minimal"] for conflict in told.conflicts] == [False]
    assert {"days", "budget"} <= set(told.binding)
    assert told.relaxations == ()


def test_where_nothing_helps_nothing_is_promised() -> None:
    told = explain_infeasible(ASKED, cast("Quick", Told(lambda _: False)), proven=True)
    assert told.binding == ("several",)
    assert (told.conflicts, told.relaxations, told.smallest_relaxation) == ((), (), {})
    assert told.proven


def test_work_of_another_season_is_found_by_a_later_start() -> None:
    told = explained(replace(ASKED, kinds=("ski_resort",)), lambda r: not r.kinds or r.start >= dt.date(2027, 12, 1))
    ways = [way["changes"] for way in told.relaxations]
    assert ways[0] == {"kinds": ["ski_resort", "harvest"]} or {"kinds": []} in ways
    assert any("start" in cast("dict[str, object]", way) for way in ways)
