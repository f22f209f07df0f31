"""The model against journeys by car that others published (`car/journeys.csv`, each with its source)."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.observed import Observation, Observer

if TYPE_CHECKING:
    from geo.observed import Modelled
    from geo.paths import Router

TABLE = Path(__file__).parent / "car" / "journeys.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def modelled(router: Router, data_dir: Path) -> list[Modelled]:
    observer = Observer(router, data_dir)
    dates = (dt.date.fromisoformat(row["date"]) if row["date"] else None for row in ROWS)
    return [
        observer.model(Observation(row["origin"], row["destination"], row["mode"], date))
        for row, date in zip(ROWS, dates, strict=True)
    ]


@pytest.mark.parametrize("mode", ["car (expressway)", "car (no toll)"])
def test_most_drives_take_about_as_long_as_published(modelled: list[Modelled], mode: str) -> None:
    pairs = [
        (model.minutes, float(row["minutes"]))
        for model, row in zip(modelled, ROWS, strict=True)
        if row["minutes"] and row["mode"] == mode
    ]
    ours, seen = np.array(pairs).T
    assert np.median(ours / seen) == pytest.approx(1.0, abs=0.05)
    assert (abs(ours - seen) <= np.maximum(15, 0.15 * seen)).mean() >= 0.8


def test_tolls_are_those_published(modelled: list[Modelled]) -> None:
    pairs = [
        (model.fare_jpy, float(row["fare_jpy"])) for model, row in zip(modelled, ROWS, strict=True) if row["fare_jpy"]
    ]
    ours, seen = np.array(pairs, dtype=np.float64).T
    assert np.median(ours / seen) == pytest.approx(1.0, abs=0.02)
    assert (abs(ours / seen - 1) <= 0.05).mean() >= 0.75
