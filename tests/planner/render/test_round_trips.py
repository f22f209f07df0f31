"""Trips of any dates and lengths come back out of every format as they went in."""

import csv
import datetime as dt
import io
import json
import runpy
from dataclasses import replace
from pathlib import Path

import gpxpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from planner.plan_file import parse_plan
from planner.render.formats import Options, render
from planner.serial import plan_from_json
from planner.tracks.read import read_tracks

MAKE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "render" / "make.py"))
PLACES = MAKE["places"]()
STARTS = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
ROUTES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(1, 60)), min_size=1, max_size=12, unique_by=lambda item: item[0].code
)
TRIPS = st.builds(MAKE["trip"], STARTS, ROUTES)
some = settings(max_examples=40)


def spans(plan):
    return [(s.municipality.code, s.arrive.isoformat(), s.depart.isoformat()) for s in plan.itinerary.stays]


@given(plan=TRIPS, seconds=st.floats(0.1, 10), budget=st.none() | st.integers(0, 10**7))
@some
def test_json(plan, seconds, budget):
    plan = replace(plan, request=replace(plan.request, seconds=seconds, budget_jpy=budget))
    data = json.loads(render(plan, "json"))
    assert plan_from_json(data) == plan
    assert parse_plan(data) == plan


@given(
    plan=TRIPS, lang=st.sampled_from(["ja", "en"]), alarm=st.none() | st.integers(1, 168), sequence=st.integers(0, 99)
)
@some
def test_ics(plan, lang, alarm, sequence):
    events = Calendar.from_ical(render(plan, "ics", lang, Options(sequence=sequence, alarm=alarm))).walk("VEVENT")
    found = [(str(e["UID"])[-5:], e.decoded("DTSTART"), e.decoded("DTEND")) for e in events if "-stay-" in e["UID"]]
    assert [(code, a.isoformat(), b.isoformat()) for code, a, b in found] == spans(plan)
    legs = [(str(e["UID"])[-5:], e.decoded("DTSTART")) for e in events if "-leg-" in e["UID"]]
    assert legs == [(leg.destination.code, leg.date) for leg in plan.itinerary.legs]
    assert {event["SEQUENCE"] for event in events} == {sequence}
    assert len({str(event["UID"]) for event in events}) == len(events)


@given(plan=TRIPS)
@some
def test_gpx(plan):
    stays = gpxpy.parse(render(plan, "gpx").decode()).waypoints[: len(plan.itinerary.stays)]
    told = [{e.tag.partition("}")[2]: e.text for e in point.extensions} for point in stays]
    assert [(t["code"], t["arrive"], t["depart"]) for t in told] == spans(plan)


@given(plan=TRIPS)
@some
def test_geojson(plan):
    found = [
        f["properties"] for f in json.loads(render(plan, "geojson"))["features"] if f["properties"]["what"] == "stay"
    ]
    assert [(p["code"], p["arrive"], p["depart"]) for p in found] == spans(plan)


@given(plan=TRIPS)
@some
def test_csv(plan):
    rows = list(csv.DictReader(io.StringIO(render(plan, "csv", "en").decode("utf-8-sig"), newline="")))
    assert [(r["code"], r["from_date"], r["to_date"]) for r in rows if r["what"] == "Stay"] == spans(plan)
    assert sum(int(row["nights"]) for row in rows) == plan.itinerary.totals.nights


@pytest.mark.parametrize("fmt", ["gpx", "kml", "geojson"])
@given(plan=TRIPS)
@settings(max_examples=10)
def test_our_reader_reads_what_we_write(fmt, plan):
    shapes = read_tracks(io.BytesIO(render(plan, fmt))).shapes
    found = {(round(s.lngs[0], 5), round(s.lats[0], 5)) for s in shapes if s.what == "wpt"}
    assert {(round(s.lnglat.lng, 5), round(s.lnglat.lat, 5)) for s in plan.itinerary.stays} <= found
