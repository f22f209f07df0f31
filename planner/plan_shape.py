"""The shape of a `sasurai.plan/1` object: what each field has to be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NoReturn

from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_TEXT = 20_000
_LARGEST = 10**12
_MOST_LEG_NIGHTS = 30
_YEARS = (1900, 2999)


def check_shape(data: Any) -> None:
    """Raise InvalidRequest naming the first field that is absent or not what it should be."""
    if not isinstance(data, dict) or data.get("schema") != "sasurai.plan/1":
        raise InvalidRequest("schema", "expected sasurai.plan/1")
    _check(data, _PLAN, "")
    for where, itinerary in _itineraries(data):
        if len(itinerary["legs"]) != len(itinerary["stays"]) + 1:
            _fail(f"{where}.legs", "one leg more than stays")


def _itineraries(data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    others = [(f"alternatives[{i}].itinerary", item["itinerary"]) for i, item in enumerate(data["alternatives"])]
    return [("itinerary", data["itinerary"]), *others]


def _fail(where: str, expected: str) -> NoReturn:
    raise InvalidRequest(where, f"expected {expected}")


def _text(value: Any, where: str) -> None:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        _fail(where, f"a text of at most {_LONGEST_TEXT} characters")


def _date(value: Any, where: str) -> None:
    try:
        year = dt.date.fromisoformat(value).year
    except (TypeError, ValueError):
        year = 0
    if not _YEARS[0] <= year <= _YEARS[1]:
        _fail(where, "a date YYYY-MM-DD of this age")


def _moment(value: Any, where: str) -> None:
    try:
        aware = dt.datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if not aware:
        _fail(where, "a time with its offset, YYYY-MM-DDThh:mm+09:00")


def _flag(value: Any, where: str) -> None:
    if not isinstance(value, bool):
        _fail(where, "true or false")


def _whole(value: Any, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        _fail(where, "a whole number, 0 or more")


def _nights(value: Any, where: str) -> None:
    _whole(value, where)
    if value > _MOST_LEG_NIGHTS:
        _fail(where, f"at most {_MOST_LEG_NIGHTS} nights")


def _number(value: Any, where: str) -> None:
    # compared, not converted: an integer of JSON may be larger than any float; NaN fails every comparison
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST <= value <= _LARGEST:
        _fail(where, "a number")


def _object(value: Any, where: str) -> None:
    if not isinstance(value, dict):
        _fail(where, "an object")


def _numbers(value: Any, where: str) -> None:
    _object(value, where)
    for name, number in value.items():
        _number(number, f"{where}.{name}")


def _position(value: Any, where: str) -> None:
    if not isinstance(value, list) or len(value) != 2:
        _fail(where, "[longitude, latitude]")
    for number, limit in zip(value, (180, 90), strict=True):
        _number(number, where)
        if abs(number) > limit:
            _fail(where, "[longitude, latitude] in degrees")


def _maybe(check: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    def or_null(value: Any, where: str) -> None:
        if value is not None:
            check(value, where)

    return or_null


def _maybe_of(expected: dict[str, Any]) -> Callable[[Any, str], None]:
    return _maybe(lambda value, where: _check(value, expected, where))


def _check(value: Any, expected: Any, where: str) -> None:
    """Walk the value beside what is expected: a dict of fields, a list of one kind, or a check."""
    if isinstance(expected, dict):
        _object(value, where)
        for name, inner in expected.items():
            key, optional = name.rstrip("?"), name.endswith("?")
            path = f"{where}.{key}" if where else key
            if key in value:
                _check(value[key], inner, path)
            elif not optional:
                raise InvalidRequest(path, "is missing")
    elif isinstance(expected, list):
        if not isinstance(value, list):
            _fail(where, "a list")
        for i, item in enumerate(value):
            _check(item, expected[0], f"{where}[{i}]")
    else:
        expected(value, where)


_PLACE = {
    "code": _text,
    "name": _text,
    "name_kana": _text,
    "name_en": _text,
    "prefecture": _text,
    "prefecture_name": _text,
    "prefecture_en": _text,
    "lnglat": _position,
    "population": _maybe(_whole),
}
_WINDOW = {
    **dict.fromkeys(("id", "kind", "title", "title_en", "source", "confidence", "as_of", "exchange"), _text),
    **dict.fromkeys(("start", "end", "peak_start", "peak_end"), _date),
    "days": _number,
}
_RIVAL = {
    "municipality": _PLACE,
    "arrive": _date,
    "depart": _date,
    "objective_loss": _number,
    "why": _text,
    "why_en": _text,
}
_STAY = {
    "municipality": _PLACE,
    "arrive": _date,
    "depart": _date,
    "role": _text,
    "value": _number,
    "lodging_jpy": _whole,
    "lodging_estimated": _flag,
    "earnings_jpy": _maybe(_whole),
    "demand": [_WINDOW],
    "why": _text,
    "why_en": _text,
    "share?": _number,
    "rival?": _maybe_of(_RIVAL),
    "shifted?": _maybe_of(_RIVAL),
}
_SEGMENT = {
    **dict.fromkeys(("mode", "line", "from", "to", "basis"), _text),
    "minutes": _whole,
    "km": _number,
    "fare_jpy": _maybe(_whole),
    "fare_estimated": _flag,
    "co2_kg": _number,
    "departs?": _moment,
    "arrives?": _moment,
    "trips_per_day?": _number,
    "ticket_to?": _text,
    "supplement_jpy?": _whole,
    "supplement_to?": _text,
    "fare_included?": _flag,
    "path": [_position],
}
_LEG = {
    "date": _date,
    "origin": _PLACE,
    "destination": _PLACE,
    **dict.fromkeys(("minutes", "fare_jpy", "transfers"), _whole),
    "nights": _nights,
    "fare_estimated": _flag,
    "km": _number,
    "co2_kg": _number,
    "basis": _text,
    "segments": [_SEGMENT],
    "departs?": _moment,
    "notes?": [_text],
    "notes_en?": [_text],
}
_PASS = {
    **dict.fromkeys(("pass", "name_ja", "edition", "status", "confidence", "source", "note", "note_en"), _text),
    **dict.fromkeys(("price_jpy", "tickets", "days", "people", "fare_without_jpy", "fare_with_jpy"), _whole),
    **dict.fromkeys(("estimated", "announced", "visitors_only"), _flag),
    "saving_jpy": _number,
    "days_used": [_date],
    "legs": [_whole],
}
_TOTALS = {
    **dict.fromkeys(("nights", "stops", "travel_minutes", "fare_jpy", "lodging_jpy"), _whole),
    "earnings_jpy": _maybe(_whole),
    "co2_kg": _number,
    "value": _number,
}
_ITINERARY = {"stays": [_STAY], "legs": [_LEG], "totals": _TOTALS}
_PLAN = {
    "id": _text,
    "request": _object,
    "dataset": {"version": _text, "sha256": _text, "date": _date},
    "itinerary": _ITINERARY,
    **dict.fromkeys(("objective", "upper_bound", "gap"), _number),
    "objective_terms": _numbers,
    "objective_weights": _numbers,
    "solve_ms": _maybe(_whole),
    "status": _text,
    "passes?": [_PASS],
    "alternatives": [
        {
            "label": _text,
            "labels?": [_text],
            "itinerary": _ITINERARY,
            "objective": _number,
            "share_of_best?": _maybe(_number),
            "shared_nights?": _maybe(_number),
        }
    ],
}
