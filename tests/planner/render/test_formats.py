import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import InvalidRequest
from planner.render.formats import FORMATS, Options, file_name, format_for, render
from planner.serial import plan_from_json

GOLDEN = Path(__file__).parents[2] / "golden" / "render"


def golden_plan():
    return plan_from_json(json.loads((GOLDEN / "trip.json").read_bytes()))


def test_the_golden_plan_is_the_trip(trip):
    assert golden_plan() == trip


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("trip.*.*")), ids=lambda file: file.name)
def test_golden_files(file):
    """Renewed by `sasurai export tests/golden/render/trip.json --lang ja -o tests/golden/render/trip.ja.gpx`."""
    _, lang, fmt = file.name.split(".")
    assert render(golden_plan(), fmt, lang) == file.read_bytes()


def test_every_format_but_the_map_has_golden_files_in_both_languages():
    # map and booklet hold the land of the data set and what libraries make of it: they are opened and read instead
    found = {file.name for file in GOLDEN.glob("trip.*.*")}
    assert found == {f"trip.{lang}.{fmt}" for lang in ("ja", "en") for fmt in set(FORMATS) - {"html", "pdf", "json"}}


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_plan_gives_the_same_bytes(trip, example_plan, fmt):
    for plan in (trip, example_plan):
        assert render(plan, fmt) == render(plan, fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_trip_without_stays_is_a_file_too(trip, fmt):
    leg = replace(trip.itinerary.legs[0], destination=trip.itinerary.legs[0].origin, segments=(), minutes=0)
    empty = replace(trip, itinerary=replace(trip.itinerary, stays=(), legs=(leg,)))
    assert render(empty, fmt, "en")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_suffix_names_its_format(fmt):
    assert format_for(f"旅.2027{FORMATS[fmt].suffix.upper()}") == fmt


@pytest.mark.parametrize("name", ["trip", "trip.doc", "trip.exe", ".gpx"])
def test_other_suffixes_name_none(name):
    with pytest.raises(InvalidRequest, match="geojson"):
        format_for(name)


@pytest.mark.parametrize(("fmt", "lang", "field"), [("doc", "ja", "format"), ("gpx", "fr", "lang")])
def test_unknown_formats_and_languages_are_refused(trip, fmt, lang, field):
    with pytest.raises(InvalidRequest, match="choose from") as caught:
        render(trip, fmt, lang)
    assert caught.value.field == field


def test_file_names_are_safe(trip, named_trip):
    assert file_name(trip, "gpx") == "さすらい_2027-09-01_南砺市.gpx"
    assert file_name(trip, "ics", "en") == "sasurai_2027-09-01_Nanto.ics"
    assert file_name(named_trip("../a\r\nb:c"), "kml") == "さすらい_2027-09-01_..-a-b-c.kml"


def test_a_record_changes_only_its_stamps(trip):
    later = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    assert render(trip, "csv", options=Options(later, 2)) == render(trip, "csv")
    assert render(trip, "ics", options=Options(later)) != render(trip, "ics")
