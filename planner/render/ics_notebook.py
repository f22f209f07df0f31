"""The events of a plan's notebook: appointments at their hour, and days without work."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.render.ics_parts import TZID, all_day, event_of, locate, locate_at
from planner.render.notebook import town_of
from planner.render.text import clean, joined, place_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event

    from planner.model import Plan
    from planner.notebook.model import Appointment, Blocked

BED_METRES = 100
"""How near a point of one's own is."""


def notebook_events(plan: Plan, lang: str) -> Iterator[Event]:
    """Give appointments and blocked days, unstamped."""
    if plan.notebook is None:
        return
    for item in plan.notebook.appointments:
        yield _appointment(plan, item, lang)
    for days in plan.notebook.blocked:
        yield _blocked(plan, days, lang)


def _appointment(plan: Plan, item: Appointment, lang: str) -> Event:
    event = event_of(f"sasurai-{plan.id}-appointment-{item.id}", item.title, joined(item.note, item.link))
    event.add("categories", [word("appointment", lang)])
    _locate(event, plan, item.code, item.place, lang)
    if item.time is None:
        return all_day(event, item.date, 1)
    # how long it lasts is not known: an event without an end takes no time (RFC 5545, 3.6.1)
    event.add("dtstart", dt.datetime.combine(item.date, item.time, ZoneInfo(TZID)))
    return event


def _blocked(plan: Plan, days: Blocked, lang: str) -> Event:
    title = days.title or word("blocked_day", lang)
    event = event_of(f"sasurai-{plan.id}-blocked-{days.id}", title, clean(days.note))
    event.add("categories", [word("blocked_day", lang)])
    _locate(event, plan, days.code, "", lang)
    return all_day(event, days.start, (days.end - days.start).days + 1)


def _locate(event: Event, plan: Plan, code: str, place_id: str, lang: str) -> None:
    town = town_of(plan, code)
    place = plan.notebook.place(place_id) if plan.notebook else None
    if place is not None:
        name = f"{place.name}, {place_text(town, lang)}" if town else place.name
        locate_at(event, name, place.lnglat, BED_METRES)
    elif town is not None:
        locate(event, town, lang)
