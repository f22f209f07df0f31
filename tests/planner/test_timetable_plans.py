"""Both real feeds from the command that imports them to the trip, its files, the API and the command line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import gpxpy
import icalendar
import pytest
from click.testing import CliRunner

from geo.paths import Router
from geo.store import read_municipalities
from planner import config
from planner.cli.main import cli
from planner.dataset import Dataset, LodgingPrices
from planner.db.upgrade import upgrade
from planner.demand import DemandCalendar
from planner.model import Must, TripRequest
from planner.plan import plan
from planner.render.formats import render
from planner.serial import plan_from_json, plan_to_json
from planner.web.app import create_app
from planner.web.state import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model import Leg, Plan

MURORAN, NOBORIBETSU, MIYAKO = "01205", "01230", "03202"
SAILING, FRIDAY, LATER = dt.date(2019, 5, 1), dt.date(2020, 5, 8), dt.date(2027, 5, 7)


@pytest.fixture(scope="module")
def instance(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with both feeds, imported as a person would."""
    feeds = root.parent / "shared" / "data" / "gtfs"
    if not feeds.is_dir():
        pytest.skip("../shared/data/gtfs, with the two real feeds, is not beside this checkout")
    folder = tmp_path_factory.mktemp("instance")
    for name in ("donan_bus", "muroran_miyako_ferry"):
        command = ["data", "import", "gtfs", str(feeds / f"{name}.zip")]
        assert CliRunner(env={"SASURAI_INSTANCE": str(folder)}).invoke(cli, command).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def dataset(instance: Path, crow_matrix_of) -> Dataset:
    """Three real towns on the real network; only the matrix of first guesses is made up."""
    places = [m for m in read_municipalities(config.data_dir()) if m.code in {MURORAN, NOBORIBETSU, MIYAKO}]
    matrix = crow_matrix_of(places)
    return Dataset(
        places,
        DemandCalendar.of([]),
        lambda _: matrix,
        Router.load(config.data_dir(), config.cache_dir(), instance / "feeds", instance),
        LodgingPrices(4000, 3300),
        version="test",
        sha256="0" * 64,
        date=dt.date(2026, 1, 15),
    )


@pytest.fixture(scope="module")
def trip(dataset: Dataset):
    """Plan there and back from Muroran."""

    def make(start: dt.date, to: str, *modes: str) -> Plan:
        asked = TripRequest(start, 6, MURORAN, modes=modes, must=(Must(to, None, 2),), iterations=2)
        return plan(asked, dataset)

    return make


def by_bus(leg: Leg) -> list[tuple[str, str]]:
    return [(f"{s.departs:%H:%M}", f"{s.arrives:%H:%M}") for s in leg.segments if s.departs and s.arrives]


def test_a_planned_bus_runs_by_the_timetable_of_its_day(trip) -> None:
    legs = trip(FRIDAY, NOBORIBETSU, "bus").itinerary.legs
    assert [leg.date for leg in legs] == [FRIDAY, FRIDAY + dt.timedelta(days=2)]
    for leg in legs:
        assert leg.basis == "timetable"
        assert leg.departs is not None
        assert leg.departs.date() == leg.date
        assert by_bus(leg)
    assert by_bus(legs[0]) != by_bus(legs[1]), "Friday's and Sunday's buses differ"


def test_a_planned_ship_sails_over_night(trip) -> None:
    there, back = trip(SAILING, MIYAKO, "rail", "bus", "ferry").itinerary.legs
    assert (there.nights, back.nights) == (1, 0)
    (ship,) = [part for part in there.segments if part.mode == "ferry"]
    assert (str(ship.departs), str(ship.arrives)) == ("2019-05-01 20:00:00+09:00", "2019-05-02 06:00:00+09:00")


def test_a_timetable_that_ran_out_is_named_and_averages_stand_for_it(trip) -> None:
    made = trip(LATER, NOBORIBETSU, "bus")
    for leg in made.itinerary.legs:
        assert leg.basis == "average"
        assert leg.departs is None
        assert "2020-04-01から2021-04-01まで" in leg.notes[0]
        assert "holds from 2020-04-01 to 2021-04-01" in leg.notes_en[0]
    for fmt in ("ics", "gpx", "kml", "csv", "html"):
        assert "2021-04-01まで" in unfolded(render(made, fmt)), fmt
        assert "to 2021-04-01; average times" in unfolded(render(made, fmt, "en")), fmt


def unfolded(data: bytes) -> str:
    """Text of a file, the folded lines of a calendar joined."""
    return data.decode().replace("\r\n ", "").replace("\\;", ";")


def test_a_stored_plan_keeps_times_and_notes(trip) -> None:
    for made in (trip(SAILING, MIYAKO, "rail", "bus", "ferry"), trip(LATER, NOBORIBETSU, "bus")):
        assert plan_from_json(json.loads(json.dumps(plan_to_json(made)))) == made


def test_the_calendar_has_the_hours(trip) -> None:
    events = icalendar.Calendar.from_ical(render(trip(SAILING, MIYAKO, "rail", "bus", "ferry"), "ics")).walk("VEVENT")
    (event,) = [event for event in events if str(event["UID"]).endswith(f"leg-{MIYAKO}")]
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert (start.date(), end.date()) == (SAILING, SAILING + dt.timedelta(days=1))
    assert start.hour < 20 <= 24
    assert (end.hour, end.minute) >= (6, 0)
    assert "20:00–06:00+1" in event["DESCRIPTION"]
    assert "その日の時刻表による" in event["DESCRIPTION"]


def test_tracks_tables_and_pages_have_the_hours(trip) -> None:
    made = trip(SAILING, MIYAKO, "rail", "bus", "ferry")
    gpx = gpxpy.parse(render(made, "gpx").decode())
    told = [child.text for part in gpx.tracks[0].segments for child in part.extensions]
    assert "2019-05-01T20:00:00+09:00" in told
    assert "timetable" in told
    rows = list(csv.DictReader(io.StringIO(render(made, "csv", "en").decode("utf-8-sig"))))
    assert rows[0]["basis"] == "from the timetable of that day"
    assert "20:00–06:00+1" in rows[0]["detail"]
    document = json.loads(render(made, "geojson"))
    (sea, _) = [f["properties"] for f in document["features"] if f["properties"].get("mode") == "ferry"]
    assert (sea["departs"], sea["basis"]) == ("2019-05-01T20:00:00+09:00", "timetable")
    for fmt in ("html", "kml"):
        assert "20:00–06:00+1" in render(made, fmt).decode(), fmt
    leg = json.loads(render(made, "json"))["itinerary"]["legs"][0]
    assert leg["basis"] == "timetable"
    assert {"departs", "arrives"} <= set(leg["segments"][2])


@pytest.fixture
def client(dataset: Dataset, tmp_path: Path):
    database = f"sqlite:///{tmp_path / 'web.db'}"
    upgrade(database)
    app = create_app(
        {
            "DATASET": dataset,
            "SOLVER": plan,
            "DATABASE_URL": database,
            "SECRET_KEY": b"k" * 32,
        }
    )
    yield app.test_client(use_cookies=False)
    app.extensions[KEY].store.close()


@pytest.mark.parametrize(
    ("to", "date", "modes", "vehicle"),
    [(NOBORIBETSU, FRIDAY, "bus", "local_bus"), (MIYAKO, SAILING, "rail,bus,ferry", "ferry")],
)
def test_the_api_tells_the_times(client, to: str, date: dt.date, modes: str, vehicle: str) -> None:
    found = client.get(f"/api/v1/route?from={MURORAN}&to={to}&date={date}&modes={modes}").get_json()
    assert found["basis"] == "timetable"
    assert found["departs"].startswith(str(date))
    rides = [part for part in found["segments"] if part["mode"] == vehicle]
    assert rides
    assert all(part["basis"] == "timetable" and part["departs"] < part["arrives"] for part in rides)


def test_the_api_says_that_a_timetable_has_run_out(client) -> None:
    found = client.get(f"/api/v1/route?from={MURORAN}&to={NOBORIBETSU}&date={LATER}&modes=bus").get_json()
    assert found["basis"] == "average"
    assert "departs" not in found
    assert "2021-04-01" in found["notes"][0]
    assert "2021-04-01" in found["notes_en"][0]


def test_the_command_tells_the_times(instance: Path) -> None:
    def route(*arguments: str) -> str:
        result = CliRunner(env={"SASURAI_INSTANCE": str(instance)}).invoke(cli, ["route", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    sailing = route("室蘭市", "宮古市", "--date", str(SAILING))
    assert "(timetable)" in sailing
    assert "20:00–06:00(+1日)  船" in sailing
    assert "(timetable)" in route("室蘭市", "登別市", "--modes", "bus", "--date", str(FRIDAY))
    after = route("室蘭市", "登別市", "--modes", "bus", "--date", str(LATER))
    assert "(average)" in after
    assert "2021-04-01までのもの" in after
