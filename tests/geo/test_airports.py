from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.airports import build_airports
from geo.errors import SourceError
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    (tmp_path / "airport_names.csv").write_text("icao,name_ja,source\nRJTF,調布飛行場,test\n", encoding="utf-8")
    (tmp_path / "airport_access.csv").write_text(
        "airport_icao,airport_lon,airport_lat\nROIG,124.245,24.3964\nROIG,124.245,24.3964\n", encoding="utf-8"
    )
    (tmp_path / "world.csv").write_text(
        "icao,iata,name,country,elevation,lat,lon\n"
        "ROIG,ISG,Ishigaki Airport,JP,93,24.3445,124.187\n"
        "RJTF,,Chofu Airport,JP,139,35.6717,139.528\n"
        "RJXX,,Some Field,JP,10,36,139\n"
        "KJFK,JFK,Kennedy,US,13,40.6,-73.8\n",
        encoding="utf-8",
    )
    return tmp_path


def test_airports_of_japan_that_people_fly_from(curated: Path) -> None:
    table = build_airports(curated / "world.csv", curated)
    assert table["icao"].tolist() == ["RJTF", "ROIG"]
    assert table["iata"].tolist() == ["", "ISG"]
    assert table["name_ja"].tolist() == ["調布飛行場", ""]


def test_ishigaki_has_moved_and_feet_are_metres(curated: Path) -> None:
    moved = build_airports(curated / "world.csv", curated).set_index("icao").loc["ROIG"]
    assert (moved["lng"], moved["lat"], moved["elevation_m"]) == (124.245, 24.3964, 28.3)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"world\.csv is missing"):
        build_airports(tmp_path / "world.csv", tmp_path)


def test_every_airport_with_a_flight_has_a_japanese_name(data_dir: Path) -> None:
    airports = read_table(data_dir, "airports").set_index("icao")
    flights = read_table(data_dir, "flights")
    assert (airports["iata"] != "").sum() == 96
    served = sorted(set(flights["from_icao"]) | set(flights["to_icao"]))
    assert [icao for icao in served if not airports.loc[icao, "name_ja"]] == []
