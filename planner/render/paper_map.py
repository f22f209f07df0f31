"""The booklet's map: our own land, the trip's lines and its numbered stays."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import shapely

from planner import config
from planner.render.land import land
from planner.render.lines import leg_lines
from planner.render.paper import BOLD, INK, LINE, PAPER
from planner.render.paper_frame import FramedMap
from planner.render.strokes import PATTERNS, arc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import LngLat
    from planner.model import Plan
    from planner.render.strokes import Stroke

_LEAST_DEGREES = 0.6
_ROOM = 0.08
"""Share of the extent left free around the trip."""
_DISC = 6.5
_ROUNDS = 60
_THINNER = 0.4
"""A stroke on paper beside the same on a screen."""


class TripMap(FramedMap):
    """A map of a trip that fills a rectangle."""

    def __init__(self, plan: Plan, width: float, height: float) -> None:
        self._plan = plan
        self._lines = [
            (line.segment.mode, arc(line.points) if line.segment.mode == "air" else line.points)
            for leg in plan.itinerary.legs
            for line in leg_lines(leg)
        ]
        super().__init__((width, height), self._bounds(), least=_LEAST_DEGREES, room=_ROOM)

    def _bounds(self) -> tuple[float, float, float, float]:
        """Give the extent of the whole trip."""
        points = [point for _, line in self._lines for point in line]
        legs = self._plan.itinerary.legs
        points += [place.lnglat for leg in legs for place in (leg.origin, leg.destination)]
        lngs, lats = [p.lng for p in points], [p.lat for p in points]
        return min(lngs), min(lats), max(lngs), max(lats)

    def _draw_inside(self, pen: Any) -> None:
        self._draw_land(pen)
        for mode, points in self._lines:
            for stroke in PATTERNS.get(mode, PATTERNS["car"]):
                self._draw_line(pen, stroke, points)
        self._draw_start(pen)
        self._draw_stays(pen)

    def _draw_land(self, pen: Any) -> None:
        ground = land(config.data_dir())
        if ground is None:
            return
        east = self._west + self.width / self._scale / self._squeeze
        north = self._south + self.height / self._scale
        pen.setFillColor(PAPER)
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.4)
        for feature in ground["features"]:
            # finer than a fifth of a point is finer than ink
            seen = shapely.clip_by_rect(
                shapely.geometry.shape(feature["geometry"]), self._west - 1, self._south - 1, east + 1, north + 1
            ).simplify(0.2 / self._scale)
            path = pen.beginPath()
            for part in shapely.get_parts(seen):
                if part.geom_type == "Polygon" and not part.is_empty:
                    self._add_ring(path, part.exterior.coords)
                    for hole in part.interiors:
                        self._add_ring(path, hole.coords)
            pen.drawPath(path, stroke=1, fill=1, fillMode=0)

    def _add_ring(self, path: Any, points: Iterable[Sequence[float]]) -> None:
        self._trace(path, points)
        path.close()

    def _trace(self, path: Any, points: Iterable[Sequence[float]]) -> None:
        for i, (lng, lat) in enumerate(points):
            (path.lineTo if i else path.moveTo)(*self._at(lng, lat))

    def _draw_line(self, pen: Any, stroke: Stroke, points: Sequence[LngLat]) -> None:
        path = pen.beginPath()
        self._trace(path, points)
        pen.setStrokeColor(INK if stroke.ink else PAPER)
        pen.setLineWidth(stroke.weight * _THINNER)
        pen.setLineCap(1 if stroke.cap == "round" else 0)
        pen.setDash([float(part) * _THINNER for part in stroke.dash.split()] if stroke.dash else [])
        pen.drawPath(path, stroke=1, fill=0)
        pen.setDash([])
        pen.setLineCap(0)

    def _draw_start(self, pen: Any) -> None:
        x, y = self._at(*self._plan.itinerary.legs[0].origin.lnglat)
        pen.setFillColor(PAPER)
        pen.setStrokeColor(INK)
        pen.setLineWidth(1.2)
        pen.circle(x, y, 3, stroke=1, fill=1)

    def _draw_stays(self, pen: Any) -> None:
        at = spread([self._at(*stay.lnglat) for stay in self._plan.itinerary.stays], 2 * _DISC)
        # the first lie on top, as on the screen
        for number, (x, y) in reversed(list(enumerate(at, 1))):
            draw_disc(pen, x, y, number, _DISC)


def spread(points: Sequence[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """Push points from each other until none is nearer than `apart`, or it has been tried often enough."""
    at = [complex(*point) for point in points]
    for _ in range(_ROUNDS):
        close = [(i, j) for i, j in itertools.combinations(range(len(at)), 2) if abs(at[j] - at[i]) < apart - 0.1]
        if not close:
            break
        for i, j in close:
            way = at[j] - at[i] or complex(math.cos(j), math.sin(j)) * 0.01
            push = way / abs(way) * (apart - min(abs(way), apart)) / 2
            at[i], at[j] = at[i] - push, at[j] + push
    return [(point.real, point.imag) for point in at]


def draw_disc(pen: Any, x: float, y: float, number: int, radius: float) -> None:
    """Draw the numbered disc of a stay around a point."""
    pen.setFillColor(INK)
    pen.setStrokeColor(PAPER)
    pen.setLineWidth(0.8)
    pen.circle(x, y, radius, stroke=1, fill=1)
    pen.setFillColor(PAPER)
    pen.setFont(BOLD, radius * 1.1)
    pen.drawCentredString(x, y - radius * 0.38, str(number))
