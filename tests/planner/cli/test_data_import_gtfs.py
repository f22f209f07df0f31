from __future__ import annotations

import json
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from planner.cli import main as main_module
from planner.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,南砺バス,http://localhost/,Asia/Tokyo\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\na,福光,36.56,136.87\nb,城端,36.51,136.89\n",
    "routes.txt": "route_id,route_short_name,route_type\nr,なんバス,3\n",
    "calendar_dates.txt": "service_id,date,exception_type\ns,20200401,1\n",
    "trips.txt": "route_id,service_id,trip_id\nr,s,t\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,a,1\nt,8:20:00,8:20:00,b,2\n"
    ),
}


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A feed in a zip, and an empty instance to import it to."""
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path / "instance"))
    path = tmp_path / "nanto.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return path


def run(*arguments: str) -> tuple[str, str]:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_a_feed_is_imported_listed_and_removed(feed: Path) -> None:
    out, err = run("data", "import", "gtfs", str(feed))
    assert "南砺バス" in out
    assert "ran out on 2020-04-01" in err, "an expired timetable is said to be one"
    assert "nanto" in run("data", "import", "gtfs", "--list")[0]
    listed = json.loads(run("data", "info", "--format", "json")[0])["feeds"]
    assert [(one["id"], one["last"], one["stop_times"]) for one in listed] == [("nanto", "2020-04-01", 2)]
    assert "Imported timetables" in run("data", "info")[0]
    run("data", "import", "gtfs", "--remove", "nanto")
    assert run("data", "import", "gtfs", "--list")[0].strip() == "No timetable is imported."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.zip"], "absent.zip does not exist"),
        (["--remove", "absent"], "no feed absent"),
        (["--remove", "../.."], "cannot name a feed"),
        ([], "Give one of FILE"),
        (["--list", "--id", "x"], "Give one of FILE"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    feed: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    del feed
    monkeypatch.setattr(sys, "argv", ["sasurai", "data", "import", "gtfs", *arguments])
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    err = capsys.readouterr().err
    assert ended.value.code == 2
    assert said in err
    assert err.count("\n") == 1


def test_a_damaged_feed_is_refused_with_its_line(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(feed, "a") as archive:
        archive.writestr("transfers.txt", "from_stop_id,to_stop_id,transfer_type\na,z,2\n")
    monkeypatch.setattr(sys, "argv", ["sasurai", "data", "import", "gtfs", str(feed)])
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    assert ended.value.code == 2
    assert "transfers.txt, line 2, column to_stop_id: 'z'" in capsys.readouterr().err
    assert not (tmp_path / "instance" / "feeds").exists()


def test_help_needs_no_kind_of_file() -> None:
    assert "GTFS-JP" in run("data", "import", "--help")[0]
