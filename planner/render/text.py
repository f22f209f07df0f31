"""Words, dates and figures as people read them, in Japanese and English."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from planner.render.words import WORDS

if TYPE_CHECKING:
    from geo.model import Municipality, Segment
    from planner.model import Leg, Plan, ServedWindow, Stay

LANGS = ("ja", "en")

# XML 1.0 (2.2) and RFC 5545 (3.1) both forbid these; NEL, LS and PS end a line for some readers and not for others
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")

SPARSE_TRIPS = 4
"""Services that run no more often than this a day have their count told: one plans a day around them."""

_TRAINS = frozenset({"rail", "limited_express", "shinkansen"})
_WEEKDAYS = ("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


EXACT = frozenset({"timetable", "booked"})
"""Bases of times that are no estimates."""


def clean(text: str) -> str:
    r"""Drop what no file format may carry and make every line end `\n`."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def word(key: str, lang: str) -> str:
    """Give the word in a language; a key without translation stands for itself."""
    pair = WORDS.get(key)
    return key if pair is None else pair[LANGS.index(lang)]


def date_text(date: dt.date, lang: str, *, year: bool = False) -> str:
    """Write a date: 9月3日(金), Fri 3 Sep."""
    if lang == "ja":
        text = f"{date.month}月{date.day}日({_WEEKDAYS[0][date.weekday()]})"
        return f"{date.year}年{text}" if year else text
    text = f"{_WEEKDAYS[1][date.weekday()]} {date.day} {_MONTHS[date.month - 1]}"
    return f"{text} {date.year}" if year else text


def month_text(month: int, lang: str) -> str:
    """Name a month: 9月, Sep."""
    return f"{month}月" if lang == "ja" else _MONTHS[month - 1]


def duration_text(minutes: int, lang: str, *, about: bool = False) -> str:
    """Write minutes: 5時間20分, 5 h 20 min."""
    hours, rest = divmod(minutes, 60)
    units = ("時間", "分") if lang == "ja" else (" h", " min")
    parts = [f"{number}{unit}" for number, unit in ((hours, units[0]), (rest, units[1])) if number]
    text = ("" if lang == "ja" else " ").join(parts) or f"0{units[1]}"
    return word("about", lang) + text if about else text


def yen_text(amount: int | None, lang: str, *, about: bool = False) -> str:
    """Write yen: ¥14,200; an estimate is marked, an unknown is called so."""
    if amount is None:
        return word("unknown", lang)
    return (word("about", lang) if about else "") + f"¥{amount:,}"


def lodging_text(amount: int, lang: str, *, about: bool = False) -> str:
    """Write the yen of lodging; none to pay is what such work lets expect, not what a host has promised.

    What is no estimate is booked at that price, also where it is nothing.
    """
    return yen_text(amount, lang, about=about) if amount or not about else word("lodging_expected", lang)


def money_texts(stay: Stay, lang: str) -> list[tuple[str, str]]:
    """Name and write what a stay costs and pays; nothing where a share does not tell it."""
    if stay.lodging_jpy is None:
        return []
    lodging = lodging_text(stay.lodging_jpy, lang, about=stay.lodging_estimated)
    return [(word("lodging", lang), lodging), (word("earnings", lang), yen_text(stay.earnings_jpy, lang))]


def nights_text(nights: int, lang: str) -> str:
    """Write a number of nights: 7泊, 7 nights."""
    return f"{nights}泊" if lang == "ja" else f"{nights} night{'' if nights == 1 else 's'}"


def transfers_text(transfers: int, lang: str) -> str:
    """Write a number of changes: 乗り換え2回, 2 changes."""
    if not transfers:
        return word("direct", lang)
    return f"乗り換え{transfers}回" if lang == "ja" else f"{transfers} change{'' if transfers == 1 else 's'}"


def place_name(place: Municipality, lang: str) -> str:
    """Name a municipality alone: 南砺市, Nanto."""
    return clean(place.name if lang == "ja" else place.name_en or place.name)


def place_text(place: Municipality, lang: str) -> str:
    """Name a municipality with its prefecture: 富山県南砺市; Nanto, Toyama."""
    if lang == "ja":
        return clean(place.full_name)
    return clean(", ".join(part for part in (place.name_en or place.name, place.prefecture_en) if part))


def clock_text(segment: Segment) -> str:
    """Write when a vehicle leaves and arrives, where a timetable tells it: 20:00–06:00+1."""
    if segment.departs is None or segment.arrives is None:
        return ""
    nights = (segment.arrives.date() - segment.departs.date()).days
    return f"{segment.departs:%H:%M}–{segment.arrives:%H:%M}{f'+{nights}' if nights else ''}"


def rarity_text(segment: Segment, lang: str) -> str:
    """Tell how seldom a service runs: 1日2便, 2 a day; empty where it runs often or nobody knows.

    Less than once a day is told by the week: averages over a season, so only about so many.
    """
    trips = segment.trips_per_day
    if trips is None or trips > SPARSE_TRIPS:
        return ""
    unit = "本" if segment.mode in _TRAINS else "便"
    if trips < 1:
        weekly = max(1, round(trips * 7))
        return f"週{weekly}{unit}ほど" if lang == "ja" else f"about {weekly} a week"
    return f"1日{trips:g}{unit}" if lang == "ja" else f"{trips:g} a day"


def segment_text(segment: Segment, lang: str) -> str:
    """Describe one vehicle: 新幹線 北陸新幹線 東京→富山 2時間10分, with its times of day or how seldom it runs."""
    ends = f"{segment.origin}→{segment.destination}" if segment.origin and segment.destination else ""
    time = duration_text(segment.minutes, lang, about=segment.basis not in EXACT)
    rarity = rarity_text(segment, lang)
    parts = (word(segment.mode, lang), segment.line, ends, clock_text(segment), time, f"({rarity})" if rarity else "")
    return clean(" ".join(part for part in parts if part))


def priced_text(segment: Segment, lang: str) -> str:
    """Describe one vehicle and what is paid for it."""
    return " ".join(part for part in (segment_text(segment, lang), fare_text(segment, lang)) if part)


def segment_texts(leg: Leg, lang: str) -> list[str]:
    """Describe every vehicle of a leg, with what is paid for it unless a share does not tell it."""
    tell = segment_text if leg.fare_jpy is None else priced_text
    return [tell(segment, lang) for segment in leg.segments]


def fare_text(segment: Segment, lang: str) -> str:
    """Say what is paid where a segment begins, and for what: ¥5,500（乗車券 福野→新大阪）; empty for a walk."""
    if segment.mode == "walk":
        return ""
    if segment.fare_jpy is None:
        return word("fare_included" if segment.fare_included else "fare_unknown", lang)
    notes = _fare_notes(segment, lang)
    yen = yen_text(segment.fare_jpy, lang, about=segment.fare_estimated)
    if not notes:
        return yen
    return clean(f"{yen}（{'、'.join(notes)}）" if lang == "ja" else f"{yen} ({', '.join(notes)})")


def _fare_notes(segment: Segment, lang: str) -> list[str]:
    notes = []
    if segment.ticket_to:
        notes.append(word("ticket", lang).format(ends=f"{segment.origin}→{segment.ticket_to}"))
    if segment.supplement_jpy:
        alone = segment.supplement_jpy == segment.fare_jpy
        supplement = word("supplement_alone" if alone else "supplement", lang)
        text = supplement.format(yen=yen_text(segment.supplement_jpy, lang, about=segment.fare_estimated))
        if segment.supplement_to:
            text += " " + word("supplement_to", lang).format(name=segment.supplement_to)
        notes.append(text)
    if segment.fare_included:
        notes.append(word("base_included", lang))
    return notes


def leg_title(leg: Leg, lang: str) -> str:
    """Name a leg by its ends."""
    return f"{place_name(leg.origin, lang)} → {place_name(leg.destination, lang)}"


def leg_facts(leg: Leg, lang: str) -> tuple[str, ...]:
    """Give door-to-door time, fare and changes of a leg, estimates marked; a fare that is not told is left out."""
    time = duration_text(leg.minutes, lang, about=leg.basis not in EXACT)
    fare = () if leg.fare_jpy is None else (yen_text(leg.fare_jpy, lang, about=leg.fare_estimated),)
    # of a booked journey nobody told us the changes
    changes = word("booked", lang) if leg.basis == "booked" else transfers_text(leg.transfers, lang)
    return (time, *fare, changes)


def leg_notes(leg: Leg, lang: str) -> tuple[str, ...]:
    """Tell what a traveller should know of a leg; trips kept from before there were English notes speak Japanese."""
    return tuple(clean(note) for note in (leg.notes if lang == "ja" else leg.notes_en or leg.notes))


def stay_dates(stay: Stay, lang: str) -> str:
    """Write when a stay is: 9月3日(金)–9月10日(金) 7泊."""
    dates = f"{date_text(stay.arrive, lang)}–{date_text(stay.depart, lang)}"
    return f"{dates} {nights_text(stay.nights, lang)}" if lang == "ja" else f"{dates}, {nights_text(stay.nights, lang)}"


def why_text(stay: Stay, lang: str) -> str:
    """Say why here, why now."""
    return clean(stay.why if lang == "ja" else stay.why_en or stay.why)


def demand_texts(stay: Stay, lang: str) -> tuple[str, ...]:
    """Describe the demand windows of a stay, each with its source and date."""
    return tuple(_window_text(window, lang) for window in stay.demand)


def _window_text(window: ServedWindow, lang: str) -> str:
    title = window.title if lang == "ja" else window.title_en or window.title
    span = f"{date_text(window.start, lang)}–{date_text(window.end, lang)}"
    origin = source_text(window.source, window.confidence, window.as_of, lang)
    return clean(f"{title} ({span})\n{word('source', lang)}: {origin}" if origin else f"{title} ({span})")


def source_text(source: str, confidence: str, as_of: str, lang: str) -> str:
    """Say where a window is known from, how well, and since when; empty where nothing is told."""
    # a source that only repeats the confidence says nothing more
    named = "" if source.replace(" ", "_") == confidence else source
    dated = (f"{as_of}時点" if lang == "ja" else f"as of {as_of}") if as_of else ""
    return ("、" if lang == "ja" else ", ").join(part for part in (named, word(confidence, lang), dated) if part)


def joined(*lines: str) -> str:
    """Put lines that say something under each other."""
    return "\n".join(line for line in lines if line)


def trip_dates(plan: Plan) -> tuple[dt.date, dt.date]:
    """Give the day of departure and the day of the last arrival."""
    last = plan.itinerary.legs[-1]
    return plan.itinerary.legs[0].date, last.date + dt.timedelta(days=last.nights)


def trip_title(plan: Plan, lang: str) -> str:
    """Name a trip: 東京都千代田区から7か所をめぐる旅."""
    origin, stops = place_text(plan.itinerary.legs[0].origin, lang), len(plan.itinerary.stays)
    if lang == "ja":
        return f"{origin}から{stops}か所をめぐる旅"
    return f"A trip from {origin}: {stops} stay{'' if stops == 1 else 's'}"


def trip_span(plan: Plan, lang: str) -> str:
    """Write the dates of a trip with their years."""
    start, end = trip_dates(plan)
    return f"{date_text(start, lang, year=True)}–{date_text(end, lang, year=True)}"
