"""A trip request to canonical JSON and back; strict about fields and types, each error names its field."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Protocol

from geo.errors import UnknownPlaceError
from planner.booked_json import bookings_to_json, read_booked_legs, read_booked_lodging, read_days_off
from planner.errors import InvalidRequest, UnknownPlace
from planner.fields import parse_date
from planner.model import DEFAULT_MODES, MODES, Must, TripRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.model import Municipality

_MUST = re.compile(r"(?P<place>[^@]+?)(?:@(?P<date>[^/]+)(?:/(?P<nights>.+))?)?")

_NIGHTS = re.compile(r"[0-9]{1,3}")


class Places(Protocol):
    """Knows municipalities by code and by name."""

    def resolve(self, query: str) -> Municipality:
        """Return the one municipality; raises `geo.errors.UnknownPlaceError` with the candidates."""
        ...


class _Codes:
    """Takes a place string for a code that was resolved before."""

    def code(self, query: str) -> str:
        return query


class Names:
    """Finds the code of a place string; raises `UnknownPlace` with the candidates."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def code(self, query: str) -> str:
        """Give the code of the one municipality that is meant."""
        try:
            return self._places.resolve(query).code
        except UnknownPlaceError as error:
            raise UnknownPlace(query, str(error), error.candidates) from error


def request_to_json(request: TripRequest) -> dict[str, Any]:
    """Give every field of a request, defaults included, in a fixed order."""
    return {
        "from": request.origin,
        "to": request.destination,
        "start": request.start.isoformat(),
        "days": request.days,
        "modes": list(request.modes),
        "budget": request.budget_jpy,
        "budget_net": request.budget_net,
        "max_leg_hours": request.max_leg_hours,
        "pace": request.pace,
        "min_nights": request.min_nights,
        "max_nights": request.max_nights,
        "skills": list(request.skills),
        "interests": list(request.interests),
        "kinds": list(request.kinds),
        "must": [_must_to_json(must) for must in request.must],
        "avoid": list(request.avoid),
        "parked": [_must_to_json(must) for must in request.parked],
        "fill": request.fill,
        "rest_days_per_week": request.rest_days_per_week,
        "remote_days_per_week": request.remote_days_per_week,
        "people": request.people,
        "max_stops": request.max_stops,
        "max_per_prefecture": request.max_per_prefecture,
        "weights": dict(sorted(request.weights.items())),
        "alternatives": request.alternatives,
        "seconds": request.seconds,
        "iterations": request.iterations,
        "seed": request.seed,
        **bookings_to_json(request),
    }


def _must_to_json(must: Must) -> dict[str, Any]:
    return {
        "place": must.code,
        "date": must.date.isoformat() if must.date else None,
        "nights": must.nights,
        **({"arrive": must.arrive.isoformat()} if must.arrive else {}),
    }


def request_from_json(data: object, places: Places) -> TripRequest:
    """Read a request whose places are names or codes.

    Raises
    ------
    InvalidRequest
        A field is unknown, missing or of the wrong type.
    UnknownPlace
        A place is unknown or ambiguous.
    """
    return _request(data, Names(places))


def request_from_canonical(data: object) -> TripRequest:
    """Read what `request_to_json` gave: its places are codes already."""
    return _request(data, _Codes())


def parse_must(text: str, code: Callable[[str], str]) -> Must:
    """Read `PLACE[@DATE[/NIGHTS]]`."""
    found = _MUST.fullmatch(text)
    if not found:
        raise InvalidRequest("must", f"{text!r} is not PLACE[@YYYY-MM-DD[/NIGHTS]]")
    date, nights = found["date"], found["nights"]
    if nights is not None and not _NIGHTS.fullmatch(nights):
        raise InvalidRequest("must", f"nights in {text[:60]!r} are not a number")
    return Must(
        code(found["place"].strip()), parse_date("must", date) if date else None, int(nights) if nights else None
    )


def _request(data: object, names: _Codes | Names) -> TripRequest:
    if not isinstance(data, dict):
        raise InvalidRequest("request", "must be a JSON object")
    unknown = sorted(str(key) for key in data if key not in _FIELDS)
    if unknown:
        raise InvalidRequest(unknown[0], f"unknown field; known are {', '.join(_FIELDS)}")
    for key in ("from", "start", "days"):
        if data.get(key) is None:
            raise InvalidRequest(key, "is needed")
    given = {
        name: read(key, data[key], names.code) for key, (name, read) in _FIELDS.items() if data.get(key) is not None
    }
    return TripRequest(**given)


def parse_int(field: str, value: object, _: object = None) -> int:
    """Read a whole number; InvalidRequest names `field`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidRequest(field, f"{value!r} is not a whole number")
    return value


def parse_number(field: str, value: object, _: object = None) -> float:
    """Read a finite number; InvalidRequest names `field`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRequest(field, f"{value!r} is not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    # Infinity and NaN pass through comparisons and clocks, and stop whatever waits for them
    if not math.isfinite(number):
        raise InvalidRequest(field, "it is not a finite number")
    return number


def _bool(field: str, value: object, _: object = None) -> bool:
    if not isinstance(value, bool):
        raise InvalidRequest(field, f"{value!r} is neither true nor false")
    return value


def _str(field: str, value: object, _: object = None) -> str:
    if not isinstance(value, str):
        raise InvalidRequest(field, f"{value!r} is not a text")
    return value


def _list(field: str, value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise InvalidRequest(field, f"{value!r} is not a list")
    return value


def _strs(field: str, value: object, _: object = None) -> tuple[str, ...]:
    return tuple(_str(field, item) for item in _list(field, value))


def _place(field: str, value: object, code: Callable[[str], str]) -> str:
    return code(_str(field, value))


def _places(field: str, value: object, code: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(_place(field, item, code) for item in _list(field, value))


def _musts(field: str, value: object, code: Callable[[str], str]) -> tuple[Must, ...]:
    return tuple(_must(field, item, code) for item in _list(field, value))


def _must(field: str, item: object, code: Callable[[str], str]) -> Must:
    if isinstance(item, str):
        return parse_must(item, code)
    if not isinstance(item, dict) or "place" not in item or set(item) - {"place", "date", "nights", "arrive"}:
        raise InvalidRequest(field, f"{item!r} is neither PLACE@DATE/NIGHTS nor an object with place, date, nights")
    date, nights, arrive = item.get("date"), item.get("nights"), item.get("arrive")
    return Must(
        _place(field, item["place"], code),
        None if date is None else parse_date(field, date),
        None if nights is None else parse_int(field, nights),
        None if arrive is None else parse_date(field, arrive),
    )


def _weights(field: str, value: object, _: object = None) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise InvalidRequest(field, f"{value!r} is not an object of numbers")
    return {str(name): parse_number(field, number) for name, number in sorted(value.items())}


def _modes(field: str, value: object, _: object = None) -> tuple[str, ...]:
    return _strs(field, value) or DEFAULT_MODES


_FIELDS: dict[str, tuple[str, Callable[[str, object, Callable[[str], str]], Any]]] = {
    "from": ("origin", _place),
    "to": ("destination", _place),
    "start": ("start", parse_date),
    "days": ("days", parse_int),
    "modes": ("modes", _modes),
    "budget": ("budget_jpy", parse_int),
    "budget_net": ("budget_net", _bool),
    "max_leg_hours": ("max_leg_hours", parse_number),
    "pace": ("pace", _str),
    "min_nights": ("min_nights", parse_int),
    "max_nights": ("max_nights", parse_int),
    "skills": ("skills", _strs),
    "interests": ("interests", _strs),
    "kinds": ("kinds", _strs),
    "must": ("must", _musts),
    "avoid": ("avoid", _places),
    "parked": ("parked", _musts),
    "fill": ("fill", _bool),
    "rest_days_per_week": ("rest_days_per_week", parse_int),
    "remote_days_per_week": ("remote_days_per_week", parse_int),
    "people": ("people", parse_int),
    "max_stops": ("max_stops", parse_int),
    "max_per_prefecture": ("max_per_prefecture", parse_int),
    "weights": ("weights", _weights),
    "alternatives": ("alternatives", parse_int),
    "seconds": ("seconds", parse_number),
    "iterations": ("iterations", parse_int),
    "seed": ("seed", parse_int),
    "days_off": ("days_off", read_days_off),
    "booked_legs": ("booked_legs", read_booked_legs),
    "booked_lodging": ("booked_lodging", read_booked_lodging),
}


def modes_from_text(text: str) -> tuple[str, ...]:
    """Read `--modes`: words with commas between them; nothing means the default.

    Raises
    ------
    InvalidRequest
        When a word is no mode.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in MODES:
            raise InvalidRequest("modes", f"{word[:40]!r} is none of {', '.join(MODES)}")
    return tuple(words) or DEFAULT_MODES
