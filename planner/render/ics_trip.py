"""The events of a trip: its legs and stays, and the days of rest and remote work between."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Alarm

from planner.render.ics_notebook import BED_METRES, notebook_events
from planner.render.ics_parts import TZID, all_day, event_of, locate, locate_at
from planner.render.notebook import home_of, leg_lines_of, stay_lines
from planner.render.rhythm import free_days
from planner.render.text import (
    demand_texts,
    joined,
    leg_facts,
    leg_notes,
    leg_title,
    money_texts,
    nights_text,
    place_name,
    place_text,
    segment_texts,
    why_text,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event

    from planner.model import Leg, Plan, Stay
    from planner.render.rhythm import FreeDay


def trip_events(plan: Plan, lang: str, alarm: int | None = None) -> Iterator[Event]:
    """Give legs and stays as they follow each other, then the days of rest and remote work, all unstamped.

    Parameters
    ----------
    alarm : int, optional
        Hours before a leg at which a device should remind of it; of a leg without an hour, before its day begins.
    """
    legs, stays = plan.itinerary.legs, plan.itinerary.stays
    for i, leg in enumerate(legs):
        if leg.segments or leg.minutes:
            yield _alarmed(_leg(plan, leg, lang), alarm)
        if i < len(stays):
            yield _stay(plan, stays[i], lang)
    for day in free_days(plan):
        yield _free_day(plan, day, lang)
    yield from notebook_events(plan, lang)


def _alarmed(event: Event, hours: int | None) -> Event:
    if hours is None:
        return event
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["SUMMARY"])
    alarm.add("trigger", -dt.timedelta(hours=hours))
    event.add_component(alarm)
    return event


def _event(plan: Plan, what: str, summary: str, description: str) -> Event:
    return event_of(f"sasurai-{plan.id}-{what}", summary, description)


def _stay(plan: Plan, stay: Stay, lang: str) -> Event:
    place = stay.municipality
    text = joined(
        f"{word(stay.role, lang)} – {nights_text(stay.nights, lang)}",
        why_text(stay, lang),
        *demand_texts(stay, lang),
        word("no_vacancy", lang) if stay.demand else "",
        *(f"{name}: {told}" for name, told in money_texts(stay, lang)),
        *stay_lines(plan, stay, lang),
    )
    event = _event(plan, f"stay-{place.code}", place_text(place, lang), text)
    event.add("categories", [word("stay", lang)])
    bed = home_of(plan, stay)
    if bed is None:
        locate(event, place, lang)
    else:
        locate_at(event, f"{bed.name}, {place_text(place, lang)}", bed.lnglat, BED_METRES)
    return all_day(event, stay.arrive, stay.nights)


def _leg(plan: Plan, leg: Leg, lang: str) -> Event:
    time, *rest = leg_facts(leg, lang)
    text = joined(
        f"{time} – {' – '.join(rest)}",
        *segment_texts(leg, lang),
        word(leg.basis, lang),
        *leg_notes(leg, lang),
        *leg_lines_of(plan, leg),
        "" if leg.departs else word("no_departure", lang),
    )
    summary = f"{word('leg', lang)}: {leg_title(leg, lang)} ({time})"
    event = _event(plan, f"leg-{leg.destination.code}", summary, text)
    event.add("categories", [word("leg", lang)])
    locate(event, leg.origin, lang)
    if leg.departs is None:
        # the date and the duration are known, the hour is not: none is made up
        return all_day(event, leg.date, leg.nights + 1)
    departs = leg.departs.astimezone(ZoneInfo(TZID))
    event.add("dtstart", departs)
    event.add("dtend", departs + dt.timedelta(minutes=leg.minutes))
    return event


def _free_day(plan: Plan, day: FreeDay, lang: str) -> Event:
    name = word(f"{day.kind}_day", lang)
    summary = f"{name} ({place_name(day.stay.municipality, lang)})"
    event = _event(plan, f"{day.kind}-{day.date:%Y%m%d}", summary, word("free_day_note", lang))
    event.add("categories", [name])
    return all_day(event, day.date, 1)
