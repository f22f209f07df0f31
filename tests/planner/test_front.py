"""The front on a small data set: none of its trips is better than another in everything, and each is a trip."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.check import check_itinerary, check_plan
from planner.check_others import objective_of
from planner.errors import InvalidRequest
from planner.front import MOST_POINTS, FrontPoint, dominates, thinned, undominated
from planner.front_json import alternatives_to_json, front_to_json
from planner.model import TripRequest
from planner.others import ChosenStay, alternatives_of, chosen, front_of
from planner.plan import newness, plan

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Itinerary, Plan

REQUEST = TripRequest(start=dt.date(2027, 9, 1), days=92, origin="13101", iterations=2)


@pytest.fixture(scope="module")
def made(small_dataset: Dataset) -> Plan:
    return plan(REQUEST, small_dataset)


def test_no_trip_of_the_front_dominates_another(made: Plan, small_dataset: Dataset) -> None:
    points = front_of(made, small_dataset)
    assert 3 <= len(points) <= MOST_POINTS
    for one, other in permutations(points, 2):
        a, b = one.itinerary.totals, other.itinerary.totals
        worse = b.value < a.value or b.fare_jpy + b.lodging_jpy > a.fare_jpy + a.lodging_jpy
        better = b.value > a.value or b.fare_jpy + b.lodging_jpy < a.fare_jpy + a.lodging_jpy
        assert better or b.travel_minutes < a.travel_minutes
        assert worse or b.travel_minutes > a.travel_minutes
    for point in points:
        assert list(check_itinerary(point.itinerary, REQUEST, small_dataset)) == []
        assert point.objective == pytest.approx(objective_of(point.itinerary, REQUEST, small_dataset))
        assert point.objective <= made.upper_bound + 1e-6
    assert sum(point.best for point in points) <= 1


def test_the_front_reaches_from_thrift_to_plenty(made: Plan, small_dataset: Dataset) -> None:
    points = front_of(made, small_dataset)
    assert points[0].cost_jpy <= 0.6 * made.itinerary.totals.fare_jpy + made.itinerary.totals.lodging_jpy
    assert max(point.value for point in points) >= made.itinerary.totals.value
    assert [point.cost_jpy for point in points] == sorted(point.cost_jpy for point in points)


def test_the_same_plan_gives_the_same_front(made: Plan, small_dataset: Dataset) -> None:
    one, other = (front_to_json(made, front_of(made, small_dataset)) for _ in range(2))
    assert one == other
    assert one["schema"] == "sasurai.front/1"
    assert one["plan"] == made.id


def test_budgets_and_musts_hold_on_the_front(small_dataset: Dataset) -> None:
    tight = plan(replace(REQUEST, budget_jpy=80_000, people=2), small_dataset)
    for point in front_of(tight, small_dataset):
        assert list(check_itinerary(point.itinerary, tight.request, small_dataset)) == []
        assert point.cost_jpy <= 80_000


def test_no_time_leaves_the_best_trip_alone(made: Plan, small_dataset: Dataset) -> None:
    (only,) = front_of(made, small_dataset, seconds=-1.0)
    assert only.best
    assert alternatives_of(made, small_dataset, 3, -1.0) == ()


def test_where_nothing_may_be_chosen_there_are_no_others(made: Plan, small_dataset: Dataset) -> None:
    fixed = replace(made, request=replace(REQUEST, fill=False))
    assert alternatives_of(fixed, small_dataset, 3) == ()
    assert [point.best for point in front_of(fixed, small_dataset)] == [True]


def stays_of(trip: Itinerary) -> list[ChosenStay]:
    return [ChosenStay(s.municipality.code, s.arrive, s.nights, s.lodging_jpy) for s in trip.stays]


def test_every_trip_that_was_shown_can_be_kept(made: Plan, small_dataset: Dataset) -> None:
    others = alternatives_of(made, small_dataset, 2)
    told = alternatives_to_json(made, others, dict.fromkeys(small_dataset.index, 0.0))
    assert [other["label"] for other in told["alternatives"]] == [other.label for other in others]
    shown = [made.itinerary, *(o.itinerary for o in others), *(p.itinerary for p in front_of(made, small_dataset))]
    for trip in shown:
        kept = chosen(made, small_dataset, stays_of(trip))
        assert check_plan(kept, small_dataset) == []
        assert [s.municipality.code for s in kept.itinerary.stays] == [s.municipality.code for s in trip.stays]
        assert kept.itinerary.totals == trip.totals
        assert kept.upper_bound >= made.upper_bound - 1e-9
        assert kept.request == made.request


@pytest.mark.parametrize(
    "change",
    [{"code": "99999"}, {"code": "47207"}, {"nights": 500}, {"nights": 0}, {"arrive": dt.date(2026, 1, 1)}],
)
def test_what_is_no_trip_is_refused(made: Plan, small_dataset: Dataset, change: dict[str, object]) -> None:
    first, *rest = stays_of(made.itinerary)
    with pytest.raises(InvalidRequest, match="stays"):
        chosen(made, small_dataset, [replace(first, **change), *rest])  # type: ignore[arg-type]


def test_stays_that_do_not_follow_each_other_are_refused(made: Plan, small_dataset: Dataset) -> None:
    stays = stays_of(made.itinerary)
    with pytest.raises(InvalidRequest, match="stays"):
        chosen(made, small_dataset, stays[::-1])


FIGURES = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))


@given(st.lists(FIGURES, min_size=1, max_size=30))
def test_what_is_left_is_undominated_and_dominates_the_rest(
    example_plan: Plan, figures: list[tuple[int, int, int]]
) -> None:
    trip = example_plan.itinerary
    points = [FrontPoint(float(v), c, m, 0.0, trip, False) for v, c, m in figures]
    kept = undominated(points)
    assert not any(dominates(a, b) for a, b in permutations(kept, 2))
    for point in points:
        told = (point.value, point.cost_jpy, point.travel_minutes)
        assert any(dominates(k, point) or (k.value, k.cost_jpy, k.travel_minutes) == told for k in kept)
    few = thinned(kept, 5)
    assert len(few) == min(5, len(kept))
    for figure in ("cost_jpy", "travel_minutes"):
        assert min(getattr(p, figure) for p in few) == min(getattr(p, figure) for p in kept)
    assert max(p.value for p in few) == max(p.value for p in kept)


def test_ranks_of_newness_are_shares(small_dataset: Dataset) -> None:
    ranks = newness(small_dataset)
    assert (ranks.min(), ranks.max()) == (0.0, 1.0)
