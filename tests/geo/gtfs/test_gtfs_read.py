"""What a damaged feed is told: file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.errors import SchemaError
from geo.gtfs_feed import compile_feed
from geo.gtfs_read import read_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "stop_times.txt",
            "8:20:00,8:21:00",
            "-1:20:00,8:21:00",
            "stop_times.txt, line 3, column arrival_time: '-1:20",
        ),
        ("stop_times.txt", "8:20:00,8:21:00", "8:21:00,8:20:00", "stop_times.txt, line 3, column departure_time"),
        ("stop_times.txt", "8:40:00,8:40:00", "8:10:00,8:10:00", "stop_times.txt, line 4, column arrival_time"),
        (
            "stop_times.txt",
            "8:00:00,8:00:00",
            ",",
            "stop_times.txt, line 2, column departure_time: the time is missing",
        ),
        (
            "stop_times.txt",
            "t1,8:40",
            "t9,8:40",
            "stop_times.txt, line 4, column trip_id: 't9' is an id that trips.trip_id",
        ),
        ("stop_times.txt", ",b,2", ",x,2", "stop_times.txt, line 3, column stop_id: 'x' is an id that stops.stop_id"),
        ("stop_times.txt", ",b,2", ",b,1", "stop_times.txt, line 3, column stop_sequence"),
        ("stop_times.txt", ",b,2", ",b,-2", "stop_times.txt, line 3, column stop_sequence: '-2'"),
        ("stop_times.txt", ",b,2", ",b", "stop_times.txt, line 3, column stop_sequence: 4 values, where there are 5"),
        ("stop_times.txt", ",b,2", ",b,2,9,9", "stop_times.txt, line 3, column stop_sequence: 7 values"),
        ("trips.txt", "r,wk,t2", "q,wk,t2", "trips.txt, line 3, column route_id: 'q' is an id that routes.route_id"),
        ("trips.txt", "r,wk,t2", "r,no,t2", "trips.txt, line 3, column service_id: 'no' is an id that calendar.txt or"),
        ("trips.txt", "r,wk,t2", "r,wk,t1", "trips.txt, line 3, column trip_id: 't1' is there twice"),
        ("trips.txt", "r,wk,t2", "r,wk,", "trips.txt, line 3, column trip_id: the value is missing"),
        ("stops.txt", "36.5100", "91", "stops.txt, line 3, column stop_lat: '91' is not within"),
        ("stops.txt", "36.5100", "nan", "stops.txt, line 3, column stop_lat: 'nan' is no number"),
        ("stops.txt", "36.5100", "", "stops.txt, line 3, column stop_lat: the value is missing"),
        ("stops.txt", "stop_lon", "lon", "stops.txt, line 1, column stop_lon: the column is missing"),
        ("stops.txt", "zone_id", "stop_lat", "stops.txt, line 1, column stop_lat: the column is there twice"),
        ("routes.txt", ",3\n", ",bus\n", "routes.txt, line 2, column route_type: 'bus' is no whole number"),
        ("calendar.txt", "20260401", "2026-04-01", "calendar.txt, line 2, column start_date: '2026-04-01' is no date"),
        ("calendar.txt", "1,1,1,1,1", "1,1,2,1,1", "calendar.txt, line 2, column wednesday: '2' is not within"),
        ("calendar_dates.txt", "20260509,1", "20260509,3", "calendar_dates.txt, line 3, column exception_type"),
        ("agency.txt", "Asia/Tokyo", "Europe/Paris", "agency.txt, line 2, column agency_timezone: 'Europe/Paris'"),
        ("fare_rules.txt", "adult,r,a,c", "adult,r,a,x", "fare_rules.txt, line 2, column destination_id: 'x' is an id"),
        ("fare_attributes.txt", "adult,300", "adult,-300", "fare_attributes.txt, line 2, column price: '-300'"),
    ],
)
def test_file_line_and_column_are_named(
    small: dict[str, str], feed_zip: Callable[..., Path], file: str, old: str, new: str, told: str
) -> None:
    assert old in small[file]
    small[file] = small[file].replace(old, new, 1)
    with pytest.raises(SchemaError) as caught:
        compile_feed(read_feed(feed_zip(small)))
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("file", ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_missing_file_is_named(small: dict[str, str], feed_zip: Callable[..., Path], file: str) -> None:
    del small[file]
    with pytest.raises(SchemaError, match=file):
        read_feed(feed_zip(small))


def test_one_of_the_calendars_is_enough(small: dict[str, str], compiled: Callable[..., object]) -> None:
    without_week = {name: text for name, text in small.items() if name != "calendar.txt"}
    without_days = {name: text for name, text in small.items() if name != "calendar_dates.txt"}
    assert compiled(without_week)
    assert compiled(without_days)
    neither = {name: text for name, text in small.items() if "calendar" not in name}
    with pytest.raises(SchemaError, match=r"calendar\.txt and calendar_dates\.txt are missing"):
        compiled(neither)


def test_lines_are_counted_as_an_editor_does(small: dict[str, str], feed_zip: Callable[..., Path]) -> None:
    """Blank lines and line breaks within quotes come before the damage."""
    head, *rows = small["stops.txt"].splitlines()
    rows[0] = rows[0].replace("福光駅前", '"福光\n駅前"')
    rows[2] = rows[2].replace("136.9700", "west")
    small["stops.txt"] = "\r\n".join([head, rows[0], "", "  ", rows[1], rows[2], ""])
    with pytest.raises(SchemaError, match=r"^stops\.txt, line 7, column stop_lon: 'west' is no number"):
        read_feed(feed_zip(small))


def test_marks_blanks_and_folders_do_not_matter(small: dict[str, str], feed_zip: Callable[..., Path]) -> None:
    plain = read_feed(feed_zip(small, name="plain.zip"))
    marked: dict[str, str | bytes] = {name: b"\xef\xbb\xbf" + text.encode() for name, text in small.items()}
    marked["stops.txt"] = small["stops.txt"].replace(",", " , ").replace("\n", "\r\n")
    other = read_feed(feed_zip(marked, name="marked.zip", root="南砺/"))
    assert other.ids == plain.ids
    assert other["stops.txt"]["stop_name"].tolist() == ["福光駅前", "城端", "井波"]


def test_a_spreadsheet_in_cp932_is_read(small: dict[str, str], feed_zip: Callable[..., Path]) -> None:
    tables = read_feed(feed_zip({name: text.encode("cp932") for name, text in small.items()}))
    assert tables["stops.txt"]["stop_name"].tolist() == ["福光駅前", "城端", "井波"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"", b"\n\n", b"stop_id,stop_name\0\n"])
def test_what_is_no_table_is_refused(small: dict[str, str], feed_zip: Callable[..., Path], content: bytes) -> None:
    with pytest.raises(SchemaError, match=r"^stops\.txt"):
        read_feed(feed_zip({**small, "stops.txt": content}))


def test_a_table_without_rows_is_refused(small: dict[str, str], feed_zip: Callable[..., Path]) -> None:
    small["trips.txt"] = "route_id,service_id,trip_id\n"
    with pytest.raises(SchemaError, match=r"^(trips|stop_times)\.txt, line 2"):
        read_feed(feed_zip(small))


def test_columns_in_any_order_and_unknown_ones_are_fine(small: dict[str, str], feed_zip: Callable[..., Path]) -> None:
    small["trips.txt"] = "note,trip_id,service_id,route_id\n雪,t1,wk,r\n,t2,wk,r\n"
    assert read_feed(feed_zip(small)).ids["trips.trip_id"] == {"t1": 0, "t2": 1}


def test_both_real_feeds_are_read(shared_data: Path) -> None:
    bus = compile_feed(read_feed(shared_data / "gtfs" / "donan_bus.zip"))
    assert (len(bus.points), len(bus.trips), len(bus.trips.arrive)) == (706, 541, 20_594)
    assert (str(bus.first), str(bus.last)) == ("2020-04-01", "2021-04-01")
    ferry = compile_feed(read_feed(shared_data / "gtfs" / "muroran_miyako_ferry.zip"))
    assert ferry.routes == (("宮古・室蘭フェリー航路", "川崎近海汽船株式会社", "ferry"),)
    assert ferry.trips.arrive.max() == 30 * 3600


LONG = "".join(chr(97 + i * i % 23) for i in range(140_000))
"""Longer than a CSV reader takes."""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("zone_id", LONG, "stops.txt, line 1: field larger"),
        ("福光駅前", LONG, "stops.txt, column stop_name: a value of 140,000 bytes"),
        ("福光駅前,36.5600", LONG + ",36.5600,1", "stops.txt, line 2: field larger"),
    ],
)
def test_a_value_longer_than_any_can_be_is_refused(
    small: dict[str, str], feed_zip: Callable[..., Path], old: str, new: str, told: str
) -> None:
    small["stops.txt"] = small["stops.txt"].replace(old, new, 1)
    with pytest.raises(SchemaError) as caught:
        read_feed(feed_zip(small))
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("number", ["3_6.5", "\uff13\uff16.51", "\u0663\u0666", "0x24", "inf", "36\u066b5"])
def test_a_number_is_ascii_digits(small: dict[str, str], feed_zip: Callable[..., Path], number: str) -> None:
    small["stops.txt"] = small["stops.txt"].replace("36.5100", number, 1)
    with pytest.raises(SchemaError, match=r"stops\.txt, line 3, column stop_lat: .* is no number"):
        read_feed(feed_zip(small))
