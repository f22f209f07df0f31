from __future__ import annotations

import bz2
import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest

from geo import street_files
from geo.errors import SourceError
from geo.street_files import check_graphml, judge

if TYPE_CHECKING:
    from pathlib import Path

OSM = b'<?xml version="1.0"?>\n<osm version="0.6"><node id="1" lon="137" lat="36"/></osm>'
GRAPHML = b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"/></graphml>'
PBF = b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x10"
BOMB = b'<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def put(tmp_path: Path, content: bytes, name: str = "file.osm") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(("content", "kind"), [(OSM, "xml"), (GRAPHML, "graphml"), (PBF, "pbf")])
@pytest.mark.parametrize("name", ["town.osm", "town.osm.pbf", "town.graphml", "town.txt"])
def test_content_decides_and_not_the_name(tmp_path: Path, content: bytes, kind: str, name: str) -> None:
    assert judge(put(tmp_path, content, name)) == kind


def zipped(tmp_path: Path) -> bytes:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("town.osm", OSM)
    return (tmp_path / "z.zip").read_bytes()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_packed_files_are_refused(tmp_path: Path, pack) -> None:
    with pytest.raises(SourceError, match=r"file\.osm is packed"):
        judge(put(tmp_path, pack(OSM)))


def test_a_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"packed \(zip\)"):
        judge(put(tmp_path, zipped(tmp_path)))


@pytest.mark.parametrize(
    "content",
    [
        BOMB + b'<osm version="0.6">&b;</osm>',
        b'<?xml version="1.0"?>\n<!-- first -->\n' + BOMB + b"<osm/>",
        (b'<?xml version="1.0" encoding="UTF-16"?>' + BOMB + b"<osm/>").decode().encode("utf-16"),
        b'<!DOCTYPE graphml SYSTEM "http://example.com/x.dtd"><graphml/>',
        b" " * 70_000 + BOMB + b"<osm/>",
    ],
)
def test_a_doctype_is_refused_whatever_its_disguise(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError):
        judge(put(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"hello", b"<html></html>", b'<osmChange version="0.6"/>', b"<osm", b"PAR1", b"a" * 10**6]
    + [f'<?xml version="1.0" encoding="{name}"?><osm/>'.encode() for name in ("utf-x", "shift_jis", "utf-7")],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"file\.osm is neither"):
        judge(put(tmp_path, content))


@pytest.mark.parametrize("name", ["absent.osm", "https://example.com/town.osm", "."])
def test_what_is_no_file_is_never_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="is no file"):
        judge(tmp_path / name)


@pytest.mark.parametrize(("content", "kind"), [(OSM, "xml"), (GRAPHML, "graphml"), (PBF, "pbf")])
def test_too_large_a_file_is_refused_with_the_size_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, kind: str
) -> None:
    file = put(tmp_path, content)
    monkeypatch.setitem(street_files.MOST_BYTES, kind, len(content))
    assert judge(file) == kind
    monkeypatch.setitem(street_files.MOST_BYTES, kind, len(content) - 1)
    with pytest.raises(SourceError, match=r"file\.osm is too large: .* MB of its kind fit"):
        judge(file)


def test_a_damaged_graphml_is_named_with_its_line(tmp_path: Path) -> None:
    file = put(tmp_path, b"<graphml>\n<graph>\n</graphml>", "town.graphml")
    with pytest.raises(SourceError, match=r"town\.graphml is damaged: .*line 3"):
        check_graphml(file, lambda _: None)


def test_a_value_that_would_burst_is_refused(tmp_path: Path) -> None:
    value = b"[" * (street_files.LONGEST_TEXT + 1)
    file = put(tmp_path, b"<graphml>\n<data>" + value + b"</data></graphml>", "town.graphml")
    with pytest.raises(SourceError, match=r"town\.graphml, line 2: a value is longer"):
        check_graphml(file, lambda _: None)


def test_more_nodes_than_fit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street_files, "MOST_PARTS", 3)
    for count in (3, 4):
        text = b"<graphml><graph>" + b'<node id="1"/>' * (count - 1) + b"<edge/></graph></graphml>"
        file = put(tmp_path, text, "town.graphml")
        if count == 3:
            check_graphml(file, lambda _: None)
        else:
            with pytest.raises(SourceError, match=r"town\.graphml has more than the 3 nodes and edges"):
                check_graphml(file, lambda _: None)


def test_every_byte_of_a_whole_graphml_is_counted(tmp_path: Path) -> None:
    counted: list[int] = []
    check_graphml(put(tmp_path, GRAPHML), counted.append)
    assert sum(counted) == len(GRAPHML)


@pytest.mark.parametrize("element", [b"key", b"node", b"data"])
def test_an_attribute_that_would_burst_is_refused(tmp_path: Path, element: bytes) -> None:
    value = b"[" * (street_files.LONGEST_TEXT + 1)
    file = put(tmp_path, b"<graphml>\n<" + element + b' id="' + value + b'"/></graphml>', "town.graphml")
    with pytest.raises(SourceError, match=r"town\.graphml, line 2: a value is longer"):
        check_graphml(file, lambda _: None)
