from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geo.co2 import CO2_MODES, Co2Factors
from geo.errors import SchemaError

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


def test_every_mode_has_a_factor_and_says_whether_it_was_verified() -> None:
    factors = Co2Factors.load(FARES)
    assert all(factors.g_per_km(mode) >= 0 for mode in CO2_MODES)
    assert factors.g_per_km("walk") == 0
    assert factors.verified("walk")
    assert not factors.verified("air")


def test_the_latest_year_holds_unless_a_date_is_given() -> None:
    assert Co2Factors.load(FARES).g_per_km("rail") == 17
    assert Co2Factors.load(FARES, dt.date(2021, 6, 1)).g_per_km("rail") == 25
    assert Co2Factors.load(FARES, dt.date(1999, 1, 1)).g_per_km("rail") == 25


def test_a_mode_without_factor_is_named(tmp_path: Path) -> None:
    lines = (FARES / "co2_factors.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("ferry,"))
    (tmp_path / "co2_factors.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match=r"co2_factors\.csv, row 2, column mode: no factor for ferry"):
        Co2Factors.load(tmp_path)
