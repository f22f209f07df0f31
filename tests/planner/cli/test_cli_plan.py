"""`sasurai plan` and `sasurai calendar` on the small data set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from planner.cli import calendar, plan
from planner.dataset import Dataset
from planner.errors import InvalidRequest, NoFeasibleItinerary, UnknownPlace
from planner.serial import plan_from_json

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model import TripRequest

TRIP = ["--from", "千代田区", "--start", "2027-09-01", "--days", "60", "--iterations", "2"]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, small_dataset: Dataset) -> None:
    monkeypatch.setattr(Dataset, "load", lambda *_: small_dataset)


def run(*args: str) -> str:
    return CliRunner().invoke(plan.plan, [*TRIP, *args], catch_exceptions=False, standalone_mode=False).stdout


def test_a_table_for_people() -> None:
    table = run()
    assert "青森県弘前市" in table
    assert "9月1日(水)" in table
    assert "最適と証明済み" in table


def test_json_is_the_plan() -> None:
    told = json.loads(run("--format", "json", "--must", "南砺市@2027-10-01/7", "--weight", "time=2"))
    assert plan_from_json(told).request.weights == {"time": 2.0}
    assert "16210" in {stay["municipality"]["code"] for stay in told["itinerary"]["stays"]}


def test_a_file_by_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "trip.gpx"
    assert run("-o", str(file)) == ""
    assert file.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(("ward", "code"), [("14101", "14100"), ("01101", "01100")])
def test_a_ward_and_an_old_code_mean_the_city_as_on_the_web(
    monkeypatch: pytest.MonkeyPatch, ward: str, code: str
) -> None:
    asked = []

    def answer(request: TripRequest, _: Dataset) -> None:
        asked.append(request.origin)
        raise NoFeasibleItinerary("Enough.", [])

    monkeypatch.setattr(plan, "make_plan", answer)
    with pytest.raises(NoFeasibleItinerary):
        run("--from", ward)
    assert asked == [code]


def test_help_shows_every_default() -> None:
    shown = CliRunner().invoke(plan.plan, ["--help"]).stdout
    for text in ("rail,bus,ferry,air", "12.0", "normal", "[default: 60]", "[default: 30]", "sasurai plan --from"):
        assert text in shown


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(InvalidRequest, match="weight: 'fast' is not NAME=X"):
        run("--weight", "fast")
    with pytest.raises(InvalidRequest, match="format: no format"):
        run("--format", "docx")
    with pytest.raises(InvalidRequest, match="budget"):
        run("--budget", "-5")
    with pytest.raises(UnknownPlace):
        run("--avoid", "アトランティス市")


def test_nothing_feasible_is_told_as_json_too() -> None:
    result = CliRunner().invoke(plan.plan, [*TRIP, "--budget", "100", "--format", "json"])
    assert isinstance(result.exception, NoFeasibleItinerary)
    told = json.loads(result.stdout)
    assert told["error"] == "no_feasible_itinerary"
    assert told["binding"][0] == "budget"
    assert told["smallest_relaxation"]["field"] == "budget"


def test_the_calendar_by_month_place_and_kind() -> None:
    result = CliRunner().invoke(calendar.calendar, ["--month", "11", "--place", "南砺市", "--format", "json"])
    assert [w["id"] for w in json.loads(result.stdout)] == ["16210-harvest-1"]
    table = CliRunner().invoke(calendar.calendar, ["--place", "16", "--kind", "craft"]).stdout
    assert "井波彫刻" in table
    assert "干柿" not in table


def test_the_calendar_as_a_calendar_file() -> None:
    asked = ["--place", "16", "--kind", "craft", "--format", "ics", "--year", "2027", "--lang", "en"]
    first, again = (CliRunner().invoke(calendar.calendar, asked) for _ in range(2))
    assert first.stdout_bytes == again.stdout_bytes
    found = Calendar.from_ical(first.stdout_bytes)
    assert found["NAME"] == "Seasonal work in Toyama (craft)"
    starts = [event.decoded("DTSTART") for event in found.walk("VEVENT")]
    assert starts == sorted(starts)
    assert {day.year for day in starts} <= {2026, 2027, 2028}
    assert starts
    nowhere = CliRunner().invoke(calendar.calendar, ["--place", "99", "--format", "ics"])
    assert Calendar.from_ical(nowhere.stdout_bytes).walk("VEVENT") == []


def test_an_empty_calendar_is_no_error() -> None:
    result = CliRunner().invoke(calendar.calendar, ["--kind", "brewing"])
    assert result.exit_code == 0
    assert result.stdout == ""


def test_the_front_as_table_and_json() -> None:
    table = run("--front")
    assert "価値" in table
    assert "最良の旅" in table
    told = json.loads(run("--front", "--format", "json"))
    assert told["schema"] == "sasurai.front/1"
    assert 1 <= len(told["points"]) <= 12


def test_the_front_comes_in_no_other_format() -> None:
    with pytest.raises(InvalidRequest, match="table or json"):
        run("--front", "--format", "gpx")


def test_alternatives_are_called_what_they_are() -> None:
    table = run("--alternatives", "2")
    assert "別案1" in table
    assert "同じ泊" in table
