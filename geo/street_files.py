"""Judge a street file by its content, before anything reads it: what it is, and whether it may be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GIB, MIB = 2**30, 2**20

MOST_BYTES = {"xml": 16 * GIB, "pbf": 1 * GIB, "graphml": 80 * MIB}
"""XML and PBF are read piece by piece, so time bounds them: about ten minutes. GraphML is held in memory as a whole:
this much of it needs 2 GB (docs/BENCHMARKS.md, Streets)."""

MOST_PARTS = 450_000
"""Nodes and edges of a GraphML file: the same 2 GB, for a file that says little of each."""

LONGEST_TEXT = 100_000
"""Characters of one GraphML value: the longest line of a street is far below."""

PACKED = {
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf": "7z",
}
ROOTS = {"osm": "xml", "graphml": "graphml"}
_BLOCK = 2**20
_PROLOG = 2**16


def judge(file: Path) -> str:
    """Tell what a file holds: `xml` (.osm), `pbf` or `graphml`; its name does not matter.

    Raises
    ------
    SourceError
        When it is absent, packed, none of the three, too large, or an XML file with a DOCTYPE.
    """
    if not file.is_file():
        raise SourceError(f"{file} is no file.")
    with file.open("rb") as data:
        head = data.read(_PROLOG)
    for magic, name in PACKED.items():
        if head.startswith(magic):
            raise SourceError(f"{file.name} is packed ({name}): unpack it first, so that its true size is known.")
    kind = "pbf" if _is_pbf(head) else _xml_kind(head, file.name)
    size, most = file.stat().st_size, MOST_BYTES[kind]
    if size > most:
        raise SourceError(
            f"{file.name} is too large: {size / MIB:,.0f} MB, where {most / MIB:,.0f} MB of its kind fit. "
            "Take an extract of the municipality, or of its prefecture as .osm.pbf."
        )
    return kind


def _is_pbf(head: bytes) -> bool:
    # four bytes of length, then a BlobHeader whose first field (type) is "OSMHeader"
    # https://wiki.openstreetmap.org/wiki/PBF_Format
    return head[4:6] == b"\x0a\x09" and head[6:15] == b"OSMHeader"


class _Found(Exception):
    """Ends the reading of a prolog at its root element."""


def _xml_kind(head: bytes, name: str) -> str:
    root: list[str] = []

    def start(element: str, _: object) -> None:
        root.append(element)
        raise _Found

    parser = _parser(name)
    parser.StartElementHandler = start
    # an encoding nobody knows is a LookupError, one of many bytes a ValueError
    try:
        parser.Parse(head, False)
    except _Found:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SourceError(f"{name} is neither OpenStreetMap XML nor PBF nor GraphML.") from error
    kind = ROOTS.get(root[0].rpartition("}")[2]) if root else None
    if kind is None:
        what = f"its root is <{root[0][:40]}>" if root else "it has no root element near its beginning"
        raise SourceError(f"{name} is neither OpenStreetMap XML nor PBF nor GraphML: {what}.")
    return kind


def _parser(name: str) -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise SourceError(f"{name} has a DOCTYPE: no street file needs one, and it may hide a bomb.")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def check_graphml(file: Path, progress: Callable[[int], object]) -> None:
    """Read a GraphML file once, keeping nothing: it is well-formed and none of its texts could burst when evaluated.

    Raises
    ------
    SourceError
        With file and line, when it is not.
    """
    parser, length, parts = _parser(file.name), 0, 0

    def count(text: str) -> None:
        nonlocal length
        length += len(text)
        if length > LONGEST_TEXT:
            raise SourceError(
                f"{file.name}, line {parser.CurrentLineNumber}: a value is longer than a street's can be."
            )

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal length, parts
        length = 0
        for text in attributes.values():
            count(text)
        length = 0
        parts += element.endswith(("node", "edge"))
        if parts > MOST_PARTS:
            raise SourceError(f"{file.name} has more than the {MOST_PARTS:,} nodes and edges that fit into memory.")

    parser.CharacterDataHandler = count
    parser.StartElementHandler = begin
    try:
        with file.open("rb") as data:
            while block := data.read(_BLOCK):
                parser.Parse(block, False)
                progress(len(block))
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SourceError(f"{file.name} is damaged: {error}.") from error
