"""A region's demand calendar as events: when a municipality, or all of a prefecture, needs which hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.explain import KIND_EN, KIND_JA
from planner.render.ics_parts import all_day, calendar_of, event_of, locate, stamp
from planner.render.text import clean, date_text, joined, place_name, source_text, word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from icalendar import Event

    from geo.model import Municipality
    from planner.demand import DemandWindow, Occurrence


def demand_events(
    windows: Iterable[DemandWindow], place: Callable[[str], Municipality], first: dt.date, last: dt.date, lang: str
) -> Iterator[Event]:
    """Give an event, unstamped, for every time that a window is open between two days, the earliest first."""
    found = [occurrence for window in windows for occurrence in window.occurrences(first, last)]
    for occurrence in sorted(found, key=lambda o: (o.start, o.window.id)):
        yield _event(occurrence, place(occurrence.window.code), lang)


def render_demand_ics(
    windows: Iterable[DemandWindow],
    place: Callable[[str], Municipality],
    days: tuple[dt.date, dt.date],
    title: str,
    lang: str,
    modified: dt.datetime,
) -> bytes:
    """Write the file of a demand calendar between two days, both included; its clock is that of the data."""
    events = (stamp(event, modified, 0) for event in demand_events(windows, place, *days, lang))
    return calendar_of(events, title, lang)


def demand_uid(window_id: str, year: int) -> str:
    """Name the opening of a window that begins in a year."""
    return f"sasurai-demand-{window_id}-{year}"


def region_title(name: str, kind: str | None, lang: str) -> str:
    """Name a region's calendar: 富山県南砺市の季節の仕事."""
    if lang == "ja":
        return clean(f"{name}の季節の仕事" + (f"（{KIND_JA[kind]}）" if kind else ""))
    return clean(f"Seasonal work in {name}" + (f" ({KIND_EN[kind]})" if kind else ""))


def _event(found: Occurrence, place: Municipality, lang: str) -> Event:
    window = found.window
    title = window.title if lang == "ja" else window.title_en or window.title
    text = joined(
        f"{word('peak', lang)}: {date_text(found.peak_start, lang)}–{date_text(found.peak_end, lang)}",
        f"{word('lodging_offered', lang)}: {word(f'lodging_{window.lodging}', lang)}",
        word("no_vacancy", lang),
        f"{word('source', lang)}: {source_text(window.source, window.confidence, window.as_of, lang)}",
    )
    summary = f"{title} ({place_name(place, lang)})"
    event = event_of(demand_uid(window.id, found.start.year), summary, text)
    event.add("categories", [(KIND_JA if lang == "ja" else KIND_EN)[window.kind]])
    locate(event, place, lang)
    return all_day(event, found.start, (found.end - found.start).days + 1)
