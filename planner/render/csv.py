"""A trip as a table for spreadsheets: one row a stay or leg, in the order of travel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from planner.render.lines import rounded
from planner.render.notebook import leg_lines_of, own_places, stay_lines, where_text
from planner.render.text import clean, demand_texts, joined, leg_notes, place_text, segment_texts, why_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model import Leg, Plan, Stay
    from planner.notebook.model import OwnPlace

Row = dict[str, str | int | float | None]

COLUMNS: dict[str, tuple[str, str]] = {
    "what": ("種別", "what"),
    "from_date": ("開始日", "from_date"),
    "to_date": ("終了日", "to_date"),
    "nights": ("泊数", "nights"),
    "code": ("市区町村コード", "code"),
    "place": ("市区町村", "place"),
    "origin": ("出発地", "origin"),
    "role": ("滞在の種類", "role"),
    "minutes": ("移動の所要時間(分)", "minutes"),
    "transfers": ("乗り換え回数", "transfers"),
    "km": ("距離(km)", "km"),
    "fare_jpy": ("運賃(円)", "fare_jpy"),
    "lodging_jpy": ("宿泊費(円)", "lodging_jpy"),
    "cost_estimated": ("費用は概算", "cost_estimated"),
    "earnings_jpy": ("収入(円)", "earnings_jpy"),
    "co2_kg": ("CO2(kg)", "co2_kg"),
    "basis": ("所要時間の根拠", "basis"),
    "detail": ("内容", "detail"),
    "lat": ("緯度", "lat"),
    "lng": ("経度", "lng"),
}

# what a spreadsheet takes for the beginning of a formula; Japanese ones also read the full-width signs
_FORMULA = tuple("=+-@＝＋－＠")


def render_csv(plan: Plan, lang: str) -> bytes:
    """Write the table with a byte order mark (spreadsheets take it for CP932 otherwise) and CRLF (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading[0 if lang == "ja" else 1] for heading in COLUMNS.values()])
    for row in _rows(plan, lang):
        writer.writerow([guard(value) if isinstance(value := row.get(key), str) else value for key in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def guard(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate."""
    text = clean(text)
    return f"'{text}" if text.startswith("\t") or text.lstrip().startswith(_FORMULA) else text


def _rows(plan: Plan, lang: str) -> Iterator[Row]:
    stays = plan.itinerary.stays
    for i, leg in enumerate(plan.itinerary.legs):
        yield _leg(leg, lang, leg_lines_of(plan, leg))
        if i < len(stays):
            yield _stay(stays[i], lang, stay_lines(plan, stays[i], lang))
    yield from (_place(place, plan, lang) for place in own_places(plan))


def _place(place: OwnPlace, plan: Plan, lang: str) -> Row:
    point = rounded(place.lnglat)
    return {
        "what": word("own_place", lang),
        "code": place.code,
        "place": where_text(place, plan, lang),
        "detail": joined(place.name, place.note, place.link),
        "lat": point.lat,
        "lng": point.lng,
    }


def _stay(stay: Stay, lang: str, book: tuple[str, ...]) -> Row:
    point = rounded(stay.lnglat)
    expected = stay.lodging_estimated and stay.lodging_jpy == 0
    lodging = f"{word('lodging', lang)}: {word('lodging_expected', lang)}" if expected else ""
    return {
        "what": word("stay", lang),
        "from_date": stay.arrive.isoformat(),
        "to_date": stay.depart.isoformat(),
        "nights": stay.nights,
        "code": stay.municipality.code,
        "place": place_text(stay.municipality, lang),
        "role": word(stay.role, lang),
        "lodging_jpy": stay.lodging_jpy,
        "cost_estimated": None if stay.lodging_jpy is None else int(stay.lodging_estimated),
        "earnings_jpy": stay.earnings_jpy,
        "detail": joined(why_text(stay, lang), *demand_texts(stay, lang), lodging, *book),
        "lat": point.lat,
        "lng": point.lng,
    }


def _leg(leg: Leg, lang: str, book: tuple[str, ...]) -> Row:
    point = rounded(leg.destination.lnglat)
    return {
        "what": word("leg", lang),
        "from_date": leg.date.isoformat(),
        "to_date": (leg.date + dt.timedelta(days=leg.nights)).isoformat(),
        "nights": leg.nights,
        "code": leg.destination.code,
        "place": place_text(leg.destination, lang),
        "origin": place_text(leg.origin, lang),
        "minutes": leg.minutes,
        "transfers": None if leg.basis == "booked" else leg.transfers,
        "km": round(leg.km, 1),
        "fare_jpy": leg.fare_jpy,
        "cost_estimated": None if leg.fare_jpy is None else int(leg.fare_estimated),
        "co2_kg": round(leg.co2_kg, 1),
        "basis": word(leg.basis, lang),
        "detail": joined(*segment_texts(leg, lang), *leg_notes(leg, lang), *book),
        "lat": point.lat,
        "lng": point.lng,
    }
