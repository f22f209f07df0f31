"""Imported streets in the journeys of the router: a seeded town on the land of Nanto."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import shapely

from geo.paths import Router
from geo.sphere import crow_km
from geo.store import read_municipalities
from geo.streets import import_file
from planner.config import cache_dir

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Journey, LngLat

TOKYO, NANTO = "13101", "16210"
PUBLIC = ("rail", "bus", "ferry", "air")
DATE = dt.date(2027, 9, 1)


@pytest.fixture(scope="module")
def instance(data_dir: Path, tmp_path_factory: pytest.TempPathFactory, street_town) -> Path:
    folder = tmp_path_factory.mktemp("instance")
    # narrow enough that every bend of the main roads lies on some street
    town = street_town(5, columns=32, rows=32, step=0.0015)
    file = folder / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    here = [place for place in read_municipalities(data_dir) if place.code == NANTO]
    import_file(file, folder, here, [], lambda _: shapely.Point(town.CENTRE).buffer(0.1), lambda *_: None)
    return folder


@pytest.fixture(scope="module")
def plain(data_dir: Path) -> Router:
    return Router.load(data_dir, cache_dir())


@pytest.fixture(scope="module")
def led(data_dir: Path, instance: Path) -> Router:
    return Router.load(data_dir, cache_dir(), None, instance)


def longest_step(path: tuple[LngLat, ...]) -> float:
    return max(float(crow_km(a, b)) for a, b in pairwise(path))


def joined_up(journey: Journey) -> bool:
    """Every segment begins where the one before ended, walks within stations left out."""
    return all(float(crow_km(a.path[-1], b.path[0])) < 0.5 for a, b in pairwise(journey.segments))


@pytest.mark.parametrize("outward", [True, False])
def test_the_walk_between_station_and_office_follows_the_streets(plain: Router, led: Router, outward: bool) -> None:
    ends = (TOKYO, NANTO) if outward else (NANTO, TOKYO)
    before, after = (router.journey(*ends, PUBLIC, DATE) for router in (plain, led))
    at = -1 if outward else 0
    walk, old = after.segments[at], before.segments[at]
    assert walk.mode == old.mode == "walk"
    assert len(old.path) == 2
    assert len(walk.path) > 2
    assert walk.km > old.km
    assert after.minutes - before.minutes == walk.minutes - old.minutes
    assert [part for part in after.segments if part is not walk] == [part for part in before.segments if part != old]
    assert joined_up(after)
    assert any("OpenStreetMap" in note for note in after.notes)
    assert len(after.notes) == len(after.notes_en)


@pytest.mark.parametrize("outward", [True, False])
def test_a_drive_ends_on_the_streets(plain: Router, led: Router, outward: bool) -> None:
    ends = (TOKYO, NANTO) if outward else (NANTO, TOKYO)
    at = -1 if outward else 0
    before, after = (router.journey(*ends, ("car",), DATE).segments[at] for router in (plain, led))
    assert after.path[0] == before.path[0]
    assert after.path[-1] == before.path[-1]
    office = after.path[-1 if outward else 0]
    near = [tuple(p for p in part.path if float(crow_km(p, office)) < 2.0) for part in (before, after)]
    assert len(near[1]) > len(near[0]) + 5
    assert longest_step(near[1]) < 0.5
    assert after.fare_jpy == before.fare_jpy
    assert abs(after.km - before.km) < 5


def test_other_journeys_stay_as_they_are(plain: Router, led: Router) -> None:
    for ends in ((TOKYO, "01517"), ("47201", "47382")):
        assert led.journey(*ends, PUBLIC, DATE) == plain.journey(*ends, PUBLIC, DATE)


def test_damaged_streets_stop_no_journey(
    data_dir: Path, instance: Path, tmp_path: Path, plain: Router, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "streets" / NANTO
    broken.mkdir(parents=True)
    (broken / "texts.json").write_text("{", encoding="utf-8")
    router = Router.load(data_dir, cache_dir(), None, tmp_path)
    assert router.journey(TOKYO, NANTO, PUBLIC, DATE) == plain.journey(TOKYO, NANTO, PUBLIC, DATE)
    assert "is damaged" in caplog.text
