"""How each mode is drawn: by pattern, so that a leg is told from another without colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import LngLat

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pass of the pen; a pattern is one or two of them."""

    weight: float
    dash: str | None = None
    cap: str = "butt"
    ink: bool = True
    """Dark line; False = the colour of the ground, which opens a double line."""


_RAIL = (Stroke(2.5), Stroke(9, "1.8 9"))
_BUS = (Stroke(3, "9 6"),)
_PLAIN = (Stroke(3),)

PATTERNS: dict[str, tuple[Stroke, ...]] = {
    "shinkansen": (Stroke(6.5), Stroke(3, ink=False)),
    "limited_express": (Stroke(3.5), Stroke(10, "1.8 6")),
    "rail": _RAIL,
    "ferry": (Stroke(4, "0.1 8", "round"),),
    "highway_bus": _BUS,
    "local_bus": (Stroke(2, "6 5"),),
    "air": (Stroke(1.4),),
    "car": _PLAIN,
    "taxi": (Stroke(2),),
    "walk": (Stroke(2, "0.1 5", "round"),),
}

ICONS: dict[str, str] = {
    "shinkansen": "shinkansen",
    "limited_express": "train",
    "rail": "train",
    "ferry": "ferry",
    "highway_bus": "bus",
    "local_bus": "bus",
    "air": "air",
    "car": "car",
    "taxi": "car",
    "walk": "walk",
}
"""Symbol of templates/render/icons.svg for each mode."""

_ARC_POINTS = 48
_ARC_HEIGHT = 0.12


def arc(points: Sequence[LngLat]) -> tuple[LngLat, ...]:
    """Bow a flight's line, so that it is not taken for a way on the ground."""
    a, b = points[0], points[-1]
    squeeze = math.cos(math.radians((a.lat + b.lat) / 2))
    bow = LngLat(-(b.lat - a.lat) * _ARC_HEIGHT / squeeze, (b.lng - a.lng) * squeeze * _ARC_HEIGHT)
    if bow.lat < 0:
        bow = LngLat(-bow.lng, -bow.lat)
    shares = [i / _ARC_POINTS for i in range(_ARC_POINTS + 1)]
    return tuple(
        LngLat(
            round(a.lng + (b.lng - a.lng) * s + bow.lng * 4 * s * (1 - s), 4),
            round(a.lat + (b.lat - a.lat) * s + bow.lat * 4 * s * (1 - s), 4),
        )
        for s in shares
    )
