from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geo.model import DAY_LIMIT_MINUTES, NO_NIGHT, Journey, LngLat, Municipality, Segment
from geo.street_legs import by_streets
from geo.street_store import street_way
from geo.streets import import_file

if TYPE_CHECKING:
    from pathlib import Path

CODE = "16210"
FARES = SimpleNamespace(yen_by_km=np.arange(100)[None, :] * 400 + 500, system=lambda _: 0)


@pytest.fixture(scope="module")
def town(street_town):
    return street_town(17, step=0.004)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, town) -> Path:
    folder = tmp_path_factory.mktemp("instance")
    file = folder / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    here = Municipality(CODE, "村", "", "", "16", "富山県", "Toyama", LngLat(*town.CENTRE))
    import_file(file, folder, [here], [], lambda _: shapely.Point(town.CENTRE).buffer(0.1), lambda *_: None)
    return folder


def segment(mode: str, path: list[tuple[float, float]], minutes: int, km: float, fare: int | None = 0) -> Segment:
    line = "本線" if mode == "rail" else ""
    return Segment(mode, line, "a", "b", minutes, km, fare, True, 0.5, "average", tuple(LngLat(*at) for at in path))


def journey(*segments: Segment, minutes: int = 200, nights: int = 0) -> Journey:
    fare = sum(part.fare_jpy or 0 for part in segments)
    km = sum(part.km for part in segments)
    return Journey("a", "b", None, minutes, nights, fare, 1, km, 1.0, "average", segments)


RAIL = segment("rail", [(136.0, 36.0), (136.5, 36.3)], 100, 60.0, 1200)


def test_a_walk_from_the_station_follows_the_streets(root: Path, town) -> None:
    station, office = town.junction(0, 0), town.junction(4, 2)
    walk = segment("walk", [station, office], 20, 1.5)
    before = journey(RAIL, walk)
    after = by_streets(before, root, "13101", CODE, FARES)
    way = street_way(root, CODE, LngLat(*station), LngLat(*office), "walk")
    assert way is not None
    assert after.segments[0] is RAIL
    last = after.segments[1]
    assert last.minutes == round(way.minutes) > 20
    assert last.km == round(way.km, 1)
    assert len(last.path) > 4
    assert last.path[0] == pytest.approx(station, abs=1e-5)
    assert last.path[-1] == pytest.approx(office, abs=1e-5)
    assert after.minutes == before.minutes + last.minutes - 20
    assert after.fare_jpy == before.fare_jpy
    assert after.km == pytest.approx(before.km + last.km - 1.5)


def test_a_taxi_is_priced_by_its_true_kilometres(root: Path, town) -> None:
    taxi = segment("taxi", [town.junction(1, 1), town.junction(6, 2)], 5, 1.0, 900)
    before = journey(taxi, RAIL)
    after = by_streets(before, root, CODE, None, FARES)
    way = street_way(root, CODE, *(LngLat(*at) for at in (town.junction(1, 1), town.junction(6, 2))), "car")
    assert way is not None
    assert after.segments[0].fare_jpy == FARES.yen_by_km[0, int(np.ceil(way.km))]
    assert after.fare_jpy - before.fare_jpy == after.segments[0].fare_jpy - 900
    assert after.segments[0].co2_kg == pytest.approx(0.5 * way.km, abs=0.01)


@pytest.mark.parametrize("first", [True, False])
def test_a_drive_keeps_to_the_streets_as_far_as_they_know_it(root: Path, town, first: bool) -> None:
    office, edge, away = town.junction(4, 1), town.junction(0, 1), (136.4, 36.5)
    path = [office, edge, away] if first else [away, edge, office]
    drive = segment("car", path, 60, 60.0, 500)
    after = by_streets(journey(drive), root, *((CODE, None) if first else (None, CODE)), FARES)
    led = after.segments[0]
    assert len(led.path) > 6
    assert led.path[0] == pytest.approx(path[0], abs=1e-5)
    assert led.path[-1] == pytest.approx(path[-1], abs=1e-5)
    assert led.path[-1 if first else 0] == pytest.approx(away)
    assert led.fare_jpy == 500
    assert abs(led.km - drive.km) < 5
    assert led.minutes > drive.minutes


def test_without_streets_and_for_other_vehicles_nothing_changes(root: Path, town, tmp_path: Path) -> None:
    walk = segment("walk", [town.junction(0, 0), town.junction(4, 2)], 20, 1.5)
    bus = segment("local_bus", [town.junction(0, 0), town.junction(4, 2)], 20, 1.5, 200)
    far = segment("walk", [(137.5, 36.5), (137.6, 36.5)], 20, 1.5)
    for one, folder, code in ((walk, tmp_path, CODE), (walk, root, None), (bus, root, CODE), (far, root, CODE)):
        before = journey(RAIL, one)
        assert by_streets(before, folder, None, code, FARES) is before
    nothing = journey()
    assert by_streets(nothing, root, CODE, CODE, FARES) is nothing


def test_a_journey_that_grows_beyond_a_day_needs_a_night(root: Path, town) -> None:
    walk = segment("walk", [town.junction(0, 0), town.junction(4, 2)], 1, 0.1)
    before = journey(RAIL, walk, minutes=DAY_LIMIT_MINUTES)
    after = by_streets(before, root, None, CODE, FARES)
    assert after.minutes > DAY_LIMIT_MINUTES
    assert after.nights == NO_NIGHT
    slept = by_streets(replace(before, nights=1, minutes=1440), root, None, CODE, FARES)
    assert slept.nights == 1
