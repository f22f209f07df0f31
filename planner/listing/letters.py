"""What a stranger may send to an office: an interest in a listing, a report of wrong data; checked field by field."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = dt.timedelta(days=400)
"""How long a stay may be asked for, as the planner's own trips."""
FARTHEST = dt.timedelta(days=730)
"""How far ahead it may end."""
TRAP = "website"
"""A field that people are asked to leave empty; programs that fill in forms do not."""
WRONG = ("dates", "pay", "work", "place", "contact", "closed", "other")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A field: how long it may be, whether it has to be there, whether it may have several lines."""

    most: int
    required: bool = False
    lines: bool = False


INTEREST: dict[str, Line] = {
    "name": Line(60),
    "first": Line(10, required=True),
    "last": Line(10, required=True),
    "skills": Line(200),
    "message": Line(1000, lines=True),
    "contact": Line(200, required=True),
}
REPORT: dict[str, Line] = {"what": Line(16, required=True), "text": Line(1000, required=True, lines=True)}

Letter = dict[str, str]
Errors = dict[str, str]


def check_interest(given: Mapping[str, str], today: dt.date) -> tuple[Letter, Errors]:
    """Read an interest: its fields, and what is wrong with which; only one without errors may be kept."""
    letter, errors = _read(given, INTEREST)
    if given.get("consent") != "1":
        errors["consent"] = "consent"
    days = {}
    for name in ("first", "last"):
        if name in letter:
            try:
                days[name] = dt.date.fromisoformat(letter[name])
            except ValueError:
                errors[name] = "date"
    if len(days) == len(("first", "last")):
        errors |= _span(days["first"], days["last"], today)
    return letter, errors


def check_report(given: Mapping[str, str]) -> tuple[Letter, Errors]:
    """Read a report of wrong data."""
    letter, errors = _read(given, REPORT)
    if "what" in letter and letter["what"] not in WRONG:
        errors["what"] = "required"
    return letter, errors


def _read(given: Mapping[str, str], fields: Mapping[str, Line]) -> tuple[Letter, Errors]:
    letter: Letter = {}
    errors: Errors = {}
    for name, field in fields.items():
        text = unicodedata.normalize("NFC", given.get(name, "").replace("\r\n", "\n")).strip()
        text = text if field.lines else " ".join(text.split())
        if _CONTROL.search(text):
            errors[name] = "control"
        elif len(text) > field.most:
            errors[name] = "too_long"
        elif text:
            letter[name] = text
        elif field.required:
            errors[name] = "required"
    if given.get(TRAP, "").strip():
        errors[TRAP] = "trap"
    return letter, errors


def _span(first: dt.date, last: dt.date, today: dt.date) -> Errors:
    if last < first:
        return {"last": "order"}
    if last < today:
        return {"last": "past"}
    if last > today + FARTHEST or last - first > LONGEST:
        return {"last": "far"}
    return {}
