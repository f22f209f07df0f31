from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geo.errors import UnknownPlaceError
from planner import config
from planner.cli.data import data
from planner.cli.places import places
from planner.errors import DatasetMissing

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str) -> Result:
    command = {"data": data, "places": places}[arguments[0]]
    return CliRunner().invoke(command, list(arguments[1:]))


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(config.data_dir(), tmp_path / "data")
    monkeypatch.setattr(config, "data_dir", lambda: tmp_path / "data")
    return tmp_path / "data"


def test_info_as_json_has_the_agreed_shape() -> None:
    result = run("data", "info", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert len(found["sha256"]) == 64
    assert found["tables"]["municipalities"]["rows"] == 1741
    for table in found["tables"].values():
        assert {"rows", "source", "licence", "vintage"} <= table.keys()


def test_info_as_a_table_credits_the_sources() -> None:
    result = run("data", "info")
    assert result.exit_code == 0
    for part in ("demand", "1,234", "© OpenStreetMap contributors", "気象庁"):
        assert part in result.stdout


def test_check_of_a_whole_data_set() -> None:
    result = run("data", "check")
    assert result.exit_code == 0
    assert "tables sound" in result.stdout


def test_check_names_a_damaged_file_and_the_command_that_mends_it(copy: Path) -> None:
    (copy / "japan/stations.parquet").write_bytes(b"PAR1")
    result = run("data", "check")
    assert isinstance(result.exception, DatasetMissing)
    assert "stations.parquet is damaged" in str(result.exception)
    assert str(result.exception).endswith("Mend it with: sasurai data build")


def test_check_names_the_row_of_a_curated_table_that_someone_broke(copy: Path) -> None:
    path = copy / "curated/services/ferries.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",100,3.0,", ",soon,3.0,", 1), encoding="utf-8")
    result = run("data", "check")
    assert isinstance(result.exception, DatasetMissing)
    assert "ferries.csv, row 2, column minutes: 'soon' is not a number" in str(result.exception)


def test_check_names_what_was_edited_on_purpose(copy: Path) -> None:
    path = copy / "curated/demand/chubu.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    result = run("data", "check")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Edited since the build: curated/demand/chubu.csv"


def test_places_lists_the_best_first() -> None:
    result = run("places", "なんと", "--limit", "3")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["code", "name", "kana", "romaji", "people"]
    assert lines[1].startswith("16210  富山県南砺市  なんとし")
    assert len(lines) <= 4


def test_places_as_json() -> None:
    found = json.loads(run("places", "Nanto, Toyama", "--format", "json").stdout)
    assert [place["code"] for place in found] == ["16210"]
    assert len(found[0]["lnglat"]) == 2


def test_places_understands_a_ward() -> None:
    assert "北海道札幌市" in run("places", "01101").stdout


def test_places_suggests() -> None:
    result = run("places", "Nansto")
    assert isinstance(result.exception, UnknownPlaceError)
    assert "富山県南砺市" in result.exception.candidates
    assert result.stdout == ""


def test_places_without_a_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "data_dir", lambda: tmp_path)
    assert isinstance(run("places", "南砺").exception, DatasetMissing)
