"""The files of a feed that are read, and what their columns must hold (gtfs.org, Schedule Reference; GTFS-JP)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    `kind` is `text`; `key` (names the row, once); `name` (names a group of rows); `ref` (to the column `refers`);
    `time`, `date`, `whole` or `number`.
    """

    name: str
    kind: str = "text"
    column: bool = False
    """Must the column be there?"""
    filled: bool = False
    """Must every value be there?"""
    refers: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    absent: int = -1
    """What a whole number is where it is not given."""


@dataclass(frozen=True, slots=True)
class File:
    """One file."""

    name: str
    fields: tuple[Field, ...]
    required: bool = False


def _must(name: str, kind: str = "text", **more: Any) -> Field:
    return Field(name, kind, column=True, filled=True, **more)


def _flag(name: str, high: int, absent: int = 0) -> Field:
    return Field(name, "whole", low=0, high=high, absent=absent)


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FILES = (
    File(
        "agency.txt",
        (Field("agency_id"), _must("agency_name"), _must("agency_timezone")),
        required=True,
    ),
    File("feed_info.txt", (Field("feed_publisher_name"), Field("feed_version"))),
    File(
        "stops.txt",
        (
            _must("stop_id", "key"),
            Field("stop_name", column=True),
            Field("stop_lat", "number", column=True, low=-90, high=90),
            Field("stop_lon", "number", column=True, low=-180, high=180),
            Field("zone_id", "name"),
            _flag("location_type", 4),
        ),
        required=True,
    ),
    File(
        "routes.txt",
        (
            _must("route_id", "key"),
            Field("agency_id"),
            Field("route_short_name"),
            Field("route_long_name"),
            _must("route_type", "whole", low=0, high=1799),
        ),
        required=True,
    ),
    File(
        "calendar.txt",
        (
            _must("service_id", "name", refers="services"),
            *(_must(day, "whole", low=0, high=1) for day in _DAYS),
            _must("start_date", "date"),
            _must("end_date", "date"),
        ),
    ),
    File(
        "calendar_dates.txt",
        (
            _must("service_id", "name", refers="services"),
            _must("date", "date"),
            _must("exception_type", "whole", low=1, high=2),
        ),
    ),
    File(
        "shapes.txt",
        (
            _must("shape_id", "name"),
            _must("shape_pt_lat", "number", low=-90, high=90),
            _must("shape_pt_lon", "number", low=-180, high=180),
            _must("shape_pt_sequence", "whole", low=0, high=2**31 - 1),
        ),
    ),
    File(
        "trips.txt",
        (
            _must("route_id", "ref", refers="routes.route_id"),
            _must("service_id", "ref", refers="services"),
            _must("trip_id", "key"),
            Field("shape_id", "ref", refers="shapes.shape_id"),
        ),
        required=True,
    ),
    File(
        "stop_times.txt",
        (
            _must("trip_id", "ref", refers="trips.trip_id"),
            Field("arrival_time", "time", column=True),
            Field("departure_time", "time", column=True),
            _must("stop_id", "ref", refers="stops.stop_id"),
            _must("stop_sequence", "whole", low=0, high=2**31 - 1),
            _flag("pickup_type", 3),
            _flag("drop_off_type", 3),
        ),
        required=True,
    ),
    File(
        "frequencies.txt",
        (
            _must("trip_id", "ref", refers="trips.trip_id"),
            _must("start_time", "time"),
            _must("end_time", "time"),
            _must("headway_secs", "whole", low=1, high=86_400),
            _flag("exact_times", 1),
        ),
    ),
    File(
        "transfers.txt",
        (
            Field("from_stop_id", "ref", refers="stops.stop_id"),
            Field("to_stop_id", "ref", refers="stops.stop_id"),
            _flag("transfer_type", 5),
            Field("min_transfer_time", "whole", low=0, high=86_400),
        ),
    ),
    File(
        "fare_attributes.txt",
        (
            _must("fare_id", "key"),
            _must("price", "number", low=0, high=1_000_000),
            _must("currency_type"),
        ),
    ),
    File(
        "fare_rules.txt",
        (
            _must("fare_id", "ref", refers="fare_attributes.fare_id"),
            Field("route_id", "ref", refers="routes.route_id"),
            Field("origin_id", "ref", refers="stops.zone_id"),
            Field("destination_id", "ref", refers="stops.zone_id"),
            Field("contains_id", "ref", refers="stops.zone_id"),
        ),
    ),
)
"""In an order in which what is referred to comes first."""
