"""The lines of a trip: where each segment runs, and whether that is known or only sketched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.model import LngLat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Segment
    from planner.model import Leg

# only roads and streets are surveyed; rails are drawn from station to station, ships and planes are sketched
_SURVEYED = frozenset({"car", "taxi", "walk"})


@dataclass(frozen=True, slots=True)
class Line:
    """A segment with the points it is drawn along, at least two."""

    segment: Segment
    points: tuple[LngLat, ...]
    estimated: bool
    """The points sketch the way; they do not follow it."""


def leg_lines(leg: Leg) -> tuple[Line, ...]:
    """Draw every segment of a leg; one without a path is a straight line across the gap it leaves."""
    paths: list[Sequence[LngLat]] = [segment.path if len(segment.path) > 1 else () for segment in leg.segments]
    for first, last in _gaps(paths):
        before = paths[first - 1][-1] if first else leg.origin.lnglat
        after = paths[last][0] if last < len(paths) else leg.destination.lnglat
        for i in range(first, last):
            ends = ((i - first) / (last - first), (i - first + 1) / (last - first))
            paths[i] = tuple(_between(before, after, share) for share in ends)
    return tuple(
        Line(segment, tuple(rounded(p) for p in path), _is_estimated(segment))
        for segment, path in zip(leg.segments, paths, strict=True)
    )


def rounded(point: LngLat) -> LngLat:
    """Keep five decimals, about a metre: no source is finer."""
    return LngLat(round(point.lng, 5), round(point.lat, 5))


def _is_estimated(segment: Segment) -> bool:
    return segment.mode not in _SURVEYED or len(segment.path) <= 2


def _gaps(paths: Sequence[Sequence[LngLat]]) -> list[tuple[int, int]]:
    """Find the runs [first, last) of empty paths."""
    gaps: list[tuple[int, int]] = []
    for i, path in enumerate(paths):
        if path:
            continue
        if gaps and gaps[-1][1] == i:
            gaps[-1] = (gaps[-1][0], i + 1)
        else:
            gaps.append((i, i + 1))
    return gaps


def _between(a: LngLat, b: LngLat, share: float) -> LngLat:
    return LngLat(a.lng + (b.lng - a.lng) * share, a.lat + (b.lat - a.lat) * share)
