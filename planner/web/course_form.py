"""The forms of a model course: what to plan, and what to change by hand."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from flask import request

from geo.errors import UnknownPlaceError
from planner.regional.course import MOST_DAYS, MOST_STOPS, course_request, next_day
from planner.regional.form import WrongField, lines_of, plain_text
from planner.web import state
from planner.web.clock import today

if TYPE_CHECKING:
    import datetime as dt

    from planner.model import Plan, TripRequest
    from planner.regional.model import RegionalMap

WORDS = {"title_ja": 60, "title_en": 90, "text_ja": 2000, "text_en": 3000}
LONGEST_NOTE = 600
LAST = 999
Wrong = dict[str, WrongField]
Stays = tuple[tuple[str, int], ...]


def words(wrong: Wrong) -> dict[str, str]:
    """Read title and text."""
    found = {}
    for name, longest in WORDS.items():
        try:
            found[name] = plain_text(request.form.get(name, ""), longest)
        except WrongField as error:
            wrong[name] = error
    if not found.get("title_ja"):
        wrong.setdefault("title_ja", WrongField("required"))
    return found


def asked(regional: RegionalMap, wrong: Wrong) -> TripRequest | None:
    """Read what to plan; None where that cannot be."""
    origin, musts, days = _place("origin", wrong), _musts(wrong), number("days", wrong, 1, MOST_DAYS)
    start = day(wrong)
    if start is None:
        wrong.setdefault("start", WrongField("required"))
    if wrong or origin is None or days is None or start is None:
        return None
    return course_request(origin, start, days, musts, regional.kinds, car=request.form.get("car") == "1")


def day(wrong: Wrong) -> dt.date | None:
    """Read a day of the year, as MM-DD; the next one that comes."""
    text = unicodedata.normalize("NFKC", request.form.get("start", "")).strip()
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,2})[-/.月]([0-9]{1,2})日?", text)
    try:
        if found:
            return next_day(int(found[1]), int(found[2]), today())
    except ValueError:
        pass
    wrong["start"] = WrongField("day")
    return None


def stays(before: Plan, wrong: Wrong) -> Stays:
    """Read the stays in the order of their numbers, without those that were taken out; and one more, if named."""
    rows = []
    for at, stay in enumerate(before.itinerary.stays, 1):
        code = stay.municipality.code
        nights = number(f"nights_{code}", wrong, 1, MOST_DAYS) or stay.nights
        order = number(f"order_{code}", wrong, 1, LAST) or at
        if request.form.get(f"drop_{code}") != "1":
            rows.append((order, at, code, nights))
    if request.form.get("add", "").strip():
        code, nights = _place("add", wrong) or "", number("add_nights", wrong, 1, MOST_DAYS) or 1
        rows.append((number("add_order", wrong, 1, LAST) or LAST, LAST, code, nights))
    found = tuple((code, nights) for _, _, code, nights in sorted(rows))
    codes = [code for code, _ in found]
    if not 1 <= len(codes) <= MOST_STOPS or sum(nights for _, nights in found) > MOST_DAYS:
        wrong["stays"] = WrongField("stays", str(MOST_DAYS))
    elif len(set(codes)) < len(codes):
        wrong["add"] = WrongField("twice")
    return found


def stays_of(plan: Plan) -> Stays:
    """List the stays of a plan."""
    return tuple((stay.municipality.code, stay.nights) for stay in plan.itinerary.stays)


def notes(before: Plan, wrong: Wrong) -> dict[str, tuple[str, str]]:
    """Read the words for each stay."""
    found = {}
    for stay in before.itinerary.stays:
        code = stay.municipality.code
        try:
            ja, en = (plain_text(request.form.get(f"note_{lang}_{code}", ""), LONGEST_NOTE) for lang in ("ja", "en"))
        except WrongField as error:
            wrong["stays"] = error
            continue
        if ja or en:
            found[code] = (ja, en)
    return found


def number(name: str, wrong: Wrong, least: int, most: int) -> int | None:
    """Read a whole number; None where it is missing or wrong."""
    text = unicodedata.normalize("NFKC", request.form.get(name, "")).strip()
    if not text:
        if name == "days":
            wrong[name] = WrongField("required")
        return None
    if not re.fullmatch("[0-9]{1,4}", text) or not least <= int(text) <= most:
        wrong[name.split("_")[0] if name[-5:].isdigit() else name] = WrongField("number", f"{least}–{most}")
        return None
    return int(text)


def _place(name: str, wrong: Wrong) -> str | None:
    text = request.form.get(name, "").strip()
    if not text:
        wrong[name] = WrongField("required")
        return None
    try:
        return state.places().resolve(_bare(text)).code
    except UnknownPlaceError as error:
        wrong[name] = _unknown(text, error)
        return None


def _musts(wrong: Wrong) -> list[str]:
    found: list[str] = []
    for line in lines_of(request.form.get("musts", "")):
        try:
            found.append(state.places().resolve(_bare(line)).code)
        except UnknownPlaceError as error:
            wrong["musts"] = _unknown(line, error)
    return list(dict.fromkeys(found))


def _bare(text: str) -> str:
    """Take the code alone where a name stands behind it for the eye."""
    found = re.match(r"([0-9]{5,6})\s", text)
    return found[1] if found else text


def _unknown(text: str, error: UnknownPlaceError) -> WrongField:
    several = "、".join(getattr(error, "candidates", ())[:4])
    return WrongField("place", f"{text[:40]}{f' → {several}' if several else ''}")
