"""Who may use a street, in which direction, and how fast a car gets along: OpenStreetMap's tags read for Japan.

Classes and values are those of the OpenStreetMap wiki (Key:highway, Key:access, Key:oneway).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

WALK, CYCLE, CAR = 1, 2, 4
MODES = {"walk": WALK, "cycle": CYCLE, "car": CAR}

CAR_KMH = {
    "motorway": 80,
    "motorway_link": 45,
    "trunk": 45,
    "trunk_link": 35,
    "primary": 38,
    "primary_link": 30,
    "secondary": 35,
    "secondary_link": 28,
    "tertiary": 32,
    "tertiary_link": 25,
    "unclassified": 26,
    "residential": 20,
    "living_street": 12,
    "service": 12,
    "road": 20,
}
"""Speeds over whole journeys, lights and bends included: an average, no timetable (a general road outside the dense
districts is driven at about 35–40 km/h by day, inside them at about 20: MLIT, road traffic census)."""

SLOWEST_KMH, LIMIT_SHARE = 8, 0.8
"""Of a posted limit, this share is driven on the average."""

DEFAULTS = {
    **dict.fromkeys(CAR_KMH, WALK | CYCLE | CAR),
    **dict.fromkeys(("motorway", "motorway_link"), CAR),
    **dict.fromkeys(("footway", "pedestrian", "steps", "corridor", "platform"), WALK),
    **dict.fromkeys(("path", "track", "cycleway", "bridleway"), WALK | CYCLE),
}
"""Modes of a class where no tag says otherwise; a class that is not here (proposed, construction …) is no street."""

KEYS = {
    WALK: ("foot",),
    CYCLE: ("bicycle", "vehicle"),
    CAR: ("motorcar", "motor_vehicle", "vehicle"),
}
"""Tags that speak of a mode, the most special first; `access` comes last for all."""

TAGS = frozenset(
    {"highway", "access", "oneway", "oneway:bicycle", "junction", "motorroad", "maxspeed", "cycleway"}
    | {key for keys in KEYS.values() for key in keys}
)
"""All tags that are read."""

CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military", "emergency", "use_sidepath", "dismount"})
OPEN = frozenset({"yes", "designated", "permissive", "official", "destination", "customers", "public", "residents"})
ONE_WAY = frozenset({"yes", "true", "1", "reversible", "alternating"})
BACKWARD = frozenset({"-1", "reverse"})


class Access(NamedTuple):
    """What a way allows.

    Attributes
    ----------
    forward, backward : int
        Modes as a sum of WALK, CYCLE, CAR, in the direction of its nodes and against it.
    kmh : int
        By car, on the average; 0 where no car may go.
    """

    forward: int
    backward: int
    kmh: int


NOBODY = Access(0, 0, 0)


def access_of(tags: Mapping[str, str]) -> Access:
    """Read the tags of a way; `NOBODY` where it is no street or closed to all."""
    kind = tags.get("highway", "")
    if kind not in DEFAULTS:
        return NOBODY
    usual = CAR if tags.get("motorroad") == "yes" else DEFAULTS[kind]
    modes = sum(mode for mode in KEYS if _allowed(tags, mode, usual))
    kmh = _kmh(kind, tags.get("maxspeed", "")) if modes & CAR else 0
    forward, backward = _directions(tags, kind, modes)
    return Access(forward, backward, kmh)


def _allowed(tags: Mapping[str, str], mode: int, usual: int) -> bool:
    for key in (*KEYS[mode], "access"):
        value = tags.get(key)
        if value in CLOSED:
            return False
        # `access=yes` on a footpath opens it to walkers, not to cars
        if value in OPEN and key != "access":
            return True
    return bool(usual & mode)


def _directions(tags: Mapping[str, str], kind: str, modes: int) -> tuple[int, int]:
    """Split modes by direction: a one-way street binds wheels, never feet."""
    oneway = tags.get("oneway", "")
    if not oneway and (tags.get("junction") in {"roundabout", "circular"} or kind == "motorway"):
        oneway = "yes"
    if oneway not in ONE_WAY | BACKWARD:
        return modes, modes
    contraflow = tags.get("oneway:bicycle") == "no" or tags.get("cycleway", "").startswith("opposite")
    against = modes & (WALK | CYCLE if contraflow else WALK)
    return (against, modes) if oneway in BACKWARD else (modes, against)


def _kmh(kind: str, posted: str) -> int:
    usual = CAR_KMH.get(kind, SLOWEST_KMH)
    if posted.isascii() and posted.isdecimal() and len(posted) <= 3:
        return max(SLOWEST_KMH, min(usual, int(int(posted) * LIMIT_SHARE)))
    return usual
