"""Alternatives and the front on the real data set: rule, labels and domination as the independent checkers see them."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from planner import config
from planner.check import check_itinerary, check_plan
from planner.check_others import check_others, objective_of
from planner.dataset import Dataset
from planner.errors import DatasetMissing
from planner.front import MOST_POINTS, dominates
from planner.model import Must, TripRequest
from planner.others import ChosenStay, chosen, front_of
from planner.plan import plan

pytestmark = pytest.mark.slow

REQUESTS = {
    "autumn": TripRequest(dt.date(2027, 9, 1), 92, "13101", max_per_prefecture=1, iterations=1, alternatives=4),
    "a place and a date": TripRequest(
        dt.date(2027, 1, 10), 60, "01100", must=(Must("13101", dt.date(2027, 2, 1), 5),), iterations=1, alternatives=3
    ),
    "two by rail on a budget": TripRequest(
        dt.date(2027, 5, 1), 45, "34100", modes=("rail",), budget_jpy=200_000, people=2, iterations=1, alternatives=3
    ),
    "short legs": TripRequest(dt.date(2027, 10, 1), 30, "17201", max_leg_hours=5.0, iterations=1, alternatives=3),
}


@pytest.fixture(scope="module")
def japan() -> Dataset:
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    try:
        dataset.matrix(("rail", "bus", "ferry", "air"))
    except DatasetMissing:
        pytest.skip("the travel matrices are not built: run `make setup`")
    return dataset


@pytest.mark.parametrize("name", REQUESTS)
def test_alternatives_and_front_of_a_real_request(japan: Dataset, name: str) -> None:
    request = REQUESTS[name]
    found = plan(request, japan)
    assert check_plan(found, japan) == []
    assert list(check_others(found, japan)) == []
    assert len(found.alternatives) >= 2
    assert len({other.label for other in found.alternatives} & {"cheapest", "least_travel", "one_region"}) >= 1

    points = front_of(found, japan)
    assert 3 <= len(points) <= MOST_POINTS
    assert not any(dominates(one, other) for one, other in permutations(points, 2))
    for point in points:
        assert list(check_itinerary(point.itinerary, request, japan)) == []
        assert point.objective == pytest.approx(objective_of(point.itinerary, request, japan))

    # the dearest of them is a plan of its own as well as any
    stays = [ChosenStay(s.municipality.code, s.arrive, s.nights, s.lodging_jpy) for s in points[-1].itinerary.stays]
    kept = chosen(found, japan, stays)
    assert check_plan(kept, japan) == []
    assert kept.itinerary.totals == points[-1].itinerary.totals
