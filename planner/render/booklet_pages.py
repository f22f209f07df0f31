"""The booklet's pages: a stay with the way to it, and the legs at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.platypus import PageBreak, Spacer, Table, TableStyle

from planner.render.notebook import book_lines, stay_lines
from planner.render.paper import INK, LINE, shown
from planner.render.paper_parts import Disc, Notes, Strip
from planner.render.text import (
    clock_text,
    date_text,
    demand_texts,
    leg_facts,
    leg_notes,
    leg_title,
    money_texts,
    nights_text,
    place_name,
    place_text,
    segment_texts,
    stay_dates,
    why_text,
    word,
)

if TYPE_CHECKING:
    from planner.model import Leg, Plan, Stay
    from planner.render.paper import Hand


def stay_story(plan: Plan, number: int, hand: Hand) -> list[Any]:
    """Write a stay's page: where and when, the way there, why, the season, the facts, what is noted, and room for more.

    Parameters
    ----------
    number : int
        Of the stay, from 1.
    """
    stay, leg, lang = plan.itinerary.stays[number - 1], plan.itinerary.legs[number - 1], hand.lang
    story = [_head(stay, number, hand), Spacer(1, 6)]
    if leg.segments:
        story += [_title("getting_here", hand), *leg_story(leg, hand)]
    if why := why_text(stay, lang):
        story += [_title("why", hand), hand.text(why, after=4)]
    story += [_title("season", hand), Strip(stay, hand), Spacer(1, 4)]
    story += [hand.text(text, scale=0.9, after=3) for text in demand_texts(stay, lang)]
    story += [hand.text(text, scale=0.9) for text in _facts(stay, lang)]
    story += [hand.text(text, scale=0.9, after=3) for text in stay_lines(plan, stay, lang)]
    return [*story, Notes(hand)]


def notebook_page(plan: Plan, hand: Hand) -> list[Any]:
    """Write what is noted for the whole trip; nothing where nothing is."""
    story: list[Any] = []
    for heading, lines in book_lines(plan, hand.lang):
        story.append(hand.text(heading, bold=True, scale=1.1, after=3))
        story += [hand.text(text, scale=0.9, after=2) for text in lines]
    return [PageBreak(), *story] if story else []


def leg_story(leg: Leg, hand: Hand) -> list[Any]:
    """Write a leg: its day, its facts, every vehicle with its times where they are known, and what to know of it."""
    lang = hand.lang
    nights = (nights_text(leg.nights, lang),) if leg.nights else ()
    story = [hand.text(f"{date_text(leg.date, lang)} {leg_title(leg, lang)}", bold=True)]
    story.append(hand.text(" – ".join((*leg_facts(leg, lang), *nights))))
    story += [hand.text(f"・{text}", scale=0.9, after=0.5) for text in segment_texts(leg, lang)]
    notes = [word(leg.basis, lang), *leg_notes(leg, lang)]
    if leg.departs is None:
        notes.append(word("no_departure", lang))
    return [*story, hand.text(" / ".join(notes), scale=0.8, faint=True, after=5)]


def legs_page(plan: Plan, hand: Hand) -> list[Any]:
    """List all legs: day, ends, hours known, time, fare."""
    lang = hand.lang
    rows = [_row((word(key, lang) for key in ("date", "leg", "hours", "travel_time", "fare")), hand, bold=True)]
    for leg in plan.itinerary.legs:
        if leg.segments or leg.minutes:
            time, *fare = leg_facts(leg, lang)[:-1]
            told = (date_text(leg.date, lang), leg_title(leg, lang), _hours(leg), time, fare[0] if fare else "–")
            rows.append(_row(told, hand))
    widths = [hand.paper.column * share for share in (0.17, 0.35, 0.15, 0.18, 0.15)]
    return [_title("legs", hand), Table(rows, colWidths=widths, repeatRows=1, style=RULED), Spacer(1, 8)]


def _head(stay: Stay, number: int, hand: Hand) -> Any:
    place, lang = stay.municipality, hand.lang
    names = [
        hand.text(place_name(place, lang), bold=True, scale=1.7, after=0),
        hand.text(" ".join((place_text(place, lang), place.name_kana if lang == "ja" else place.name)), faint=True),
        hand.text(f"{stay_dates(stay, lang)} · {word(stay.role, lang)}", scale=1.1),
    ]
    disc = Disc(number, shown(place_name(place, lang)))
    return Table(
        [[disc, names]], colWidths=[34, hand.paper.column - 34], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    )


def _title(key: str, hand: Hand) -> Any:
    return hand.text(word(key, hand.lang), bold=True, scale=1.1, after=3)


def _facts(stay: Stay, lang: str) -> list[str]:
    exchanges = [f"{word('exchange', lang)}: {window.exchange}" for window in stay.demand if window.exchange]
    return [
        *exchanges,
        *(f"{name}: {told}" for name, told in money_texts(stay, lang)),
        f"{word('contact', lang)}: {word('contact_unknown', lang)}",
    ]


def _hours(leg: Leg) -> str:
    """Write when the first timed vehicle leaves and the last arrives."""
    timed = [text for segment in leg.segments if (text := clock_text(segment))]
    return f"{timed[0].split('–')[0]}–{timed[-1].split('–')[1]}" if timed else "–"


def _row(texts: Any, hand: Hand, *, bold: bool = False) -> list[Any]:
    return [hand.text(text, scale=0.85, bold=bold, after=0) for text in texts]


RULED = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
    ]
)
