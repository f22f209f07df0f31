"""Check what somebody typed: canonical texts, or what is wrong with each field."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from planner.demand import MonthDay
from planner.listing.fields import FIELDS, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from planner.listing.ground import Ground

Body = dict[str, str]
"""The fields that are not empty, each in the one way of writing it."""
DAYS = ("start", "peak_start", "peak_end", "end")
_DAY = re.compile(r"(?:(令和?|R)?([0-9]{1,4}|元)[-/.・年])?([0-9]{1,2})[-/.・月]([0-9]{1,2})日?", re.IGNORECASE)
_WEEKDAY = re.compile(r"\([日月火水木金土](?:曜日?)?(?:・?祝)?\)$")
REIWA = 2018
"""令和1年 is 2019."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class WrongField(ValueError):
    """What is wrong with a field: the key of its text."""


def check(given: Mapping[str, str], codes: Container[str], ground: Ground | None = None) -> tuple[Body, dict[str, str]]:
    """Read every field.

    Parameters
    ----------
    given : mapping
        Texts by field as somebody typed them; a field that is missing is empty.
    codes : container of str
        The municipalities that the office speaks for.
    ground : Ground, optional
        What is known of the country: without it neither the place nor the pay is compared with anything.

    Returns
    -------
    body, errors : dict, dict
        Canonical texts, and field → key of what is wrong, `key:value` where the text has a figure in it; only a body
        without errors may be kept.
    """
    body: Body = {}
    errors: dict[str, str] = {}
    for name, field in FIELDS.items():
        text = given.get(name, "").replace("\r\n", "\n").strip()
        try:
            if text:
                body[name] = _read(field, text)
            elif field.required:
                raise WrongField("required_choice" if field.shape == "choice" else "required")
        except WrongField as wrong:
            errors[name] = str(wrong)
    if "municipality_code" in body and body["municipality_code"] not in codes:
        errors["municipality_code"] = "not_yours"
    errors = _together(body) | errors
    if ground is not None and "municipality_code" in body and "municipality_code" not in errors:
        errors = ground.wrong(body) | errors
    return body, errors


def _read(field: Field, text: str) -> str:
    if len(text) > field.most:
        raise WrongField("too_long")
    if _CONTROL.search(text):
        raise WrongField("control")
    if field.shape in READERS:
        return READERS[field.shape](field, text if field.shape == "url" else unicodedata.normalize("NFKC", text))
    return text if field.shape == "area" else " ".join(text.split())


def _choice(field: Field, text: str) -> str:
    if field.choices and text not in field.choices:
        raise WrongField("choice")
    return text


def _number(field: Field, text: str) -> str:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise WrongField("number") from None
    if not value.is_finite() or (field.shape == "whole" and value != value.to_integral_value()):
        raise WrongField("number")
    if not Decimal(str(field.low)) <= value <= Decimal(str(field.high)):
        raise WrongField("range")
    plain = f"{value:.6f}"
    return plain.rstrip("0").rstrip(".")


def _day(_: Field, text: str) -> str:
    found = _DAY.fullmatch(_WEEKDAY.sub("", text.replace(" ", "")))
    if not found:
        raise WrongField("day")
    era, year, month, day = found.groups()
    if era:
        year = str(REIWA + (1 if year == "元" else int(year)))
    elif year and len(year) < 4:
        # a year of which era?
        raise WrongField("day")
    try:
        made = dt.date(int(year or 2000), int(month), int(day))
    except ValueError:
        raise WrongField("day") from None
    if year and not 2000 <= made.year <= 2100:
        raise WrongField("day")
    return made.isoformat() if year else made.isoformat()[5:]


def _date(field: Field, text: str) -> str:
    day = _day(field, text)
    if len(day) != len("2000-01-01"):
        raise WrongField("date")
    return day


def _url(_: Field, text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise WrongField("url") from None
    if parts.scheme not in {"https", "http"} or "." not in parts.netloc or re.search(r"[\s<>\"\\]", text):
        raise WrongField("url")
    return text


def _words(_: Field, text: str) -> str:
    return ",".join(dict.fromkeys(word.strip() for word in re.split(r"[,、\n]", text) if word.strip()))


READERS: Mapping[str, Callable[[Field, str], str]] = {
    "choice": _choice,
    "whole": _number,
    "decimal": _number,
    "day": _day,
    "date": _date,
    "url": _url,
    "words": _words,
}


def _together(body: Body) -> dict[str, str]:
    """Tell what is wrong between fields that are right each by itself."""
    errors: dict[str, str] = {}
    if "min_nights" in body and "max_nights" in body and int(body["min_nights"]) > int(body["max_nights"]):
        errors["max_nights"] = "less"
    in_kind = body.get("pay_unit") == "in_kind"
    for name, other in (("pay_jpy", "pay_unit"), ("pay_unit", "pay_jpy"), ("lng", "lat"), ("lat", "lng")):
        if name in body and other not in body and not (in_kind and other == "pay_jpy"):
            errors[other] = "both"
    if in_kind and "pay_jpy" in body:
        errors["pay_jpy"] = "in_kind"
    if not body.keys() & {"contact_url", "contact"}:
        errors["contact_url"] = "contact"
    if body.get("precision") in {"exact", "district"} and "lng" not in body:
        errors["lng"] = "both"
    return errors | _window(body)


def _window(body: Body) -> dict[str, str]:
    if "start" not in body or "end" not in body:
        return {}
    given = [name for name in DAYS if name in body]
    dated = len(body["start"]) > len("01-01")
    for name in given:
        if (len(body[name]) > len("01-01")) is not dated:
            return {name: "mixed"}
    days = [dt.date.fromisoformat(body[n]) if dated else _in_order(body["start"], body[n]) for n in given]
    for name, earlier, later in zip(given[1:], days, days[1:], strict=False):
        if later < earlier:
            return {name: "order"}
    return {"end": "year"} if (days[-1] - days[0]).days > 364 else {}


def _in_order(start: str, text: str) -> dt.date:
    """Put a recurring day into the year after its window's start."""
    first, day = MonthDay.parse(start), MonthDay.parse(text)
    return day.in_year(2027 if day >= first else 2028)
