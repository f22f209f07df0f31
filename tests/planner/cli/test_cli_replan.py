"""`sasurai replan` on the small data set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geo.places import PlaceIndex
from planner.cli import replan as command
from planner.errors import InvalidRequest, NoFeasibleItinerary
from planner.fields import parse_date
from planner.model import TripRequest
from planner.plan import plan
from planner.serial import dumps, plan_from_json, plan_to_json

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from planner.dataset import Dataset
    from planner.model import Plan

NO_PLACE = "22225"


@pytest.fixture
def trip(small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Plan]:
    monkeypatch.setattr(command.Dataset, "load", lambda *folders: small_dataset)
    monkeypatch.setattr(command.PlaceIndex, "load", lambda *folders: PlaceIndex(small_dataset.municipalities))
    made = plan(TripRequest(parse_date("start", "2027-09-01"), 60, "13101", iterations=2), small_dataset)
    file = tmp_path / "trip.json"
    file.write_text(dumps(plan_to_json(made)), encoding="utf-8")
    return file, made


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command.replan, [str(a) for a in (*arguments, "--rounds", 2)])


def told(*arguments: object) -> dict[str, object]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def days_of(made: Plan) -> dict[str, tuple[str, str]]:
    stays = made.itinerary.stays
    return {s.municipality.code: (s.arrive.isoformat(), s.depart.isoformat()) for s in stays}


def test_what_is_locked_stays_and_what_is_dropped_goes(trip: tuple[Path, Plan]) -> None:
    file, made = trip
    first, second = made.itinerary.stays[:2]
    found = told(file, "--lock", first.municipality.name, "--drop", second.municipality.code)
    now = days_of(plan_from_json(found["plan"]))
    assert now[first.municipality.code] == days_of(made)[first.municipality.code]
    assert second.municipality.code not in now


def test_every_option_is_an_edit(trip: tuple[Path, Plan]) -> None:
    file, made = trip
    code = made.itinerary.stays[1].municipality.code
    moved = told(
        file, "--move", f"{code}@2027-10-01/5", "--insert", f"{NO_PLACE}@2027-09-20/3", "--set", "budget=500000"
    )
    now = plan_from_json(moved["plan"])
    assert days_of(now)[code] == ("2027-10-01", "2027-10-06")
    assert days_of(now)[NO_PLACE] == ("2027-09-20", "2027-09-23")
    assert now.request.budget_jpy == 500_000
    assert days_of(plan_from_json(told(file, "--nights", f"{code}=4")["plan"]))[code][0] == days_of(made)[code][0]
    assert NO_PLACE in days_of(plan_from_json(told(file, "--swap", f"{code}={NO_PLACE}")["plan"]))
    aside = plan_from_json(told(file, "--park", code, "--by-hand")["plan"])
    assert [stay.code for stay in aside.request.parked] == [code]
    assert not aside.request.fill
    shifted = plan_from_json(told(file, "--shift", 3)["plan"])
    assert shifted.request.start.isoformat() == "2027-09-04"
    assert list(days_of(shifted)) == list(days_of(made))
    later = plan_from_json(told(file, "--start", "2027-09-10", "--days", 40, "--dates", "park")["plan"])
    assert (later.request.start.isoformat(), later.request.days) == ("2027-09-10", 40)


def test_the_plan_goes_into_a_file_and_what_changed_is_said(trip: tuple[Path, Plan], tmp_path: Path) -> None:
    file, made = trip
    code = made.itinerary.stays[0].municipality.code
    output = tmp_path / "other.json"
    result = run(file, "--drop", code, "-o", output, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "Taken out as you asked" in result.stderr
    changed = plan_from_json(json.loads(output.read_text(encoding="utf-8")))
    again = told(output, "--allow", code, "--unlock", "all")
    assert code not in days_of(changed)
    assert code in days_of(plan_from_json(again["plan"]))


def test_conflicts_are_told_and_nothing_is_written(trip: tuple[Path, Plan], tmp_path: Path) -> None:
    file, made = trip
    one, other = (stay.municipality.code for stay in made.itinerary.stays[:2])
    day = made.itinerary.stays[0].arrive.isoformat()
    result = run(file, "--lock", one, "--move", f"{other}@{day}", "--format", "json")
    assert isinstance(result.exception, NoFeasibleItinerary)
    assert json.loads(result.stdout)["conflicts"][0]["kind"] == "overlap"


@pytest.mark.parametrize(
    "wrong",
    [("--nights", "16210"), ("--nights", "16210=many"), ("--swap", "16210"), ("--set", "budget"), ("--format", "x")],
)
def test_options_that_cannot_be(trip: tuple[Path, Plan], wrong: tuple[str, str]) -> None:
    assert isinstance(run(trip[0], *wrong).exception, InvalidRequest)


def test_a_notebook_is_put_beside_a_plan(trip: tuple[Path, Plan], tmp_path: Path) -> None:
    file, made = trip
    stay = made.itinerary.stays[0]
    bed = {"place": stay.municipality.code, "arrive": stay.arrive.isoformat(), "nights": stay.nights, "price_jpy": 5000}
    book = tmp_path / "notebook.json"
    book.write_text(json.dumps({"bookings": {"lodging": [bed]}, "note": "駅で"}), encoding="utf-8")
    now = plan_from_json(told(file, "--notebook", book)["plan"])
    assert now.itinerary.stays[0].lodging_jpy == 5000
    assert now.notebook is not None
    assert now.notebook.note == "駅で"
    book.write_text("{", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="notebook"):
        CliRunner().invoke(command.replan, [str(file), "--notebook", str(book)], catch_exceptions=False)
