"""The networks of the data set: gathered from its tables, kept in the cache."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.cache import content_key, ensure, load, save
from geo.car import CarNetwork, build_car_network
from geo.edges import Edges
from geo.expressways import Expressways
from geo.fare_km import load_line_addons, load_tariff_km
from geo.fare_tolls import with_car_fares
from geo.fare_zone import load_zone
from geo.fares import FareTables
from geo.land import Land
from geo.manifest import Manifest, file_sha256
from geo.network import Line, Network, Parts, build_network
from geo.rail_express import read_through
from geo.rail_sections import read_sections
from geo.rail_times import read_paces
from geo.roads import RoadTable, with_gaps_closed, without_toll_straits
from geo.services import read_airport_access, read_buses, read_ferries, read_flights
from geo.stations import open_on
from geo.store import read_boundaries, read_municipalities, read_table
from geo.trains import read_trains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Municipality

TRAVEL_CODE = (
    "access", "accumulate", "car", "car_speed", "car_sums", "co2", "compiled", "edges", "expressways", "fare_bands",
    "fare_carry", "fare_default", "fare_jr", "fare_jr_rules", "fare_km", "fare_names", "fare_pairs", "fare_rows",
    "fare_supplements", "fare_tariff", "fare_through", "fare_tolls", "fare_zone", "fares", "journeys", "land",
    "matrix_rows", "model", "network", "network_file", "perceive", "rail_edges", "rail_express", "rail_names",
    "rail_sections", "rail_times", "rail_trains", "rail_waits", "roads", "sea_lanes", "search", "services", "sphere",
    "stations", "trains",
)  # fmt: skip
"""Modules that decide what a network and a matrix hold; a change in one makes new ones."""


TRAVEL_TABLES = frozenset(
    ("municipalities", "boundaries_full", "stations", "rail_links", "road_nodes", "road_edges", "airports")
)
"""Built tables that decide the same."""


BESIDE_TRAVEL = frozenset(("passes", "pass_rules"))
"""Tables of fares that change no network."""


def travel_folder(data_dir: Path, cache_dir: Path) -> Path:
    """Where networks and matrices of this data set and this code lie; demand and layers do not matter for them."""
    manifest = Manifest.load(data_dir)
    built = {f"japan/{name}": digest for name, digest in manifest.files.items() if Path(name).stem in TRAVEL_TABLES}
    curated = [
        path for folder in ("services", "fares") for path in sorted((data_dir / "curated" / folder).glob("*.csv"))
    ]
    hashes = [f"{name} {digest}" for name, digest in sorted(built.items())]
    hashes += [f"{path.name} {file_sha256(path)}" for path in curated if path.stem not in BESIDE_TRAVEL]
    return cache_dir / "travel" / content_key("\n".join([manifest.date, *hashes]), TRAVEL_CODE)


def load_network(data_dir: Path, cache_dir: Path) -> Network:
    """Read the network of public transport, building it first where it is absent (about 15 s)."""
    folder = travel_folder(data_dir, cache_dir) / "network"
    return _read(ensure(folder, lambda new: _write(build_network(load_parts(data_dir)), new)))


def load_car_network(data_dir: Path, cache_dir: Path) -> CarNetwork:
    """Read the road network with car ferries, building it first where it is absent (about 5 s)."""
    folder = travel_folder(data_dir, cache_dir) / "roads"

    def build(new: Path) -> None:
        parts = load_parts(data_dir)
        crossings = with_car_fares(parts.crossings, data_dir / "curated" / "fares")
        ways = Expressways.of(read_table(data_dir, "expressways"))
        roads = ordinary_roads(data_dir, parts.municipalities, parts.land)
        build_car_network(parts.municipalities, crossings, roads, ways, parts.land).write(new)

    return CarNetwork.read(ensure(folder, build))


def ordinary_roads(data_dir: Path, municipalities: Sequence[Municipality], land: Land) -> RoadTable:
    """Gather the roads without expressways and their bridges, and with what the road data lacks."""
    links = read_table(data_dir, "links")
    nodes, edges = (read_table(data_dir, name) for name in ("road_nodes", "road_edges"))
    edges = without_toll_straits(nodes, edges, links, land)
    offices = np.array([place.lnglat for place in municipalities])
    codes = [place.code for place in municipalities]
    nodes, edges = with_gaps_closed(nodes, edges, read_table(data_dir, "road_gaps"), offices, codes)
    return RoadTable.of(nodes, edges, links[~links.expressway])


def load_parts(data_dir: Path) -> Parts:
    """Gather the tables a network is made of, as of the data set's date."""
    date = Manifest.load(data_dir).date
    services = data_dir / "curated" / "services"
    stations = open_on(read_table(data_dir, "stations"), date).reset_index(drop=True)
    airports = read_table(data_dir, "airports")
    local = read_table(data_dir, "jr_local_lines")
    roads = RoadTable.of(*(read_table(data_dir, name) for name in ("road_nodes", "road_edges", "links")))
    return Parts(
        municipalities=read_municipalities(data_dir),
        land=Land(list(read_boundaries(data_dir, "full").geometry)),
        stations=stations,
        links=open_on(read_table(data_dir, "rail_links"), date),
        local_lines=frozenset(zip(local.operator, local.line, strict=True)),
        trains=read_trains(services, stations, date)[0],
        crossings=[
            *read_ferries(services, date),
            *read_flights(services, airports),
            *read_buses(services),
            *read_airport_access(services, airports),
        ],
        roads=roads,
        fares=load_fares(data_dir),
        tariff_km=load_tariff_km(data_dir / "curated" / "fares"),
        known_paces=read_paces(services / "rail_speeds.csv"),
        through=read_through(services / "rail_through.csv"),
        sections=read_sections(services / "rail_sections.csv"),
        zone=load_zone(data_dir / "curated" / "fares"),
        addons=load_line_addons(data_dir / "curated" / "fares", dt.date.fromisoformat(date)),
    )


def load_fares(data_dir: Path) -> FareTables:
    """Read the fare tables in force on the data set's date."""
    return FareTables.load(data_dir / "curated" / "fares", travel_date(data_dir))


def travel_date(data_dir: Path) -> dt.date:
    """The day whose services and fares the networks hold: the data set's."""
    return dt.date.fromisoformat(Manifest.load(data_dir).date)


def _write(network: Network, folder: Path) -> None:
    arrays = {field.name: getattr(network.edges, field.name) for field in fields(Edges)}
    arrays["points"] = network.points
    arrays["chain_sizes"] = np.array([len(chain) for chain in network.chains], dtype=np.int64)
    arrays["chain_points"] = np.concatenate([*network.chains, np.zeros((0, 2))])
    texts = {name: getattr(network, name) for name in ("codes", "names", "kinds", "aliases", "lines")}
    save(folder, arrays, texts)


def _read(folder: Path) -> Network:
    arrays, texts = load(folder)
    ends = np.cumsum(arrays["chain_sizes"])[:-1]
    return Network(
        codes=tuple(texts["codes"]),
        names=tuple(texts["names"]),
        kinds=tuple(texts["kinds"]),
        points=arrays["points"],
        aliases=tuple((code, node) for code, node in texts["aliases"]),
        edges=Edges(**{field.name: np.asarray(arrays[field.name]) for field in fields(Edges)}),
        lines=tuple(Line(*line) for line in texts["lines"]),
        chains=tuple(np.split(arrays["chain_points"], ends)),
    )
