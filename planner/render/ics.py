"""A trip as an iCalendar file (RFC 5545): stays and legs as events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.render.ics_parts import calendar_of, stamp
from planner.render.ics_trip import trip_events
from planner.render.text import trip_title

if TYPE_CHECKING:
    import datetime as dt

    from planner.model import Plan


def render_ics(plan: Plan, lang: str, modified: dt.datetime, sequence: int = 0, alarm: int | None = None) -> bytes:
    """Write the calendar of a trip.

    Parameters
    ----------
    modified : aware datetime
        When the record changed last: DTSTAMP and LAST-MODIFIED of every event.
    sequence : int
        Revision of the record (RFC 5545, 3.8.7.4).
    alarm : int, optional
        Hours before a leg at which a device should remind of it.
    """
    events = (stamp(event, modified, sequence) for event in trip_events(plan, lang, alarm))
    return calendar_of(events, trip_title(plan, lang), lang)
