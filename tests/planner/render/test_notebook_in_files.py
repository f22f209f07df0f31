"""Files tell of a notebook: own places, where one sleeps, what is booked, when one is expected."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import gpxpy
import icalendar
import pypdfium2
import pytest

from geo.model import LngLat
from planner.booked import BookedLeg, BookedLodging
from planner.model import TripRequest
from planner.notebook.model import (
    Appointment,
    Blocked,
    Idea,
    LegBooking,
    LodgingBooking,
    Notebook,
    OwnPlace,
    Task,
)
from planner.plan import plan
from planner.render.formats import FORMATS, render
from planner.replan.edits import Write
from planner.replan.replan import replan

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan

START = dt.date(2027, 9, 1)
ARRIVE = dt.date(2027, 9, 5)
HOUSE = OwnPlace(
    "home", "タナカさんの家", LngLat(136.9, 36.58), "16210", "friend", "鍵は隣", "https://example.org/house"
)
BOOK = Notebook(
    places=(HOUSE,),
    legs=(
        LegBooking(
            "l1",
            BookedLeg(
                "13101", "16210", ARRIVE, 130, 12_340, "shinkansen", departs=dt.time(8, 20), title="かがやき501号"
            ),
            "https://example.org/ticket",
            "7号車",
        ),
    ),
    lodging=(LodgingBooking("h1", BookedLodging("16210", ARRIVE, 3, 0), place="home"),),
    appointments=(Appointment("a1", "打ち合わせ", ARRIVE + dt.timedelta(1), "16210", dt.time(14), "home"),),
    blocked=(Blocked("b1", ARRIVE, ARRIVE, "引っ越し"),),
    ideas=(Idea("i1", "温泉にいく"),),
    checklist=(Task("c1", "保険証", done=True), Task("c2", "長靴")),
    note="駅で待ち合わせ",
    notes={"16210": "=朝市は日曜"},
)


@pytest.fixture(scope="module")
def written(small_dataset: Dataset) -> Plan:
    empty = plan(TripRequest(START, 20, "13101", fill=False, iterations=1), small_dataset)
    done = replan(empty, [Write(BOOK)], small_dataset)
    assert done.conflicts == ()
    return done.plan


def test_gpx_has_own_places_as_waypoints(written: Plan) -> None:
    found = gpxpy.parse(render(written, "gpx").decode())
    own = next(point for point in found.waypoints if point.type == "own place")
    assert (own.name, own.link, own.longitude, own.latitude) == ("タナカさんの家", HOUSE.link, 136.9, 36.58)
    assert "富山県南砺市" in own.description
    assert "鍵は隣" in own.description


def test_calendar_has_the_bed_the_hours_and_the_appointment(written: Plan) -> None:
    events = {
        str(event["UID"]).split("-", 2)[2]: event
        for event in icalendar.Calendar.from_ical(render(written, "ics")).walk("VEVENT")
    }
    stay, leg = events["stay-16210"], events["leg-16210"]
    assert str(stay["LOCATION"]) == "タナカさんの家, 富山県南砺市"
    assert stay["GEO"].to_ical() == "36.58;136.9"
    assert "¥0" in stay["DESCRIPTION"]
    assert "見込み" not in stay["DESCRIPTION"]
    assert leg.decoded("DTSTART").isoformat() == "2027-09-05T08:20:00+09:00"
    assert leg.decoded("DTEND").isoformat() == "2027-09-05T10:30:00+09:00"
    assert "https://example.org/ticket" in leg["DESCRIPTION"]
    assert "約" not in leg["SUMMARY"]
    meeting = events["appointment-a1"]
    assert meeting.decoded("DTSTART").isoformat() == "2027-09-06T14:00:00+09:00"
    assert str(meeting["LOCATION"]).startswith("タナカさんの家")
    assert events["blocked-b1"].decoded("DTSTART") == ARRIVE


def test_table_and_shapes_tell_what_is_booked(written: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(render(written, "csv", "en").decode("utf-8-sig"))))
    leg = next(row for row in rows if row["what"] == "Travel" and row["basis"] == "booked")
    assert (leg["minutes"], leg["fare_jpy"], leg["cost_estimated"], leg["transfers"]) == ("130", "12340", "0", "")
    stay = next(row for row in rows if row["what"] == "Stay")
    assert (stay["lodging_jpy"], stay["cost_estimated"]) == ("0", "0")
    own = next(row for row in rows if row["what"] == "own place")
    assert own["code"] == "16210"
    shapes = json.loads(render(written, "geojson"))["features"]
    assert [s["properties"]["name"] for s in shapes if s["properties"]["what"] == "own_place"] == ["タナカさんの家"]
    assert "タナカさんの家".encode() in render(written, "kml")


def test_booklet_has_a_page_of_notes(written: Plan) -> None:
    pages = pypdfium2.PdfDocument(render(written, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    for words in ("予約済み", "駅で待ち合わせ", "長靴", "温泉にいく", "朝市は日曜", "12,340"):
        assert words in text, words
    assert "約¥12,340" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_notebook_of_odd_texts_harms_no_file(written: Plan, name: str) -> None:
    odd = "\u0000]]><b>\u2028=HYPERLINK(1)\ud800\r\nBEGIN:VEVENT"
    assert written.notebook is not None
    book = dataclasses.replace(
        written.notebook,
        places=(dataclasses.replace(HOUSE, name=odd, note=odd),),
        appointments=(Appointment("a1", odd, ARRIVE, "16210", place="home", note=odd),),
        note=odd,
        notes={"16210": odd},
    )
    assert render(dataclasses.replace(written, notebook=book), name)
