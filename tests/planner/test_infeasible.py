"""The explanation of what stands in the way, with trips that are easy or hard to find as the test says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from planner import infeasible
from planner.infeasible import explain_infeasible
from planner.model import Must, TripRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

ASKED = TripRequest(start=dt.date(2027, 9, 1), days=3, origin="13101")
ISLANDS = replace(ASKED, must=(Must("32525"), Must("01517")))


def explained(asked: TripRequest, feasible: Callable[[TripRequest], bool]) -> tuple[list[str], dict[str, object]]:
    told = explain_infeasible(asked, feasible, lambda _: None)
    return list(told.binding), dict(told.smallest_relaxation)


def test_the_smallest_step_is_told() -> None:
    assert explained(ASKED, lambda r: r.days >= 7) == (["days"], {"field": "days", "value": 7})


def test_many_more_days_may_be_too_hard_to_find_where_some_more_are_enough() -> None:
    assert explained(ISLANDS, lambda r: 9 <= r.days <= 20) == (["days"], {"field": "days", "value": 9})


def test_only_many_more_days_may_help() -> None:
    assert explained(ISLANDS, lambda r: r.days >= 60) == (["days"], {"field": "days", "value": 63})


def test_one_constraint_is_enough_where_more_would_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def feasible(request: TripRequest) -> bool:
        return request.days > 5 or request.max_leg_hours > 12

    assert explained(ASKED, feasible)[0] == ["max_leg_hours", "days"]
    monkeypatch.setattr(infeasible, "MORE", -1.0)
    assert explained(ASKED, feasible)[0] == ["max_leg_hours"]


def test_a_place_less_is_tried_however_late_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(infeasible, "PATIENCE", -1.0)
    assert explained(ISLANDS, lambda r: len(r.must) < 2) == (["must"], {"field": "must", "value": ["01517"]})


def test_places_on_dates_are_doubted_before_the_days() -> None:
    dated = replace(ASKED, must=(Must("32525", dt.date(2027, 9, 2)), Must("01517", dt.date(2027, 9, 2))))
    binding, smallest = explained(dated, lambda r: len(r.must) < 2 or r.days > 30)
    assert binding == ["must", "days"]
    assert smallest == {"field": "must", "value": ["01517"]}


def test_what_was_not_found_is_not_called_impossible() -> None:
    told = explain_infeasible(ASKED, lambda _: False, lambda _: None)
    assert told.binding == ("several",)
    assert "was found" in str(told)
