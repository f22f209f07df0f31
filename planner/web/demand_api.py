"""/api/v1/demand: who needs hands, where and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from planner.demand_year import sums_of
from planner.errors import InvalidRequest, UnknownPlace
from planner.fields import parse_date
from planner.model import KINDS
from planner.web import state
from planner.web.answers import GEOJSON, kept_json
from planner.web.paging import bbox, inside, one_of, page, point, whole

if TYPE_CHECKING:
    from geo.model import Municipality
    from planner.dataset import Dataset
    from planner.demand import DemandWindow, MonthDay

bp = Blueprint("demand_api", __name__, url_prefix="/api/v1/demand")

PAGE = 500
OPEN = {"", ".."}
YEARS = range(1900, 2200)
HALF = 16
"""The day of a month on which its second half begins."""


@bp.get("")
def index() -> Response:
    """List demand windows: open in a month or between dates, in a rectangle, of a kind, at a municipality."""
    data, box, dates = state.dataset(), bbox(), _dates()
    code = asked_municipality()
    month, kind = whole("month", None, 1, 12), one_of("kind", KINDS)
    found = data.demand.select(month=month, codes=[code] if code else None, kinds=[kind] if kind else None)
    rows = [
        window
        for window in found
        if inside(box, data.municipality(window.code).lnglat)
        and (dates is None or any(True for _ in window.occurrences(*dates)))
    ]
    return kept_json(page(rows, lambda window: _feature(window, data), PAGE), GEOJSON)


@bp.get("/summary")
def summary() -> Response:
    """Give each municipality's intensity in a month and the number of its open windows."""
    month = whole("month", None, 1, 12)
    if month is None:
        raise InvalidRequest("month", "it is a number from 1 to 12.")
    kind = one_of("kind", KINDS)
    answer = state.derived(f"summary {month} {kind}", lambda data: _summary(data, month, kind))
    return kept_json(answer, version=state.version())


@bp.get("/year")
def year() -> Response:
    """Give the demand of the whole country by half-months: the wave of the month slider."""
    kind = one_of("kind", KINDS)
    answer = state.derived(f"year {kind}", lambda data: _year(data, kind))
    return kept_json(answer, version=state.version())


def asked_municipality() -> str:
    """Read the code of a municipality; one from before a merger means its successor, an unknown one finds nothing."""
    code = request.args.get("municipality", "").strip()
    try:
        return state.municipality(code).code if code else ""
    except UnknownPlace:
        return code


def window_json(window: DemandWindow, municipality: Municipality) -> dict[str, Any]:
    """Give a window with all that its source says; unknown is null."""
    return {
        "id": window.id,
        "code": window.code,
        "name": municipality.name,
        "name_en": municipality.name_en,
        "prefecture_name": municipality.prefecture_name,
        "prefecture_en": municipality.prefecture_en,
        "kind": window.kind,
        "title": window.title,
        "title_en": window.title_en,
        "start": _text(window.start),
        "peak_start": _text(window.peak_start),
        "peak_end": _text(window.peak_end),
        "end": _text(window.end),
        "recurring": window.only_years is None,
        "only_years": None if window.only_years is None else list(window.only_years),
        "min_nights": window.min_nights,
        "max_nights": window.max_nights,
        "pay_jpy_per_day": window.pay_jpy_per_day,
        "lodging": window.lodging,
        "exchange": window.exchange,
        "skills": list(window.skills),
        "confidence": window.confidence,
        "source": window.source,
        "as_of": window.as_of,
    }


def _feature(window: DemandWindow, data: Dataset) -> dict[str, Any]:
    municipality = data.municipality(window.code)
    return point(municipality.lnglat, window.id, window_json(window, municipality))


def _summary(data: Dataset, month: int, kind: str | None) -> dict[str, Any]:
    kinds = [kind] if kind else None
    # any ordinary year will do: windows recur, and the map is of the season
    year = sums_of(data.demand, data.date.year, kinds)
    sums = {code: float(row[month - 1]) for code, row in year.months.items() if row[month - 1] > 0}
    top = max(sums.values(), default=0.0)
    counts: dict[str, int] = {}
    for window in data.demand.select(month=month, kinds=kinds):
        counts[window.code] = counts.get(window.code, 0) + 1
    places = {code: [round(value / top, 3), counts.get(code, 0)] for code, value in sorted(sums.items())}
    return {"month": month, "kind": kind, "max": round(top, 3), "municipalities": places}


def _year(data: Dataset, kind: str | None) -> dict[str, Any]:
    slots: list[dict[str, Any]] = []
    windows = data.demand.select(kinds=[kind] if kind else None)
    for slot, (first, last) in enumerate(_halves(data.date.year)):
        open_now = [found for window in windows for found in window.occurrences(first, last)]
        days = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
        intensity = sum(found.intensity(day) for found in open_now for day in days) / len(days)
        slots.append(
            {
                "slot": slot,
                "start": f"{first:%m-%d}",
                "end": f"{last:%m-%d}",
                "intensity": round(intensity, 2),
                "windows": len(open_now),
            }
        )
    return {"step": "half-month", "kind": kind, "slots": slots, "max": max(slot["intensity"] for slot in slots)}


def _halves(year: int) -> list[tuple[dt.date, dt.date]]:
    halves = []
    for month in range(1, 13):
        first, middle = dt.date(year, month, 1), dt.date(year, month, HALF)
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        day = dt.timedelta(days=1)
        halves += [(first, middle - day), (middle, following - day)]
    return halves


def _text(day: MonthDay) -> str:
    return f"{day.month:02}-{day.day:02}"


def _dates() -> tuple[dt.date, dt.date] | None:
    """Read `datetime=` as OGC API – Features does: a day, or first/last with `..` for an open end."""
    text = request.args.get("datetime", "").strip()
    if not text:
        return None
    first, slash, last = text.partition("/")
    try:
        begin = None if first in OPEN else _day(first)
        end = begin if not slash else None if last in OPEN else _day(last)
    except ValueError:  # InvalidRequest is one too
        raise InvalidRequest("datetime", "it is a date, or first/last with .. for an open end.") from None
    return None if begin is None and end is None else _bounded(begin, end)


def _day(text: str) -> dt.date:
    # a time of day may follow, as the standard allows; it is not looked at
    day = parse_date("datetime", text[:10])
    if day.year not in YEARS:
        raise ValueError
    return day


def _bounded(begin: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
    """Cut an interval to a year: what recurs has recurred by then."""
    year = dt.timedelta(days=366)
    if begin is None:
        begin = (end or dt.date.max) - year
    end = min(end or begin + year, begin + year)
    if end < begin:
        raise InvalidRequest("datetime", "the last day lies before the first.")
    return begin, end
