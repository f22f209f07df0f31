"""Bookings and days off of a request to JSON and back; a request without any has none of these fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.booked import BookedLeg, BookedLodging
from planner.fields import Record, parse_date, records

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from planner.model import TripRequest

SEGMENT_MODES = (
    "rail", "limited_express", "shinkansen", "highway_bus", "local_bus", "taxi", "ferry", "air", "car", "walk",
)  # fmt: skip
MOST_BOOKED = 100
MOST_DAYS = 400
MOST_YEN = 10**8
MOST_MINUTES = 4 * 24 * 60
TITLE = 120

_LEG = ("from", "to", "date", "minutes", "fare_jpy", "mode", "nights", "departs", "title", "km", "co2_kg")
_LODGING = ("place", "arrive", "nights", "price_jpy")


def bookings_to_json(request: TripRequest) -> dict[str, Any]:
    """Give the fields that are not empty."""
    told = {
        "days_off": [day.isoformat() for day in request.days_off],
        "booked_legs": [_leg_to_json(leg) for leg in request.booked_legs],
        "booked_lodging": [_lodging_to_json(lodging) for lodging in request.booked_lodging],
    }
    return {name: value for name, value in told.items() if value}


def read_days_off(field: str, value: object, _: object = None) -> tuple[dt.date, ...]:
    """Read a list of days, in order and each once."""
    return tuple(sorted({parse_date(where, day) for day, where in records(value, field, MOST_DAYS)}))


def read_booked_legs(field: str, value: object, code: Callable[[str], str]) -> tuple[BookedLeg, ...]:
    """Read booked journeys."""
    return tuple(_leg(Record(item, where, _LEG), code) for item, where in records(value, field, MOST_BOOKED))


def read_booked_lodging(field: str, value: object, code: Callable[[str], str]) -> tuple[BookedLodging, ...]:
    """Read booked nights."""
    return tuple(_lodging(Record(item, where, _LODGING), code) for item, where in records(value, field, MOST_BOOKED))


def _leg_to_json(leg: BookedLeg) -> dict[str, Any]:
    return {
        "from": leg.origin,
        "to": leg.destination,
        "date": leg.date.isoformat(),
        "minutes": leg.minutes,
        "fare_jpy": leg.fare_jpy,
        "mode": leg.mode,
        "nights": leg.nights,
        "departs": f"{leg.departs:%H:%M}" if leg.departs else None,
        "title": leg.title,
        "km": leg.km,
        "co2_kg": leg.co2_kg,
    }


def _leg(told: Record, code: Callable[[str], str]) -> BookedLeg:
    return BookedLeg(
        origin=code(told.text("from", TITLE)),
        destination=code(told.text("to", TITLE)),
        date=told.date("date"),
        minutes=told.whole("minutes", 1, MOST_MINUTES),
        fare_jpy=told.whole("fare_jpy", 0, MOST_YEN),
        mode=told.word("mode", SEGMENT_MODES, "rail"),
        nights=told.whole("nights", 0, 3, 0),
        departs=told.time("departs"),
        title=told.text("title", TITLE, ""),
        km=told.number("km", 0, 20_000, 0.0),
        co2_kg=told.number("co2_kg", 0, 10**6, 0.0),
    )


def _lodging_to_json(lodging: BookedLodging) -> dict[str, Any]:
    return {
        "place": lodging.code,
        "arrive": lodging.arrive.isoformat(),
        "nights": lodging.nights,
        "price_jpy": lodging.price_jpy,
    }


def _lodging(told: Record, code: Callable[[str], str]) -> BookedLodging:
    return BookedLodging(
        code=code(told.text("place", TITLE)),
        arrive=told.date("arrive"),
        nights=told.whole("nights", 1, MOST_DAYS),
        price_jpy=told.whole("price_jpy", 0, MOST_YEN),
    )
