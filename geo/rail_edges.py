"""Trains as edges: local lines from stop to stop, express services above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from geo.edges import Edge, EdgeList
from geo.perceive import RAIL_YEN_PER_KM, SURCHARGE_YEN
from geo.rail_times import ALIGHT_MINUTES, Pace, paces, wait_for, wait_minutes
from geo.search import path_to, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geo.fares import FareTables
    from geo.services import TrainService

CHANGE_KM = 0.3
"""A step between two lines of one station, when a train's way is searched on the tracks."""

MISSING_TRACK_FACTOR = 1.2
THROUGH_MINUTES = 2.0
"""Two lines of one company that end at each other: most trains run through, the rest wait for each other."""


@dataclass
class RailTables:
    """Stations and links that are open on the day, with what they cost."""

    stations: pd.DataFrame
    links: pd.DataFrame
    fares: FareTables
    local_lines: frozenset[tuple[str, str]]
    """(operator, line) of JR's local lines, whose kilometres count 1.1 times."""
    row: dict[int, int] = field(init=False)
    """Row of each station_id."""
    group: list[int] = field(init=False)
    company: list[int] = field(init=False)
    system: list[int] = field(init=False)
    paces: list[Pace] = field(init=False)
    factor: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Look up company, fare system and pace of each station once."""
        fares = self.fares
        self.row = {int(station): row for row, station in enumerate(self.stations.station_id)}
        self.group = [int(group) for group in self.stations.group]
        self.company = [fares.jr_company(op) for op in self.stations.operator]
        self.system = [
            -1 if company >= 0 else fares.rail_system(op, line)
            for op, line, company in zip(self.stations.operator, self.stations.line, self.company, strict=True)
        ]
        self.paces = paces(self.stations)
        lines = zip(self.stations.operator, self.stations.line, strict=True)
        self.factor = [fares.jr_local_factor if key in self.local_lines else 1.0 for key in lines]


def add_local_lines(
    edges: EdgeList, rail: RailTables, hub_of_group: dict[int, int], first: int, line_number: Callable[[str, str], int]
) -> None:
    """Add a node for each station of each line (numbered from `first`), its hub and its neighbours."""
    stations = rail.stations
    lines = [line_number(f"{line}", "average") for line in stations.line]
    skip = [institution == "JRの新幹線" for institution in stations.institution_type]
    for row, group in enumerate(stations.group):
        if skip[row]:
            continue
        hub, node = hub_of_group[int(group)], first + row
        edges.add(Edge(hub, node, wait_minutes(rail.paces[row].headway), boardings=1, line=lines[row]))
        edges.add(Edge(node, hub, ALIGHT_MINUTES, alight=True, line=lines[row]))
    for a, b, km in zip(rail.links.a, rail.links.b, rail.links.km, strict=True):
        tail, head = rail.row[int(a)], rail.row[int(b)]
        if skip[tail]:
            continue
        pace = rail.paces[tail]
        minutes = km / pace.kmh * 60 + pace.stop_minutes
        ride = Edge(
            first + tail,
            first + head,
            minutes,
            "rail",
            ride=minutes,
            km=km,
            perceived_yen=km * RAIL_YEN_PER_KM,
            company=rail.company[tail],
            system=rail.system[tail],
            fare_km=km * rail.factor[tail],
            line=lines[tail],
        )
        edges.add(ride._replace(minutes=minutes + _thinner(rail, tail, head)))
        edges.add(ride._replace(tail=ride.head, head=ride.tail, minutes=minutes + _thinner(rail, head, tail)))
    for tail, head in _through(rail, skip):
        edges.both(Edge(first + tail, first + head, THROUGH_MINUTES))


def _thinner(rail: RailTables, tail: int, head: int) -> float:
    """Minutes to wait more where the line leaves the area of dense trains: not every train goes on.

    Who comes from outside has waited for the rarer train already, so that both ways take as long.
    """
    return max(0.0, wait_minutes(rail.paces[head].headway) - wait_minutes(rail.paces[tail].headway))


def _through(rail: RailTables, skip: list[bool]) -> list[tuple[int, int]]:
    """Pairs of station rows of one operator and group where both lines end."""
    degree = np.bincount(
        np.concatenate([rail.links.a.map(rail.row), rail.links.b.map(rail.row)]), minlength=len(rail.stations)
    )
    ends: dict[tuple[str, int], list[int]] = {}
    keys = zip(rail.stations.operator, rail.stations.group, strict=True)
    for row, (operator, group) in enumerate(keys):
        if degree[row] == 1 and not skip[row]:
            ends.setdefault((operator, int(group)), []).append(row)
    return [(rows[0], rows[1]) for rows in ends.values() if len(rows) == 2]


class Tracks:
    """The way of a train between two stops over the links of the railway."""

    def __init__(self, rail: RailTables) -> None:
        """Join lines at shared station groups."""
        self._rail = rail
        size = len(rail.stations)
        tails = list(rail.links.a.map(rail.row))
        heads = list(rail.links.b.map(rail.row))
        km = list(rail.links.km)
        for rows in rail.stations.groupby("group").indices.values():
            for i, a in enumerate(rows):
                for b in rows[i + 1 :]:
                    tails.append(int(a))
                    heads.append(int(b))
                    km.append(CHANGE_KM)
        shinkansen = (rail.stations.institution_type == "JRの新幹線").to_numpy()
        jr = np.array(rail.company) >= 0
        self._graphs = {
            "shinkansen": self._graph(tails, heads, km, np.where(shinkansen, 1.0, 1.0), size),
            "jr": self._graph(tails, heads, km, np.where(shinkansen, 50.0, np.where(jr, 1.0, 1.6)), size),
            "other": self._graph(tails, heads, km, np.where(shinkansen, 50.0, np.where(jr, 1.5, 1.0)), size),
        }
        self._points = rail.stations[["lng", "lat"]].to_numpy()

    @staticmethod
    def _graph(tails: list[int], heads: list[int], km: list[float], dear: object, size: int) -> csr_matrix:
        weight = np.asarray(dear)
        cost = np.array(km) * np.maximum(weight[tails], weight[heads])
        return csr_matrix((cost, (tails, heads)), shape=(size, size))

    def chain(self, kind: str, operator: str, start: int, end: int) -> list[int]:
        """Give the station rows a train passes from `start` to `end` (rows); the two alone where no track is known."""
        network = "shinkansen" if kind == "shinkansen" else "jr" if operator.startswith("JR") else "other"
        crow = float(np.hypot(*(self._points[start] - self._points[end]))) * 111
        limit = crow * 3 + 40
        _, before = shortest_paths(self._graphs[network], [start], limit=limit, directed=False)
        return path_to(before[0], start, end) or [start, end]


def add_trains(
    edges: EdgeList,
    rail: RailTables,
    trains: list[TrainService],
    hub_of_group: dict[int, int],
    first: int,
    line_number: Callable[[str, str], int],
) -> tuple[list[int], list[list[int]]]:
    """Add the express services, a node for each stop of each pattern, numbered from `first`.

    Returns
    -------
    station row of each new node, and the chains of station rows that `Edge.chain` counts
    """
    tracks = Tracks(rail)
    ends = zip(rail.links.a, rail.links.b, rail.links.km, strict=True)
    km_of_link = {(rail.row[int(a)], rail.row[int(b)]): km for a, b, km in ends}
    rows_of_nodes: list[int] = []
    chains: list[list[int]] = []
    for train in trains:
        line = line_number(train.name, "service")
        rows = [rail.row[station] for station in train.stops]
        nodes = [first + len(rows_of_nodes) + i for i in range(len(rows))]
        rows_of_nodes += rows
        entry, per_km = SURCHARGE_YEN[train.kind]
        for node, row in zip(nodes, rows, strict=True):
            hub = hub_of_group[rail.group[row]]
            board = Edge(hub, node, wait_for(train.trips_per_day), boardings=1, perceived_yen=entry, line=line)
            edges.add(board)
            edges.add(Edge(node, hub, ALIGHT_MINUTES, alight=True, line=line))
        for i in range(len(rows) - 1):
            chain = tracks.chain(train.kind, train.operator, rows[i], rows[i + 1])
            chains.append(chain)
            ride = _ride(rail, chain, km_of_link)
            minutes = train.minutes[i + 1] - train.minutes[i]
            surcharge = rail.fares.surcharge_system(train.kind, train.name, train.operator, train.lines[i + 1])
            edges.both(
                ride._replace(
                    tail=nodes[i],
                    head=nodes[i + 1],
                    minutes=minutes,
                    ride=minutes,
                    mode="rail" if train.kind == "rapid" else train.kind,
                    perceived_yen=ride.km * (RAIL_YEN_PER_KM + per_km),
                    surcharge=surcharge,
                    overnight=train.overnight,
                    line=line,
                    chain=len(chains) - 1,
                )
            )
    return rows_of_nodes, chains


def _ride(rail: RailTables, chain: list[int], km_of_link: dict[tuple[int, int], float]) -> Edge:
    """Sum the kilometres of a chain and find whose tariff most of them fall under."""
    km, fare_km = 0.0, 0.0
    owners: dict[tuple[int, int], float] = {}
    points = rail.stations[["lng", "lat"]].to_numpy()[chain]
    for i in range(len(chain) - 1):
        pair = (chain[i], chain[i + 1])
        length = km_of_link.get(pair) or km_of_link.get(pair[::-1])
        if length is None:
            same_group = rail.group[pair[0]] == rail.group[pair[1]]
            dx, dy = (points[i + 1] - points[i]) * (111 * np.cos(np.radians(points[i][1])), 111)
            length = 0.0 if same_group else float(np.hypot(dx, dy)) * MISSING_TRACK_FACTOR
        km += length
        fare_km += length * rail.factor[pair[0]]
        owner = (rail.company[pair[0]], rail.system[pair[0]])
        owners[owner] = owners.get(owner, 0.0) + length
    company, system = max(owners, key=lambda key: owners[key])
    return Edge(0, 0, 0.0, km=km, fare_km=fare_km, company=company, system=system)
