"""A data set is opened only when its files are whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from planner import config
from planner.cli.warm import warm
from planner.dataset import Dataset
from planner.errors import DatasetMissing
from planner.whole import whole

if TYPE_CHECKING:
    from pathlib import Path

BUILT = ["stations.parquet", "municipalities.csv", "layers/overview.geojson", "manifest.json"]
ENDS_WITH = "Mend it with: sasurai data build"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(config.installed_data_dir(), tmp_path / "data")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", BUILT)
def test_nothing_is_opened_with_one_wrong_byte(copy: Path, tmp_path: Path, name: str) -> None:
    damage(copy / "japan" / name)
    with pytest.raises(DatasetMissing, match="is damaged") as caught:
        Dataset.load(copy, tmp_path)
    assert name in str(caught.value)
    assert str(caught.value).endswith(ENDS_WITH)


def test_nothing_is_opened_with_a_file_gone(copy: Path, tmp_path: Path) -> None:
    (copy / "japan/road_edges.parquet").unlink()
    with pytest.raises(DatasetMissing, match=r"road_edges\.parquet is missing"):
        Dataset.load(copy, tmp_path)


def test_no_cache_is_filled_from_a_damaged_file(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damage(copy / "japan/rail_links.parquet")
    monkeypatch.setattr("planner.cli.warm.data_dir", lambda: copy)
    monkeypatch.setattr("planner.cli.warm.cache_dir", lambda: tmp_path / "cache")
    assert isinstance(CliRunner().invoke(warm).exception, DatasetMissing)
    assert not (tmp_path / "cache").exists()


def test_a_curated_table_edited_well_is_opened(copy: Path, tmp_path: Path) -> None:
    path = copy / "curated/fares/lodging.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert Dataset.load(copy, tmp_path).sha256 != Dataset.load(config.installed_data_dir(), tmp_path).sha256


def test_a_curated_table_broken_by_hand_is_named_with_its_row(copy: Path) -> None:
    path = copy / "curated/services/ferries.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",100,3.0,", ",soon,3.0,", 1), encoding="utf-8")
    with pytest.raises(DatasetMissing, match=r"ferries\.csv, row 2, column minutes: 'soon'.*an editor"):
        whole(copy)


def test_windows_edited_to_a_place_that_is_none_are_named(copy: Path) -> None:
    path = copy / "curated/demand/hokkaido.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("01100-festival-1,01100,", "01100-festival-1,01101,", 1),
        encoding="utf-8",
    )
    with pytest.raises(DatasetMissing, match=r"hokkaido\.csv, row 2, column municipality_code"):
        whole(copy)


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["route", "南砺市", "砺波市"]], ids=lambda c: c[0])
def test_a_program_ends_with_one_line_and_exit_code_4(copy: Path, tmp_path: Path, command: list[str]) -> None:
    (copy / "japan/municipalities.csv").write_bytes(b"")
    here = f"config.installed_data_dir = lambda: Path({str(copy)!r})"
    program = f"from pathlib import Path; from planner import config; {here}; from planner.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        env={**os.environ, "SASURAI_INSTANCE": str(tmp_path / "instance"), "SASURAI_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith(f"sasurai: {copy}/japan/municipalities.csv is damaged")
    assert done.stderr.endswith(ENDS_WITH + "\n")
    assert done.stderr.count("\n") == 1
