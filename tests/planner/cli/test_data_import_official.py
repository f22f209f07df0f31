from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from click.testing import CliRunner

from geo.boundaries import NORTHERN_TERRITORIES
from geo.manifest import MANIFEST, file_sha256
from geo.n02 import CLASSES, INSTITUTIONS
from geo.stations import open_on
from geo.store import read_boundaries, read_table
from planner import config
from planner.cli import main as main_module
from planner.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed boundaries as N03, with one other name."""
    frame = read_boundaries(config.installed_data_dir(), "overview")
    frame = frame[frame["code"] != NORTHERN_TERRITORIES]
    names = read_table(config.installed_data_dir(), "municipalities").set_index("code")["name"]
    table = {
        "N03_004": names.reindex(frame["code"]).replace("小矢部市", "おやべ市").to_numpy(),
        "N03_007": frame["code"],
    }
    path = tmp_path_factory.mktemp("n03") / "N03.geojson"
    path.write_text(gpd.GeoDataFrame(table, geometry=frame.geometry.to_numpy(), crs=4326).to_json(), encoding="utf-8")
    return path


def test_changes_are_shown_and_a_no_changes_nothing(renamed: Path, instance: Path) -> None:
    result = CliRunner().invoke(cli, ["data", "import", "n03", str(renamed)], input="n\n", catch_exceptions=False)
    assert result.exit_code == 0
    assert "Renamed: 1\n  16209 小矢部市 → おやべ市\n" in result.stdout
    assert "Nothing was changed." in result.stderr
    assert not instance.exists()
    assert config.data_dir() == config.installed_data_dir()


def test_both_real_files_are_read_and_told(
    instance: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The newest agrees in every code; the old, thinned and dirty one lost its islands and is refused."""
    files = root.parent / "shared" / "data" / "n03"
    if not files.is_dir():
        pytest.skip("../shared/data/n03, with two real files, is not beside this checkout")
    newest = str(files / "koxon_ja_municipality_area_5.topojson")
    told = CliRunner().invoke(cli, ["data", "import", "n03", newest], input="n\n", catch_exceptions=False)
    assert told.exit_code == 0
    assert told.stdout.startswith("1,742 areas read.")
    assert "Codes gone" not in told.stdout
    assert "Renamed" not in told.stdout
    monkeypatch.setattr(sys, "argv", ["sasurai", "data", "import", "n03", str(files / "n03_2021_dirty.geojson")])
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    assert ended.value.code == 2
    assert "is missing, and its land lies in no other municipality" in capsys.readouterr().err.splitlines()[-1]
    assert not instance.exists()


def test_a_file_that_is_refused_is_one_line_and_exit_2(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "N03.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    for arguments, said in (([str(path)], "there are no features"), (["--remove"], "nothing is imported")):
        monkeypatch.setattr(sys, "argv", ["sasurai", "data", "import", "n03", *arguments])
        with pytest.raises(SystemExit) as ended:
            main_module.main()
        err = capsys.readouterr().err
        assert ended.value.code == 2
        assert said in err.splitlines()[-1]
        assert "Traceback" not in err
    assert not instance.exists()


def test_an_overlay_holds_as_long_as_its_base_is_installed(instance: Path) -> None:
    own = instance / "data"
    (own / "japan").mkdir(parents=True)
    installed = config.installed_data_dir()
    (own / MANIFEST).write_bytes((installed / MANIFEST).read_bytes())
    for base, expected in ((file_sha256(installed / MANIFEST), own), ("of another release", installed)):
        (own / "base.json").write_text(json.dumps({"base": base, "imported": {"n03": "N03.zip"}}))
        assert config.data_dir() == expected
    assert "import them again" in CliRunner().invoke(cli, ["data", "info"], catch_exceptions=False).stderr
    result = CliRunner().invoke(cli, ["data", "import", "n03", "--remove"], catch_exceptions=False)
    assert result.exit_code == 0
    assert not own.exists()
    assert config.data_dir() == installed


def test_railways_need_the_day_of_their_file(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stations.geojson"
    path.write_text("{}")
    for arguments, said in (
        ([str(path)], "--as-of"),
        ([str(path), "--as-of", "2025-12-31"], "neither a FeatureCollection nor a Topology"),
        ([], "Give either FILE or --remove"),
    ):
        monkeypatch.setattr(sys, "argv", ["sasurai", "data", "import", "n02", *arguments])
        with pytest.raises(SystemExit) as ended:
            main_module.main()
        assert ended.value.code == 2
        assert said in capsys.readouterr().err
    assert not instance.exists()


def test_new_stations_are_shown_and_a_no_changes_nothing(instance: Path, tmp_path: Path) -> None:
    table = open_on(read_table(config.installed_data_dir(), "stations"), "2025-12-31")
    codes = {name: key for key, name in (CLASSES | INSTITUTIONS).items()}
    frame = gpd.GeoDataFrame(
        {
            "N02_001": table["railway_class"].map(codes),
            "N02_002": table["institution_type"].map(codes),
            "N02_003": table["line"],
            "N02_004": table["operator"],
            "N02_005": table["name"].replace("城端", "南砺城端"),
        },
        geometry=gpd.points_from_xy(table["lng"], table["lat"]),
        crs=4326,
    )
    path = tmp_path / "N02-25_Station.geojson"
    path.write_text(frame.to_json(), encoding="utf-8")
    result = CliRunner().invoke(cli, ["data", "import", "n02", str(path)], input="n\n", catch_exceptions=False)
    assert "as of 2025-12-31" in result.stdout
    assert "New stations: 1\n  西日本旅客鉄道 城端線 南砺城端\n" in result.stdout
    assert "Stations gone: 1\n  西日本旅客鉄道 城端線 城端\n" in result.stdout
    assert not instance.exists()
