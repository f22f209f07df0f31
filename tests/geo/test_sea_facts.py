"""What must hold of every row of ferries, whoever added it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import shapely

from geo.fare_bands import load_anchors
from geo.services import read_ferries
from geo.sphere import crow_km
from geo.store import read_boundaries

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

KMH = {"ferry": (8, 48), "passenger": (7, 50), "highspeed": (18, 75), "jetfoil": (30, 85)}
"""Slowest and quickest from pier to pier, calls on the way included."""


@pytest.fixture(scope="module")
def rows(data_dir: Path) -> pd.DataFrame:
    table = pd.read_csv(data_dir / "curated" / "services" / "ferries.csv", dtype=str, keep_default_na=False)
    return table.astype({"minutes": float, "straight_km": float, "from_lat": float, "from_lon": float})


@pytest.fixture(scope="module")
def boundaries(data_dir: Path) -> gpd.GeoDataFrame:
    return read_boundaries(data_dir, "full")


def test_an_ended_line_runs_to_its_last_day_only(data_dir: Path) -> None:
    """Hinase to Obe was given up at the end of November 2023."""
    folder = data_dir / "curated" / "services"
    for day, there in (("2023-11-30", True), ("2023-12-01", False)):
        assert ("日生港" in {ferry.origin.name for ferry in read_ferries(folder, day)}) == there


def test_a_new_line_runs_from_its_first_day(data_dir: Path) -> None:
    folder = data_dir / "curated" / "services"
    for day, there in (("2023-10-01", False), ("2023-10-02", True)):
        assert ("室蘭港" in {ferry.destination.name for ferry in read_ferries(folder, day)}) == there


def test_a_recalled_fare_is_an_estimate_and_a_published_one_is_not(data_dir: Path, rows: pd.DataFrame) -> None:
    ferries = read_ferries(data_dir / "curated" / "services", "2023-11-01")
    known = {(ferry.origin.name, ferry.destination.name, ferry.minutes): ferry.fare_estimated for ferry in ferries}
    for row in rows[rows.fare_jpy != ""].itertuples():
        place = (row.from_port_ja, row.to_port_ja, row.minutes)
        if place in known:
            assert known[place] == (row.fare_confidence == "low"), place


def test_every_row_says_where_it_is_from(rows: pd.DataFrame) -> None:
    assert rows.source.str.contains("http|weblio|curator_knowledge").all()


def test_ships_are_neither_rafts_nor_rockets(rows: pd.DataFrame) -> None:
    for row in rows[rows.straight_km > 4].itertuples():
        low, high = KMH[str(row.vessel_type)]
        assert low <= row.straight_km / (row.minutes + 1) * 60 <= high, row


@pytest.fixture(scope="module")
def ports(rows: pd.DataFrame) -> pd.DataFrame:
    """Each port once for each position written: name, lat, lon, code."""
    columns = [f"{{}}_{name}" for name in ("port_ja", "lat", "lon", "municipality_code")]
    ends = [
        rows[[column.format(end) for column in columns]].set_axis(["name", "lat", "lon", "code"], axis=1)
        for end in ("from", "to")
    ]
    return pd.concat(ends).astype({"lat": float, "lon": float}).drop_duplicates()


def test_a_port_has_one_place(ports: pd.DataFrame) -> None:
    places = ports.groupby("name")[["lon", "lat"]]
    km = crow_km(places.min().to_numpy(), places.max().to_numpy())
    assert (km < 1).all(), places.min()[km >= 1]


def test_ports_lie_at_the_coast_of_their_municipality(ports: pd.DataFrame, boundaries: gpd.GeoDataFrame) -> None:
    """The drawn coast is rough and harbours reach inland: a kilometre off is the drawing, more a wrong place."""
    shape = boundaries.set_index("code").geometry
    for port in ports.itertuples():
        own, place = shape[port.code], shapely.Point(port.lon, port.lat)
        assert own.distance(place) < 0.011, port.name
        assert own.boundary.distance(place) < 0.025, port.name


def test_the_whole_way_costs_no_more_than_its_parts(rows: pd.DataFrame) -> None:
    """A through ticket of the line by the Amami islands is cheaper than one for each hop."""
    line = rows[rows.operator == "マルエーフェリー/マリックスライン"]
    fare = {(row.from_port_ja, row.to_port_ja): int(str(row.fare_jpy)) for row in line.itertuples()}
    for (a, b), whole in fare.items():
        for (c, d), first in fare.items():
            if c == a and (d, b) in fare:
                assert whole <= first + fare[d, b], (a, d, b)


def test_estimates_by_distance_are_near_the_fares_known(data_dir: Path, rows: pd.DataFrame) -> None:
    tables = load_anchors(data_dir / "curated" / "fares" / "fare_estimates.csv", pd.Timestamp("2026-11-01").date())
    priced = rows[(rows.fare_jpy != "") & (rows.valid_to == "")]
    for system, kinds in (
        ("ferry_estimate", ("ferry", "passenger")),
        ("ferry_fast_estimate", ("highspeed", "jetfoil")),
    ):
        own = priced[priced.vessel_type.isin(kinds)]
        ratio = own.straight_km.map(lambda km, s=system: tables[s].yen_by_km[math.ceil(km)]) / own.fare_jpy.astype(
            float
        )
        assert 0.9 < ratio.median() < 1.1, system
        assert ((ratio - 1).abs() < 0.3).mean() > 0.65, system
