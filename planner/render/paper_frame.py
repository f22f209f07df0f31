"""What every map on paper is: a framed rectangle of sea, north up, that shows some extent whole and in its middle."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Any

from reportlab.platypus import Flowable

from planner.render.paper import LINE, SEA


class FramedMap(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A map that fills a rectangle.

    Parameters
    ----------
    size : (float, float)
        Width and height in points.
    bounds : (float, float, float, float)
        West, south, east, north in degrees.
    least : float
        Degrees that are shown at least.
    room : float
        Share of the extent left free on each side.
    """

    def __init__(
        self, size: tuple[float, float], bounds: tuple[float, float, float, float], *, least: float, room: float
    ) -> None:
        super().__init__()
        self.width, self.height = size
        west, south, east, north = bounds
        middle = (south + north) / 2
        # a degree of longitude is as wide as it is in the middle
        self._squeeze = math.cos(math.radians(middle))
        wide = max((east - west) * self._squeeze, least) * (1 + 2 * room)
        high = max(north - south, least) * (1 + 2 * room)
        self._scale = min(self.width / wide, self.height / high)
        self._west = (west + east) / 2 - self.width / 2 / self._scale / self._squeeze
        self._south = middle - self.height / 2 / self._scale

    def wrap(self, *_: float) -> tuple[float, float]:
        """Tell the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw sea and content, clipped to the rectangle, and the frame."""
        pen = self.canv
        pen.saveState()
        frame = pen.beginPath()
        frame.rect(0, 0, self.width, self.height)
        pen.clipPath(frame, stroke=0, fill=0)
        pen.setFillColor(SEA)
        pen.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self._draw_inside(pen)
        pen.restoreState()
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.5)
        pen.rect(0, 0, self.width, self.height, stroke=1, fill=0)

    @abstractmethod
    def _draw_inside(self, pen: Any) -> None:
        """Draw the content."""

    def _at(self, lng: float, lat: float) -> tuple[float, float]:
        return (lng - self._west) * self._squeeze * self._scale, (lat - self._south) * self._scale
