"""A journey by car, read off the road network."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.car import FERRY_KMH, LOADING_MINUTES, car_sums, drive_minutes, drive_yen
from geo.journeys import nights_of
from geo.model import Journey, LngLat, Segment
from geo.search import edge_between, path_to, shortest_paths

if TYPE_CHECKING:
    import datetime as dt

    from geo.car import CarNetwork
    from geo.co2 import Co2Factors
    from geo.fares import FareTables

SIMPLIFY_DEGREES = 0.001
"""About 100 m: the precision of the road data itself."""


def car_journey(
    roads: CarNetwork, origin: int, destination: int, fares: FareTables, factors: Co2Factors, date: dt.date | None
) -> Journey | None:
    """Drive from one office to another, car ferries included; None where no road leads."""
    if origin == destination:
        return None
    before = shortest_paths(roads.graph, [origin])[1][0]
    nodes = path_to(before, origin, destination)
    if not nodes:
        return None
    sums = car_sums(roads, origin, before, np.array([destination], dtype=np.int64)).to_sums(fares, factors)
    minutes = int(np.ceil(sums.minutes[0] - 0.001))
    return Journey(
        origin=roads.names[origin],
        destination=roads.names[destination],
        date=date,
        minutes=minutes,
        nights=int(nights_of(np.array([minutes]), sums.overnight)[0]),
        fare_jpy=int(sums.fare_jpy[0]),
        transfers=int(sums.boardings[0]) - 1,
        km=round(float(sums.km[0]), 1),
        co2_kg=round(float(sums.co2_g[0]) / 1000, 2),
        basis="average",
        segments=_segments(roads, nodes, fares, factors),
    )


def _segments(roads: CarNetwork, nodes: list[int], fares: FareTables, factors: Co2Factors) -> tuple[Segment, ...]:
    """Cut the way at the ships. Drives share time and toll of the whole way by their kilometres."""
    edges = [edge_between(roads.graph, tail, head) for tail, head in itertools.pairwise(nodes)]
    driven = np.array([roads.km[edge] for edge in edges])
    total_minutes, total_yen = float(drive_minutes(driven.sum())), int(drive_yen(driven.sum(), fares))
    segments, start = [], 0
    cuts = [i for i, edge in enumerate(edges) if roads.line[edge] >= 0]
    for cut in [*cuts, len(edges)]:
        km = float(driven[start:cut].sum())
        if cut > start:
            share = km / max(float(driven.sum()), 0.01)
            way = (nodes[start : cut + 1], km, total_minutes * share, round(total_yen * share))
            segments.append(_drive(roads, *way, factors))
        if cut < len(edges):
            segments.append(_sail(roads, nodes[cut], nodes[cut + 1], edges[cut], factors))
        start = cut + 1
    return tuple(segments)


def _name(roads: CarNetwork, node: int) -> str:
    return roads.names[node] if node < len(roads.names) else ""


def _drive(roads: CarNetwork, nodes: list[int], km: float, minutes: float, yen: int, factors: Co2Factors) -> Segment:
    points = shapely.get_coordinates(shapely.LineString(roads.points[nodes]).simplify(SIMPLIFY_DEGREES))
    return Segment(
        mode="car",
        line="",
        origin=_name(roads, nodes[0]),
        destination=_name(roads, nodes[-1]),
        minutes=round(minutes),
        km=round(km, 1),
        fare_jpy=yen,
        fare_estimated=True,
        co2_kg=round(km * factors.rows["car_vehicle"].g_per_km / 1000, 2),
        basis="average",
        path=tuple(LngLat(round(float(lng), 5), round(float(lat), 5)) for lng, lat in points),
    )


def _lane(roads: CarNetwork, line: int, tail: int) -> tuple[LngLat, ...]:
    """The way of a ship from the port at `tail`."""
    lane = roads.lanes[line]
    if np.abs(lane[0] - roads.points[tail]).sum() > np.abs(lane[-1] - roads.points[tail]).sum():
        lane = lane[::-1]
    return tuple(LngLat(float(lng), float(lat)) for lng, lat in lane)


def _sail(roads: CarNetwork, tail: int, head: int, edge: int, factors: Co2Factors) -> Segment:
    minutes = float(roads.ferry_minutes[edge])
    km = minutes / 60 * FERRY_KMH
    return Segment(
        mode="ferry",
        line=roads.lines[roads.line[edge]],
        origin=_name(roads, tail),
        destination=_name(roads, head),
        minutes=round(minutes - LOADING_MINUTES),
        km=round(km, 1),
        fare_jpy=round(float(roads.yen[edge])),
        fare_estimated=True,
        co2_kg=round(km * factors.rows["car_ferry"].g_per_km / 1000, 2),
        basis="service",
        path=_lane(roads, int(roads.line[edge]), tail),
    )
