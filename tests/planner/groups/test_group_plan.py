"""Groups on the small data set: what comes out holds, whatever was asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from planner.errors import NoFeasibleItinerary
from planner.groups.check import check_group
from planner.groups.model import GroupRequest, Meeting, Member
from planner.groups.plan import plan_group
from planner.groups.serial import group_from_json, group_to_json
from planner.model import TripRequest
from planner.render.formats import render
from planner.serial import dumps

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.groups.model import Group

AOI = Member("葵", TripRequest(dt.date(2027, 9, 1), 35, "13101", skills=("design",)))
BEN = Member("Ben", TripRequest(dt.date(2027, 9, 6), 35, "06201", pace="fast", budget_jpy=80_000))
PAIR = (AOI, BEN)


@pytest.fixture(scope="module")
def nanto(small_dataset: Dataset) -> Group:
    return plan_group(GroupRequest(PAIR, (Meeting(3, (0, 1), "16210"),), iterations=4), small_dataset)


def test_they_meet_where_they_were_asked_to(nanto: Group, small_dataset: Dataset) -> None:
    assert check_group(nanto, small_dataset) == []
    assert nanto.gap < 0.02
    (met,) = nanto.meetings
    assert (met.place.code, met.members) == ("16210", (0, 1))
    assert met.nights >= 3
    for member, other in ((0, "Ben"), (1, "葵")):
        (stay,) = (s for s in nanto.plans[member].itinerary.stays if s.municipality.code == "16210")
        assert other in stay.why
        assert other in stay.why_en


def test_a_group_survives_json_and_gives_the_same_bytes(nanto: Group, small_dataset: Dataset) -> None:
    told = dumps(group_to_json(nanto))
    assert group_from_json(json.loads(told)) == nanto
    assert dumps(group_to_json(plan_group(nanto.asked, small_dataset))) == told


@pytest.mark.parametrize("fmt", ["gpx", "ics", "geojson", "json"])
def test_each_trip_is_a_plan_of_its_own(nanto: Group, fmt: str) -> None:
    for plan in nanto.plans:
        assert render(plan, fmt, "ja")


def test_a_date_and_a_chosen_place(small_dataset: Dataset) -> None:
    asked = GroupRequest(PAIR, (Meeting(2, (0, 1), None, dt.date(2027, 9, 20)),), iterations=3)
    found = plan_group(asked, small_dataset)
    assert check_group(found, small_dataset) == []
    (met,) = found.meetings
    assert met.start <= dt.date(2027, 9, 20)
    assert met.end >= dt.date(2027, 9, 22)


def test_two_meetings_at_two_places(small_dataset: Dataset) -> None:
    asked = GroupRequest(PAIR, (Meeting(2, (0, 1)), Meeting(2, (0, 1), "19213")), iterations=2)
    found = plan_group(asked, small_dataset)
    assert check_group(found, small_dataset) == []
    assert len({met.place.code for met in found.meetings}) == 2


def test_windows_are_shared_with_those_who_find_no_place(small_dataset: Dataset) -> None:
    twins = (AOI, dataclasses.replace(AOI, name="双"))
    found = plan_group(GroupRequest(twins, (), iterations=4), small_dataset)
    assert check_group(found, small_dataset) == []
    # both would take the same trip if every window took two
    alone = plan_group(GroupRequest((AOI, BEN), (), iterations=4), small_dataset).plans[0]
    assert found.objective < 2 * alone.objective


def test_the_checker_sees_what_is_wrong(nanto: Group, small_dataset: Dataset) -> None:
    (met,) = nanto.meetings
    later = dataclasses.replace(met, end=met.end + dt.timedelta(days=60))
    assert any(
        "is not there" in text for text in check_group(dataclasses.replace(nanto, meetings=(later,)), small_dataset)
    )
    elsewhere = dataclasses.replace(met, place=small_dataset.municipality("02202"))
    assert any(
        "was to be at" in t for t in check_group(dataclasses.replace(nanto, meetings=(elsewhere,)), small_dataset)
    )
    same = dataclasses.replace(nanto, plans=(nanto.plans[0], nanto.plans[0]))
    assert any("serve" in text for text in check_group(same, small_dataset))
    assert any("gap" in t for t in check_group(dataclasses.replace(nanto, upper_bound=0.0), small_dataset))


def test_nobody_meets_who_is_never_away_together(small_dataset: Dataset) -> None:
    late = dataclasses.replace(BEN, request=dataclasses.replace(BEN.request, start=dt.date(2027, 12, 1)))
    with pytest.raises(NoFeasibleItinerary) as refused:
        plan_group(GroupRequest((AOI, late), (Meeting(2, (0, 1)),), iterations=2), small_dataset)
    assert refused.value.binding == ("meetings",)


def test_a_clock_limits_the_search(small_dataset: Dataset) -> None:
    found = plan_group(GroupRequest(PAIR, (Meeting(3, (0, 1)),), seconds=1.0), small_dataset)
    assert found.solve_ms is not None
    assert check_group(found, small_dataset) == []


@pytest.mark.parametrize("place", ["16210", None])
def test_without_time_for_a_search_some_group_is_given_with_an_honest_bound(
    small_dataset: Dataset, place: str | None
) -> None:
    meeting = Meeting(3, (0, 1), place)
    asked = GroupRequest(PAIR, (meeting,), seconds=1e-6)
    hurried = plan_group(asked, small_dataset)
    assert check_group(hurried, small_dataset) == []
    best = plan_group(dataclasses.replace(asked, iterations=4), small_dataset)
    assert hurried.objective <= best.upper_bound + 1e-6
    assert hurried.upper_bound >= best.objective - 1e-6
