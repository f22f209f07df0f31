"""Contracts of the curated services: trains, ferries, flights, buses, links."""

from __future__ import annotations

from geo.contract import (
    CONFIDENCE,
    IATA,
    ICAO,
    MONTHS,
    NOTES,
    SOURCE,
    code,
    date,
    lat,
    lng,
    minutes,
    number,
    simple,
    whole,
    yen,
)
from geo.fare_tolls import TOLL_SYSTEMS
from geo.schema import Column, Table

_YES_NO = frozenset({"yes", "no"})


def _ends(suffix: str) -> tuple[Column, ...]:
    """Name and position of both ends of a service."""
    return tuple(
        column for end in ("from", "to") for column in (Column(f"{end}_{suffix}"), lat(f"{end}_lat"), lng(f"{end}_lon"))
    )


_FARE = (
    yen("fare_jpy"),
    Column("fare_as_of", optional=True, pattern=r"20\d\d(-(0[1-9]|1[0-2]))?"),
    Column("fare_confidence", optional=True, allowed=frozenset({"high", "medium", "low"})),
)
"""One-way fare of an adult in the lowest class; of low confidence = recalled, an estimate on every screen."""


_END_CODES = (code("from_municipality_code"), code("to_municipality_code"))


def _with_codes(ends: tuple[Column, ...]) -> tuple[Column, ...]:
    """Each end followed by the code of its municipality."""
    return (*ends[:3], _END_CODES[0], *ends[3:], _END_CODES[1])


_SERVICES = Table(
    "services",
    "curated/services/rail_lines.csv",
    (
        Column("service_ja"),
        Column("service_en"),
        Column("operator"),
        Column("kind", allowed=frozenset({"shinkansen", "limited_express", "rapid"})),
        Column("seq", kind="integer", low=1, high=60),
        Column("station_ja"),
        Column("line_ja"),
        Column("minutes_from_first", kind="integer", low=0, high=1500),
        number("trips_per_day", high=400),
        Column("surcharge", allowed=frozenset({"shinkansen", "limited_express", "none"})),
        date("valid_from"),
        date("valid_to"),
        SOURCE,
        CONFIDENCE,
        lat("lat"),
        lng("lon"),
        Column("n02_2020", pattern=r"yes|no_post2020|alias:.+"),
        NOTES,
    ),
    key=("service_ja", "seq"),
)

_FERRIES = Table(
    "ferries",
    "curated/services/ferries.csv",
    (
        *_ends("port_ja"),
        *_END_CODES,
        minutes("minutes"),
        number("trips_per_day", high=200),
        *_FARE,
        Column("operator"),
        Column("seasonal", pattern=MONTHS),
        Column("vessel_type", allowed=frozenset({"ferry", "passenger", "highspeed", "jetfoil"})),
        date("valid_from"),
        date("valid_to"),
        SOURCE,
        CONFIDENCE,
        number("straight_km", high=2000),
        NOTES,
    ),
)

_FLIGHTS = Table(
    "flights",
    "curated/services/flights.csv",
    (
        Column("from_iata", optional=True, pattern=IATA, refers="airports.iata"),
        Column("to_iata", optional=True, pattern=IATA, refers="airports.iata"),
        Column("from_icao", pattern=ICAO, refers="airports.icao"),
        Column("to_icao", pattern=ICAO, refers="airports.icao"),
        minutes("block_minutes", high=400),
        number("flights_per_day", high=100),
        yen("fare_jpy"),
        Column("seasonal", pattern=MONTHS),
        SOURCE,
        CONFIDENCE,
        number("km", high=3500),
        NOTES,
    ),
    key=("from_icao", "to_icao"),
)

_HELI = Table(
    "heli",
    "curated/services/heli.csv",
    (
        *_with_codes(_ends("ja")),
        minutes("minutes", high=120),
        number("trips_per_day", high=20),
        CONFIDENCE,
        Column("operator"),
        SOURCE,
    ),
    key=("from_ja", "to_ja"),
)

_BUSES = Table(
    "buses",
    "curated/services/highway_bus.csv",
    (
        *_with_codes(_ends("ja")),
        minutes("minutes"),
        number("trips_per_day", high=400),
        *_FARE,
        Column("overnight", kind="boolean"),
        Column("service_ja"),
        SOURCE,
        CONFIDENCE,
        number("straight_km", high=2000),
        NOTES,
    ),
)

_LINKS = Table(
    "links",
    "curated/services/links.csv",
    (
        Column("name"),
        Column("mode", allowed=frozenset({"road", "rail_only", "road_rail"})),
        *_with_codes(_ends("ja")),
        number("km", high=120),
        # cars take these by the lines of expressways.csv, with their tolls
        Column("expressway", kind="boolean"),
        yen("toll_jpy"),
        minutes("minutes", high=300),
        SOURCE,
        CONFIDENCE,
        NOTES,
        number("straight_km", high=120),
    ),
    key=("name",),
)

_EXPRESSWAYS = Table(
    "expressways",
    "curated/services/expressways.csv",
    (
        Column("line"),
        Column("name"),
        number("km", high=1000),
        lat("lat"),
        lng("lon"),
        Column("access", kind="boolean"),
        # of the section from here to the next row of the line
        Column("road_class", optional=True, allowed=frozenset({"wide", "two_lane", "urban", "bypass"})),
        Column("toll", optional=True, allowed=frozenset({"free", "fixed", *TOLL_SYSTEMS})),
        number("rate", optional=True, high=10),
        yen("toll_jpy"),
        SOURCE,
        CONFIDENCE,
    ),
)

_ROAD_GAPS = Table(
    "road_gaps",
    "curated/services/road_gaps.csv",
    (
        Column("from_ja"),
        code("from_municipality_code"),
        Column("to_ja"),
        code("to_municipality_code"),
        Column("road"),
        number("km", high=120),
        lng("via_lon"),
        lat("via_lat"),
        SOURCE,
        CONFIDENCE,
    ),
)

_AIRPORT_ACCESS = Table(
    "airport_access",
    "curated/services/airport_access.csv",
    (
        Column("airport_iata", pattern=IATA, refers="airports.iata"),
        Column("airport_icao", pattern=ICAO),
        lat("airport_lat"),
        lng("airport_lon"),
        Column("place_ja"),
        Column("is_n02_station", allowed=_YES_NO),
        lat("place_lat"),
        lng("place_lon"),
        code("place_municipality_code"),
        Column("mode", allowed=frozenset({"bus", "rail", "subway", "monorail", "taxi", "walk"})),
        minutes("minutes", high=400),
        yen("fare_jpy"),
        number("trips_per_day", high=400),
        SOURCE,
        CONFIDENCE,
        number("straight_km", high=400),
        NOTES,
    ),
)

_AIRPORT_NAMES = Table(
    "airport_names",
    "curated/services/airport_names.csv",
    (Column("icao", pattern=ICAO, refers="airports.icao"), Column("name_ja"), SOURCE),
    key=("icao",),
)

_ISLANDS = Table(
    "island_coverage",
    "curated/services/island_coverage.csv",
    (
        code("code"),
        Column("name"),
        Column("bridge", optional=True),
        Column("ferry_on_island", kind="boolean"),
        whole("ferry_rows_own_municipality"),
        Column("flight_on_island", kind="boolean"),
        Column("connected_to_honshu", allowed=frozenset({"yes", "via_flight_only", "NO"})),
    ),
    key=("code",),
)

SERVICES = (
    _SERVICES,
    _FERRIES,
    _FLIGHTS,
    _HELI,
    _BUSES,
    _LINKS,
    _EXPRESSWAYS,
    _ROAD_GAPS,
    _AIRPORT_ACCESS,
    _AIRPORT_NAMES,
    _ISLANDS,
    simple("stop_names", "curated/services", "name kana other_kana? source confidence:confidence", "name"),
    simple(
        "rail_through",
        "curated/services",
        "station operator_a line_a operator_b line_b source confidence:confidence",
        "station operator_a line_a operator_b line_b",
    ),
    simple(
        "rail_speeds",
        "curated/services",
        "operator line? kmh:num stop_minutes:num headway:num source confidence:confidence",
        "operator line",
    ),
    Table(
        "rail_sections",
        "curated/services/rail_sections.csv",
        (
            Column("operator"),
            Column("line"),
            Column("from_ja"),
            Column("to_ja"),
            number("trips_per_day", high=400),
            Column("minutes", kind="integer", optional=True, low=1, high=300),
            Column("change", allowed=frozenset({"none", "from", "to", "both"})),
            SOURCE,
            CONFIDENCE,
            Column("as_of"),
        ),
        key=("operator", "line", "from_ja", "to_ja"),
    ),
    simple("jr_local_lines", "curated/services", "operator line source confidence:confidence as_of", "operator line"),
)
"""Tables of known services."""
