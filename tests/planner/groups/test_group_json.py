"""A group's question: what is read, what is refused, and that nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from geo.places import PlaceIndex
from planner.errors import InvalidRequest, UnknownPlace
from planner.groups.request_json import (
    group_request_from_canonical,
    group_request_from_json,
    group_request_to_json,
)
from planner.groups.serial import group_from_json
from planner.groups.validate import validate_group

if TYPE_CHECKING:
    from planner.dataset import Dataset

A: dict[str, Any] = {"name": "葵", "from": "千代田区", "start": "2027-09-01", "days": 30}
B: dict[str, Any] = {"name": "Ben", "from": "山形市", "start": "2027-09-10", "days": 20, "budget": 90000}


def test_a_question_survives_json(small_dataset: Dataset) -> None:
    meetings = [{"nights": 3, "place": "南砺市"}, {"nights": 2, "date": "2027-09-12", "travellers": ["Ben", "葵"]}]
    asked = group_request_from_json(
        {"travellers": [A, B], "meetings": meetings, "seconds": 4}, PlaceIndex(small_dataset.municipalities)
    )
    validate_group(asked, small_dataset.index)
    assert [meeting.place for meeting in asked.meetings] == ["16210", None]
    assert asked.meetings[1].members == (0, 1)
    assert group_request_from_canonical(json.loads(json.dumps(group_request_to_json(asked)))) == asked


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], "group"),
        ({"travellers": [A, B], "colour": 1}, "group.colour"),
        ({"travellers": {}}, "travellers"),
        ({"travellers": [A]}, "travellers"),
        ({"travellers": [A, A]}, "travellers"),
        ({"travellers": [A, {**B, "people": 2}]}, "travellers[1].people"),
        ({"travellers": [A, {**B, "days": "x"}]}, "travellers[1].days"),
        ({"travellers": [A, {**B, "days": 0}]}, "travellers[1].days"),
        ({"travellers": [A, {"from": "山形市"}]}, "travellers[1].name"),
        ({"travellers": [A, B], "meetings": [{"nights": 0}]}, "meetings[0].nights"),
        ({"travellers": [A, B], "meetings": [{"nights": 25}]}, "meetings[0].nights"),
        ({"travellers": [A, B], "meetings": [{"nights": 3, "place": 4}]}, "meetings[0].place"),
        ({"travellers": [A, B], "meetings": [{"nights": 3, "date": "2027-09-29"}]}, "meetings[0].date"),
        ({"travellers": [A, B], "meetings": [{"nights": 3, "travellers": ["Kai"]}]}, "meetings[0].travellers"),
        ({"travellers": [A, {**B, "avoid": ["16210"]}], "meetings": [{"nights": 3, "place": "16210"}]},
         "meetings[0].place"),
        ({"travellers": [A, B], "meetings": [{"nights": 3, "place": "16210"}] * 2}, "meetings[1].place"),
        ({"travellers": [A, B], "meetings": [{"nights": 1}] * 4}, "meetings"),
        ({"travellers": [A, B], "seconds": "soon"}, "seconds"),
        ({"travellers": [A, B], "iterations": 0}, "iterations"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(small_dataset: Dataset, given: object, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        validate_group(group_request_from_json(given, PlaceIndex(small_dataset.municipalities)), small_dataset.index)
    assert refused.value.field == field


def test_an_unknown_place_is_refused(small_dataset: Dataset) -> None:
    with pytest.raises(UnknownPlace):
        group_request_from_json(
            {"travellers": [A, B], "meetings": [{"nights": 2, "place": "夢の国"}]},
            PlaceIndex(small_dataset.municipalities),
        )


@pytest.mark.parametrize("data", [{}, {"schema": "sasurai.group/1"}, {"schema": "sasurai.group/1", "request": {}}])
def test_what_is_no_group_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((ValueError, InvalidRequest)):
        group_from_json(data)
