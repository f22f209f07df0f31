from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from geo.fare_bands import KM, DistanceFare, load_bands
from geo.fare_default import private_default

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


def test_the_default_lies_between_the_known_railways_and_rises() -> None:
    known = load_bands(FARES / "rail_bands.csv", dt.date(2026, 9, 1))
    default = private_default(known)
    tables = np.stack([fare.yen_by_km for fare in known.values()])[:, 1:101]
    assert default.estimated
    assert default.yen_by_km.shape == (KM,)
    assert (np.diff(default.yen_by_km) >= 0).all()
    assert (default.yen_by_km[1:101] <= np.maximum.accumulate(tables.max(axis=0)) + 10).all()
    assert (default.yen_by_km[1:101] >= tables.min(axis=0)).all()


def test_one_known_railway_is_the_default() -> None:
    yen = (np.arange(KM) * 20).astype(np.int32)
    assert private_default({"a": DistanceFare("a", yen, estimated=False)}).yen_by_km.tolist() == yen.tolist()
