from __future__ import annotations

import datetime as dt
from pathlib import Path

from geo.fare_km import load_line_addons, load_tariff_km

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


def test_the_tariff_counts_the_old_line() -> None:
    km = load_tariff_km(FARES)
    assert round(km["東海道新幹線", "新大阪"] - km["東海道新幹線", "東京"], 1) == 552.6
    assert round(km["九州新幹線", "鹿児島中央"] - km["九州新幹線", "熊本"], 1) == 170.5


def test_stations_of_a_line_are_listed_in_order() -> None:
    lines: dict[str, list[float]] = {}
    for (line, _), km in load_tariff_km(FARES).items():
        lines.setdefault(line, []).append(km)
    assert len(lines) == 10
    assert all(scale == sorted(scale) for scale in lines.values())


def test_flat_charges_of_single_lines() -> None:
    addons = load_line_addons(FARES, dt.date(2026, 9, 1))
    assert addons["本四備讃線", frozenset(("宇多津", "児島"))] == 110
