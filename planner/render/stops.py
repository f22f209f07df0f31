"""Where a trip changes vehicles: the stations, ports, airports and stops of its legs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.render.lines import rounded

if TYPE_CHECKING:
    from geo.model import LngLat
    from planner.model import Plan

KINDS = {
    "rail": "station",
    "limited_express": "station",
    "shinkansen": "station",
    "ferry": "port",
    "air": "airport",
    "highway_bus": "bus stop",
    "local_bus": "bus stop",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A named place where a vehicle is boarded or left."""

    kind: str
    name: str
    lnglat: LngLat


def stops_of(plan: Plan) -> tuple[Stop, ...]:
    """List the stops in the order of travel, each once; one whose place nobody knows is left out."""
    found: dict[Stop, None] = {}
    for leg in plan.itinerary.legs:
        for segment in leg.segments:
            kind = KINDS.get(segment.mode)
            if kind is None or len(segment.path) < 2:
                continue
            for name, lnglat in ((segment.origin, segment.path[0]), (segment.destination, segment.path[-1])):
                if name:
                    found[Stop(kind, name, rounded(lnglat))] = None
    return tuple(found)
