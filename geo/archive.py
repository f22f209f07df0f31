"""Files that a person brought, in a zip or a folder: read on demand and within limits, never unpacked to disk."""

from __future__ import annotations

import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_ARCHIVE_BYTES = 300 * 2**20
MAX_MEMBERS = 2_000
MAX_FILE_BYTES = 512 * 2**20
"""Of one file, unpacked."""
MAX_TOTAL_BYTES = 2**30
"""Of all files together, unpacked."""
MAX_RATIO = 200
"""Unpacked bytes for a packed one; tables of text stay below 40."""
RATIO_FREE_BYTES = 2**20
"""A file up to this size may be packed as tightly as it likes."""

DAMAGE = (
    OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error, lzma.LZMAError,
    struct.error,
)  # fmt: skip
"""What reading a file, or a file of a zip, may raise; it shares no base."""

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")


class Archive:
    """The regular files of a zip or a folder, by their path with forward slashes."""

    def __init__(self, path: Path, room: int = 1) -> None:
        """Look at what is there, judged by content and not by its suffix; `room` times the limits of size hold.

        Raises
        ------
        SourceError
            When it is no folder and no zip, is damaged or encrypted, names a file outside itself, or is too large.
        """
        self.path, self._room = path, room
        if not path.exists():
            raise SourceError(f"{path} does not exist.")
        if path.is_dir():
            self._sizes = _folder_sizes(path, room)
        elif zipfile.is_zipfile(path):
            _limit(path.name, path.stat().st_size, room * MAX_ARCHIVE_BYTES)
            self._sizes = self._zip_sizes()
        else:
            raise SourceError(f"{path.name} is neither a zip file nor a folder.")
        _limit(path.name, sum(self._sizes.values()), room * MAX_TOTAL_BYTES)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every file's path."""
        return frozenset(self._sizes)

    def size(self, name: str) -> int:
        """Bytes of a file, unpacked."""
        return self._sizes[name]

    def read(self, name: str) -> bytes:
        """Give a file's content.

        Raises
        ------
        SourceError
            When it is absent or damaged.
        """
        if name not in self._sizes:
            raise SourceError(f"{self.path.name} holds no {name}.")
        try:
            if self.path.is_dir():
                return (self.path / name).read_bytes()
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        except DAMAGE as error:
            raise SourceError(f"{name} in {self.path.name} cannot be read: {error}.") from error

    def copy(self, name: str, target: Path) -> None:
        """Write a file's content to `target`, without holding all of it in memory.

        Raises
        ------
        SourceError
            When it is damaged.
        """
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as stream, target.open("wb") as out:
                shutil.copyfileobj(stream, out, 2**20)
        except DAMAGE as error:
            raise SourceError(f"{name} in {self.path.name} is damaged: {error}.") from error

    def root_of(self, name: str) -> str:
        """Give the folder inside that holds `name`, as `` or `folder/`; many archives wrap their files in one.

        Raises
        ------
        SourceError
            When several folders hold it.
        """
        if name in self._sizes:
            return ""
        roots = sorted(path.removesuffix(name) for path in self._sizes if path.endswith("/" + name))
        if len(roots) > 1:
            raise SourceError(f"{self.path.name} holds {name} more than once: in {', '.join(roots)}.")
        return roots[0] if roots else ""

    def _zip_sizes(self) -> Mapping[str, int]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                members = archive.infolist()
        except DAMAGE as error:
            raise SourceError(f"{self.path.name} is a damaged zip file: {error}.") from error
        if len(members) > MAX_MEMBERS:
            raise SourceError(f"{self.path.name} holds {len(members)} files; at most {MAX_MEMBERS} are read.")
        sizes: dict[str, int] = {}
        for member in members:
            _refuse_name(self.path.name, member)
            if member.is_dir() or member.filename.startswith(_IGNORED) or member.filename.endswith(_IGNORED):
                continue
            _refuse_member(self.path.name, member, self._room)
            if member.filename in sizes:
                raise SourceError(f"{self.path.name} holds {member.filename} twice.")
            sizes[member.filename] = member.file_size
        return sizes


def _refuse_name(archive: str, member: zipfile.ZipInfo) -> None:
    """Refuse what names no file; zipfile cuts a name at its first NUL, so that two could be taken for one."""
    nameless = not PurePosixPath(member.filename).parts and not member.filename.endswith("/")
    if nameless or "\0" in member.orig_filename:
        raise SourceError(f"{archive} holds {member.orig_filename!r}, which is no name of a file.")


def _refuse_member(archive: str, member: zipfile.ZipInfo, room: int) -> None:
    name = member.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\\" in name:
        raise SourceError(f"{archive} holds {name!r}, which points outside it.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SourceError(f"{archive} holds {name!r}, which is a link.")
    if member.flag_bits & 0x1:
        raise SourceError(f"{archive} is encrypted.")
    _limit(name, member.file_size, room * MAX_FILE_BYTES)
    if member.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * member.compress_size):
        raise SourceError(f"{name} in {archive} unpacks to over {MAX_RATIO} times its size: a zip bomb.")


def _folder_sizes(folder: Path, room: int) -> Mapping[str, int]:
    """Sizes of the files of a folder; links that leave it are refused."""
    base = folder.resolve()
    sizes = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(_IGNORED) or name.endswith(_IGNORED):
            continue
        if not path.resolve().is_relative_to(base):
            raise SourceError(f"{folder.name} holds {name!r}, which points outside it.")
        if path.is_file():
            sizes[name] = path.stat().st_size
            _limit(name, sizes[name], room * MAX_FILE_BYTES)
        if len(sizes) > MAX_MEMBERS:
            raise SourceError(f"{folder.name} holds over {MAX_MEMBERS} files.")
    return sizes


def _limit(name: str, size: int, most: int) -> None:
    if size > most:
        raise SourceError(f"{name} is too large: {size / 2**20:,.0f} MB, where at most {most / 2**20:,.0f} are read.")
