from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from planner.errors import NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.plan import plan
from planner.solver import backward, best_through, coarse, forward, labels, least, memory
from planner.through import ThroughTask

if TYPE_CHECKING:
    from planner.dataset import Dataset


def test_every_kernel_is_compiled_for_one_set_of_types(small_dataset: Dataset) -> None:
    """A second set would be compiled while somebody waits for a plan."""
    plain = TripRequest(start=dt.date(2027, 9, 1), days=40, origin="13101", iterations=1)
    ThroughTask(plan(plain, small_dataset))(small_dataset)
    with pytest.raises(NoFeasibleItinerary):
        plan(dataclasses.replace(plain, budget_jpy=9_000, must=(Must("01229"),)), small_dataset)
    plan(dataclasses.replace(plain, budget_jpy=90_000, must=(Must("06201"),), max_per_prefecture=1), small_dataset)
    for function in (
        backward.backward,
        backward.trace,
        forward.forward,
        forward.any_way,
        memory.number_states,
        labels.search,
        coarse.merge,
        least.sweep,
        best_through.best_stays,
    ):
        assert len(function.signatures) == 1  # type: ignore[attr-defined]
