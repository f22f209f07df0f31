"""The table of a plan: what is estimated or unknown is called so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.cli.plan_table import plan_table
from planner.cli.why_table import conflict_lines, why_table
from planner.errors import NoFeasibleItinerary
from planner.model import Must, Plan, TripRequest
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


def test_the_reasons_name_each_stays_share_and_rival(found: Plan) -> None:
    table = why_table(found)
    stays = found.itinerary.stays
    assert all(stay.municipality.full_name in table for stay in stays)
    assert table.count("%") == len(stays)
    rivals = [stay.rival for stay in stays if stay.rival]
    assert rivals
    assert all(rival.municipality.full_name in table for rival in rivals)
    better = tuple(replace(s, rival=s.rival and replace(s.rival, objective_loss=-0.5)) for s in stays)
    assert "0.50 上がる見込み" in why_table(replace(found, itinerary=replace(found.itinerary, stays=better)))


def test_what_is_in_conflict_is_told_by_names(small_dataset: Dataset) -> None:
    asked = TripRequest(start=dt.date(2027, 9, 10), days=12, origin="13101", must=(Must("01229"),), budget_jpy=20_000)
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(asked, small_dataset)
    lines = conflict_lines(error.value, lambda code: small_dataset.municipality(code).full_name)
    assert lines[0].startswith("proven")
    assert "must 北海道富良野市" in lines[1]
    assert "budget 20,000" in lines[1]
    assert any(line.startswith("possible with: budget") and "yen)" in line for line in lines)
    assert any(line.startswith("possible with: must nothing") for line in lines)
