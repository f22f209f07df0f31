"""Shares and rivals of a plan on the small data set, each rival planned again and held against what was told."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.errors import InvalidRequest
from planner.model import Must, TripRequest
from planner.plan import plan
from planner.plan_file import parse_plan
from planner.serial import dumps, plan_from_json, plan_to_json

if TYPE_CHECKING:
    from planner.dataset import Dataset

AUTUMN = TripRequest(start=dt.date(2027, 9, 1), days=92, origin="13101", iterations=4)


def test_every_stay_tells_its_share_and_the_shares_are_the_whole(small_dataset: Dataset) -> None:
    stays = plan(AUTUMN, small_dataset).itinerary.stays
    assert sum(stay.share or 0.0 for stay in stays) == pytest.approx(1.0, abs=1e-3)
    assert all(stay.share is not None and stay.share >= 0 for stay in stays)


def test_a_rival_is_what_a_plan_with_that_stay_in_its_place_is_worth(small_dataset: Dataset) -> None:
    found = plan(AUTUMN, small_dataset)
    stays = found.itinerary.stays
    rivalled = [k for k, stay in enumerate(stays) if stay.rival is not None]
    assert rivalled
    for k in rivalled:
        rival = stays[k].rival
        assert rival is not None
        assert rival.objective_loss >= -1e-6
        places = [s.municipality.code for s in stays]
        assert rival.municipality.code not in places
        kept = [Must(s.municipality.code, s.arrive, s.nights) for n, s in enumerate(stays) if n != k]
        nights = (rival.depart - rival.arrive).days
        must = (*kept, Must(rival.municipality.code, rival.arrive, nights))
        swapped = plan(replace(AUTUMN, must=must, max_stops=len(stays)), small_dataset)
        # the plan is free to order these stays as it likes, so that it may be better, but their days leave no choice
        assert found.objective - swapped.objective == pytest.approx(rival.objective_loss, abs=2e-3)


def test_other_days_of_a_stay_are_worth_what_a_plan_on_those_days_is(small_dataset: Dataset) -> None:
    found = plan(AUTUMN, small_dataset)
    stays = found.itinerary.stays
    shifts = [stay.shifted for stay in stays if stay.shifted is not None]
    assert shifts
    for k, stay in enumerate(stays):
        shift = stay.shifted
        if shift is None:
            continue
        assert shift.municipality == stay.municipality
        assert (shift.arrive, shift.depart) != (stay.arrive, stay.depart)
        assert shift.objective_loss >= -1e-6
        far = [Must(s.municipality.code, s.arrive, s.nights) for n, s in enumerate(stays) if abs(n - k) > 1]
        near = [Must(s.municipality.code) for n, s in enumerate(stays) if abs(n - k) == 1]
        here = Must(stay.municipality.code, shift.arrive, (shift.depart - shift.arrive).days)
        asked = replace(AUTUMN, must=(*far, *near, here), max_stops=len(stays))
        assert found.objective - plan(asked, small_dataset).objective <= shift.objective_loss + 2e-3


def test_a_place_that_was_asked_for_has_no_rival(small_dataset: Dataset) -> None:
    stays = plan(replace(AUTUMN, must=(Must("06201"),)), small_dataset).itinerary.stays
    assert next(stay for stay in stays if stay.municipality.code == "06201").rival is None


def test_a_rival_survives_json_and_its_file_is_checked(small_dataset: Dataset) -> None:
    found = plan(AUTUMN, small_dataset)
    told = json.loads(dumps(plan_to_json(found)))
    assert plan_from_json(told) == found
    assert parse_plan(told) == found
    k = next(k for k, stay in enumerate(found.itinerary.stays) if stay.rival)
    told["itinerary"]["stays"][k]["rival"]["objective_loss"] = "much"
    with pytest.raises(InvalidRequest, match=r"rival\.objective_loss"):
        parse_plan(told)


def test_a_plan_of_before_tells_neither(small_dataset: Dataset) -> None:
    told = plan_to_json(plan(AUTUMN, small_dataset))
    for stay in told["itinerary"]["stays"]:
        del stay["share"], stay["rival"], stay["shifted"]
    stays = plan_from_json(told).itinerary.stays
    assert {(stay.share, stay.rival, stay.shifted) for stay in stays} == {(None, None, None)}
