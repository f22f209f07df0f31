"""The places of a first trip: what chooses them knows no more than the table of all stays, and nearly as much."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.check import check_itinerary
from planner.few import few
from planner.few_trip import node_like, or_the_first
from planner.itinerary import Assembler, itinerary_of
from planner.model import Must, TripRequest
from planner.plan import first, terms_for
from planner.problem import build_problem
from planner.reroute import Settled, value_of
from planner.solver.nearby import A_WEEK, promising
from planner.solver.one_stop import one_stop
from planner.stay_values import NEVER, night_rates

if TYPE_CHECKING:
    from planner.dataset import Dataset

AUTUMN = TripRequest(dt.date(2027, 9, 1), 40, "13101")


@pytest.mark.parametrize(
    "asked",
    [
        AUTUMN,
        dataclasses.replace(AUTUMN, days=13, pace="fast", people=2),
        dataclasses.replace(AUTUMN, max_nights=5, days_off=(dt.date(2027, 9, 8),)),
    ],
)
def test_rates_of_single_windows_are_those_of_the_table_or_less(small_dataset: Dataset, asked: TripRequest) -> None:
    problem, table = build_problem(asked, terms_for(asked, small_dataset))
    w, traveller = table.windows, table.traveller
    rates = night_rates(
        7, table.prices[table.places], w.first, w.day_values, w.begin, w.stop, w.low, w.high, w.saved, traveller.decay,
        table.multiplier, table.weights.yen, asked.people, traveller.min_nights, min(traveller.max_nights, asked.days),
        np.zeros(1),
    )[0]  # fmt: skip
    nights = np.maximum(np.arange(problem.gain.shape[2]), 1)
    full = (problem.gain / nights).max(axis=2)[:, ::7].T
    known = full > NEVER / 2
    # the table's lodging is rounded to whole yen
    assert (rates[known] >= full[known] - 1e-4).mean() > 0.5
    alone = np.diff(w.first) == 1
    assert np.all(np.where(alone, np.abs(rates - full), 0.0)[known] < 1e-4)
    assert np.all((rates <= full + 1e-4)[known])


def test_few_places_are_those_that_promise_and_those_that_are_asked_for(small_dataset: Dataset) -> None:
    asked = dataclasses.replace(AUTUMN, must=(Must("16210"),), budget_jpy=300_000)
    terms = terms_for(asked, small_dataset)
    problem, _ = build_problem(asked, terms)
    found = few(asked, small_dataset, terms)
    assert found is not None
    codes = {place.code for place in found[0].municipalities}
    assert {"13101", "16210"} <= codes
    best = {small_dataset.municipalities[int(problem.group[node])].code for node in promising(problem)}
    assert best <= codes
    assert len(found[1].prices) == len(found[1].newness) == len(codes) < A_WEEK


def test_a_first_trip_among_few_places_keeps_what_is_asked(small_dataset: Dataset) -> None:
    asked = dataclasses.replace(AUTUMN, must=(Must("16210"),), weights={"novelty": 0.5}, avoid=("47207",))
    found = first(asked, small_dataset)
    assert found is not None
    assert list(check_itinerary(found.itinerary, asked, small_dataset)) == []
    assert "16210" in {stay.municipality.code for stay in found.itinerary.stays}
    assert found.upper_bound == np.inf


def test_a_poor_trip_gives_way_to_the_first_one(small_dataset: Dataset) -> None:
    asked = dataclasses.replace(AUTUMN, days=92)
    terms = terms_for(asked, small_dataset)
    assembler = Assembler(asked, small_dataset, *build_problem(asked, terms))
    alone = one_stop(assembler.problem)
    assert alone is not None
    visits = (alone[0],)
    legs = tuple(leg for leg in assembler.legs(visits) if leg)
    poor = Settled(assembler.stays(visits), legs, alone[1], 100.0, visits, assembler.problem)
    found = or_the_first(assembler, terms, poor, 0.25)
    assert poor.objective < found.objective <= found.bound
    assert value_of(found.problem, found.visits) == found.objective
    itinerary = itinerary_of(found.stays, found.legs)
    assert list(check_itinerary(itinerary, asked, small_dataset)) == []
    assert or_the_first(assembler, terms, dataclasses.replace(poor, bound=alone[1]), 0.25).visits == visits


def test_nodes_of_few_places_are_those_of_all(small_dataset: Dataset) -> None:
    terms = terms_for(AUTUMN, small_dataset)
    whole = Assembler(AUTUMN, small_dataset, *build_problem(AUTUMN, terms))
    found = few(AUTUMN, small_dataset, terms)
    assert found is not None
    part, _ = build_problem(AUTUMN, found[1])
    for node in range(part.active):
        like = node_like(part, node, found[0], whole)
        assert np.array_equal(part.gain[node], whole.problem.gain[like])
        assert np.array_equal(part.yen[node], whole.problem.yen[like])
