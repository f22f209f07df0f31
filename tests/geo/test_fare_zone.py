from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.errors import SchemaError
from geo.fare_zone import ZoneRow, load_zone, zone_stations
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path

STATIONS = pd.DataFrame(
    {"station_id": [1, 2, 3, 4, 5], "operator": "JR", "line": ["山線"] * 4 + ["海線"], "name": [*"甲乙丙丁甲"]}
)
LINKS = pd.DataFrame({"a": [1, 2, 4], "b": [2, 3, 3]})


def row(line: str, first: str = "", last: str = "") -> ZoneRow:
    return ZoneRow("JR", line, first, last, "", "x", "high")


def test_a_zone_reaches_from_station_to_station_or_over_a_whole_line() -> None:
    assert zone_stations((row("山線", "乙", "丁"),), STATIONS, LINKS) == {2, 3, 4}
    assert zone_stations((row("海線"),), STATIONS, LINKS) == {5}


def test_a_line_cut_into_sections_is_one_line() -> None:
    cut = LINKS[LINKS.b != 3]
    assert zone_stations((row("山線", "甲", "丁"),), STATIONS, cut, [(2, 4)]) == {1, 2, 4}


def test_a_station_off_its_line_is_named() -> None:
    with pytest.raises(SchemaError, match="row 2, column from_station"):
        zone_stations((row("海線", "甲", "丙"),), STATIONS, LINKS)


def test_the_zone_around_osaka_holds_what_it_should(data_dir: Path) -> None:
    stations, links = read_table(data_dir, "stations"), read_table(data_dir, "rail_links")
    found = zone_stations(load_zone(data_dir / "curated" / "fares"), stations, links)
    names = set(stations.name[stations.station_id.isin(found)])
    assert {"大阪", "京都", "野洲", "網干", "亀岡", "堅田", "関西空港", "和歌山", "奈良", "新三田"} <= names
    assert not {"近江八幡", "相生", "園部", "篠山口", "近江舞子"} & names
