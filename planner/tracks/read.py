"""Read somebody's GPX, KML, KMZ or GeoJSON, told by its content: bounded in time, memory and what is believed."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from planner.tracks import archive, geojson
from planner.tracks.gpx import GpxReader
from planner.tracks.kml import KmlReader
from planner.tracks.model import MOST_BYTES, Collector, Shape, refused
from planner.tracks.xml import CHUNK, XmlStream

if TYPE_CHECKING:
    from typing import BinaryIO

    from planner.tracks.xml import Reader

_ZIP = b"PK\x03\x04"
_XML = (b"<", b"\xff\xfe", b"\xfe\xff")
_JSON = (b"{", b"[")


@dataclass(frozen=True, slots=True)
class TrackFile:
    """What a file holds."""

    format: str
    """gpx, kml or geojson."""
    shapes: list[Shape]


def read_tracks(stream: BinaryIO) -> TrackFile:
    """Read a file as it streams in.

    Parameters
    ----------
    stream : binary stream
        Need not be able to seek.

    Raises
    ------
    InvalidRequest
        With what is wrong with the file, and where in it.
    """
    bounded = _Bounded(stream)
    first = bounded.read(CHUNK)
    if first.startswith(_ZIP):
        with tempfile.SpooledTemporaryFile(CHUNK) as file:
            while first:
                file.write(first)
                first = bounded.read(CHUNK)
            with archive.track_in(cast("BinaryIO", file)) as inner:
                inner_bounded = _Bounded(inner)
                return _read_plain(inner_bounded, inner_bounded.read(CHUNK))
    return _read_plain(bounded, first)


def _read_plain(stream: _Bounded, first: bytes) -> TrackFile:
    into = Collector()
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_XML):
        # XML may begin with a mark of byte order, not with a blank
        head = first if first.startswith(_XML[1:]) else start
        readers: dict[str, Reader] = {"gpx": GpxReader(into), "kml": KmlReader(into)}
        return TrackFile(XmlStream(readers).read(cast("BinaryIO", stream), head), into.finish())
    if start.startswith(_JSON):
        rest = io.BytesIO(first)
        rest.seek(0, 2)
        while (chunk := stream.read(CHUNK)) and rest.tell() <= geojson.MOST_BYTES:
            rest.write(chunk)
        if rest.tell() > geojson.MOST_BYTES:
            raise refused("large", f"GeoJSON is read up to {geojson.MOST_BYTES // 1024**2} MB; GPX may be larger.")
        geojson.read_geojson(rest.getvalue(), into)
        return TrackFile("geojson", into.finish())
    raise refused("format", "it is no GPX, KML, KMZ or GeoJSON." if start else "it is empty.")


class _Bounded:
    """A stream that ends with an error where it is too long."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = MOST_BYTES

    def read(self, size: int) -> bytes:
        """Read some bytes; none at the end."""
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise refused("large", f"it is larger than {MOST_BYTES // 1024**2} MB.")
        return chunk
