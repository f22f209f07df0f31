"""Contracts of the tables that are built from pinned sources."""

from __future__ import annotations

from geo.boundaries import LEVELS
from geo.codes import MUNICIPALITY_COUNT
from geo.contract import IATA, ICAO, code, date, lat, lng, number, whole
from geo.schema import CODE, Column, Table

_MUNICIPALITIES = Table(
    "municipalities",
    "japan/municipalities.csv",
    (
        Column("code", pattern=CODE),
        Column("name", pattern=r".+[市区町村]"),
        Column("name_kana", optional=True, pattern=r"[ぁ-ゖー]+"),
        Column("name_en", optional=True, pattern=r"[A-Z][A-Za-z' -]+"),
        Column("suffix_en", allowed=frozenset({"City", "Town", "Village"})),
        Column("prefecture", pattern=CODE.removesuffix("[0-9]{3}")),
        Column("prefecture_name"),
        Column("prefecture_en"),
        lng("lng"),
        lat("lat"),
        lng("office_lng"),
        lat("office_lat"),
        Column("office_elsewhere", kind="boolean"),
        Column("area_km2", kind="number", low=1, high=2500),
        Column("population", kind="integer", optional=True, low=1, high=4_000_000),
        lng("west"),
        lat("south"),
        lng("east"),
        lat("north"),
    ),
    key=("code",),
    rows=MUNICIPALITY_COUNT,
)

_BOUNDARIES = tuple(
    Table(
        f"boundaries_{level}",
        f"japan/boundaries_{level}.parquet",
        (Column("code"), Column("geometry", kind="geometry")),
        key=("code",),
        rows=MUNICIPALITY_COUNT + 1,
    )
    for level in LEVELS
)

_CODE_CHANGES = Table(
    "code_changes",
    "japan/code_changes.csv",
    (
        Column("code", pattern=CODE),
        Column("name"),
        Column("kind", allowed=frozenset({"former", "ward", "renamed"})),
        date("valid_to"),
        code("successor"),
        Column("name_kana", optional=True),
        Column("name_en", optional=True),
    ),
    key=("code", "name"),
)

_AIRPORTS = Table(
    "airports",
    "japan/airports.csv",
    (
        Column("iata", optional=True, pattern=IATA),
        Column("icao", pattern=ICAO),
        Column("name"),
        Column("name_ja", optional=True),
        lng("lng"),
        lat("lat"),
        Column("elevation_m", kind="number", low=-10, high=1000),
    ),
    key=("icao",),
)

_STATIONS = Table(
    "stations",
    "japan/stations.parquet",
    (
        whole("station_id"),
        Column("name"),
        Column("operator"),
        Column("line"),
        Column("railway_class"),
        Column("institution_type"),
        lng("lng"),
        lat("lat"),
        whole("group"),
        date("opened"),
        date("closed"),
    ),
    key=("station_id",),
)

_RAIL_LINKS = Table(
    "rail_links",
    "japan/rail_links.parquet",
    (
        Column("operator"),
        Column("line"),
        whole("a", refers="stations.station_id"),
        whole("b", refers="stations.station_id"),
        number("km", high=200),
        date("opened"),
        date("closed"),
        Column("source", allowed=frozenset({"derived", "curated"})),
    ),
    key=("a", "b", "opened"),
)

_ROADS = (
    Table("road_nodes", "japan/road_nodes.parquet", (whole("node_id"), lng("lng"), lat("lat")), key=("node_id",)),
    Table(
        "road_edges",
        "japan/road_edges.parquet",
        (
            whole("a", refers="road_nodes.node_id"),
            whole("b", refers="road_nodes.node_id"),
            number("km", high=500),
        ),
        key=("a", "b"),
    ),
)

BUILT = (_MUNICIPALITIES, *_BOUNDARIES, _CODE_CHANGES, _AIRPORTS, _STATIONS, _RAIL_LINKS, *_ROADS)
"""Tables that the build derives from pinned sources."""
