"""What surrounds the steps of the build: checks, the manifest, and that nothing half-written is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from geo import build as module
from geo.build import STEPS, Workshop, build
from geo.errors import SchemaError
from geo.manifest import MANIFEST, verify
from geo.store import read_boundaries, read_table
from geo.tables import BUILT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd


@pytest.fixture
def made(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Tables as the real steps made them: what is tested here is what surrounds the steps."""
    return {table.name: read_table(data_dir, table.name) for table in BUILT}


@pytest.fixture
def country(tmp_path: Path, data_dir: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "sources.toml").symlink_to(data_dir / "sources.toml")
    (folder / "curated").symlink_to(data_dir / "curated")
    return folder


def stand_in(monkeypatch: pytest.MonkeyPatch, made: Mapping[str, pd.DataFrame]) -> None:
    def step(work: Workshop) -> None:
        work.tables.update(made)
        work.layers["overview"] = {"type": "FeatureCollection", "features": []}

    steps: tuple[tuple[str, Callable[[Workshop], None]], ...] = (("everything", step),)
    monkeypatch.setattr(module, "STEPS", steps)
    monkeypatch.setattr(module, "fetch", lambda *_, **__: {})


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_build_gives_the_same_bytes(
    country: Path, made: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, made)
    first = build(country, country / "cache", quiet=True)
    written = content(country / "japan")
    second = build(country, country / "cache", quiet=True)
    assert content(country / "japan") == written
    assert first.sha256 == second.sha256
    assert set(written) >= {"manifest.json", "municipalities.csv", "layers/overview.geojson"}


def test_a_build_of_the_committed_tables_gives_the_committed_bytes(
    data_dir: Path, country: Path, made: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, made)
    build(country, country / "cache", quiet=True)
    ours, committed = content(country / "japan"), content(data_dir / "japan")
    assert [name for name in ours if name.endswith((".csv", ".parquet")) and ours[name] != committed[name]] == []


def test_a_broken_table_stops_the_build_and_leaves_the_old_one(
    country: Path, made: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    (country / "japan").mkdir()
    (country / "japan/old.csv").write_text("old")
    airports = made["airports"].copy()
    airports.loc[3, "lat"] = 3.5
    stand_in(monkeypatch, {**made, "airports": airports})
    with pytest.raises(SchemaError, match=r"japan/airports\.csv, row 5, column lat: '3\.5' is below 20"):
        build(country, country / "cache", quiet=True)
    assert [path.name for path in (country / "japan").iterdir()] == ["old.csv"]
    assert sorted(path.name for path in country.iterdir()) == ["curated", "japan", "sources.toml"]


def test_progress_goes_to_stderr_only(
    country: Path, made: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, made)
    build(country, country / "cache")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Building" in printed.err
    assert (country / MANIFEST).is_file()


def test_steps_come_in_an_order_in_which_each_finds_what_it_needs() -> None:
    names = [name for name, _ in STEPS]
    assert names[0] == "boundaries"
    assert names.index("boundaries") < names.index("municipalities") < names.index("layers")


def test_the_layers_step_on_the_real_overview(data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    land: list[shapely.Geometry] = []
    monkeypatch.setattr(module, "build_land", lambda _, japan: land.append(japan) or {})
    boundaries = {f"boundaries_{level}": read_boundaries(data_dir, level) for level in ("overview", "full")}
    work = Workshop({"world-atlas": tmp_path}, tmp_path, dict(boundaries))
    dict(STEPS)["layers"](work)
    assert work.layers.keys() == {"overview", "prefectures", "land"}
    assert land[0].contains(shapely.Point(145.9, 44.1)), "the Northern Territories are not a neighbour's land"


def test_the_real_data_set_is_what_the_build_left(data_dir: Path) -> None:
    assert verify(data_dir).version
