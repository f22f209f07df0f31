"""What the page beside the map says: the same facts as the map, as a list for keyboard, print and no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.render.credits import credit_texts
from planner.render.notebook import stay_lines
from planner.render.strokes import PATTERNS
from planner.render.text import (
    EXACT,
    clean,
    date_text,
    demand_texts,
    duration_text,
    leg_facts,
    leg_notes,
    leg_title,
    lodging_text,
    money_texts,
    nights_text,
    place_name,
    segment_texts,
    stay_dates,
    trip_span,
    trip_title,
    why_text,
    word,
    yen_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model import Leg, Plan, Stay


def page_context(plan: Plan, lang: str, *, with_land: bool) -> dict[str, Any]:
    """Give the template its words; everything is plain text, escaped where it is shown."""
    used = {segment.mode for leg in plan.itinerary.legs for segment in leg.segments}
    return {
        "lang": lang,
        "word": lambda key: word(key, lang),
        "title": trip_title(plan, lang),
        "span": trip_span(plan, lang),
        "totals": totals_of(plan, lang),
        "items": list(_items(plan, lang)),
        "legend": [(word(mode, lang), strokes) for mode, strokes in PATTERNS.items() if mode in used],
        "patterns": PATTERNS,
        "credits": credit_texts(plan, lang, land=with_land),
    }


def totals_of(plan: Plan, lang: str) -> list[tuple[str, str]]:
    """Name and write the sums of a trip, estimates marked."""
    totals = plan.itinerary.totals
    fares = any(leg.fare_estimated for leg in plan.itinerary.legs)
    lodging = any(stay.lodging_estimated for stay in plan.itinerary.stays)
    money = [
        (word("fare", lang), yen_text(totals.fare_jpy, lang, about=fares)),
        (word("lodging", lang), lodging_text(totals.lodging_jpy or 0, lang, about=lodging)),
        (word("earnings", lang), yen_text(totals.earnings_jpy, lang)),
    ]
    sketched = any(leg.basis not in EXACT for leg in plan.itinerary.legs)
    return [
        (word("nights", lang), nights_text(totals.nights, lang)),
        (word("travel_time", lang), duration_text(totals.travel_minutes, lang, about=sketched)),
        *(() if "money" in plan.unshared else money),
    ]


def _items(plan: Plan, lang: str) -> Iterator[dict[str, Any]]:
    stays = plan.itinerary.stays
    for i, leg in enumerate(plan.itinerary.legs):
        if leg.segments or leg.minutes:
            yield _leg(leg, i, lang)
        if i < len(stays):
            yield {**_stay(stays[i], i + 1, lang), "book": stay_lines(plan, stays[i], lang)}


def _stay(stay: Stay, number: int, lang: str) -> dict[str, Any]:
    place = stay.municipality
    return {
        "kind": "stay",
        "id": f"stay-{number}",
        "number": number,
        "name": place_name(place, lang),
        "area": clean(place.prefecture_name if lang == "ja" else place.prefecture_en),
        "dates": stay_dates(stay, lang),
        "role": word(stay.role, lang),
        "why": why_text(stay, lang),
        "demand": demand_texts(stay, lang),
        "money": money_texts(stay, lang),
    }


def _leg(leg: Leg, number: int, lang: str) -> dict[str, Any]:
    return {
        "kind": "leg",
        "id": f"leg-{number}",
        "name": leg_title(leg, lang),
        "dates": date_text(leg.date, lang),
        "facts": leg_facts(leg, lang),
        "nights": nights_text(leg.nights, lang) if leg.nights else "",
        "segments": [(s.mode, text) for s, text in zip(leg.segments, segment_texts(leg, lang), strict=True)],
        "basis": word(leg.basis, lang),
        "notes": leg_notes(leg, lang),
        "on_map": bool(leg.segments),
    }
