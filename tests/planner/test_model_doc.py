"""The worked example of docs/model.md, by the program's own arithmetic."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.demand import DemandCalendar, DemandWindow, MonthDay
from planner.itinerary import itinerary_of, terms_of
from planner.model import Leg, Stay, TripRequest
from planner.scoring import Weights, stay_table

if TYPE_CHECKING:
    from pathlib import Path

    from planner.dataset import Dataset

REQUEST = TripRequest(start=dt.date(2027, 9, 3), days=30, origin="13101")
HARVEST = DemandWindow(
    "w", "16210", "harvest", "柿", "kaki", *(MonthDay.parse(day) for day in ("09-01", "09-05", "09-15", "09-21")),
    3, 14, confidence="sourced", lodging="provided",
)  # fmt: skip


def told(root: Path, bold: int) -> float:
    """A number printed bold at the end of the page."""
    text = (root / "docs" / "model.md").read_text(encoding="utf-8").partition("## A worked example")[2]
    return float(text.split("**")[bold * 2 + 1].removeprefix("v = "))


def test_the_worked_example_is_what_the_program_reckons(root: Path, small_dataset: Dataset) -> None:
    prices = np.full((1, REQUEST.days), 6000, np.int32)
    table = stay_table(DemandCalendar.of([HARVEST]), ["16210"], np.zeros(1), prices, REQUEST)
    value, lodging, _, _ = table.stay(0, 0, 5)
    assert lodging == 0
    assert value == pytest.approx(told(root, 0), abs=5e-7)

    home, town = (next(m for m in small_dataset.municipalities if m.code == code) for code in ("13101", "16210"))
    stay = Stay(
        town, REQUEST.start, REQUEST.start + dt.timedelta(days=5), "work", value, lodging, True, None, (), "", ""
    )
    legs = [
        Leg(stay.arrive, home, town, 240, 0, 10_000, False, 1, 300.0, 20.0, "service", ()),
        Leg(stay.depart, town, home, 240, 0, 10_000, False, 1, 300.0, 20.0, "service", ()),
    ]
    terms = terms_of(itinerary_of((stay,), legs), Weights.of(REQUEST), [0.0] * 2, 1, {"16210": 0, "13101": 1})
    assert sum(terms.values()) == pytest.approx(told(root, 1), abs=5e-7)
