"""Journeys by timetable in a world of a few places around Nanto, where everything else goes by average bus."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.gtfs_store import import_feed, remove_feed
from geo.model import Journey, LngLat, Segment
from geo.sphere import crow_km
from geo.transit import Timetables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Ask = Callable[[dict[str, str], str, str, dt.date], Journey]

WEEKDAY, SUNDAY, EXPIRED = dt.date(2026, 5, 13), dt.date(2026, 5, 17), dt.date(2028, 5, 17)
MODES = ("rail", "bus", "ferry")
PLACES = {
    "福光": (136.8700, 36.5610, "municipality"),
    "井波": (136.9700, 36.5610, "municipality"),
    "城端駅": (136.8900, 36.5110, "station"),
    "高岡": (137.0150, 36.7410, "municipality"),
    "金沢": (136.6480, 36.5780, "station"),
}
NODES = {name: node for node, name in enumerate(PLACES)}


class World:
    """Walks up to 2 km, else a bus after 20 minutes of waiting; one railway from 金沢 to 福光."""

    points = np.array([place[:2] for place in PLACES.values()])
    kinds = tuple(place[2] for place in PLACES.values())
    names = tuple(PLACES)

    def cost(self, node: int) -> NDArray[np.float64]:
        costs = []
        for other in range(len(self.names)):
            journey = self.journey(node, other)
            costs.append(journey.minutes + journey.fare_jpy / 30 + 5 * (journey.transfers + 1) if node != other else 0)
        return np.array(costs, dtype=np.float64)

    def journey(self, origin: int, destination: int) -> Journey:
        ends = [origin, destination]
        if NODES["金沢"] in ends and NODES["福光"] not in ends:
            ends.insert(1, NODES["福光"])
        parts = [self._part(a, b) for a, b in itertools.pairwise(ends) if a != b]
        return Journey(
            origin=self.names[origin],
            destination=self.names[destination],
            date=None,
            minutes=sum(segment.minutes + (20 if segment.mode != "walk" else 0) for segment in parts),
            nights=0,
            fare_jpy=sum(segment.fare_jpy or 0 for segment in parts),
            transfers=max(0, len(parts) - 1),
            km=sum(segment.km for segment in parts),
            co2_kg=0.0,
            basis="average",
            segments=tuple(parts),
        )

    def _part(self, a: int, b: int) -> Segment:
        km = float(crow_km(self.points[a], self.points[b])) * 1.3
        mode = "rail" if NODES["金沢"] in (a, b) else "walk" if km < 2 else "local_bus"
        minutes = round(km / {"walk": 4.5, "local_bus": 27, "rail": 50}[mode] * 60)
        ends = (LngLat(*self.points[a].tolist()), LngLat(*self.points[b].tolist()))
        return Segment(mode, "", self.names[a], self.names[b], minutes, km, round(km * 30), True, 0.0, "average", ends)


class Rates:
    def yen(self, mode: str, km: float) -> int:
        del mode
        return round(200 + 30 * km)

    def g_per_km(self, mode: str) -> float:
        return {"ferry": 20.0}.get(mode, 60.0)


@pytest.fixture
def dated(data_dir: Path, tmp_path: Path, feed_zip: Callable[..., Path]) -> Ask:
    """Imports a feed and asks for a journey on a date."""

    def ask(files: dict[str, str], origin: str, destination: str, date: dt.date) -> Journey:
        import_feed(feed_zip(files), tmp_path / "feeds", "nanto")
        return question(Timetables(tmp_path / "feeds", data_dir), origin, destination, date)

    return ask


def question(timetables: Timetables, origin: str, destination: str, date: dt.date) -> Journey:
    world, ends = World(), (NODES[origin], NODES[destination])
    journey = timetables.dated(ends, world.journey(*ends), date, MODES, world, Rates())
    assert journey is not None
    return journey


def test_a_leg_that_a_feed_serves_has_its_times(small: dict[str, str], dated: Ask) -> None:
    journey = dated(small, "福光", "井波", WEEKDAY)
    (bus,) = [segment for segment in journey.segments if segment.mode != "walk"]
    assert (bus.mode, bus.line, bus.origin, bus.destination) == ("local_bus", "南砺バス なんバス", "福光駅前", "井波")
    assert bus.departs == dt.datetime(2026, 5, 13, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert str(bus.arrives) == "2026-05-13 08:40:00+09:00"
    assert (bus.minutes, bus.fare_jpy, bus.fare_estimated, bus.basis) == (40, 300, False, "timetable")
    assert journey.basis == "timetable"
    assert journey.date == WEEKDAY
    assert (journey.nights, journey.transfers) == (0, 0)
    assert str(journey.departs) == "2026-05-13 07:56:00+09:00", "two minutes on foot, two at the stop"
    assert journey.minutes == 46


def test_the_segments_add_up(small: dict[str, str], dated: Ask) -> None:
    journey = dated(small, "福光", "井波", WEEKDAY)
    assert journey.fare_jpy == sum(segment.fare_jpy or 0 for segment in journey.segments)
    assert journey.km == pytest.approx(sum(segment.km for segment in journey.segments), abs=0.1)
    assert journey.co2_kg == pytest.approx(sum(segment.co2_kg for segment in journey.segments), abs=0.01)


def test_a_day_without_service_falls_back(small: dict[str, str], dated: Ask) -> None:
    journey = dated(small, "福光", "井波", SUNDAY)
    assert (journey.basis, journey.departs, journey.notes) == ("average", None, ())


def test_an_expired_feed_is_named_and_fallen_back_from(small: dict[str, str], dated: Ask) -> None:
    journey = dated(small, "福光", "井波", EXPIRED)
    assert journey.basis == "average"
    (note,) = journey.notes
    assert "南砺バスの時刻表は2026-04-01から2027-03-31まで" in note
    assert dated(small, "高岡", "金沢", EXPIRED).notes == (), "the feed does not go there"


def test_a_bus_far_slower_than_the_average_is_not_taken(small: dict[str, str], dated: Ask) -> None:
    small["stop_times.txt"] = small["stop_times.txt"].replace("8:40:00,8:40:00", "12:40:00,12:40:00")
    assert dated(small, "福光", "井波", WEEKDAY).basis == "average"


def test_nobody_sets_out_at_midnight(small: dict[str, str], dated: Ask) -> None:
    """Only the trip at 23:50 is left: 40 minutes over midnight are no night's rest."""
    rows = small["stop_times.txt"].splitlines()
    small["stop_times.txt"] = "\n".join(row for row in rows if not row.startswith("t1"))
    assert dated(small, "福光", "井波", WEEKDAY).basis == "average"


def test_a_ship_is_taken_where_no_average_leads(
    small: dict[str, str], data_dir: Path, tmp_path: Path, feed_zip: Callable[..., Path]
) -> None:
    small["routes.txt"] = small["routes.txt"].replace(",3\n", ",4\n")
    small["stop_times.txt"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,21:00:00,21:00:00,a,1\nt1,29:00:00,29:00:00,c,2\n"
    )
    import_feed(feed_zip(small), tmp_path / "feeds")
    timetables = Timetables(tmp_path / "feeds", data_dir)
    ends = (NODES["福光"], NODES["井波"])
    journey = timetables.dated(ends, None, WEEKDAY, MODES, World(), Rates())
    assert journey is not None
    assert [segment.mode for segment in journey.segments if segment.mode != "walk"] == ["ferry"]
    assert journey.nights == 1
    assert str(journey.departs) == "2026-05-13 20:38:00+09:00", "two minutes on foot, twenty to check in"
    assert journey.minutes == 514
    assert timetables.dated(ends, None, WEEKDAY, ("rail",), World(), Rates()) is None, "ships are not wanted"
    assert timetables.dated(ends, None, EXPIRED, MODES, World(), Rates()) is None


def test_a_stretch_behind_a_train_goes_by_timetable(small: dict[str, str], dated: Ask) -> None:
    journey = dated(small, "金沢", "井波", WEEKDAY)
    assert [segment.mode for segment in journey.segments if segment.mode != "walk"] == ["rail", "local_bus"]
    assert [segment.basis for segment in journey.segments if segment.mode != "walk"] == ["average", "timetable"]
    assert journey.basis == "average"
    assert journey.departs is None, "when to set out is not known where the train's time is not"


def test_feeds_may_come_and_go_while_the_program_runs(
    small: dict[str, str], data_dir: Path, tmp_path: Path, feed_zip: Callable[..., Path]
) -> None:
    timetables = Timetables(tmp_path / "feeds", data_dir)
    assert question(timetables, "福光", "井波", WEEKDAY).basis == "average"
    import_feed(feed_zip(small), tmp_path / "feeds", "nanto")
    assert question(timetables, "福光", "井波", WEEKDAY).basis == "timetable"
    remove_feed(tmp_path / "feeds", "nanto")
    assert question(timetables, "福光", "井波", WEEKDAY).basis == "average"


def test_a_damaged_folder_does_not_stop_the_others(
    small: dict[str, str],
    data_dir: Path,
    tmp_path: Path,
    feed_zip: Callable[..., Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("broken", "nanto"):
        import_feed(feed_zip(small), tmp_path / "feeds", name)
    (tmp_path / "feeds" / "broken" / "points.npy").unlink()
    assert question(Timetables(tmp_path / "feeds", data_dir), "福光", "井波", WEEKDAY).basis == "timetable"
    assert "broken cannot be read" in caplog.text


def test_two_operators_make_one_journey(
    small: dict[str, str], data_dir: Path, tmp_path: Path, feed_zip: Callable[..., Path]
) -> None:
    """One goes to 井波, another from there to 高岡, ten minutes later."""
    import_feed(feed_zip(small), tmp_path / "feeds", "one")
    other = dict(small)
    other["agency.txt"] = small["agency.txt"].replace("南砺バス", "高岡バス")
    other["stops.txt"] = "stop_id,stop_name,stop_lat,stop_lon\nc,井波,36.5605,136.9700\nd,高岡駅前,36.7415,137.0150\n"
    other["stop_times.txt"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,8:50:00,8:50:00,c,1\nt1,9:20:00,9:20:00,d,2\n"
    )
    del other["fare_rules.txt"], other["fare_attributes.txt"]
    import_feed(feed_zip(other, name="other.zip"), tmp_path / "feeds", "two")
    journey = question(Timetables(tmp_path / "feeds", data_dir), "福光", "高岡", WEEKDAY)
    buses = [segment for segment in journey.segments if segment.mode == "local_bus"]
    assert [segment.line.split()[0] for segment in buses] == ["南砺バス", "高岡バス"]
    assert [segment.fare_estimated for segment in buses] == [False, True]
    assert journey.transfers == 1


def test_a_line_that_runs_every_so_often_tells_no_clock(small: dict[str, str], dated: Ask) -> None:
    small["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\nt1,9:00:00,12:00:00,1200\n"
    rows = small["stop_times.txt"].splitlines()
    small["stop_times.txt"] = "\n".join(row for row in rows if not row.startswith("t2"))
    journey = dated(small, "福光", "井波", WEEKDAY)
    (bus,) = [segment for segment in journey.segments if segment.mode != "walk"]
    assert (bus.basis, bus.departs, bus.minutes) == ("service", None, 40)
    assert (journey.basis, journey.departs) == ("service", None)
    small["frequencies.txt"] = (
        small["frequencies.txt"].replace("secs\n", "secs,exact_times\n").replace("1200\n", "1200,1\n")
    )
    assert dated(small, "福光", "井波", WEEKDAY).basis == "timetable"
