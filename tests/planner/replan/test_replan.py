"""What edits promise: what is fixed stays, what is dropped never returns, and nothing vanishes without a line."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.check import check_plan
from planner.errors import InvalidRequest, UnknownPlace
from planner.model import TripRequest
from planner.plan import plan
from planner.replan.edits import (
    Allow,
    Change,
    Dates,
    Drop,
    Fill,
    Insert,
    Lock,
    Move,
    Park,
    Resize,
    Swap,
    Unlock,
)
from planner.replan.replan import replan
from planner.replan.workshop import Workshop
from planner.serial import plan_from_json, plan_to_json

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan
    from planner.replan.edits import Edit
    from planner.replan.replan import Replanned

AUTUMN = TripRequest(dt.date(2027, 9, 1), 60, "13101", iterations=3)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def autumn(small_dataset: Dataset) -> Plan:
    return plan(AUTUMN, small_dataset)


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop()


def days_of(made: Plan) -> dict[str, tuple[dt.date, dt.date]]:
    return {s.municipality.code: (s.arrive, s.depart) for s in made.itinerary.stays}


def edit(made: Plan, dataset: Dataset, *edits: Edit) -> Replanned:
    done = replan(made, edits, dataset, rounds=3)
    assert check_plan(done.plan, dataset) == []
    again = plan_from_json(plan_to_json(done.plan))
    assert (again.request, again.itinerary) == (done.plan.request, done.plan.itinerary)
    return done


def test_an_autumn_to_edit(autumn: Plan) -> None:
    assert len(autumn.itinerary.stays) >= 3


def test_a_locked_stay_stays_exactly(autumn: Plan, small_dataset: Dataset) -> None:
    first, second = list(days_of(autumn))[:2]
    done = edit(autumn, small_dataset, Lock(first), Drop(second))
    assert days_of(done.plan)[first] == days_of(autumn)[first]
    assert second not in days_of(done.plan)
    kinds = {change.place: (change.kind, change.by) for change in done.changes}
    assert kinds[first] == ("kept", "you")
    assert kinds[second] == ("removed", "you")


def test_a_dropped_place_does_not_come_back_until_it_is_allowed(autumn: Plan, small_dataset: Dataset) -> None:
    code = next(iter(days_of(autumn)))
    without = edit(autumn, small_dataset, Drop(code)).plan
    later = edit(without, small_dataset, Change({"budget": 400_000})).plan
    assert code not in days_of(later)
    again = edit(without, small_dataset, Allow(code)).plan
    assert again.objective == pytest.approx(autumn.objective)


def test_a_stay_moves_and_is_fixed_there(autumn: Plan, small_dataset: Dataset) -> None:
    code, (arrive, depart) = list(days_of(autumn).items())[1]
    done = edit(autumn, small_dataset, Move(code, arrive + 2 * DAY))
    assert days_of(done.plan)[code] == (arrive + 2 * DAY, depart + 2 * DAY)
    assert any(must.code == code and must.fixed for must in done.plan.request.must)
    change = next(c for c in done.changes if c.place == code)
    assert (change.kind, change.by) == ("moved", "you")
    assert "9月" in change.text


def test_a_stay_is_longer_as_asked(autumn: Plan, small_dataset: Dataset) -> None:
    code, (arrive, depart) = next(iter(days_of(autumn).items()))
    done = edit(autumn, small_dataset, Resize(code, (depart - arrive).days + 3))
    assert days_of(done.plan)[code] == (arrive, depart + 3 * DAY)


def test_any_place_can_be_put_in_with_or_without_work(autumn: Plan, small_dataset: Dataset) -> None:
    done = edit(autumn, small_dataset, Insert("22225", AUTUMN.start + 20 * DAY, 3))
    assert days_of(done.plan)["22225"] == (AUTUMN.start + 20 * DAY, AUTUMN.start + 23 * DAY)
    change = next(c for c in done.changes if c.place == "22225")
    assert (change.kind, change.by) == ("added", "you")
    undated = edit(autumn, small_dataset, Insert("22225")).plan
    assert "22225" in days_of(undated)


def test_a_place_takes_the_days_of_another(autumn: Plan, small_dataset: Dataset) -> None:
    code, days = next(iter(days_of(autumn).items()))
    done = edit(autumn, small_dataset, Swap(code, "22225"))
    assert days_of(done.plan)["22225"] == days
    assert code not in days_of(done.plan)


def test_an_unlocked_trip_is_the_best_again(autumn: Plan, small_dataset: Dataset) -> None:
    code = next(iter(days_of(autumn)))
    fixed = edit(autumn, small_dataset, Resize(code, 2)).plan
    assert fixed.objective < autumn.objective
    free = edit(fixed, small_dataset, Unlock()).plan
    assert free.objective == pytest.approx(autumn.objective)


def test_what_is_set_aside_is_not_lost(autumn: Plan, small_dataset: Dataset) -> None:
    code, (arrive, depart) = next(iter(days_of(autumn).items()))
    aside = edit(autumn, small_dataset, Park(code)).plan
    assert code not in days_of(aside)
    assert [(m.code, m.span) for m in aside.request.parked] == [(code, (arrive, depart))]
    back = edit(aside, small_dataset, Insert(code, arrive)).plan
    assert days_of(back)[code] == (arrive, depart)
    assert back.request.parked == ()


def test_a_shifted_trip_is_the_same_trip_later(autumn: Plan, small_dataset: Dataset) -> None:
    done = edit(autumn, small_dataset, Dates(AUTUMN.start + 5 * DAY, mode="shift"))
    assert days_of(done.plan) == {code: (a + 5 * DAY, b + 5 * DAY) for code, (a, b) in days_of(autumn).items()}


def test_kept_dates_stay_where_they_were(autumn: Plan, small_dataset: Dataset) -> None:
    code = list(days_of(autumn))[1]
    done = edit(autumn, small_dataset, Lock(code), Dates(AUTUMN.start + 4 * DAY, 50, "keep"))
    assert days_of(done.plan)[code] == days_of(autumn)[code]


def test_locked_stays_outside_the_new_dates_are_a_conflict_or_set_aside(autumn: Plan, small_dataset: Dataset) -> None:
    code, (arrive, _) = next(iter(days_of(autumn).items()))
    later = arrive + 3 * DAY
    kept = replan(autumn, [Lock(code), Dates(later, mode="keep")], small_dataset, rounds=2)
    assert [c.kind for c in kept.conflicts] == ["outside"]
    assert kept.plan is autumn
    parked = edit(autumn, small_dataset, Lock(code), Dates(later, mode="park"))
    assert code in {m.code for m in parked.plan.request.parked}
    left = days_of(parked.plan).keys() | {m.code for m in parked.plan.request.parked}
    assert days_of(autumn).keys() <= left


def test_overlapping_stays_are_a_conflict_with_its_figures(autumn: Plan, small_dataset: Dataset) -> None:
    (one, (arrive, _)), (other, _) = list(days_of(autumn).items())[:2]
    done = replan(autumn, [Lock(one), Move(other, arrive + DAY)], small_dataset, rounds=2)
    assert done.plan is autumn
    conflict = done.conflicts[0]
    assert (conflict.kind, set(conflict.places)) == ("overlap", {one, other})
    assert int(conflict.figures["nights"]) > 0
    assert "重なっています" in conflict.text
    assert "overlap" in conflict.text_en


def test_a_leg_that_is_too_long_is_named(autumn: Plan, small_dataset: Dataset) -> None:
    start = AUTUMN.start
    edits = [
        Change({"max_leg_hours": 4.0}),
        Insert("01229", start + 10 * DAY, 5),
        Insert("16210", start + 15 * DAY, 5),
    ]
    done = replan(autumn, edits, small_dataset, rounds=2)
    conflict = next(c for c in done.conflicts if c.kind == "leg_too_long")
    assert conflict.places == ("01229", "16210")
    assert int(conflict.figures["minutes"]) > int(conflict.figures["allowed"]) == 240


def test_a_short_budget_says_how_short(autumn: Plan, small_dataset: Dataset) -> None:
    edits = [*(Lock(code) for code in days_of(autumn)), Change({"budget": 20_000})]
    done = replan(autumn, edits, small_dataset, rounds=2)
    (conflict,) = done.conflicts
    assert conflict.kind == "budget"
    cost = autumn.itinerary.totals.fare_jpy + autumn.itinerary.totals.lodging_jpy
    assert 0 < int(conflict.figures["short_jpy"]) <= cost - 20_000


def test_nothing_is_filled_in_by_hand(autumn: Plan, small_dataset: Dataset) -> None:
    codes = list(days_of(autumn))
    done = edit(autumn, small_dataset, Fill(on=False), Drop(codes[1]))
    assert days_of(done.plan) == {code: days for code, days in days_of(autumn).items() if code != codes[1]}
    assert (done.plan.gap, done.plan.status) == (0.0, "optimal")
    assert plan(done.plan.request, small_dataset).itinerary == done.plan.itinerary
    filled = edit(done.plan, small_dataset, Fill(on=True))
    assert days_of(done.plan).items() <= days_of(filled.plan).items()
    assert codes[1] not in days_of(filled.plan)


def test_stays_by_hand_must_not_overlap(autumn: Plan, small_dataset: Dataset) -> None:
    (_, (arrive, _)) = next(iter(days_of(autumn).items()))
    done = replan(autumn, [Fill(on=False), Insert("22225", arrive, 2)], small_dataset)
    assert [c.kind for c in done.conflicts] == ["overlap"]


def test_edits_that_cannot_be(autumn: Plan, small_dataset: Dataset) -> None:
    for wrong in (Lock("22225"), Move("22225", AUTUMN.start), Unlock("22225"), Swap(next(iter(days_of(autumn))), "")):
        with pytest.raises((InvalidRequest, UnknownPlace)):
            replan(autumn, [wrong], small_dataset)


def test_an_unknown_place(autumn: Plan, small_dataset: Dataset) -> None:
    with pytest.raises(UnknownPlace):
        replan(autumn, [Insert("99999")], small_dataset)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_edited_the_promises_hold(
    autumn: Plan, small_dataset: Dataset, workshop: Workshop, data: st.DataObject
) -> None:
    made, locked, dropped = autumn, dict[str, tuple[dt.date, dt.date]](), set[str]()
    for _ in range(data.draw(st.integers(1, 4))):
        edits, locked, dropped = _drawn(made, locked, dropped, data)
        done = replan(made, edits, small_dataset, workshop=workshop, rounds=2)
        if done.conflicts:
            assert done.plan is made
            assert all(conflict.text and conflict.text_en for conflict in done.conflicts)
            return
        assert check_plan(done.plan, small_dataset) == []
        now = days_of(done.plan)
        assert {code: now.get(code) for code in locked} == locked
        assert not dropped & now.keys()
        assert {change.place for change in done.changes} == now.keys() | days_of(made).keys()
        assert all(change.text and change.text_en for change in done.changes)
        made = done.plan


def _drawn(
    made: Plan, locked: dict[str, tuple[dt.date, dt.date]], dropped: set[str], data: st.DataObject
) -> tuple[list[Edit], dict[str, tuple[dt.date, dt.date]], set[str]]:
    """Draw an edit; give it with what must hold after it."""
    days = days_of(made)
    code = data.draw(st.sampled_from(sorted(days)))
    arrive, depart = days[code]
    kind = data.draw(st.sampled_from(["lock", "drop", "move", "resize", "insert"]))
    if kind == "lock":
        return [Lock(code)], {**locked, code: (arrive, depart)}, dropped - {code}
    if kind == "drop":
        return [Drop(code)], {c: d for c, d in locked.items() if c != code}, dropped | {code}
    if kind == "move":
        by = data.draw(st.integers(-5, 5)) * DAY
        return [Move(code, arrive + by)], {**locked, code: (arrive + by, depart + by)}, dropped - {code}
    if kind == "resize":
        nights = data.draw(st.integers(1, 12))
        return [Resize(code, nights)], {**locked, code: (arrive, arrive + nights * DAY)}, dropped - {code}
    other = data.draw(st.sampled_from(["22225", "19213", "06201"]))
    day = AUTUMN.start + data.draw(st.integers(0, 50)) * DAY
    return [Insert(other, day, 4)], {**locked, other: (day, day + 4 * DAY)}, dropped - {other}


def test_the_completion_is_the_best_of_the_ordinary_solver(autumn: Plan, small_dataset: Dataset) -> None:
    for code in days_of(autumn):
        done = edit(autumn, small_dataset, Drop(code), Insert("22225", AUTUMN.start + 30 * DAY, 4))
        longer = plan(dataclasses.replace(done.plan.request, iterations=8), small_dataset)
        assert done.plan.objective >= longer.objective - 1e-6
        assert done.plan.upper_bound >= longer.objective - 1e-6
