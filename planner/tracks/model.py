"""What is read from somebody's track file: named points and lines, and how much of them is taken."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 50 * 1024 * 1024
MOST_POINTS = 600_000
MOST_SHAPES = 20_000
LONGEST_NAME = 200
REASONS = (
    "archive", "broken", "doctype", "empty", "encoding", "format", "large", "nested", "position", "system",
)  # fmt: skip


@dataclass(slots=True)
class Shape:
    """A point or a line, degrees of WGS 84."""

    what: str
    """wpt, rte or trk, whatever the format calls them: a place, an order of places, a way."""
    name: str = ""
    lngs: array[float] = field(default_factory=lambda: array("d"))
    lats: array[float] = field(default_factory=lambda: array("d"))

    def __len__(self) -> int:
        return len(self.lngs)


class Collector:
    """Takes points as they are read, and refuses what nobody could show."""

    def __init__(self) -> None:
        self.shapes: list[Shape] = []
        self.points = 0

    def begin(self, what: str, name: str = "") -> Shape:
        """Begin a shape.

        Raises
        ------
        InvalidRequest
            Where there are too many.
        """
        if len(self.shapes) >= MOST_SHAPES:
            raise refused("large", f"it holds more than {MOST_SHAPES:,} points and lines; divide it.")
        shape = Shape(what, name[:LONGEST_NAME])
        self.shapes.append(shape)
        return shape

    def add(self, shape: Shape, lng: float, lat: float, where: Callable[[], str]) -> None:
        """Add a point to a shape.

        Raises
        ------
        InvalidRequest
            Where the point is nowhere on Earth, or one too many; the text says where in the file it stands.
        """
        # NaN fails every comparison
        if not (-180 <= lng <= 180 and -90 <= lat <= 90):
            raise refused("position", f"{where()}: {lat}, {lng} is no latitude and longitude in degrees.")
        if self.points >= MOST_POINTS:
            raise refused("large", f"it holds more than {MOST_POINTS:,} points of lines; divide it.")
        self.points += 1
        shape.lngs.append(lng)
        shape.lats.append(lat)

    def finish(self) -> list[Shape]:
        """Give what was read.

        Raises
        ------
        InvalidRequest
            Where that is nothing.
        """
        found = [shape for shape in self.shapes if len(shape)]
        if not found:
            raise refused("empty", "it holds no point and no line.")
        return found


def number(text: str, where: Callable[[], str]) -> float:
    """Read a coordinate.

    Raises
    ------
    InvalidRequest
        Where it is none.
    """
    try:
        return float(text)
    except ValueError:
        raise refused("position", f"{where()}: {text[:40]!r} is no number.") from None


class RefusedFile(InvalidRequest):
    """A file that is not read."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__("file", why)
        self.reason = reason
        """One word for programs, and for pages of other languages."""


def refused(reason: str, why: str) -> RefusedFile:
    """Say why a file is not read.

    Parameters
    ----------
    reason : str
        One of REASONS.
    why : str
        What is wrong, and where in the file.
    """
    return RefusedFile(reason, why)
