"""A listing as the planner sees it: a window of demand with the confidence `listing`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from planner.demand import DemandWindow, MonthDay

if TYPE_CHECKING:
    from planner.listing.check import Body


def window_of(listing_id: str, body: Body, office: str, modified: dt.date) -> DemandWindow:
    """Make the window of a checked listing; a dated one holds in its year only."""
    start, end = body["start"], body["end"]
    return DemandWindow(
        id=f"listing-{listing_id}",
        code=body["municipality_code"],
        kind=body["kind"],
        title=body["title_ja"],
        title_en=body.get("title_en", ""),
        start=_day(start),
        peak_start=_day(body.get("peak_start", start)),
        peak_end=_day(body.get("peak_end", end)),
        end=_day(end),
        min_nights=int(body["min_nights"]),
        max_nights=int(body["max_nights"]),
        lodging=body["lodging"],
        exchange=body.get("exchange_ja", ""),
        skills=tuple(word for word in body.get("skills", "").split(",") if word),
        confidence="listing",
        source=" ".join(part for part in (office, body.get("source") or body.get("contact_url")) if part),
        as_of=body.get("as_of", modified.isoformat()),
        pay_jpy_per_day=pay_per_day(body),
        headcount=int(body["headcount"]) if "headcount" in body else None,
        only_years=(int(start[:4]),) if len(start) > 5 else None,
    )


def pay_per_day(body: Body) -> int | None:
    """Give the yen of a day where the listing says enough; a month's pay depends on its days off."""
    unit = body.get("pay_unit")
    if unit == "day":
        return int(body["pay_jpy"])
    if unit == "hour" and "hours_per_day" in body:
        return int(int(body["pay_jpy"]) * float(body["hours_per_day"]))
    return None


def last_day(body: Body) -> str | None:
    """Give the last day on which a listing is shown: it closes, or its only year ends; None where it comes back."""
    days = [body["closes"]] if "closes" in body else []
    if len(body.get("end", "")) > len("01-01"):
        days.append(body["end"])
    return min(days, default=None)


def is_over(body: Body, today: dt.date) -> bool:
    """Tell whether a listing takes nobody any more."""
    last = last_day(body)
    return last is not None and last < today.isoformat()


def next_year(body: Body) -> Body:
    """Give a copy for next year: dated days a year later, recurring ones as they are; no closing day."""
    copy = {name: value for name, value in body.items() if name not in {"closes", "as_of"}}
    for name in ("start", "peak_start", "peak_end", "end"):
        if len(copy.get(name, "")) > 5:
            copy[name] = _year_later(copy[name])
    return copy


def _year_later(text: str) -> str:
    day = dt.date.fromisoformat(text)
    return MonthDay(day.month, day.day).in_year(day.year + 1).isoformat()


def _day(text: str) -> MonthDay:
    return MonthDay.parse(text[-5:])
