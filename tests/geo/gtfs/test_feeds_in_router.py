"""The two real feeds, joined to the real network."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geo.gtfs_store import import_feed
from geo.paths import Router

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Journey, Segment

MODES = ("rail", "bus", "ferry", "air")
BUS = ("bus",)
"""Without trains, which a town bus need not beat."""

MURORAN, NOBORIBETSU, MIYAKO = "01205", "01230", "03202"


@pytest.fixture(scope="module")
def with_feeds(data_dir: Path, warm_cache: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Router:
    folder = tmp_path_factory.mktemp("feeds")
    for name in ("donan_bus", "muroran_miyako_ferry"):
        import_feed(shared_data / "gtfs" / f"{name}.zip", folder)
    return Router.load(data_dir, warm_cache, folder)


def vehicles(journey: Journey) -> list[Segment]:
    return [segment for segment in journey.segments if segment.mode not in ("walk", "taxi")]


def test_the_ferry_carries_one_over_night(with_feeds: Router) -> None:
    journey = with_feeds.journey(MURORAN, MIYAKO, MODES, dt.date(2019, 5, 1))
    (ship,) = vehicles(journey)
    assert (ship.mode, ship.minutes, ship.basis) == ("ferry", 600, "timetable")
    assert (str(ship.departs), str(ship.arrives)) == ("2019-05-01 20:00:00+09:00", "2019-05-02 06:00:00+09:00")
    assert (journey.nights, journey.basis, ship.fare_jpy) == (1, "timetable", 6000)
    back = with_feeds.journey(MIYAKO, MURORAN, MODES, dt.date(2019, 5, 1))
    assert back.nights == 0, "it leaves at eight in the morning"


def test_the_bus_runs_by_weekday_and_holiday(with_feeds: Router) -> None:
    friday = with_feeds.journey(MURORAN, NOBORIBETSU, BUS, dt.date(2020, 5, 8))
    assert {segment.basis for segment in vehicles(friday)} == {"timetable"}
    assert all(segment.departs and segment.departs.date() == dt.date(2020, 5, 8) for segment in vehicles(friday))
    holiday = with_feeds.journey(MURORAN, NOBORIBETSU, BUS, dt.date(2020, 5, 5))
    sunday = with_feeds.journey(MURORAN, NOBORIBETSU, BUS, dt.date(2020, 5, 10))
    assert holiday.minutes == sunday.minutes, "a public holiday runs as a Sunday"


def test_after_its_last_day_a_feed_is_named_and_the_average_holds(with_feeds: Router) -> None:
    journey = with_feeds.journey(MURORAN, NOBORIBETSU, BUS, dt.date(2027, 5, 7))
    assert journey.basis != "timetable"
    assert any("道南バス" in note and "2021-04-01" in note for note in journey.notes)
    undated = with_feeds.journey(MURORAN, NOBORIBETSU, BUS)
    assert (undated.minutes, undated.notes) == (journey.minutes, ())


def test_elsewhere_nothing_changes(with_feeds: Router, router: Router) -> None:
    date = dt.date(2020, 5, 8)
    for ends in (("13101", "16210"), ("47201", "47382")):
        assert with_feeds.journey(*ends, MODES, date) == router.journey(*ends, MODES, date)
