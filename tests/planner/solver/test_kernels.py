from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from planner.model import Must, TripRequest
from planner.plan import plan
from planner.solver import backward, coarse, forward, labels, memory

if TYPE_CHECKING:
    from planner.dataset import Dataset


def test_every_kernel_is_compiled_for_one_set_of_types(small_dataset: Dataset) -> None:
    """A second set would be compiled while somebody waits for a plan."""
    plain = TripRequest(start=dt.date(2027, 9, 1), days=40, origin="13101", iterations=1)
    plan(plain, small_dataset)
    plan(dataclasses.replace(plain, budget_jpy=90_000, must=(Must("06201"),), max_per_prefecture=1), small_dataset)
    for function in (
        backward.backward,
        backward.trace,
        forward.forward,
        forward.any_way,
        memory.number_states,
        labels.search,
        coarse.merge,
    ):
        assert len(function.signatures) == 1  # type: ignore[attr-defined]
