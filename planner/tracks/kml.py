"""Read KML 2.2 and gx:Track: placemarks with points, lines and areas. Links to elsewhere are not followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tracks.model import LONGEST_NAME, number, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.tracks.model import Collector, Shape

LONGEST_POSITION = 200
_SHAPES = {"Point": "wpt", "LineString": "trk", "LinearRing": "trk", "Track": "trk"}


class KmlReader:
    """Takes a KML file's elements in their order."""

    wanted = frozenset({"Placemark", "name", "coordinates", "coord", *_SHAPES})
    where: Callable[[], str]

    def __init__(self, into: Collector) -> None:
        self._into = into
        self._name = self._rest = self._reading = ""
        self._name_depth = 0
        self._shape: Shape | None = None

    def start(self, name: str, attributes: dict[str, str], depth: int) -> bool:
        """Take the beginning of an element."""
        self._reading, self._rest = name, ""
        if name == "Placemark":
            self._name, self._name_depth = "", depth + 1
        elif name in _SHAPES:
            self._shape = self._into.begin(_SHAPES[name], self._name.strip())
        elif name == "name":
            return depth == self._name_depth
        return name in {"coordinates", "coord"} and self._shape is not None

    def text(self, data: str) -> None:
        """Take a part of a name or of coordinates; the latter may be many megabytes, so they are read as they come."""
        if self._reading == "name":
            self._name = (self._name + data)[:LONGEST_NAME]
            return
        self._rest += data
        if self._reading == "coordinates":
            words = self._rest.split()
            # the last word may go on in the next piece
            self._rest = "" if data[-1:].isspace() or not words else words.pop()
            for word in words:
                self._add(word.split(","))
        if len(self._rest) > LONGEST_POSITION:
            raise refused("position", f"{self.where()}: {self._rest[:40]!r} is no position.")

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "coordinates" and self._rest:
            self._add(self._rest.split(","))
        elif name == "coord":
            self._add(self._rest.split())
        elif name in _SHAPES:
            self._shape = None
        self._rest = ""

    def _add(self, position: list[str]) -> None:
        if len(position) < 2 or self._shape is None:
            raise refused("position", f"{self.where()}: {','.join(position)[:40]!r} is no position.")
        lng, lat = (number(text, self.where) for text in position[:2])
        self._into.add(self._shape, lng, lat, self.where)
