from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from geo.errors import DatasetError
from geo.manifest import MANIFEST, Manifest, edited_since_build, overall_sha256, verify
from geo.sources import read_sources

if TYPE_CHECKING:
    from pathlib import Path


PROMISED = {
    "municipalities", "stations", "rail_links", "roads", "services", "ferries", "flights", "buses", "airports", "demand"
}  # fmt: skip
"""Tables of `data info` in INTERFACE.md."""

DAMAGED = ["", "[]", '{"version": "1"}', '{"tables": {"a": {"rows": 1}}, "files": {}}', "\xff"]
NEEDED = ["japan/stations.parquet", "japan/layers/overview.geojson", "curated/services/ferries.csv"]


@pytest.fixture
def copy(data_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(data_dir, tmp_path / "data")
    return tmp_path / "data"


def test_the_data_set_is_whole(data_dir: Path) -> None:
    manifest = verify(data_dir)
    assert len(manifest.files) == len([path for path in (data_dir / "japan").rglob("*") if path.is_file()]) - 1


def test_the_data_set_is_small(data_dir: Path) -> None:
    size = sum(path.stat().st_size for path in (data_dir / "japan").rglob("*") if path.is_file())
    assert size < 25e6


def test_date_and_version_are_those_of_the_sources(data_dir: Path) -> None:
    """Not of a clock: a second build gives the same bytes."""
    manifest, sources = Manifest.load(data_dir), read_sources(data_dir / "sources.toml")
    assert (manifest.version, manifest.date) == (sources.version, sources.date.isoformat())


def test_every_table_says_where_it_comes_from(data_dir: Path) -> None:
    manifest = Manifest.load(data_dir)
    promised = [
        "municipalities",
        "stations",
        "rail_links",
        "roads",
        "services",
        "ferries",
        "flights",
        "buses",
        "airports",
        "demand",
    ]
    assert set(promised) <= manifest.tables.keys()
    for name, table in manifest.tables.items():
        assert table.rows > 0, name
        assert all((table.source, table.version, table.licence, table.credit, table.vintage, table.files)), name
        assert [file for file in table.files if not (data_dir / file).is_file()] == []
    assert manifest.tables["roads"].licence == "ODbL 1.0"


def test_every_built_file_belongs_to_a_table(data_dir: Path) -> None:
    manifest = Manifest.load(data_dir)
    told = {file for table in manifest.tables.values() for file in table.files}
    assert set(manifest.files) <= told


def test_writing_what_was_read_gives_the_same_bytes(data_dir: Path, tmp_path: Path) -> None:
    stored = json.loads((data_dir / MANIFEST).read_text(encoding="utf-8"))
    manifest = Manifest.load(data_dir)
    as_built = replace(manifest, sha256=stored["sha256"])
    as_built.write(tmp_path / "manifest.json")
    assert (tmp_path / "manifest.json").read_bytes() == (data_dir / MANIFEST).read_bytes()


def test_an_edited_curated_table_makes_another_data_set(copy: Path) -> None:
    before = Manifest.load(copy).sha256
    path = copy / "curated/services/ferries.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = Manifest.load(copy)
    assert after.sha256 != before
    assert after.sha256 == overall_sha256(copy, after.files)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"manifest\.json is missing"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": "1"}', '{"tables": {"a": {"rows": 1}}, "files": {}}', "\xff"]
)
def test_a_damaged_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "japan").mkdir()
    (tmp_path / MANIFEST).write_text(content, encoding="latin-1")
    with pytest.raises(DatasetError, match=r"manifest\.json is damaged"):
        Manifest.load(tmp_path)


def test_one_wrong_byte_is_found_and_named(copy: Path) -> None:
    path = copy / "japan/road_edges.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"road_edges\.parquet is damaged"):
        verify(copy)


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_that_is_gone_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(DatasetError, match="is missing") as caught:
        verify(copy)
    assert name in str(caught.value)


@pytest.mark.parametrize("place", [0.05, 0.3, 0.5, 0.9, 0.999])
def test_one_wrong_byte_in_the_manifest_itself_is_found(copy: Path, place: float) -> None:
    path = copy / MANIFEST
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"manifest\.json is damaged"):
        Manifest.load(copy)


def test_the_manifest_knows_the_curated_files_of_this_build(data_dir: Path) -> None:
    manifest = Manifest.load(data_dir)
    assert edited_since_build(data_dir, manifest) == (), "a curated table has changed: sasurai data build"
    assert len(manifest.curated) == len(list((data_dir / "curated").rglob("*.csv")))


def test_an_edited_curated_table_is_allowed_and_named(copy: Path) -> None:
    path = copy / "curated/demand/chubu.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    (copy / "curated/demand/own.csv").write_text("id\n", encoding="utf-8")
    assert edited_since_build(copy, verify(copy)) == ("curated/demand/chubu.csv", "curated/demand/own.csv")


def test_a_file_of_a_curated_table_that_is_gone_is_named(copy: Path) -> None:
    (copy / "curated/demand/chubu.csv").unlink()
    with pytest.raises(DatasetError, match=r"chubu\.csv is missing"):
        verify(copy)
