from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

import geo.archive
from geo.archive import Archive
from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_zip_is_known_by_its_content(feed_zip: Callable[..., Path]) -> None:
    archive = Archive(feed_zip({"stops.txt": "x"}, name="timetable.dat"))
    assert archive.names == {"stops.txt"}
    assert archive.read("stops.txt") == b"x"


def test_a_text_named_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    path.write_text("stop_id\n")
    with pytest.raises(SourceError, match="neither a zip file nor a folder"):
        Archive(path)


def test_a_folder_is_read_and_its_links_outside_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "stops.txt").write_text("x")
    assert Archive(folder).read("stops.txt") == b"x"
    (tmp_path / "secret").write_text("s")
    (folder / "agency.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(SourceError, match=r"'agency.txt', which points outside"):
        Archive(folder)


@pytest.mark.parametrize(
    "name", ["../stops.txt", "/etc/stops.txt", "a/../../stops.txt", "C:/stops.txt", "..\\stops.txt"]
)
def test_paths_that_leave_the_archive_are_refused(feed_zip: Callable[..., Path], name: str) -> None:
    with pytest.raises(SourceError, match="points outside it"):
        Archive(feed_zip({name: "x"}))


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    info = zipfile.ZipInfo("stops.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(SourceError, match="which is a link"):
        Archive(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(feed_zip: Callable[..., Path]) -> None:
    with pytest.raises(SourceError, match="a zip bomb"):
        Archive(feed_zip({"stops.txt": b"\0" * 30_000_000}))


def test_what_is_too_large_is_refused(feed_zip: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = feed_zip({"stops.txt": "x" * 100, "trips.txt": "y" * 100})
    for limit, most in (("MAX_FILE_BYTES", 99), ("MAX_TOTAL_BYTES", 199), ("MAX_ARCHIVE_BYTES", 50)):
        with monkeypatch.context() as patch:
            patch.setattr(geo.archive, limit, most)
            with pytest.raises(SourceError, match="too large"):
                Archive(path)
    monkeypatch.setattr(geo.archive, "MAX_MEMBERS", 1)
    with pytest.raises(SourceError, match="holds 2 files"):
        Archive(path)


def test_a_header_that_lies_about_its_size_is_damage(tmp_path: Path) -> None:
    """The directory says 10 bytes, the data hold 1,000: no more than 10 are unpacked, and their checksum is wrong."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stops.txt", "x" * 1000)
    content = buffer.getvalue().replace(struct.pack("<I", 1000), struct.pack("<I", 10))
    path = tmp_path / "feed.zip"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"stops\.txt in feed\.zip"):
        Archive(path).read("stops.txt")


def test_files_may_lie_in_one_folder_but_not_in_two(feed_zip: Callable[..., Path]) -> None:
    assert Archive(feed_zip({"stops.txt": "x"}, root="GTFS/")).root_of("stops.txt") == "GTFS/"
    with pytest.raises(SourceError, match="more than once"):
        Archive(feed_zip({"a/stops.txt": "x", "b/stops.txt": "y"})).root_of("stops.txt")


def test_a_cut_zip_is_damaged(feed_zip: Callable[..., Path]) -> None:
    path = feed_zip({"stops.txt": "x" * 10_000})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError):
        Archive(path)


def rename(path: Path, name: bytes) -> Path:
    """Give the one file of a zip, called `@` as often as the new name has bytes, another name."""
    path.write_bytes(path.read_bytes().replace(b"@" * len(name), name))
    return path


@pytest.mark.parametrize("name", [b".", b"./.", b"\0x", b"x\0.txt"])
def test_a_name_of_no_file_is_refused(feed_zip: Callable[..., Path], name: bytes) -> None:
    path = rename(feed_zip({"@" * len(name): "x"}), name)
    with pytest.raises(SourceError, match="which is no name of a file"):
        Archive(path)


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("@", "x")
    content = path.read_bytes()
    begin = content.index(b"PK\x01\x02")
    # the directory alone names files: its entry loses its name, and is one byte shorter
    entry = content[begin : begin + 28] + b"\0\0" + content[begin + 30 : begin + 46]
    end = content[begin + 47 :]
    path.write_bytes(content[:begin] + entry + end[:12] + struct.pack("<I", 46) + end[16:])
    with pytest.raises(SourceError, match="which is no name of a file"):
        Archive(path)


def test_a_folder_of_no_name_does_no_harm(feed_zip: Callable[..., Path]) -> None:
    assert Archive(feed_zip({"./": "", "stops.txt": "x"})).names == {"stops.txt"}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_whatever_is_damaged_inside_a_zip_is_told_as_damage(tmp_path: Path, method: int) -> None:
    path, text = tmp_path / "feed.zip", b"stop_id,stop_name\n" + bytes(range(256)) * 20
    with zipfile.ZipFile(path, "w", method) as made:
        made.writestr("stops.txt", text)
    whole, told = path.read_bytes(), list[str]()
    for at in range(30 + len("stops.txt"), whole.index(b"PK\x01\x02")):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xA5]) + whole[at + 1 :])
        try:
            assert Archive(path).read("stops.txt") == text
        except SourceError as error:
            told.append(str(error))
    assert len(told) > 50
    assert all(line.startswith("stops.txt in feed.zip cannot be read") for line in told)
