"""Made-up feeds: a small one to damage, and what makes random ones of any size."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from geo.gtfs_feed import compile_feed
from geo.gtfs_made import MadeFeed
from geo.gtfs_read import read_feed

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


@pytest.fixture(scope="session")
def random_feed() -> type[MadeFeed]:
    """What makes feeds of any size."""
    return MadeFeed
