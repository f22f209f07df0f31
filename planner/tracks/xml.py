"""Read XML of strangers as it streams in: no document type, no entity, no deep nest, no endless tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from xml.parsers import expat

from planner.errors import InvalidRequest
from planner.tracks.model import refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

CHUNK = 64 * 1024
DEEPEST = 64
LONGEST_TAG = 4 * CHUNK
MOST_ELEMENTS = 2_000_000
_MOST_NAMES = 1000


class Reader(Protocol):
    """Understands one format; names come without their namespaces, and the root element is at depth 1."""

    wanted: frozenset[str]
    """Elements that it is told of."""
    where: Callable[[], str]
    """Given to it: says where in the file it stands."""

    def start(self, name: str, attributes: dict[str, str], depth: int) -> bool:
        """Take the beginning of an element; say whether its text is wanted."""

    def text(self, data: str) -> None:
        """Take a piece of the wanted text."""

    def end(self, name: str) -> None:
        """Take the end of an element."""


class XmlStream:
    """Feeds the reader that the root element chooses.

    Parameters
    ----------
    readers : dict
        Reader by the name of the root element.
    """

    def __init__(self, readers: dict[str, Reader]) -> None:
        self._readers = readers
        self._root = ""
        self._reader: Reader | None = None
        self._depth = self._elements = 0
        self._listening = False
        self._names: dict[str, str] = {}
        # namespaces are joined to names by a space, so that they are easily cut off
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end

    def read(self, stream: BinaryIO, first: bytes) -> str:
        """Read to the end, and give the name of the root element.

        Raises
        ------
        InvalidRequest
            With what is wrong, and where.
        """
        fed, chunk = 0, first
        try:
            while chunk:
                self._parser.Parse(chunk, False)
                fed += len(chunk)
                self._check(fed)
                chunk = stream.read(CHUNK)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            raise refused("broken", f"line {error.lineno}, column {error.offset + 1}: no XML, {what}.") from None
        except (LookupError, ValueError) as error:
            if isinstance(error, InvalidRequest):
                raise
            # an encoding that nobody knows, or that is none of text
            raise refused("encoding", f"{self._where()}: its encoding cannot be read; save it as UTF-8.") from None
        return self._root

    def _check(self, fed: int) -> None:
        # what is not yet understood is one tag that has not ended; it would be kept until it does
        if fed - max(self._parser.CurrentByteIndex, 0) > LONGEST_TAG:
            raise refused("large", f"{self._where()}: one tag is longer than {LONGEST_TAG:,} bytes.")
        if self._depth > DEEPEST:
            raise refused("nested", f"{self._where()}: elements are nested too deeply.")
        if self._elements > MOST_ELEMENTS:
            raise refused("large", f"it holds more than {MOST_ELEMENTS:,} elements; divide it.")

    def _begin(self, name: str, _: dict[str, str]) -> None:
        """Take the root element."""
        root = name.rpartition(" ")[2]
        if root not in self._readers:
            raise refused("format", f"<{root[:40]}> is none of {', '.join(self._readers)}.")
        self._root, self._reader, self._depth = root, self._readers[root], 1
        self._reader.where = self._where
        self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # called a million times, so it does as little as it can
        self._depth += 1
        self._elements += 1
        local = self._names.get(name)
        if local is None:
            local = self._local(name)
        if local and self._reader is not None:
            self._listen(self._reader.start(local, attributes, self._depth))

    def _local(self, name: str) -> str:
        """Cut off the namespace; empty for an element that the reader does not want."""
        local = name.rpartition(" ")[2]
        local = local if self._reader is not None and local in self._reader.wanted else ""
        if len(self._names) < _MOST_NAMES:
            self._names[name] = local
        return local

    def _listen(self, wanted: bool) -> None:
        if wanted != self._listening and self._reader is not None:
            self._parser.CharacterDataHandler = self._reader.text if wanted else None
            self._listening = wanted

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = self._names.get(name)
        if local and self._reader is not None:
            self._reader.end(local)
            self._listen(False)

    def _where(self) -> str:
        return f"line {self._parser.CurrentLineNumber}"


def _refuse_doctype(*_: Any) -> NoReturn:
    # its entities can blow up a small file, or fetch others
    raise refused("doctype", "it has a document type declaration (DOCTYPE), which no track needs; remove it.")
