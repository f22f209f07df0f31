"""Journeys by car from and to stations, ports and airports: they begin and end on the road nearest to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.car_path import car_journey
from geo.sphere import neighbours

if TYPE_CHECKING:
    import datetime as dt

    from geo.car import CarNetwork
    from geo.co2 import Co2Factors
    from geo.fares import FareTables
    from geo.model import Journey
    from geo.network import Network

NEAREST_KM = 3.0
"""A stop further from every road has none."""


def car_between(
    network: Network,
    roads: CarNetwork,
    ends: tuple[int, int],
    fares: FareTables,
    factors: Co2Factors,
    date: dt.date | None,
) -> Journey | None:
    """Drive between two nodes of the network of public transport; None where no road leads."""
    origin, destination = (road_node(network, roads, node) for node in ends)
    if origin is None or destination is None:
        return None
    found = car_journey(roads, origin, destination, fares, factors, date)
    if found is None:
        return None
    start, end = (network.names[node] for node in ends)
    segments = list(found.segments)
    segments[0] = replace(segments[0], origin=start)
    segments[-1] = replace(segments[-1], destination=end)
    return replace(found, origin=start, destination=end, segments=tuple(segments))


def road_node(network: Network, roads: CarNetwork, node: int) -> int | None:
    """Give the road node of an office, or the one nearest to a stop that is not on an expressway."""
    if node < len(roads.codes):
        return node
    ordinary = roads.points[: len(roads.points) - roads.expressway_nodes]
    _, found, _ = neighbours(network.points[[node]], ordinary, 1, NEAREST_KM)
    return int(found[0]) if len(found) else None
