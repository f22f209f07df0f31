from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.fare_jr import JR_ADDON_COMPANIES, JR_COMPANIES, JrTables, jr_fare, load_jr

ROOT = Path(__file__).parents[2]
FARES = ROOT / "data" / "curated" / "fares"
REFERENCE = ROOT.parent / "shared" / "data" / "fares_reference" / "jr_base_bands.csv"
NAMES = {f"JR {name.title()}": name for name in JR_COMPANIES}
KNOWN_DIFFERENCES = {("shikoku", 581)}
"""The reference has 10,210 yen: 750 above Honshu, where all other bands beyond 200 km are 660 above."""


@pytest.fixture(scope="module")
def jr() -> JrTables:
    return load_jr(FARES, dt.date(2026, 9, 1))


def price(jr: JrTables, **km: float) -> int:
    row = np.array([km.get(name, 0.0) for name in JR_COMPANIES])
    return int(jr_fare(jr, row))


def test_one_company_pays_its_own_table(jr: JrTables) -> None:
    assert price(jr, east=351.8) == 6270  # Tokyo-Sendai from 2026-03-14
    assert price(jr, hokkaido=318.7) == 6600  # Sapporo-Hakodate from 2025-04-01
    assert price(jr, central=552.6) == 8910  # Tokyo-Shin-Osaka
    assert price(jr) == 0


def test_a_through_journey_pays_the_common_table_and_the_add_ons(jr: JrTables) -> None:
    # the example of the operator: Ofuna-Gotemba 66.7 km = 1,170, and 30 for 31.2 km inside East
    assert price(jr, east=31.2, central=35.5) == 1200
    # Shin-Osaka-Kagoshima-Chuo: 911.2 km = 11,880, and 1,100 for the km inside Kyushu
    assert price(jr, west=622.3, kyushu=288.9) == 12980


def test_east_used_the_common_table_before_its_own() -> None:
    old = load_jr(FARES, dt.date(2026, 3, 13))
    assert price(old, east=351.8) == 6050
    assert (old.addon[JR_ADDON_COMPANIES.index("east")] == 0).all()


def test_tables_rise_with_the_distance_and_stand_above_honshu(jr: JrTables) -> None:
    for table in (jr.own, jr.own_local):
        assert (np.diff(table[:, 1:], axis=1) >= 0).all()
    assert (jr.addon >= 0).all()
    assert jr.operators["東日本旅客鉄道"] == JR_COMPANIES.index("east")


@given(st.lists(st.lists(st.floats(0, 400), min_size=6, max_size=6), min_size=1, max_size=5))
def test_vectorised_prices_equal_single_ones(jr: JrTables, rows: list[list[float]]) -> None:
    many = jr_fare(jr, np.array(rows))
    assert many.tolist() == [int(jr_fare(jr, np.array(row))) for row in rows]


def reference() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["company"] in NAMES and row["fixed_fare_jpy"]]
    return [row for row in rows if row["line_class"].startswith(("trunk", "local", "through"))]


def table_of(jr: JrTables, row: dict[str, str]) -> np.ndarray:
    company = NAMES[row["company"]]
    if row["line_class"].startswith("through"):
        return jr.addon[JR_ADDON_COMPANIES.index(company)]
    table = jr.own_local if row["line_class"] == "local" else jr.own
    return table[JR_COMPANIES.index(company)]


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference of JR fares (../shared/data) is not here")
def test_every_band_of_the_reference_is_reproduced() -> None:
    tables: dict[str, JrTables] = {}
    wrong, checked = [], 0
    for row in reference():
        if "special" in row["line_class"]:
            continue  # single stations whose real km is just below a band: km on local lines are estimates anyway
        day = row["valid_from"]
        if day not in tables:
            tables[day] = load_jr(FARES, dt.date.fromisoformat(day))
        first, last = int(row["km_from"]), min(3000, int(row["km_to"]))
        span = table_of(tables[day], row)[first : last + 1]
        checked += 1
        if (span != int(row["fixed_fare_jpy"])).any() and (NAMES[row["company"]], first) not in KNOWN_DIFFERENCES:
            wrong.append((row["company"], row["line_class"], first, row["fixed_fare_jpy"], int(span[0])))
    assert checked > 690
    assert wrong == []
