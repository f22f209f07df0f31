from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SchemaError
from geo.fare_bands import KM, load_anchors, load_bands, yen_of_points

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 4, 1)
BANDS = "system,valid_from,valid_to,km_from,km_to,yen,estimate,note,source,confidence\n"
ANCHORS = "system,valid_from,valid_to,km,yen,round_to,estimate,note,source,confidence\n"


def bands(folder: Path, *rows: tuple[int, int, int]) -> Path:
    path = folder / "bands.csv"
    body = "".join(f"s,2020-01-01,,{a},{b},{yen},0,,x,high\n" for a, b, yen in rows)
    path.write_text(BANDS + body, encoding="utf-8")
    return path


def test_every_km_of_a_band_costs_its_fare(tmp_path: Path) -> None:
    fare = load_bands(bands(tmp_path, (1, 3, 150), (4, 10, 200)), DAY)["s"]
    assert fare.yen_by_km.shape == (KM,)
    assert fare.yen_by_km.dtype == np.int32
    assert fare.yen_by_km[:11].tolist() == [0, 150, 150, 150, 200, 200, 200, 200, 200, 200, 200]
    assert not fare.estimated


def test_beyond_the_last_band_the_fare_never_falls(tmp_path: Path) -> None:
    yen = load_bands(bands(tmp_path, (1, 3, 150), (4, 10, 200)), DAY)["s"].yen_by_km
    assert (np.diff(yen) >= 0).all()
    assert yen[17] == 250  # 200 + 7 km at (200 - 150) / 7 km


def test_a_flat_fare_stays_flat(tmp_path: Path) -> None:
    assert set(load_bands(bands(tmp_path, (1, 200, 450)), DAY)["s"].yen_by_km[1:]) == {450}


@pytest.mark.parametrize("rows", [[(1, 3, 150), (5, 9, 200)], [(1, 3, 150), (3, 9, 200)], [(2, 3, 150)]])
def test_gaps_and_overlaps_are_refused(tmp_path: Path, rows: list[tuple[int, int, int]]) -> None:
    with pytest.raises(SchemaError, match=r"bands\.csv, s from 2020-01-01, column km_from"):
        load_bands(bands(tmp_path, *rows), DAY)


def test_a_falling_curve_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "curve.csv"
    path.write_text(ANCHORS + "s,2020-01-01,,0,300,10,1,,x,low\ns,2020-01-01,,9,200,10,1,,x,low\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"curve\.csv, s, column yen"):
        load_anchors(path, DAY)


@given(
    st.lists(st.integers(1, 400), min_size=2, max_size=6, unique=True).map(sorted),
    st.lists(st.integers(0, 5000), min_size=6, max_size=6).map(sorted),
)
def test_a_curve_rises_and_passes_within_a_step_of_its_points(km: list[int], yen: list[int]) -> None:
    points = np.array(km, np.float64), np.array(yen[: len(km)], np.float64)
    curve = yen_of_points(*points, 10)
    assert curve[0] == 0
    assert (np.diff(curve) >= 0).all()
    assert (curve % 10 == 0).all()
    assert (np.abs(curve[km] - points[1]) < 10).all()
