"""The parts of an iCalendar file (RFC 5545) that every calendar of ours is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText, vUri

from planner.render.text import clean, place_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import LngLat, Municipality

TZID = "Asia/Tokyo"
_DAY = dt.timedelta(days=1)


def event_of(uid: str, summary: str, description: str) -> Event:
    """Begin an event; a UID has no "@": it may look like an address, and nobody should write to it."""
    event = Event()
    event.add("uid", clean(uid))
    event.add("summary", clean(summary).replace("\n", " "))
    event.add("description", clean(description))
    return event


def all_day(event: Event, first: dt.date, days: int) -> Event:
    """Cover whole days: DTEND is the day after the last (RFC 5545, 3.6.1)."""
    event.add("dtstart", first)
    event.add("dtend", first + days * _DAY)
    event.add("transp", "TRANSPARENT")
    return event


def locate(event: Event, place: Municipality, lang: str) -> None:
    """Say in which municipality it is, for readers of every kind."""
    locate_at(event, place_text(place, lang), place.lnglat, 2000)


def locate_at(event: Event, name: str, lnglat: LngLat, radius: int) -> None:
    """Say at which point it is, and within how many metres."""
    # a parameter value holds neither quotes nor line ends (RFC 5545, 3.2)
    text = clean(name).replace("\n", " ")
    lat, lng = round(lnglat.lat, 5), round(lnglat.lng, 5)
    event.add("location", text)
    event.add("geo", (lat, lng))
    event.add(
        "x-apple-structured-location",
        vUri(f"geo:{lat},{lng}"),
        parameters={"VALUE": "URI", "X-APPLE-RADIUS": str(radius), "X-TITLE": text.replace('"', "'")},
    )


def stamp(event: Event, modified: dt.datetime, sequence: int) -> Event:
    """Say which revision of an event this is."""
    event.add("dtstamp", modified.astimezone(dt.UTC))
    event.add("last-modified", modified.astimezone(dt.UTC))
    event.add("sequence", sequence)
    return event


def calendar_of(
    events: Iterable[Event], title: str, lang: str, refresh: dt.timedelta | None = None, about: str = ""
) -> bytes:
    """Write a calendar of stamped events.

    Parameters
    ----------
    refresh : timedelta, optional
        For subscriptions: how often a client should ask again (RFC 7986, 5.7).
    about : str, optional
        Licence, credit and day of what is in it.
    """
    events = list(events)
    calendar = Calendar()
    calendar.add("prodid", f"-//Sasurai//Trip//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # icalendar knows neither as a text, and would write its commas and backslashes as they are
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(clean(title).replace("\n", " ")))
    if about:
        for name in ("description", "x-wr-caldesc"):
            calendar.add(name, vText(clean(about)))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    if any("TZID" in event["DTSTART"].params for event in events):
        calendar.add_component(_tokyo())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _tokyo() -> Timezone:
    """Describe Japan Standard Time, the same all year since 1952."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", TZID)
    standard.add("dtstart", dt.datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", dt.timedelta(hours=9))
    standard.add("tzoffsetto", dt.timedelta(hours=9))
    standard.add("tzname", "JST")
    zone.add_component(standard)
    return zone
