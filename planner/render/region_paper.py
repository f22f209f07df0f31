"""The map of a printed region: land, the month's work, courses, own layers, pins, a scale bar."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from planner.regional.model import STEPS
from planner.render.paper import BOLD, FAINT, INK, LINE, PAPER, REGULAR, shown
from planner.render.paper_frame import FramedMap
from planner.render.strokes import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KM_PER_DEGREE = 111.32
NEIGHBOUR, BORDER = HexColor("#f1f1ec"), HexColor("#d9d6cc")
RAMPS = {
    "winter": ("#165e83", "#0c3f5b"),
    "spring": ("#c8557b", "#8e2c50"),
    "summer": ("#2f8f63", "#17603f"),
    "autumn": ("#c4561b", "#83360c"),
}
SHARES = (0.2, 0.42, 0.66, 0.9)
SEASONS = ("winter", "winter", *("spring",) * 3, *("summer",) * 3, *("autumn",) * 3, "winter")
CELL = 22
"""Pins nearer than this, in points, are one pin."""
PIN, SMALL_PIN, STAY = 8.5, 4.0, 6.0
ROOM, LEAST = 0.05, 0.05
NAME = 7.5
"""Points of a name."""
MOST_NAMES = 60
BAR = 90
"""Points that the scale bar may be long at most."""


def ramp(month: int) -> list[Any]:
    """Give the five steps of a month's hue, light to dark; winter's for the whole year (0)."""
    hue, deep = RAMPS[SEASONS[month - 1] if month else "winter"]
    return [_mix("#fbfaf5", hue, share) for share in SHARES] + [HexColor(deep)]


def scale_bar(km_per_point: float, most: float = BAR) -> tuple[float, str]:
    """Give the length, in points, and the words of a bar of a round number of kilometres."""
    longest = most * km_per_point
    base = 10 ** math.floor(math.log10(longest))
    km = next(base * step for step in (5, 2, 1) if base * step <= longest)
    return km / km_per_point, f"{km:g} km"


class RegionMap(FramedMap):
    """A map that fills a rectangle.

    Parameters
    ----------
    drawn : mapping
        What planner.render.region_drawing gives.
    shown : list of [lng, lat, kind]
        The items of the month, with their kinds' numbers.
    busy : mapping of code to int
        What is open at each municipality in the month.
    """

    def __init__(
        self,
        drawn: Mapping[str, Any],
        size: tuple[float, float],
        shown: Sequence[Sequence[Any]],
        busy: Mapping[str, int],
        month: int,
    ) -> None:
        super().__init__(size, drawn["bounds"], least=LEAST, room=ROOM)
        self._drawn, self._shown, self._month = drawn, shown, month
        self._busy = busy

    def _draw_inside(self, pen: Any) -> None:
        self._draw_land(pen)
        for layer in self._drawn["own"]:
            self._draw_own(pen, layer)
        for course in self._drawn["courses"]:
            self._draw_course(pen, course)
        self._draw_pins(pen)
        self._draw_names(pen)
        self._draw_bar(pen)

    def _draw_land(self, pen: Any) -> None:
        pen.setLineWidth(0.4)
        pen.setStrokeColor(BORDER)
        pen.setFillColor(NEIGHBOUR)
        for feature in self._drawn["around"]:
            self._polygon(pen, feature["geometry"])
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.7)
        fills = ramp(self._month)
        for feature in self._drawn["area"]:
            step = bisect_right(STEPS, self._busy.get(feature["id"], 0))
            pen.setFillColor(fills[step - 1] if step else PAPER)
            self._polygon(pen, feature["geometry"])

    def _polygon(self, pen: Any, geometry: Mapping[str, Any]) -> None:
        rings = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        path = pen.beginPath()
        for polygon in rings:
            for ring in polygon:
                self._trace(path, ring)
                path.close()
        pen.drawPath(path, stroke=1, fill=1, fillMode=0)

    def _trace(self, path: Any, points: Iterable[Sequence[float]]) -> None:
        for i, (lng, lat) in enumerate(points):
            (path.lineTo if i else path.moveTo)(*self._at(lng, lat))

    def _line(self, pen: Any, points: Iterable[Sequence[float]]) -> None:
        path = pen.beginPath()
        self._trace(path, points)
        pen.drawPath(path, stroke=1, fill=0)

    def _draw_own(self, pen: Any, layer: Mapping[str, Any]) -> None:
        pen.setStrokeColor(HexColor(layer["colour"]))
        pen.setFillColor(HexColor(layer["colour"]))
        pen.setLineWidth(1.4)
        for feature in layer["features"]:
            points = feature["geometry"]["coordinates"]
            if feature["geometry"]["type"] == "LineString":
                self._line(pen, points)
            else:
                pen.circle(*self._at(*points[:2]), 2.5, stroke=0, fill=1)

    def _draw_course(self, pen: Any, course: Mapping[str, Any]) -> None:
        for mode, points in course["lines"]:
            for stroke in PATTERNS.get(mode, PATTERNS["car"]):
                pen.setStrokeColor(INK if stroke.ink else PAPER)
                pen.setLineWidth(stroke.weight * 0.45)
                pen.setDash([float(part) * 0.45 for part in stroke.dash.split()] if stroke.dash else [])
                self._line(pen, points)
        pen.setDash([])
        for number, (lng, lat, *_) in enumerate(course["stays"], 1):
            self._disc(pen, self._at(lng, lat), STAY, INK, str(number))

    def _draw_pins(self, pen: Any) -> None:
        cells: dict[tuple[int, int], list[tuple[float, float, int]]] = {}
        for lng, lat, kind in self._shown:
            x, y = self._at(lng, lat)
            cells.setdefault((int(x // CELL), int(y // CELL)), []).append((x, y, kind))
        colours = [HexColor(colour) for _, _, colour in self._drawn["kinds"]]
        for held in cells.values():
            at = (sum(x for x, _, _ in held) / len(held), sum(y for _, y, _ in held) / len(held))
            kinds = {kind for _, _, kind in held}
            fill = colours[held[0][2]] if len(kinds) == 1 else INK
            if len(held) > 1:
                self._disc(pen, at, PIN, fill, str(len(held)))
            else:
                self._disc(pen, at, SMALL_PIN, fill, "")

    def _draw_names(self, pen: Any) -> None:
        """Name the municipalities under their offices, where there is room for names."""
        if len(self._drawn["places"]) > MOST_NAMES:
            return
        taken: list[tuple[float, float, float]] = []
        for _, told, lng, lat in self._drawn["places"]:
            x, y = self._at(lng, lat)
            name = shown(told)
            half = stringWidth(name, BOLD, NAME) / 2
            left, right, base = x - half, x + half, y - PIN - 9
            if any(abs(base - other) < NAME and left < end and right > begin for begin, end, other in taken):
                continue
            taken.append((left, right, base))
            self._name(pen, name, left, base)

    @staticmethod
    def _name(pen: Any, name: str, left: float, base: float) -> None:
        for halo in (True, False):
            # how letters are drawn outlives the text: what is drawn after it would have a rim too
            pen.saveState()
            text = pen.beginText(left, base)
            text.setFont(BOLD, NAME)
            text.setTextRenderMode(2 if halo else 0)
            pen.setStrokeColor(PAPER)
            pen.setFillColor(PAPER if halo else INK)
            pen.setLineWidth(2)
            text.textOut(name)
            pen.drawText(text)
            pen.restoreState()

    def _disc(self, pen: Any, at: tuple[float, float], radius: float, fill: Any, text: str) -> None:
        pen.setFillColor(fill)
        pen.setStrokeColor(PAPER)
        pen.setLineWidth(0.8)
        pen.circle(*at, radius, stroke=1, fill=1)
        pen.setFillColor(PAPER)
        pen.setFont(BOLD, radius * (1.05 if len(text) < 3 else 0.8))
        pen.drawCentredString(at[0], at[1] - radius * 0.36, text)

    def _draw_bar(self, pen: Any) -> None:
        length, words = scale_bar(KM_PER_DEGREE / self._scale)
        pen.setFillColor(PAPER)
        pen.setStrokeColor(FAINT)
        pen.rect(8, 8, length + 16, 22, stroke=0, fill=1)
        pen.setLineWidth(1.2)
        pen.line(16, 14, 16 + length, 14)
        for x in (16, 16 + length):
            pen.line(x, 12, x, 17)
        pen.setFillColor(INK)
        pen.setFont(REGULAR, 7)
        pen.drawString(16, 19, words)


def _mix(one: str, other: str, share: float) -> Any:
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return HexColor("#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs))
