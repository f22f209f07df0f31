"""Trains as edges: local lines from stop to stop, express services above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from geo.edges import Edge, EdgeList
from geo.perceive import RAIL_YEN_PER_KM, SURCHARGE_YEN
from geo.rail_names import plain_name
from geo.rail_times import ALIGHT_MINUTES, Pace, paces, wait_for, wait_minutes
from geo.search import path_to, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from geo.fares import FareTables
    from geo.rail_express import Express
    from geo.services import TrainService

CHANGE_KM = 0.3
"""A step between two lines of one station, when a train's way is searched on the tracks."""

MISSING_TRACK_FACTOR = 1.2

THROUGH_MINUTES = 2.0
"""Stop at the station where a train runs on from one line to another."""

MEETING_MINUTES = 10.0
"""Between trains of one operator where one of its lines ends at another: they are made to meet."""

CROSS_PLATFORM_MINUTES = 4.0
"""Between a local train and an assumed express of its line."""


@dataclass
class RailTables:
    """Stations and links that are open on the day, with what they cost."""

    stations: pd.DataFrame
    links: pd.DataFrame
    fares: FareTables
    local_lines: frozenset[tuple[str, str]]
    """(operator, line) of JR's local lines, whose kilometres count 1.1 times."""
    tariff_km: dict[tuple[str, str], float]
    """(line, station) → km, where the tariff's distances are not those of the track."""
    addons: dict[tuple[str, frozenset[str]], int]
    """(line, {station, station}) → yen that the section adds to the base fare."""
    known_paces: dict[tuple[str, str], Pace]
    through: frozenset[tuple[tuple[str, str], tuple[str, str], str]]
    """Pairs of (operator, line) whose trains run through at a station (name)."""
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
        self.paces = paces(self.stations, self.local_lines, self.known_paces)
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
            local_km=km if rail.factor[tail] > 1 else 0.0,
            yen=addon_yen(rail, [tail, head]),
            line=lines[tail],
        )
        edges.add(ride._replace(minutes=minutes + _thinner(rail, tail, head)))
        edges.add(ride._replace(tail=ride.head, head=ride.tail, minutes=minutes + _thinner(rail, head, tail)))
    for (tail, head), minutes in _joints(rail, skip).items():
        # who changes trains at a joint boards a second one; who is carried through does not
        change = int(minutes > THROUGH_MINUTES)
        for a, b in ((tail, head), (head, tail)):
            edges.add(Edge(first + a, first + b, minutes + _thinner(rail, a, b), boardings=change))


def _thinner(rail: RailTables, tail: int, head: int) -> float:
    """Minutes to wait more where the line leaves the area of dense trains: not every train goes on.

    Who comes from outside has waited for the rarer train already, so that both ways take as long.
    """
    return max(0.0, wait_minutes(rail.paces[head].headway) - wait_minutes(rail.paces[tail].headway))


def _joints(rail: RailTables, skip: list[bool]) -> dict[tuple[int, int], float]:
    """Minutes between station rows of a group where trains run through or wait for each other.

    Trains run through where the table says so, and where two lines of one operator end at each other. Where only one
    of two lines of an operator ends, its trains are made to meet those of the other.
    """
    ends = np.bincount(
        np.concatenate([rail.links.a.map(rail.row), rail.links.b.map(rail.row)]), minlength=len(rail.stations)
    )
    joints: dict[tuple[int, int], float] = {}
    for rows in rail.stations.groupby("group").indices.values():
        usable = [int(row) for row in rows if not skip[row]]
        for i, a in enumerate(usable):
            for b in usable[i + 1 :]:
                minutes = _joint(rail, a, b, int(ends[a] == 1) + int(ends[b] == 1))
                if minutes is not None:
                    joints[a, b] = minutes
    return joints


def _joint(rail: RailTables, a: int, b: int, ending: int) -> float | None:
    keys = [(str(rail.stations.operator.iat[row]), str(rail.stations.line.iat[row])) for row in (a, b)]
    names = {plain_name(rail.stations.name.iat[row]) for row in (a, b)}
    if any((keys[0], keys[1], n) in rail.through or (keys[1], keys[0], n) in rail.through for n in names):
        return THROUGH_MINUTES
    if keys[0][0] == keys[1][0] and keys[0][1] != keys[1][1] and ending:
        meet = min(MEETING_MINUTES, max(wait_minutes(rail.paces[row].headway) for row in (a, b)))
        return THROUGH_MINUTES if ending == 2 else meet
    return None


def add_expresses(
    edges: EdgeList,
    rail: RailTables,
    expresses: Iterable[Express],
    hub_of_group: dict[int, int],
    first: int,
    local: int,
    line_number: Callable[[str, str], int],
) -> list[int]:
    """Add assumed expresses, a node for each stop, numbered from `first`; local trains' nodes begin at `local`.

    Returns
    -------
    station row of each new node
    """
    rows_of_nodes: list[int] = []
    for express in expresses:
        line = line_number(f"{rail.stations.line.iat[express.rows[0]]} 急行", "average")
        nodes = [first + len(rows_of_nodes) + i for i in range(len(express.rows))]
        rows_of_nodes += express.rows
        for node, row in zip(nodes, express.rows, strict=True):
            hub = hub_of_group[rail.group[row]]
            edges.add(Edge(hub, node, wait_minutes(rail.paces[row].headway * 1.5), boardings=1, line=line))
            edges.add(Edge(node, hub, ALIGHT_MINUTES, alight=True, line=line))
            edges.both(Edge(node, local + row, CROSS_PLATFORM_MINUTES, boardings=1))
        for i, (minutes, km) in enumerate(zip(express.minutes, express.km, strict=True)):
            row = express.rows[i]
            ride = Edge(nodes[i], nodes[i + 1], minutes, "rail", ride=minutes, km=km, line=line)
            edges.both(
                ride._replace(
                    perceived_yen=km * RAIL_YEN_PER_KM, system=rail.system[row], company=rail.company[row], fare_km=km
                )
            )
    return rows_of_nodes


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
            "shinkansen": self._graph(tails, heads, km, np.where(shinkansen, 1.0, np.where(jr, 2.0, 30.0)), size),
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
            priced_km = _tariff_km(rail, train.lines[i + 1], chain) or ride.km
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
                    fare_km=priced_km * ride.fare_km / max(ride.km, 0.001),
                    local_km=priced_km * ride.local_km / max(ride.km, 0.001),
                    surcharge=surcharge,
                    surcharge_km=priced_km,
                    yen=addon_yen(rail, chain),
                    overnight=train.overnight,
                    line=line,
                    chain=len(chains) - 1,
                    trips=train.trips_per_day,
                )
            )
    return rows_of_nodes, chains


def addon_yen(rail: RailTables, chain: list[int]) -> int:
    """Sum the flat charges of the sections that a train passes, station by station."""
    yen = 0
    for a, b in pairwise(chain):
        here = frozenset(str(rail.stations.name.iat[row]) for row in (a, b))
        line = str(rail.stations.line.iat[a])
        if (line, here) in rail.addons:
            yen += _share_of_addon(rail.addons, line, here)
    return yen


def _share_of_addon(addons: dict[tuple[str, frozenset[str]], int], line: str, here: frozenset[str]) -> int:
    """A section's own charge, lowered in proportion where it and the next one cost less together."""
    for (other, ends), whole in addons.items():
        next_one = (line, ends ^ here)
        if other == line and len(ends & here) == 1 and next_one in addons:
            apart = addons[line, here] + addons[next_one]
            if addons[line, here] < whole < apart and addons[next_one] < whole:
                return round(addons[line, here] * whole / apart)
    return addons[line, here]


def _tariff_km(rail: RailTables, line: str, chain: list[int]) -> float | None:
    """Distance of two stops by the tariff of the line, or summed over its neighbours on several lines."""
    names = [str(rail.stations.name.iat[row]) for row in chain]
    scales = [line, *dict.fromkeys(known for known, _ in rail.tariff_km)]
    for scale in scales[:1]:
        if (scale, names[0]) in rail.tariff_km and (scale, names[-1]) in rail.tariff_km:
            return abs(rail.tariff_km[scale, names[-1]] - rail.tariff_km[scale, names[0]])
    total = 0.0
    for a, b in pairwise(names):
        known = next((s for s in scales if (s, a) in rail.tariff_km and (s, b) in rail.tariff_km), None)
        if known is None:
            return None
        total += abs(rail.tariff_km[known, b] - rail.tariff_km[known, a])
    return total


def _ride(rail: RailTables, chain: list[int], km_of_link: dict[tuple[int, int], float]) -> Edge:
    """Sum the kilometres of a chain and find whose tariff most of them fall under."""
    km, fare_km, local_km = 0.0, 0.0, 0.0
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
        local_km += length if rail.factor[pair[0]] > 1 else 0.0
        owner = (rail.company[pair[0]], rail.system[pair[0]])
        owners[owner] = owners.get(owner, 0.0) + length
    company, system = max(owners, key=lambda key: owners[key])
    return Edge(0, 0, 0.0, km=km, fare_km=fare_km, local_km=local_km, company=company, system=system)
