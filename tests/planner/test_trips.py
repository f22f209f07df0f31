"""What trips have in common, and what they may be called."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.labels import LABELS, OTHER, labels_of, main_label
from planner.trips import cost_of, exchanges_of, kinds_of, least_objective, newness_of, regions_of, shared_nights

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Itinerary, Plan


@pytest.fixture
def trip(example_plan: Plan) -> Itinerary:
    return example_plan.itinerary


def of_stays(trip: Itinerary, *kept: int) -> Itinerary:
    stays = tuple(trip.stays[at] for at in kept)
    totals = replace(trip.totals, stops=len(stays), nights=sum(stay.nights for stay in stays))
    return replace(trip, stays=stays, totals=totals)


def test_a_trip_shares_all_nights_with_itself_and_none_with_other_places(trip: Itinerary) -> None:
    assert shared_nights(trip, trip) == 1.0
    assert shared_nights(of_stays(trip, 0), of_stays(trip, 1)) == 0.0


def test_the_shorter_trip_counts(trip: Itinerary) -> None:
    part = of_stays(trip, 0)
    assert shared_nights(trip, part) == shared_nights(part, trip) == 1.0


def test_the_same_place_on_other_nights_is_not_shared(trip: Itinerary) -> None:
    first = trip.stays[0]
    later = replace(first, arrive=first.depart - dt.timedelta(days=4), depart=first.depart + dt.timedelta(days=10))
    assert shared_nights(of_stays(trip, 0), replace(of_stays(trip, 0), stays=(later,))) == pytest.approx(4 / 14)


def test_places_asked_for_count_on_neither_side(trip: Itinerary) -> None:
    one, other = of_stays(trip, 0, 1), of_stays(trip, 0, 2)
    # 14 nights in common of 34 and 28
    assert shared_nights(one, other) == pytest.approx(14 / 28)
    assert shared_nights(one, other, {"20304"}) == 0.0
    assert shared_nights(of_stays(trip, 0), of_stays(trip, 0), {"20304"}) == 1.0


def test_the_facts_of_a_trip(trip: Itinerary, small_dataset: Dataset) -> None:
    assert cost_of(trip) == trip.totals.fare_jpy + 112_200
    # Kawakami and Koshu, 28 nights, and Hirosaki, 20
    assert regions_of(trip) == ["Chubu", "Tohoku"]
    assert kinds_of(trip) == ["harvest"]
    assert exchanges_of(trip) == 3
    known = {place.code: 0.0 for place in small_dataset.municipalities}
    assert newness_of(trip, known | {"02202": 1.0}) == pytest.approx(20 / 48)


def test_labels_are_only_given_where_they_are_true(trip: Itinerary) -> None:
    cheap = replace(trip, totals=replace(trip.totals, fare_jpy=0))
    ranks = dict.fromkeys(("20304", "02202", "19213"), 0.5)
    best, other = labels_of([trip, cheap], ranks)
    assert other == ["cheapest"]
    assert best == []
    assert labels_of([trip, trip], ranks) == [[], []]
    part = labels_of([trip, of_stays(cheap, 1)], ranks)[1]
    assert "better" not in part
    assert part == ["cheapest", "one_region", "fewest_stops", "other_region"]


def test_a_trip_alone_is_no_extreme(trip: Itinerary) -> None:
    assert labels_of([trip], dict.fromkeys(("20304", "02202", "19213"), 0.5)) == [[]]


def test_each_label_is_used_once_while_others_are_true() -> None:
    assert main_label(["cheapest", "one_region"], []) == "cheapest"
    assert main_label(["cheapest", "one_region"], ["cheapest"]) == "one_region"
    assert main_label(["one_region"], ["one_region"]) == OTHER
    assert OTHER not in LABELS


def test_a_best_trip_that_loses_may_be_joined_by_worse_ones() -> None:
    assert least_objective(10.0) == pytest.approx(7.0)
    assert least_objective(-10.0) == pytest.approx(-13.0)
