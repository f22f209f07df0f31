"""The table of a plan: what is estimated or unknown is called so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.cli.plan_table import plan_table
from planner.model import Plan, TripRequest
from planner.plan import plan

if TYPE_CHECKING:
    from planner.dataset import Dataset


@pytest.fixture
def found(small_dataset: Dataset) -> Plan:
    return plan(TripRequest(start=dt.date(2027, 9, 1), days=40, origin="13101", iterations=2), small_dataset)


def test_estimates_are_marked(found: Plan) -> None:
    assert "運賃 ¥" in plan_table(found)
    legs = tuple(replace(leg, fare_estimated=True) for leg in found.itinerary.legs)
    table = plan_table(replace(found, itinerary=replace(found.itinerary, legs=legs)))
    assert "移動 約" in table
    assert "運賃 約¥" in table
    assert "↓ 約" in table


def test_lodging_of_nothing_is_an_expectation(found: Plan) -> None:
    stays = tuple(replace(stay, lodging_jpy=0) for stay in found.itinerary.stays)
    free = replace(found, itinerary=replace(found.itinerary, stays=stays))
    assert plan_table(free).count("0円の見込み（受け入れ先に要確認）") >= len(stays)


@pytest.mark.parametrize(
    ("gap", "objective", "told"), [(0.0123, 5.0, "1.23%"), (2.51, 5.0, "不明"), (0.5, -1.0, "不明")]
)
def test_a_gap_without_meaning_is_unknown(found: Plan, gap: float, objective: float, told: str) -> None:
    assert f"差 {told}" in plan_table(replace(found, gap=gap, objective=objective))
