"""The tables of the data set and their contracts."""

from __future__ import annotations

from functools import partial

from geo.boundaries import LEVELS
from geo.codes import MUNICIPALITY_COUNT
from geo.schema import CODE, Column, Table

_lng = partial(Column, kind="number", low=122, high=155)
_lat = partial(Column, kind="number", low=20, high=46)
_code = partial(Column, pattern=CODE, refers="municipalities.code")
_whole = partial(Column, kind="integer", low=0)
_yen = partial(Column, kind="integer", optional=True, low=0)
_number = partial(Column, kind="number", low=0)
_minutes = partial(Column, kind="integer", low=1, high=3000)

_ISO_DATE = r"\d{4}-\d{2}-\d{2}"
_MONTH_DAY = r"(02-(0[1-9]|1[0-9]|2[0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))"
_MONTHS = r"([1-9]|1[0-2])(-([1-9]|1[0-2]))?"
_IATA = r"[A-Z]{3}"
_ICAO = r"[A-Z]{4}"

_date = partial(Column, optional=True, pattern=_ISO_DATE)
_month_day = partial(Column, pattern=_MONTH_DAY)
_confidence = Column("confidence", allowed=frozenset({"high", "medium", "low"}))
_notes = Column("notes", optional=True)
_source = Column("source")
_yes_no = frozenset({"yes", "no"})


def _ends(suffix: str) -> tuple[Column, ...]:
    """Name and position of both ends of a service."""
    return tuple(
        column
        for end in ("from", "to")
        for column in (Column(f"{end}_{suffix}"), _lat(f"{end}_lat"), _lng(f"{end}_lon"))
    )


_END_CODES = (_code("from_municipality_code"), _code("to_municipality_code"))


def _with_codes(ends: tuple[Column, ...]) -> tuple[Column, ...]:
    """Each end followed by the code of its municipality."""
    return (*ends[:3], _END_CODES[0], *ends[3:], _END_CODES[1])


_MUNICIPALITIES = Table(
    "municipalities",
    "japan/municipalities.csv",
    (
        Column("code", pattern=CODE),
        Column("name", pattern=r".+[市区町村]"),
        Column("name_kana", pattern=r"[ぁ-ゖー]+"),
        Column("name_en", pattern=r"[A-Z][A-Za-z' -]+"),
        Column("suffix_en", allowed=frozenset({"City", "Town", "Village"})),
        Column("prefecture", pattern=CODE.removesuffix("[0-9]{3}")),
        Column("prefecture_name"),
        Column("prefecture_en"),
        _lng("lng"),
        _lat("lat"),
        _lng("office_lng"),
        _lat("office_lat"),
        Column("office_elsewhere", kind="boolean"),
        Column("area_km2", kind="number", low=1, high=2500),
        Column("population", kind="integer", optional=True, low=1, high=4_000_000),
        _lng("west"),
        _lat("south"),
        _lng("east"),
        _lat("north"),
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
        Column("kind", allowed=frozenset({"former", "ward"})),
        _date("valid_to"),
        _code("successor"),
    ),
    key=("code",),
)

_AIRPORTS = Table(
    "airports",
    "japan/airports.csv",
    (
        Column("iata", optional=True, pattern=_IATA),
        Column("icao", pattern=_ICAO),
        Column("name"),
        Column("name_ja", optional=True),
        _lng("lng"),
        _lat("lat"),
        Column("elevation_m", kind="number", low=-10, high=1000),
    ),
    key=("icao",),
)

_STATIONS = Table(
    "stations",
    "japan/stations.parquet",
    (
        _whole("station_id"),
        Column("name"),
        Column("operator"),
        Column("line"),
        Column("railway_class"),
        Column("institution_type"),
        _lng("lng"),
        _lat("lat"),
        _whole("group"),
        _date("opened"),
        _date("closed"),
    ),
    key=("station_id",),
)

_RAIL_LINKS = Table(
    "rail_links",
    "japan/rail_links.parquet",
    (
        Column("operator"),
        Column("line"),
        _whole("a", refers="stations.station_id"),
        _whole("b", refers="stations.station_id"),
        _number("km", high=200),
        _date("opened"),
        _date("closed"),
        Column("source", allowed=frozenset({"derived", "curated"})),
    ),
    key=("a", "b", "opened"),
)

_ROADS = (
    Table("road_nodes", "japan/road_nodes.parquet", (_whole("node_id"), _lng("lng"), _lat("lat")), key=("node_id",)),
    Table(
        "road_edges",
        "japan/road_edges.parquet",
        (
            _whole("a", refers="road_nodes.node_id"),
            _whole("b", refers="road_nodes.node_id"),
            _number("km", high=500),
        ),
        key=("a", "b"),
    ),
)

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
        _number("trips_per_day", high=400),
        Column("surcharge", allowed=frozenset({"shinkansen", "limited_express", "none"})),
        _date("valid_from"),
        _date("valid_to"),
        _source,
        _confidence,
        _lat("lat"),
        _lng("lon"),
        Column("n02_2020", pattern=r"yes|no_post2020|alias:.+"),
        _notes,
    ),
    key=("service_ja", "seq"),
)

_FERRIES = Table(
    "ferries",
    "curated/services/ferries.csv",
    (
        *_ends("port_ja"),
        *_END_CODES,
        _minutes("minutes"),
        _number("trips_per_day", high=200),
        _yen("fare_jpy"),
        Column("operator"),
        Column("seasonal", pattern=_MONTHS),
        Column("vessel_type", allowed=frozenset({"ferry", "passenger", "highspeed", "jetfoil"})),
        _source,
        _confidence,
        _number("straight_km", high=2000),
        _notes,
    ),
)

_FLIGHTS = Table(
    "flights",
    "curated/services/flights.csv",
    (
        Column("from_iata", optional=True, pattern=_IATA, refers="airports.iata"),
        Column("to_iata", optional=True, pattern=_IATA, refers="airports.iata"),
        Column("from_icao", pattern=_ICAO, refers="airports.icao"),
        Column("to_icao", pattern=_ICAO, refers="airports.icao"),
        _minutes("block_minutes", high=400),
        _number("flights_per_day", high=100),
        _yen("fare_jpy"),
        Column("seasonal", pattern=_MONTHS),
        _source,
        _confidence,
        _number("km", high=3500),
        _notes,
    ),
    key=("from_icao", "to_icao"),
)

_HELI = Table(
    "heli",
    "curated/services/heli.csv",
    (
        *_with_codes(_ends("ja")),
        _minutes("minutes", high=120),
        _number("trips_per_day", high=20),
        _confidence,
        Column("operator"),
        _source,
    ),
    key=("from_ja", "to_ja"),
)

_BUSES = Table(
    "buses",
    "curated/services/highway_bus.csv",
    (
        *_with_codes(_ends("ja")),
        _minutes("minutes"),
        _number("trips_per_day", high=400),
        _yen("fare_jpy"),
        Column("overnight", kind="boolean"),
        Column("service_ja"),
        _source,
        _confidence,
        _number("straight_km", high=2000),
        _notes,
    ),
)

_LINKS = Table(
    "links",
    "curated/services/links.csv",
    (
        Column("name"),
        Column("mode", allowed=frozenset({"road", "rail_only", "road_rail"})),
        *_with_codes(_ends("ja")),
        _number("km", high=120),
        _yen("toll_jpy"),
        _minutes("minutes", high=300),
        _source,
        _confidence,
        _notes,
        _number("straight_km", high=120),
    ),
    key=("name",),
)

_AIRPORT_ACCESS = Table(
    "airport_access",
    "curated/services/airport_access.csv",
    (
        Column("airport_iata", pattern=_IATA, refers="airports.iata"),
        Column("airport_icao", pattern=_ICAO),
        _lat("airport_lat"),
        _lng("airport_lon"),
        Column("place_ja"),
        Column("is_n02_station", allowed=_yes_no),
        _lat("place_lat"),
        _lng("place_lon"),
        _code("place_municipality_code"),
        Column("mode", allowed=frozenset({"bus", "rail", "subway", "monorail", "taxi", "walk"})),
        _minutes("minutes", high=400),
        _yen("fare_jpy"),
        _number("trips_per_day", high=400),
        _source,
        _confidence,
        _number("straight_km", high=400),
        _notes,
    ),
)

_AIRPORT_NAMES = Table(
    "airport_names",
    "curated/services/airport_names.csv",
    (Column("icao", pattern=_ICAO, refers="airports.icao"), Column("name_ja"), _source),
    key=("icao",),
)

_ISLANDS = Table(
    "island_coverage",
    "curated/services/island_coverage.csv",
    (
        _code("code"),
        Column("name"),
        Column("bridge", optional=True),
        Column("ferry_on_island", kind="boolean"),
        _whole("ferry_rows_own_municipality"),
        Column("flight_on_island", kind="boolean"),
        Column("connected_to_honshu", allowed=frozenset({"yes", "via_flight_only", "NO"})),
    ),
    key=("code",),
)

DEMAND_KINDS = frozenset(
    [
        "harvest",
        "fishery",
        "lodging",
        "food_processing",
        "festival",
        "ski_resort",
        "planting",
        "tourism_guide",
        "other",
        "craft",
        "it_skill",
        "brewing",
        "snow_removal",
        "forestry",
    ]
)

_DEMAND = Table(
    "demand",
    "curated/demand/*.csv",
    (
        Column("id", pattern=rf"{CODE}-[a-z_]+-[0-9]+"),
        _code("municipality_code"),
        Column("municipality_ja"),
        Column("prefecture_ja"),
        Column("kind", allowed=DEMAND_KINDS),
        Column("crop_or_activity_ja"),
        Column("crop_or_activity_en"),
        _month_day("start_mmdd"),
        _month_day("peak_start_mmdd"),
        _month_day("peak_end_mmdd"),
        _month_day("end_mmdd"),
        Column("typical_stay_nights_min", kind="integer", low=1, high=366),
        Column("typical_stay_nights_max", kind="integer", low=1, high=366),
        _yen("wage_jpy_per_hour", high=20_000),
        Column("lodging", allowed=frozenset({"provided", "partial", "none", "unknown"})),
        Column("exchange_ja", optional=True),
        Column("skills", pattern=r"[a-z_ ]+(,[a-z_ ]+)*"),
        Column("confidence", allowed=frozenset({"sourced", "prefecture_level", "curator_knowledge"})),
        _source,
        Column("as_of", optional=True, pattern=r"\d{4}(-\d{2}){0,2}"),
    ),
    key=("id",),
)

BUILT = (_MUNICIPALITIES, *_BOUNDARIES, _CODE_CHANGES, _AIRPORTS, _STATIONS, _RAIL_LINKS, *_ROADS)
"""Tables that `build` derives from pinned sources."""

CURATED = (_SERVICES, _FERRIES, _FLIGHTS, _HELI, _BUSES, _LINKS, _AIRPORT_ACCESS, _AIRPORT_NAMES, _ISLANDS, _DEMAND)
"""Tables kept by hand."""

TABLES = {table.name: table for table in (*BUILT, *CURATED)}
"""Every table by name."""
