from __future__ import annotations

import csv

import numpy as np
import pytest

from geo.climate import FARTHEST_KM, nearest, read_normals
from geo.model import LngLat
from geo.sphere import crow_km
from planner import config


@pytest.fixture(scope="module")
def stations():
    return read_normals(config.installed_data_dir())


@pytest.fixture(scope="module")
def offices():
    with (config.data_dir() / "japan" / "municipalities.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: LngLat(float(row["lng"]), float(row["lat"])) for row in csv.DictReader(stream)}


def test_every_station_stands_in_a_municipality(stations, offices):
    assert len(stations) == 102
    assert {station.code for station in stations} <= set(offices)


def test_the_south_blooms_first_and_is_warmer(stations):
    by_name = {station.station: station for station in stations}
    assert by_name["那覇"].bloom < by_name["東京"].bloom < by_name["青森"].bloom < by_name["稚内"].bloom
    january = [by_name[name].air_c[0] for name in ("稚内", "青森", "東京", "那覇")]
    assert january == sorted(january)
    for station in stations:
        assert len(station.air_c) == 12
        assert station.full_bloom is None or station.bloom <= station.full_bloom


def test_the_nearest_station_is_told_or_none(stations, offices):
    known = [station for station in stations if station.code in offices]
    for code in list(offices)[::50]:
        km = crow_km(np.array([offices[code]]), np.array([offices[station.code] for station in known]))
        found = nearest(stations, offices, code)
        assert (found is not None) == (km.min() <= FARTHEST_KM)
        if found:
            assert found[1] == pytest.approx(km.min())
    assert nearest(stations, offices, "02201")[0].station == "青森"


def test_a_data_set_without_the_table_knows_nothing(tmp_path, offices):
    assert read_normals(tmp_path) == ()
    assert nearest((), offices, "02201") is None
