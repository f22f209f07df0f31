"""What a person may do to a plan, as values, and their JSON: `{"edit": "lock", "place": "16210", …}`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from geo.errors import UnknownPlaceError
from planner.errors import InvalidRequest, UnknownPlace
from planner.fields import parse_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from planner.notebook.model import Notebook
    from planner.request_json import Places


@dataclass(frozen=True, slots=True)
class Lock:
    """Keep a stay exactly as it is."""

    place: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let the planner decide again about a stay, or about all of them."""

    place: str | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a place out, and do not come back to it."""

    place: str


@dataclass(frozen=True, slots=True)
class Allow:
    """Let a place that was dropped or set aside be chosen again."""

    place: str


@dataclass(frozen=True, slots=True)
class Park:
    """Set a stay aside: it is not visited, and not forgotten."""

    place: str


@dataclass(frozen=True, slots=True)
class Move:
    """Begin a stay on another day; its nights stay as they are unless told."""

    place: str
    arrive: dt.date
    nights: int | None = None


@dataclass(frozen=True, slots=True)
class Resize:
    """Stay longer or shorter, from the same day on unless told."""

    place: str
    nights: int
    arrive: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """Visit a place, with or without work there; without a day or nights the planner chooses them."""

    place: str
    arrive: dt.date | None = None
    nights: int | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Stay at another place on the same days."""

    place: str
    by: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Change the dates of the whole trip.

    `mode` is shift (every stay moves by the same days), keep (locked stays keep their dates, the others are planned
    again) or park (as keep, and what no longer fits or is no longer chosen is set aside).
    """

    start: dt.date | None = None
    days: int | None = None
    mode: str = "keep"


@dataclass(frozen=True, slots=True)
class Change:
    """Change other fields of the request, named as in its JSON: budget, modes, pace and others."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill free days with the best stays, or leave the trip as it is and days open."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class Write:
    """Put another notebook beside the trip; what it fixes is planned around. Not part of the list of edits in JSON."""

    notebook: Notebook


Edit = Lock | Unlock | Drop | Allow | Park | Move | Resize | Insert | Swap | Dates | Change | Fill | Write

KINDS: dict[str, type[Edit]] = {
    kind.__name__.lower(): kind
    for kind in (Lock, Unlock, Drop, Allow, Park, Move, Resize, Insert, Swap, Dates, Change, Fill)
}
MODES = ("shift", "keep", "park")
FIXED_FIELDS = ("must", "avoid", "parked", "fill", "start", "days")
"""Fields of a request that have edits of their own."""
MOST = 100
"""Edits at once."""


def edits_from_json(data: object, places: Places) -> tuple[Edit, ...]:
    """Read a list of edits whose places are names or codes.

    Raises
    ------
    InvalidRequest
        An edit or one of its fields is unknown, missing or of the wrong type.
    UnknownPlace
        A place is unknown or ambiguous.
    """
    if not isinstance(data, list) or len(data) > MOST:
        raise InvalidRequest("edits", f"expected a list of at most {MOST} edits")
    return tuple(_edit(item, places) for item in data)


def _edit(item: object, places: Places) -> Edit:
    if not isinstance(item, dict) or item.get("edit") not in KINDS:
        raise InvalidRequest("edits", f"{str(item)[:80]} has no edit of {', '.join(KINDS)}")
    kind = KINDS[item["edit"]]
    known = {field.name for field in fields(kind)}
    unknown = sorted(str(key) for key in item if key not in known and key != "edit")
    if unknown:
        raise InvalidRequest(
            "edits", f"{item['edit']} has no field {unknown[0][:40]}; it has {', '.join(sorted(known))}"
        )
    given = {name: _read(name, value, places) for name, value in item.items() if name != "edit" and value is not None}
    try:
        edit = kind(**given)
    except TypeError:
        missing = sorted(known - set(given))
        raise InvalidRequest("edits", f"{item['edit']} lacks {', '.join(missing)}") from None
    _check(edit)
    return edit


def _read(name: str, value: object, places: Places) -> Any:
    if name in {"place", "by"}:
        return _code(value, places)
    if name in {"arrive", "start"}:
        return parse_date(name, value)
    if name in {"nights", "days"} and (isinstance(value, bool) or not isinstance(value, int)):
        raise InvalidRequest(name, f"{str(value)[:40]} is not a whole number")
    if name == "on" and not isinstance(value, bool):
        raise InvalidRequest(name, f"{str(value)[:40]} is neither true nor false")
    if name == "fields" and not isinstance(value, dict):
        raise InvalidRequest(name, "expected an object of the request's fields")
    return value


def _code(value: object, places: Places) -> str:
    if not isinstance(value, str):
        raise InvalidRequest("place", f"{str(value)[:40]} is not a text")
    try:
        return places.resolve(value).code
    except UnknownPlaceError as error:
        raise UnknownPlace(value, str(error), error.candidates) from error


def _check(edit: Edit) -> None:
    if isinstance(edit, Dates) and edit.mode not in MODES:
        raise InvalidRequest("mode", f"{str(edit.mode)[:40]} is none of {', '.join(MODES)}")
    if isinstance(edit, Change):
        own = next((name for name in FIXED_FIELDS if name in edit.fields), None)
        if own is not None:
            raise InvalidRequest(own, "it has edits of its own")
