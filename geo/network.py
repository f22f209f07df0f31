"""The modes joined into one network: offices, stations, ports, airports and stops, and the ways between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.access import Hubs, access_edges
from geo.edges import Edge, EdgeList, Edges
from geo.rail_edges import RailTables, add_expresses, add_local_lines
from geo.rail_express import assumed_expresses
from geo.rail_sections import divide_lines
from geo.rail_times import wait_for
from geo.rail_trains import add_trains
from geo.sea_lanes import lane_key, lane_km, sea_lanes
from geo.services import FAST_VESSELS
from geo.sphere import neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from geo.fare_zone import ZoneRow
    from geo.fares import FareTables
    from geo.land import Land
    from geo.model import Municipality
    from geo.rail_sections import Section
    from geo.rail_times import Pace
    from geo.roads import RoadTable
    from geo.services import Crossing, Terminal
    from geo.trains import TrainService

SAME_TERMINAL_KM = 1.0
"""Terminals of one kind and name within this distance are one."""

CHECK_IN = {"air": (60.0, 20.0), "ferry": (20.0, 10.0), "highway_bus": (10.0, 2.0)}
"""Minutes before departure and after arrival (DESIGN.md, Travel)."""

ESTIMATE = {"air": "flight_estimate", "ferry": "ferry_estimate", "highway_bus": "highway_bus_estimate"}
"""Fare table where no fare of the route is known."""


class Line(NamedTuple):
    """What an edge belongs to."""

    name: str
    basis: str


@dataclass(frozen=True)
class Network:
    """A directed graph whose first nodes are the municipalities.

    Attributes
    ----------
    codes : tuple of str
        Node i < len(codes) is the office of municipality codes[i].
    names, kinds : tuple of str, length V
        Kind is municipality, station, port, airport, bus, line (a platform) or train.
    points : (V, 2) float64, lng/lat
    aliases : tuple of (str, int)
        IATA codes of airport nodes.
    edges : Edges
    lines : tuple of Line, what `Edges.line` counts
    chains : tuple of (n, 2) float64 arrays, what `Edges.chain` counts
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    points: NDArray[np.float64]
    aliases: tuple[tuple[str, int], ...]
    edges: Edges
    lines: tuple[Line, ...]
    chains: tuple[NDArray[np.float64], ...]

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.names)


@dataclass(frozen=True)
class Parts:
    """The tables that a network is made of."""

    municipalities: Sequence[Municipality]
    land: Land
    stations: pd.DataFrame
    links: pd.DataFrame
    local_lines: frozenset[tuple[str, str]]
    trains: list[TrainService]
    crossings: list[Crossing]
    roads: RoadTable
    fares: FareTables
    tariff_km: dict[tuple[str, str], float]
    """(line, station) → km, where the tariff's distances are not those of the track."""
    addons: dict[tuple[str, frozenset[str]], int]
    """(line, {station, station}) → yen that a section adds to the base fare."""
    known_paces: dict[tuple[str, str], Pace]
    through: frozenset[tuple[tuple[str, str], tuple[str, str], str]]
    zone: tuple[ZoneRow, ...]
    """Lines of JR's cheaper zone around Osaka."""
    sections: list[Section]


class _Lines:
    def __init__(self) -> None:
        self.numbers: dict[Line, int] = {Line("", "average"): 0}

    def __call__(self, name: str, basis: str) -> int:
        return self.numbers.setdefault(Line(name, basis), len(self.numbers))


@dataclass
class _Nodes:
    names: list[str]
    kinds: list[str]
    points: list[tuple[float, float]]

    def add(self, name: str, kind: str, point: tuple[float, float]) -> int:
        self.names.append(name)
        self.kinds.append(kind)
        self.points.append(point)
        return len(self.names) - 1


def build_network(parts: Parts) -> Network:
    """Join offices, railways, crossings and the last kilometres into one graph."""
    nodes, lines, edges = _Nodes([], [], []), _Lines(), EdgeList()
    divided = divide_lines(parts.stations, parts.links, parts.sections)
    parts = replace(parts, stations=divided.stations, links=divided.links)
    for municipality in parts.municipalities:
        nodes.add(municipality.name, "municipality", municipality.lnglat)
    hub_of_group = _station_hubs(nodes, parts)
    terminals = _terminal_hubs(nodes, parts.crossings)
    hub_count = len(nodes.names)
    rail = RailTables(
        parts.stations,
        parts.links,
        parts.fares,
        parts.local_lines,
        parts.tariff_km,
        parts.addons,
        parts.known_paces,
        parts.through,
        parts.zone,
        divided.section_of,
        divided.steps,
    )
    for name, point in zip(parts.stations.name, parts.stations[["lng", "lat"]].to_numpy(), strict=True):
        nodes.add(name, "line", tuple(point))
    add_local_lines(edges, rail, hub_of_group, hub_count, lines)
    rows, chains = add_trains(edges, rail, parts.trains, hub_of_group, len(nodes.names), lines)
    served = _lines_with_rapids(parts)
    expresses = assumed_expresses(rail, served)
    rows += add_expresses(edges, rail, expresses, hub_of_group, len(nodes.names) + len(rows), hub_count, lines)
    for row in rows:
        nodes.add(str(parts.stations.name.iat[row]), "train", tuple(parts.stations[["lng", "lat"]].to_numpy()[row]))
    lanes = sea_lanes(parts.crossings, parts.land.shape)
    ways: list[NDArray[np.float64]] = []
    for crossing in parts.crossings:
        lane = lanes.get(lane_key(crossing)) if crossing.mode == "ferry" else None
        edge = _crossing_edge(crossing, terminals, lines, parts.fares)
        if lane is not None:
            edge = edge._replace(km=max(edge.km, lane_km(lane)), chain=len(chains) + len(ways))
            ways.append(lane)
        edges.both(edge)
    for edge in _access(nodes, hub_count, parts):
        edges.add(edge)
    points = parts.stations[["lng", "lat"]].to_numpy()
    return Network(
        codes=tuple(m.code for m in parts.municipalities),
        names=tuple(nodes.names),
        kinds=tuple(nodes.kinds),
        points=np.array(nodes.points, dtype=np.float64),
        aliases=tuple(sorted({(end.code, node) for end, node in terminals.items() if end.code})),
        edges=edges.columns(),
        lines=tuple(lines.numbers),
        chains=(*(points[chain] for chain in chains), *ways),
    )


def _station_hubs(nodes: _Nodes, parts: Parts) -> dict[int, int]:
    """Add a node for each station complex; those of express trains are of kind major."""
    express = {station for train in parts.trains if train.kind != "rapid" for station in train.stops}
    major = set(parts.stations.group[parts.stations.station_id.isin(express)])
    hubs: dict[int, int] = {}
    for group, members in parts.stations.groupby("group", sort=True):
        kind = "major" if group in major else "station"
        name = str(members.name.mode().iat[0])
        hubs[int(str(group))] = nodes.add(name, kind, (float(members.lng.mean()), float(members.lat.mean())))
    return hubs


def _lines_with_rapids(parts: Parts) -> set[tuple[str, str]]:
    """(operator, line) on which a known train other than a limited express stops several times."""
    key = dict(
        zip(parts.stations.station_id, zip(parts.stations.operator, parts.stations.line, strict=True), strict=True)
    )
    calls = [key[stop] for train in parts.trains if train.kind == "rapid" for stop in train.stops]
    return {line for line, count in Counter(calls).items() if count >= 4}


def _terminal_hubs(nodes: _Nodes, crossings: list[Crossing]) -> dict[Terminal, int]:
    """Add a node for each terminal, one for namesakes that lie together."""
    hubs: dict[Terminal, int] = {}
    known: dict[tuple[str, str], list[int]] = {}
    for terminal in (end for crossing in crossings for end in (crossing.origin, crossing.destination)):
        if terminal in hubs:
            continue
        alike = known.setdefault((terminal.kind, terminal.name), [])
        here = np.array([terminal.lnglat])
        near = [n for n in alike if len(neighbours(here, np.array([nodes.points[n]]), 1, SAME_TERMINAL_KM)[0])]
        hubs[terminal] = near[0] if near else nodes.add(terminal.name, terminal.kind, terminal.lnglat)
        if not near:
            alike.append(hubs[terminal])
    return hubs


def _waiting(crossing: Crossing) -> float:
    """Minutes before departure and after arrival: the check-in, or the wait where that is longer, is spent once."""
    before, after = CHECK_IN.get(crossing.mode, (0.0, 0.0))
    return max(before, wait_for(crossing.trips_per_day)) + after


def _crossing_edge(crossing: Crossing, hubs: dict[Terminal, int], lines: _Lines, fares: FareTables) -> Edge:
    yen, estimated = crossing.fare_jpy, crossing.fare_jpy is None or crossing.fare_estimated
    if yen is None:
        table = ESTIMATE.get(crossing.mode, "local_bus")
        if crossing.line.endswith(FAST_VESSELS):
            table = "ferry_fast_estimate"
        yen = int(fares.yen_by_km[fares.system(table), int(np.ceil(crossing.km))])
    return Edge(
        hubs[crossing.origin],
        hubs[crossing.destination],
        _waiting(crossing) + crossing.minutes,
        crossing.mode,
        ride=crossing.minutes,
        km=crossing.km,
        boardings=1,
        yen=yen,
        estimated=estimated,
        perceived_yen=yen,
        overnight=crossing.overnight,
        months=crossing.months,
        line=lines(crossing.line, "service"),
        trips=crossing.trips_per_day,
    )


def _access(nodes: _Nodes, hub_count: int, parts: Parts) -> list[Edge]:
    points = np.array(nodes.points[:hub_count], dtype=np.float64)
    offices = np.array([m.lnglat for m in parts.municipalities])
    population = np.array([m.population or 0 for m in parts.municipalities], dtype=np.int64)
    _, nearest, _ = neighbours(points, offices, 1, 20_000.0)
    hubs = Hubs(np.array(nodes.kinds[:hub_count]), points, population[nearest])
    return access_edges(hubs, parts.roads.tie(points, parts.land), parts.fares)
