"""A trip as an iCalendar file (RFC 5545): stays and legs as events."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vUri

from planner.render.rhythm import free_days
from planner.render.text import (
    clean,
    demand_texts,
    joined,
    leg_facts,
    leg_notes,
    leg_title,
    lodging_text,
    nights_text,
    place_name,
    place_text,
    priced_text,
    trip_title,
    why_text,
    word,
    yen_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Municipality
    from planner.model import Leg, Plan, Stay
    from planner.render.rhythm import FreeDay

TZID = "Asia/Tokyo"
_DAY = dt.timedelta(days=1)


def render_ics(
    plan: Plan, lang: str, modified: dt.datetime, sequence: int = 0, refresh: dt.timedelta | None = None
) -> bytes:
    """Write the calendar of a trip.

    Parameters
    ----------
    modified : aware datetime
        When the record changed last: DTSTAMP and LAST-MODIFIED of every event.
    sequence : int
        Revision of the record (RFC 5545, 3.8.7.4).
    refresh : timedelta, optional
        For subscriptions: how often a client should ask again (RFC 7986, 5.7).
    """
    calendar = _calendar(plan, lang, refresh)
    events = list(_events(plan, lang))
    if any("TZID" in event["DTSTART"].params for event in events):
        calendar.add_component(_tokyo())
    for event in events:
        event.add("dtstamp", modified.astimezone(dt.UTC))
        event.add("last-modified", modified.astimezone(dt.UTC))
        event.add("sequence", sequence)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(plan: Plan, lang: str, refresh: dt.timedelta | None) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Sasurai//Trip//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", trip_title(plan, lang))
    calendar.add("x-wr-calname", trip_title(plan, lang))
    if refresh is not None:
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh))
    return calendar


def _events(plan: Plan, lang: str) -> Iterator[Event]:
    """Give legs and stays as they follow each other, then the days of rest and remote work."""
    legs, stays = plan.itinerary.legs, plan.itinerary.stays
    for i, leg in enumerate(legs):
        if leg.segments or leg.minutes:
            yield _leg(plan, leg, lang)
        if i < len(stays):
            yield _stay(plan, stays[i], lang)
    for day in free_days(plan):
        yield _free_day(plan, day, lang)


def _event(plan: Plan, what: str, summary: str, description: str) -> Event:
    event = Event()
    # no "@": a UID may look like an address, and nobody should write to it
    event.add("uid", clean(f"sasurai-{plan.id}-{what}"))
    event.add("summary", clean(summary).replace("\n", " "))
    event.add("description", clean(description))
    return event


def _all_day(event: Event, first: dt.date, days: int) -> Event:
    """Cover whole days: DTEND is the day after the last (RFC 5545, 3.6.1)."""
    event.add("dtstart", first)
    event.add("dtend", first + days * _DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _stay(plan: Plan, stay: Stay, lang: str) -> Event:
    place = stay.municipality
    lodging = lodging_text(stay.lodging_jpy, lang, about=stay.lodging_estimated)
    text = joined(
        f"{word(stay.role, lang)} – {nights_text(stay.nights, lang)}",
        why_text(stay, lang),
        *demand_texts(stay, lang),
        word("no_vacancy", lang) if stay.demand else "",
        f"{word('lodging', lang)}: {lodging}",
        f"{word('earnings', lang)}: {yen_text(stay.earnings_jpy, lang)}",
    )
    event = _event(plan, f"stay-{place.code}", place_text(place, lang), text)
    event.add("categories", [word("stay", lang)])
    _locate(event, place, lang)
    return _all_day(event, stay.arrive, stay.nights)


def _leg(plan: Plan, leg: Leg, lang: str) -> Event:
    time, *rest = leg_facts(leg, lang)
    text = joined(
        f"{time} – {' – '.join(rest)}",
        *(priced_text(segment, lang) for segment in leg.segments),
        word(leg.basis, lang),
        *leg_notes(leg, lang),
        "" if leg.departs else word("no_departure", lang),
    )
    summary = f"{word('leg', lang)}: {leg_title(leg, lang)} ({time})"
    event = _event(plan, f"leg-{leg.destination.code}", summary, text)
    event.add("categories", [word("leg", lang)])
    _locate(event, leg.origin, lang)
    if leg.departs is None:
        # the date and the duration are known, the hour is not: none is made up
        return _all_day(event, leg.date, leg.nights + 1)
    departs = leg.departs.astimezone(ZoneInfo(TZID))
    event.add("dtstart", departs)
    event.add("dtend", departs + dt.timedelta(minutes=leg.minutes))
    return event


def _free_day(plan: Plan, day: FreeDay, lang: str) -> Event:
    name = word(f"{day.kind}_day", lang)
    summary = f"{name} ({place_name(day.stay.municipality, lang)})"
    event = _event(plan, f"{day.kind}-{day.date:%Y%m%d}", summary, word("free_day_note", lang))
    event.add("categories", [name])
    return _all_day(event, day.date, 1)


def _locate(event: Event, place: Municipality, lang: str) -> None:
    # a parameter value holds neither quotes nor line ends (RFC 5545, 3.2)
    text = place_text(place, lang).replace("\n", " ")
    lat, lng = round(place.lnglat.lat, 5), round(place.lnglat.lng, 5)
    event.add("location", text)
    event.add("geo", (lat, lng))
    event.add(
        "x-apple-structured-location",
        vUri(f"geo:{lat},{lng}"),
        parameters={"VALUE": "URI", "X-APPLE-RADIUS": "2000", "X-TITLE": text.replace('"', "'")},
    )


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
