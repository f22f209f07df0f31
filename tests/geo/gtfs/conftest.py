"""Made-up feeds: a small one to damage, and random ones of any size."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.gtfs_feed import compile_feed
from geo.gtfs_read import read_feed
from geo.gtfs_time import write_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.gtfs_feed import Feed

SMALL = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,南砺バス,http://localhost/,Asia/Tokyo\n",
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon,zone_id\n"
        "a,福光駅前,36.5600,136.8700,a\nb,城端,36.5100,136.8900,b\nc,井波,36.5600,136.9700,c\n"
    ),
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nr,1,,なんバス,3\n",
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "wk,1,1,1,1,1,0,0,20260401,20270331\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nwk,20260504,2\nwk,20260509,1\n",
    "trips.txt": "route_id,service_id,trip_id\nr,wk,t1\nr,wk,t2\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,8:00:00,8:00:00,a,1\nt1,8:20:00,8:21:00,b,2\nt1,8:40:00,8:40:00,c,3\n"
        "t2,23:50:00,23:50:00,a,1\nt2,24:10:00,24:10:00,b,2\nt2,24:30:00,24:30:00,c,3\n"
    ),
    "fare_attributes.txt": (
        "fare_id,price,currency_type,payment_method,transfers\nadult,300,JPY,0,0\nchild_1,150,JPY,0,0\n"
    ),
    "fare_rules.txt": "fare_id,route_id,origin_id,destination_id\nadult,r,a,c\nchild_1,r,a,c\n",
}
"""A bus line of three stops, two trips a weekday, one of them over midnight."""


@pytest.fixture
def small() -> dict[str, str]:
    """The files of a small feed, to change one and see what is said of it."""
    return dict(SMALL)


@pytest.fixture
def feed_zip(tmp_path: Path) -> Callable[..., Path]:
    """Writes files to a zip, below a folder inside it where one is given."""

    def write(files: dict[str, str | bytes], name: str = "feed.zip", root: str = "") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, content in files.items():
                archive.writestr(root + file, content)
        return path

    return write


@pytest.fixture
def compiled(feed_zip: Callable[..., Path]) -> Callable[[dict[str, str]], Feed]:
    """Reads and compiles the files of a feed."""
    return lambda files: compile_feed(read_feed(feed_zip(files)))


class RandomFeed:
    """Lines that wander over a plain of stops near Tokyo, driven to and fro all day."""

    def __init__(self, seed: int, lines: int, stops: int, trips: int, length: int, spread: float = 0.7) -> None:
        self.random = np.random.default_rng(seed)
        self.points = np.column_stack(
            [
                self.random.uniform(139.7 - spread, 139.7 + spread, stops),
                self.random.uniform(36.0 - spread, 36.0 + spread, stops),
            ]
        )
        self.trips, self.rows = [], []
        for line in range(lines):
            self._line(line, trips, length)

    def _line(self, line: int, trips: int, length: int) -> None:
        way = self.random.choice(len(self.points), size=length, replace=False)
        # stops in the order of their angle: a line that goes round rather than criss-cross
        centre = self.points[way].mean(axis=0)
        way = way[np.argsort(np.arctan2(*(self.points[way] - centre).T))]
        gaps = self.random.integers(60, 240, length)
        for direction, stops in enumerate((way, way[::-1])):
            start = int(self.random.integers(5 * 3600, 7 * 3600))
            for number in range(trips):
                trip = f"t{line}_{direction}_{number}"
                self.trips.append(f"r{line},s,{trip}")
                for k, (stop, time) in enumerate(zip(stops, start + np.cumsum(gaps), strict=True)):
                    clock = write_time(int(time))
                    self.rows.append(f"{trip},{clock},{clock},{stop},{k}")
                start += 17 * 3600 // trips + int(self.random.integers(-300, 300))

    def files(self) -> dict[str, str]:
        """Give the texts of the feed."""
        lines = sorted({trip.split(",")[0] for trip in self.trips})
        week = ",".join("1" * 7)
        return {
            "agency.txt": SMALL["agency.txt"],
            "calendar.txt": SMALL["calendar.txt"].splitlines()[0] + f"\ns,{week},20260101,20261231\n",
            "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
            + "".join(f"{i},S{i},{lat:.6f},{lng:.6f}\n" for i, (lng, lat) in enumerate(self.points)),
            "routes.txt": "route_id,route_short_name,route_type\n" + "".join(f"{line},{line},3\n" for line in lines),
            "trips.txt": "route_id,service_id,trip_id\n" + "\n".join(self.trips) + "\n",
            "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
            + "\n".join(self.rows)
            + "\n",
        }


@pytest.fixture(scope="session")
def random_feed() -> type[RandomFeed]:
    return RandomFeed
