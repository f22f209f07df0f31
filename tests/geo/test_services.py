from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.services import read_airport_access, read_buses, read_ferries, read_flights
from geo.sphere import crow_km
from geo.stations import open_on
from geo.store import read_table
from geo.trains import read_trains

if TYPE_CHECKING:
    from pathlib import Path

    from geo.services import Crossing
    from geo.trains import TrainService

ON = "2026-11-01"
FASTEST = {"ferry": 85, "air": 900, "highway_bus": 100, "local_bus": 80, "rail": 130, "taxi": 80, "walk": 6}


@pytest.fixture(scope="module")
def stations(data_dir: Path) -> pd.DataFrame:
    return open_on(read_table(data_dir, "stations"), ON).reset_index(drop=True)


@pytest.fixture(scope="module")
def trains(data_dir: Path, stations: pd.DataFrame) -> tuple[list[TrainService], list[str]]:
    return read_trains(data_dir / "curated" / "services", stations, ON)


@pytest.fixture(scope="module")
def crossings(data_dir: Path) -> list[Crossing]:
    folder, airports = data_dir / "curated" / "services", read_table(data_dir, "airports")
    return [
        *read_ferries(folder, ON),
        *read_flights(folder, airports),
        *read_buses(folder),
        *read_airport_access(folder, airports),
    ]


def test_every_stop_of_every_train_is_a_station(trains: tuple[list[TrainService], list[str]]) -> None:
    services, lost = trains
    assert lost == []
    assert len(services) > 100


def test_trains_move_forward_and_at_the_speed_of_trains(
    trains: tuple[list[TrainService], list[str]], stations: pd.DataFrame
) -> None:
    points = dict(zip(stations.station_id, stations[["lng", "lat"]].to_numpy(), strict=True))
    limit = {"shinkansen": 320, "limited_express": 160, "rapid": 130}
    for train in trains[0]:
        for i in range(1, len(train.stops)):
            minutes = train.minutes[i] - train.minutes[i - 1]
            km = float(crow_km(points[train.stops[i - 1]], points[train.stops[i]]))
            assert minutes > 0, train.name
            assert km / (minutes + 1) * 60 < limit[train.kind], (train.name, i)
        assert train.trips_per_day > 0


def test_crossings_are_no_faster_than_their_mode(crossings: list[Crossing]) -> None:
    for crossing in crossings:
        km = float(crow_km(crossing.origin.lnglat, crossing.destination.lnglat))
        assert km / (crossing.minutes + 1) * 60 < FASTEST[crossing.mode], crossing
        assert crossing.minutes > 0
        assert crossing.km >= 0
        assert crossing.source
        assert crossing.confidence


def test_long_crossings_are_nights(crossings: list[Crossing]) -> None:
    ferries = [crossing for crossing in crossings if crossing.mode == "ferry"]
    assert any(ferry.overnight for ferry in ferries)
    assert all(ferry.overnight == (ferry.minutes >= 420) for ferry in ferries)


def test_services_of_another_time_are_left_out(data_dir: Path, stations: pd.DataFrame) -> None:
    """The Thunderbird ran to Kanazawa until the Shinkansen reached Tsuruga in March 2024."""
    services, _ = read_trains(data_dir / "curated" / "services", stations, ON)
    names = dict(zip(stations.station_id, stations.name, strict=True))
    thunderbird = [names[stop] for train in services if train.name.startswith("サンダーバード") for stop in train.stops]
    assert "敦賀" in thunderbird
    assert "福井" not in thunderbird


@pytest.mark.parametrize("name", ["ferries", "highway_bus"])
def test_a_fare_says_of_when_it_is_and_how_sure(data_dir: Path, name: str) -> None:
    """What is sure was published somewhere; what is recalled is marked, and shown as an estimate."""
    rows = pd.read_csv(data_dir / "curated" / "services" / f"{name}.csv", dtype=str, keep_default_na=False)
    priced = rows.fare_jpy != ""
    assert ((rows.fare_as_of != "") == priced).all()
    assert ((rows.fare_confidence != "") == priced).all()
    sure = rows[rows.fare_confidence.isin(["high", "medium"])]
    recalled = sure[~sure.source.str.contains("http|weblio")]
    assert recalled.empty, recalled.iloc[:, :10]
