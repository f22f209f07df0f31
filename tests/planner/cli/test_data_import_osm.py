from __future__ import annotations

import json
from typing import TYPE_CHECKING

import osmium
import osmnx
import pytest
from click.testing import CliRunner

from geo.errors import SourceError, UnknownPlaceError
from planner.cli.data import data
from planner.errors import PlannerError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("SASURAI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "instance"


@pytest.fixture
def file(tmp_path: Path, street_town) -> Path:
    """A town on the land of Nanto."""
    file = tmp_path / "town.osm"
    file.write_text(street_town(5).xml(), encoding="utf-8")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(data, ["import", "osm", *arguments])


def as_pbf(file: Path) -> Path:
    packed = file.with_suffix(".pbf")
    with osmium.SimpleWriter(str(packed)) as writer:
        for one in osmium.FileProcessor(str(file)):
            writer.add(one)
    return packed


def as_graphml(file: Path) -> Path:
    saved = file.with_suffix(".graphml")
    osmnx.save_graphml(osmnx.graph_from_xml(file, retain_all=True), saved)
    return saved


@pytest.mark.parametrize("convert", [lambda file: file, as_pbf, as_graphml])
def test_each_kind_of_file_is_imported_and_reported(instance: Path, file: Path, convert) -> None:
    result = run(str(convert(file)))
    assert result.exit_code == 0, result.output
    assert "16210" in result.stdout
    assert "富山県南砺市" in result.stdout
    assert "OpenStreetMap" in result.stdout
    assert "Streets: stored" in result.stderr
    assert (instance / "streets" / "16210").is_dir()


def test_what_was_imported_is_listed(instance: Path, file: Path) -> None:
    before = json.loads(CliRunner().invoke(data, ["info", "--format", "json"]).stdout)
    assert before["streets"] == []
    assert "Imported streets" not in CliRunner().invoke(data, ["info"]).stdout
    assert run(str(file), "-q").exit_code == 0
    (instance / "streets" / "13101").mkdir()
    (told,) = json.loads(CliRunner().invoke(data, ["info", "--format", "json"]).stdout)["streets"]
    assert (told["code"], told["source"], told["licence"]) == ("16210", "town.osm", "ODbL-1.0")
    listed = CliRunner().invoke(data, ["info"]).stdout
    assert "Imported streets" in listed
    assert "town.osm" in listed


def test_a_named_municipality_and_no_progress(instance: Path, file: Path) -> None:
    result = run(str(file), "--municipality", "なんとし", "--quiet")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""


def test_a_municipality_that_the_file_does_not_hold(instance: Path, file: Path) -> None:
    result = run(str(file), "--municipality", "札幌市", "-q")
    assert isinstance(result.exception, PlannerError)
    assert "town.osm holds no streets of 北海道札幌市" in str(result.exception)
    assert not (instance / "streets").exists()


@pytest.mark.parametrize("name", ["absent.osm", "https://example.com/town.osm.pbf", "http://127.0.0.1:9/town.osm"])
def test_an_address_is_no_file(instance: Path, name: str) -> None:
    result = run(name)
    assert isinstance(result.exception, PlannerError)
    assert "is no file" in str(result.exception)


def test_what_is_asked_for_must_be_clear(instance: Path, file: Path) -> None:
    for arguments in ([], [str(file), "--place", "南砺市"], ["--place", "南砺市", "--municipality", "南砺市"]):
        assert run(*arguments).exit_code == 2
    assert isinstance(run(str(file), "--municipality", "どこにもない").exception, UnknownPlaceError)


def test_a_file_never_makes_it_ask_the_network(instance: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    for path in (file, as_pbf(file), as_graphml(file)):
        assert run(str(path), "-q").exit_code == 0


def test_a_place_without_the_network_says_what_to_do(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, *_: object) -> None:
        raise SourceError(f"The streets of {name} could not be fetched.")

    monkeypatch.setattr("geo.streets.download", fail)
    result = run("--place", "南砺市")
    assert isinstance(result.exception, PlannerError)
    assert "富山県南砺市 could not be fetched" in str(result.exception)


def test_a_place_is_fetched_and_cut_like_a_file(
    instance: Path, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = osmnx.graph_from_xml(file, simplify=False, retain_all=True)
    asked = []

    def fetch(name: str, area: object, cache: Path) -> object:
        asked.append((name, cache))
        return graph

    monkeypatch.setattr("geo.streets.download", fetch)
    result = run("--place", "南砺市", "-q")
    assert result.exit_code == 0, result.output
    assert asked == [("富山県南砺市", tmp_path / "cache" / "osmnx")]
    assert (instance / "streets" / "16210").is_dir()
