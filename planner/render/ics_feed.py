"""Calendars that clients subscribe to: what changed since they last asked, and what is called off.

A client forgets nothing that it is not told of: an event that vanished is sent on as cancelled, and an event's
SEQUENCE rises when, and only when, what it says has changed (RFC 5545, 3.8.7.4). So a feed remembers what it told.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from planner.render.ics_parts import all_day, calendar_of, event_of, stamp
from planner.render.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from icalendar import Event

    Tell = Callable[[str], Iterable[Event]]
    """Gives the events, unstamped, in a language."""

REFRESH = dt.timedelta(hours=12)
MOST_CANCELLED = 400
"""How many called-off events are remembered; the longest ago go first."""


def follow(was: str, tell: Tell, modified: dt.datetime, sequence: int) -> str:
    """Bring what a feed has told up to date.

    Parameters
    ----------
    was : str
        What this function gave the last time; empty the first time.
    tell : callable
        Gives the events of now in a language; a change in either language is a change.
    modified : aware datetime
        When the source changed last.
    sequence : int
        Revision of the source: what an event told for the first time begins with.

    Returns
    -------
    str
        JSON: each event's UID with its digest, revision, days and name. The same text where nothing changed.
    """
    told: dict[str, dict[str, Any]] = json.loads(was) if was else {}
    time = modified.astimezone(dt.UTC).isoformat()
    now = {str(first["UID"]): _entry(first, second) for first, second in _pairs(tell)}
    followed: dict[str, dict[str, Any]] = {}
    for uid, entry in now.items():
        before = told.get(uid)
        if before is not None and before["digest"] == entry["digest"]:
            followed[uid] = before
        else:
            followed[uid] = entry | {"sequence": _next(before, sequence), "modified": time}
    for uid, before in told.items():
        if uid not in now:
            gone = {"digest": "", "sequence": _next(before, sequence), "modified": time}
            followed[uid] = before if not before["digest"] else before | gone
    return json.dumps(_bounded(followed), ensure_ascii=False, separators=(",", ":"))


def render_feed(
    told: str,
    events: Iterable[Event],
    title: str,
    lang: str,
    shown: Callable[[str, Mapping[str, Any]], bool],
    about: str = "",
) -> bytes:
    """Write a subscription: the events of now, each with its own revision, then those called off.

    Parameters
    ----------
    told : str
        From `follow`, with the same events.
    events : iterable of Event
        Unstamped, in the language of the feed.
    shown : callable
        Tells by UID and entry (`start`, `end`, the day after the last, and `about`, its category) whether an event
        that was called off is still told of.
    about : str, optional
        Licence, credit and day of what is in it.
    """
    state: Mapping[str, Any] = json.loads(told)
    stamped = [_stamped(event, state[str(event["UID"])]) for event in events]
    gone = [_cancelled(uid, entry, lang) for uid, entry in state.items() if not entry["digest"] and shown(uid, entry)]
    return calendar_of([*stamped, *gone], title, lang, REFRESH, about)


def _pairs(tell: Tell) -> Iterable[tuple[Event, Event]]:
    return zip(*(tell(lang) for lang in LANGS), strict=True)


def _entry(*events: Event) -> dict[str, Any]:
    digest = hashlib.sha256(b"".join(event.to_ical() for event in events)).hexdigest()[:16]
    # an appointment has a beginning, and nobody said how long it takes
    last = events[0].decoded("DTEND" if "DTEND" in events[0] else "DTSTART")
    start, end = _day(events[0].decoded("DTSTART")), _day(last)
    names = {lang: str(event["SUMMARY"]) for lang, event in zip(LANGS, events, strict=True)}
    # a timed event ends within its last day; only whole days exclude it
    end += dt.timedelta(days=isinstance(last, dt.datetime))
    about = str(events[-1].categories[0])
    return {"digest": digest, "start": start.isoformat(), "end": end.isoformat(), "about": about, **names}


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _next(before: dict[str, Any] | None, sequence: int) -> int:
    return sequence if before is None else max(int(before["sequence"]) + 1, sequence)


def _bounded(told: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    gone = sorted((uid for uid in told if not told[uid]["digest"]), key=lambda uid: (told[uid]["modified"], uid))
    for uid in gone[: max(0, len(gone) - MOST_CANCELLED)]:
        del told[uid]
    return told


def _stamped(event: Event, entry: Mapping[str, Any]) -> Event:
    return stamp(event, dt.datetime.fromisoformat(entry["modified"]), entry["sequence"])


def _cancelled(uid: str, entry: Mapping[str, Any], lang: str) -> Event:
    start, end = (dt.date.fromisoformat(entry[name]) for name in ("start", "end"))
    event = all_day(event_of(uid, entry[lang], ""), start, (end - start).days)
    event.add("status", "CANCELLED")
    return _stamped(event, entry)
