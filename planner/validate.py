"""What a request may ask for; InvalidRequest names the field and says how to mend it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest, UnknownPlace
from planner.model import KINDS, MODES, PACE_MIN_NIGHTS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from planner.model import TripRequest

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
RANGES: tuple[tuple[str, str, int, int], ...] = (
    ("days", "days", 1, 400),
    ("max_nights", "max_nights", 1, 120),
    ("rest_days_per_week", "rest_days_per_week", 0, 6),
    ("remote_days_per_week", "remote_days_per_week", 0, 6),
    ("people", "people", 1, 50),
    ("max_stops", "max_stops", 1, 400),
    ("alternatives", "alternatives", 0, 10),
    ("min_nights", "min_nights", 1, 120),
    ("max_per_prefecture", "max_per_prefecture", 1, 400),
    ("iterations", "iterations", 1, 10_000),
    ("budget", "budget_jpy", 0, 10**9),
)
"""Field, attribute, least and most; None passes where the attribute may be None."""


def validate(request: TripRequest, codes: Container[str]) -> None:
    """Refuse a request that cannot be, or that names a municipality outside `codes`."""
    validate_ranges(request)
    _places(request, codes)


def validate_ranges(request: TripRequest) -> None:
    """Refuse a request that cannot be, wherever it leads."""
    for field, attribute, low, high in RANGES:
        value = getattr(request, attribute)
        if value is not None and not low <= value <= high:
            raise InvalidRequest(field, f"{value} is not between {low} and {high}")
    _dates(request)
    _words("modes", request.modes, MODES)
    _words("kinds", request.kinds, KINDS)
    _words("pace", (request.pace,), tuple(PACE_MIN_NIGHTS))
    _words("weight", request.weights, WEIGHTS)
    if not request.modes:
        raise InvalidRequest("modes", f"at least one of {', '.join(MODES)} is needed")
    _numbers(request)


def _dates(request: TripRequest) -> None:
    if not FIRST_DAY <= request.start <= LAST_DAY:
        raise InvalidRequest("start", f"{request.start} is not between {FIRST_DAY} and {LAST_DAY}")
    end = request.start + dt.timedelta(days=request.days)
    for must in request.must:
        if must.date is not None and not request.start <= must.date < end:
            raise InvalidRequest("must", f"{must.date} is not a night of the trip, {request.start} to {end}")
        if must.nights is not None and not 1 <= must.nights <= request.days:
            raise InvalidRequest("must", f"{must.nights} nights do not fit into {request.days} days")
        if must.arrive is not None and not request.start <= must.arrive < end:
            raise InvalidRequest("must", f"{must.arrive} is not a night of the trip, {request.start} to {end}")
        if must.fixed and must.span[1] > end:
            raise InvalidRequest("must", f"{must.nights} nights from {must.arrive} end after the trip, on {end}")
    if not request.fill and not all(must.fixed for must in request.must):
        raise InvalidRequest("fill", "what is not to be filled needs stays with their day of arrival and nights")


def _words(field: str, given: Iterable[str], known: tuple[str, ...]) -> None:
    for word in given:
        if word not in known:
            raise InvalidRequest(field, f"unknown: {word}; choose from {', '.join(known)}")


def _numbers(request: TripRequest) -> None:
    if request.min_nights is not None and request.min_nights > request.max_nights:
        raise InvalidRequest("min_nights", f"{request.min_nights} is more than max_nights {request.max_nights}")
    if PACE_MIN_NIGHTS[request.pace] > request.max_nights and request.min_nights is None:
        floor = PACE_MIN_NIGHTS[request.pace]
        raise InvalidRequest(
            "max_nights", f"{request.max_nights} is less than the {floor} nights of pace {request.pace}"
        )
    if request.rest_days_per_week + request.remote_days_per_week > 6:
        raise InvalidRequest("rest_days_per_week", "rest and remote days together leave no day a week for work")
    for field, value in (("max_leg_hours", request.max_leg_hours), ("seconds", request.seconds)):
        if not math.isfinite(value) or not 0 < value <= 600:
            raise InvalidRequest(field, f"{value} is not more than 0 and at most 600")
    for name, weight in request.weights.items():
        if not math.isfinite(weight) or not 0 <= weight <= 1000:
            raise InvalidRequest("weight", f"{name}={weight} is not between 0 and 1000")


def _places(request: TripRequest, codes: Container[str]) -> None:
    musts = [must.code for must in request.must]
    parked = [stay.code for stay in request.parked]
    booked = [code for leg in request.booked_legs for code in (leg.origin, leg.destination)]
    booked += [lodging.code for lodging in request.booked_lodging]
    for code in (request.origin, request.destination or request.origin, *musts, *request.avoid, *parked, *booked):
        if code not in codes:
            raise UnknownPlace(code, f"No municipality has the code {code}.")
    for code in musts:
        if musts.count(code) > 1:
            raise InvalidRequest("must", f"{code} is given twice; a municipality is visited at most once")
        if code in request.avoid:
            raise InvalidRequest("avoid", f"{code} must be visited and avoided at once")
        if code in parked:
            raise InvalidRequest("parked", f"{code} must be visited and set aside at once")
