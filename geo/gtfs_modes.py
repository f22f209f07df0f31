"""Which of our modes a route of a feed is (gtfs.org: route_type, and the extended route types)."""

from __future__ import annotations

HIGHWAY_KM = 60.0
"""A bus line that reaches further than this from end to end is a highway bus, whatever its feed says."""

_BASIC = {
    0: "rail",
    1: "rail",
    2: "rail",
    3: "local_bus",
    4: "ferry",
    5: "rail",
    6: "rail",
    7: "rail",
    11: "local_bus",
    12: "rail",
}
_EXTENDED = (
    (101, 102, "shinkansen"),
    (102, 104, "limited_express"),
    (100, 200, "rail"),
    (200, 300, "highway_bus"),
    (300, 700, "rail"),
    (700, 900, "local_bus"),
    (900, 1000, "rail"),
    (1000, 1100, "ferry"),
    (1100, 1200, "air"),
    (1200, 1300, "ferry"),
    (1300, 1500, "rail"),
    (1500, 1600, "taxi"),
)

SLACK = {"ferry": (20, 10), "air": (60, 20), "highway_bus": (5, 2)}
"""Minutes to be there before departure, and to be off after arrival (DESIGN.md, Travel); a coach's seat is booked."""

SLACK_ELSEWHERE = (2, 0)


def mode_of(route_type: int, reach_km: float) -> str:
    """Give the mode of a route; unknown types, as vehicles of the road mostly are, count as local buses."""
    mode = _BASIC.get(route_type) or next(
        (mode for low, high, mode in _EXTENDED if low <= route_type < high), "local_bus"
    )
    return "highway_bus" if mode == "local_bus" and reach_km > HIGHWAY_KM else mode
