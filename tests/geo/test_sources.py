from __future__ import annotations

import hashlib
import io
import re
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from geo import sources as module
from geo.errors import SourceError
from geo.sources import Package, Sources, fetch, read_sources, unpack, verify_archive

if TYPE_CHECKING:
    from pathlib import Path


Monkey = pytest.MonkeyPatch


def sdist(path: Path, members: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return path


def wheel(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_only_the_members_asked_for_are_taken_out(tmp_path: Path) -> None:
    archive = sdist(tmp_path / "a.tar.gz", {"a-1/x.csv": b"x", "a-1/deep/y.csv": b"y", "a-1/setup.py": b"evil"})
    folder = unpack(archive, ("a-1/x.csv", "a-1/deep/?.csv"), tmp_path / "out")
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")) == [
        "a-1/deep/y.csv",
        "a-1/x.csv",
    ]


def test_a_wheel_is_opened_too(tmp_path: Path) -> None:
    folder = unpack(wheel(tmp_path / "a.whl", {"a/x.csv": b"x"}), ("a/*.csv",), tmp_path / "out")
    assert (folder / "a/x.csv").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/tmp/x.csv"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    for archive in (sdist(tmp_path / "a.tar.gz", {name: b"x"}), wheel(tmp_path / "a.whl", {name: b"x"})):
        with pytest.raises(SourceError, match="outside its folder"):
            unpack(archive, ("*.csv",), tmp_path / "out")
    assert not (tmp_path / "x.csv").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    archive = sdist(tmp_path / "a.tar.gz", {}, {"a/x.csv": "/etc/hostname"})
    with pytest.raises(SourceError, match=r"holds no a/x\.csv"):
        unpack(archive, ("a/x.csv",), tmp_path / "out")


@pytest.mark.parametrize("name", ["a.whl", "a.tar.gz"])
def test_a_broken_archive_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not an archive")
    with pytest.raises(SourceError, match=f"{name} is damaged"):
        unpack(tmp_path / name, ("x",), tmp_path / "out")


def test_another_file_than_the_pinned_one_is_refused_and_removed(tmp_path: Path) -> None:
    archive = wheel(tmp_path / "a.whl", {"a/x.csv": b"x"})
    with pytest.raises(SourceError, match="not the pinned file"):
        verify_archive(archive, "0" * 64)
    assert not archive.exists()


@pytest.fixture
def package(tmp_path: Path) -> Package:
    archive = wheel(tmp_path / "a-1-py3-none-any.whl", {"a/x.csv": b"x"})
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    return Package("a", "1", archive.name, digest, ("a/x.csv",), "content", "MIT", "credit", "2026")


def plan_of(package: Package, data_dir: Path) -> Sources:
    real = read_sources(data_dir / "sources.toml")
    return Sources(real.version, real.date, {package.name: package}, {}, real.curated)


def test_what_is_in_the_cache_is_not_downloaded(
    tmp_path: Path,
    package: Package,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(module, "download", lambda *_: pytest.fail("no download is due"))
    folders = fetch(plan_of(package, data_dir), tmp_path)
    assert (folders["a"] / "a/x.csv").read_bytes() == b"x"
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Sources" in printed.err


def test_a_download_that_fails_says_what_and_why(
    tmp_path: Path, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_command", lambda *_: ["sh", "-c", "echo offline >&2; exit 1"])
    with pytest.raises(SourceError, match="a 1 could not be downloaded: offline"):
        module.download(package, tmp_path)


@pytest.mark.parametrize("content", ["", "no toml", "[dataset]\nversion = '1'\n"])
def test_a_damaged_list_of_sources_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "sources.toml").write_text(content)
    with pytest.raises(SourceError, match=r"sources\.toml is damaged"):
        read_sources(tmp_path / "sources.toml")


def test_a_missing_list_of_sources_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"sources\.toml is missing"):
        read_sources(tmp_path / "sources.toml")


def test_every_package_is_pinned_and_credited(data_dir: Path) -> None:
    for package in read_sources(data_dir / "sources.toml").packages.values():
        assert re.fullmatch(r"[0-9a-f]{64}", package.sha256), package.name
        assert package.version in package.file
        assert all((package.members, package.content, package.licence, package.credit, package.vintage))


def test_every_table_is_made_of_known_packages(data_dir: Path) -> None:
    sources = read_sources(data_dir / "sources.toml")
    used = {name for made_of in sources.tables.values() for name in made_of["packages"]}
    assert used == sources.packages.keys()
