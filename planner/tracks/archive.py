"""Find the track in a zip archive (KMZ) that anybody may have packed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.tracks.model import MOST_BYTES, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MOST_DIRECTORY_BYTES = 256 * 1024
_END, _END_64, _END_BYTES = b"PK\x05\x06", b"PK\x06\x06", 22
_TAIL = 65535 + _END_BYTES + 96
_SUFFIXES = (".kml", ".gpx", ".geojson")


@contextmanager
def track_in(file: BinaryIO) -> Iterator[BinaryIO]:
    """Open the first track of an archive; nothing is ever unpacked to a disk.

    Raises
    ------
    InvalidRequest
        Where the archive is broken or holds what none of ours would.
    """
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            found = _choose(archive)
            with archive.open(found) as stream:
                yield stream  # type: ignore[misc]
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
        raise refused("archive", f"its archive is broken: {error}") from None
    except (NotImplementedError, RuntimeError) as error:
        raise refused("archive", f"its archive cannot be read: {error}") from None


def _check_directory(file: BinaryIO) -> None:
    """Refuse a table of contents that would fill the memory before anything can be asked of it."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    if _END_64 in tail:
        raise refused("archive", "its archive is in the format for very large ones (ZIP64).")
    at = tail.find(_END)
    while at >= 0:
        record = tail[at : at + _END_BYTES]
        if len(record) == _END_BYTES and struct.unpack("<4s4H2LH", record)[5] > MOST_DIRECTORY_BYTES:
            raise refused("archive", "its archive holds too many files.")
        at = tail.find(_END, at + 1)


def _choose(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
            raise refused("archive", f"its archive names a file outside of itself: {info.filename[:60]!r}.")
    for info in archive.infolist():
        if info.filename.lower().endswith(_SUFFIXES):
            if info.flag_bits & 1:
                raise refused("archive", "its archive is encrypted.")
            if info.file_size > MOST_BYTES:
                raise refused(
                    "large", f"{info.filename[:60]!r} is larger than {MOST_BYTES // 1024**2} MB when unpacked."
                )
            return info
    raise refused("archive", "its archive holds no .kml, .gpx or .geojson.")
