"""Express and rapid trains as edges: a node for each stop of a pattern, rides along the tracks between the stops."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from geo.edges import Edge
from geo.perceive import RAIL_YEN_PER_KM, SURCHARGE_YEN
from geo.rail_edges import addon_yen
from geo.rail_times import ALIGHT_MINUTES
from geo.rail_waits import pattern_waits
from geo.search import path_to, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.edges import EdgeList
    from geo.rail_edges import RailTables
    from geo.trains import TrainService

CHANGE_KM = 0.3
"""A step between two lines of one station, when a train's way is searched on the tracks."""

MISSING_TRACK_FACTOR = 1.2


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
    waits = pattern_waits(trains, {station: rail.group[row] for station, row in rail.row.items()})
    for train, waiting in zip(trains, waits, strict=True):
        line = line_number(train.name, "service")
        rows = [rail.row[station] for station in train.stops]
        nodes = [first + len(rows_of_nodes) + i for i in range(len(rows))]
        rows_of_nodes += rows
        entry, per_km = SURCHARGE_YEN[train.kind]
        for node, row in zip(nodes, rows, strict=True):
            hub = hub_of_group[rail.group[row]]
            board = Edge(hub, node, waiting.wait, boardings=1, perceived_yen=entry + waiting.seldom, line=line)
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
                    urban=train.kind != "shinkansen" and all(rail.group[row] in rail.urban_groups for row in chain),
                    surcharge=surcharge,
                    surcharge_km=priced_km,
                    yen=addon_yen(rail, chain),
                    overnight=train.overnight,
                    line=line,
                    chain=len(chains) - 1,
                    trips=waiting.trips[i],
                )
            )
    return rows_of_nodes, chains


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
