import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar

from planner.render.formats import Options, render

TOKYO = dt.timezone(dt.timedelta(hours=9))
MODIFIED = dt.datetime(2027, 1, 2, 9, tzinfo=TOKYO)


def events(data):
    return {str(event["UID"]).split("-", 2)[2]: event for event in Calendar.from_ical(data).walk("VEVENT")}


def timed(trip):
    """The trip with a first leg that a timetable knows."""
    first = replace(
        trip.itinerary.legs[0], basis="timetable", departs=dt.datetime(2027, 9, 1, 22, 30, tzinfo=dt.UTC), minutes=250
    )
    return replace(trip, itinerary=replace(trip.itinerary, legs=(first, *trip.itinerary.legs[1:])))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_lines_are_short_whole_and_end_in_crlf(trip, lang):
    data = render(trip, "ics", lang)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_stays_are_whole_days_that_leave_the_traveller_free(trip):
    stay = events(render(trip, "ics"))["stay-16210"]
    assert stay["DTSTART"].params["VALUE"] == "DATE"
    assert stay.decoded("DTSTART") == dt.date(2027, 9, 1)
    assert stay.decoded("DTEND") == dt.date(2027, 9, 25)
    assert stay["TRANSP"] == "TRANSPARENT"
    assert stay["LOCATION"] == "富山県南砺市"
    assert stay["GEO"].to_ical() == "36.5873;136.8753"
    apple = stay["X-APPLE-STRUCTURED-LOCATION"]
    assert str(apple) == "geo:36.5873,136.8753"
    assert apple.params["X-TITLE"] == "富山県南砺市"


def test_a_leg_without_a_timetable_has_a_date_and_a_duration_but_no_hour(trip):
    leg = events(render(trip, "ics"))["leg-16210"]
    assert leg.decoded("DTSTART") == dt.date(2027, 9, 1)
    assert leg.decoded("DTEND") == dt.date(2027, 9, 2)
    assert "約4時間10分" in leg["SUMMARY"]
    assert "北陸新幹線" in leg["DESCRIPTION"]
    assert "出発時刻は決まっていません" in leg["DESCRIPTION"]
    assert b"TZID" not in render(trip, "ics")


def test_an_overnight_leg_covers_both_days(trip):
    leg = events(render(trip, "ics"))["leg-47201"]
    assert leg.decoded("DTEND") - leg.decoded("DTSTART") == dt.timedelta(days=2)


def test_a_leg_with_a_timetable_is_timed_in_the_one_zone(trip):
    data = render(timed(trip), "ics")
    leg = events(data)["leg-16210"]
    assert leg["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert leg["DTSTART"].to_ical() == b"20270902T073000"
    assert leg.decoded("DTEND") - leg.decoded("DTSTART") == dt.timedelta(minutes=250)
    assert "TRANSP" not in leg
    assert "出発時刻" not in leg["DESCRIPTION"]
    zones = Calendar.from_ical(data).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Asia/Tokyo"]
    assert zones[0].subcomponents[0].decoded("TZOFFSETTO") == dt.timedelta(hours=9)


def test_legs_that_go_nowhere_are_no_events(trip):
    still = replace(trip.itinerary.legs[-1], segments=(), minutes=0)
    end = replace(trip, itinerary=replace(trip.itinerary, legs=(*trip.itinerary.legs[:-1], still)))
    assert "leg-13101" in events(render(trip, "ics"))
    assert "leg-13101" not in events(render(end, "ics"))


def test_identities_hold_when_the_record_changes(trip):
    before, after = render(trip, "ics"), render(trip, "ics", "en", Options(MODIFIED, 3))
    assert list(events(before)) == list(events(after))
    assert len(events(before)) == len(Calendar.from_ical(before).walk("VEVENT"))
    changed = events(after)["stay-15224"]
    assert changed["SEQUENCE"] == 3
    assert changed.decoded("LAST-MODIFIED") == changed.decoded("DTSTAMP") == MODIFIED


def test_without_a_record_the_data_set_is_the_clock(trip):
    event = events(render(trip, "ics"))["stay-15224"]
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTAMP") == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def test_nothing_looks_like_an_address(trip):
    assert b"@" not in render(trip, "ics")
    assert b"mailto" not in render(trip, "ics").lower()


@pytest.mark.parametrize("hours", [1, 26])
def test_alarms_remind_of_legs_only(trip, hours):
    data = render(trip, "ics", options=Options(alarm=hours))
    for uid, event in events(data).items():
        alarms = event.walk("VALARM")
        assert len(alarms) == uid.startswith("leg-")
        for alarm in alarms:
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["DESCRIPTION"] == event["SUMMARY"]
            assert alarm.decoded("TRIGGER") == -dt.timedelta(hours=hours)
    assert b"VALARM" not in render(trip, "ics")


def test_rest_and_remote_days_lie_inside_working_stays(trip):
    found = events(render(trip, "ics"))
    kinds = {kind: [e for uid, e in found.items() if uid.startswith(kind)] for kind in ("rest", "remote")}
    assert {kind: len(items) for kind, items in kinds.items()} == {"rest": 6, "remote": 6}
    for event in (*kinds["rest"], *kinds["remote"]):
        assert dt.date(2027, 9, 1) < event.decoded("DTSTART") < dt.date(2027, 10, 11)
