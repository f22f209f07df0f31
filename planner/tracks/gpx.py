"""Read GPX 1.0 and 1.1: waypoints, routes and tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tracks.model import LONGEST_NAME, number, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.tracks.model import Collector, Shape

_NAME_DEPTH = 3
"""Of the name of a waypoint, route or track; those of points in a line are not read."""


class GpxReader:
    """Takes a GPX file's elements in their order."""

    wanted = frozenset({"wpt", "rte", "rtept", "trk", "trkseg", "trkpt", "name"})
    where: Callable[[], str]

    def __init__(self, into: Collector) -> None:
        self._into = into
        self._name = ""
        self._shape: Shape | None = None

    def start(self, name: str, attributes: dict[str, str], depth: int) -> bool:
        """Take the beginning of an element."""
        if name in {"trkpt", "rtept"}:
            self._point(name, attributes)
        elif name == "name":
            return depth == _NAME_DEPTH
        elif name == "trkseg":
            # each part of a track is a line of its own: nobody went straight across the gap
            self._shape = self._into.begin("trk", self._name)
        else:
            self._name = ""
            self._shape = None if name == "trk" else self._into.begin(name)
            if name == "wpt":
                self._point(name, attributes)
        return False

    def text(self, data: str) -> None:
        """Take a part of a name."""
        if len(self._name) < LONGEST_NAME:
            self._name = (self._name + data)[:LONGEST_NAME]

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "name":
            # a track's name stands before its parts, which take it when they begin
            if self._shape is not None and not self._shape.name:
                self._shape.name = self._name.strip()
        elif name in {"wpt", "rte", "trk", "trkseg"}:
            self._shape = None

    def _point(self, name: str, attributes: dict[str, str]) -> None:
        if self._shape is None:
            raise refused("broken", f"{self.where()}: <{name}> stands outside of a route or track.")
        try:
            lat, lng = attributes["lat"], attributes["lon"]
        except KeyError:
            raise refused("position", f"{self.where()}: <{name}> has no lat and lon.") from None
        self._into.add(self._shape, number(lng, self.where), number(lat, self.where), self.where)
