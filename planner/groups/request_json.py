"""A group's question from JSON and back (docs/groups.md); strict about fields and types, each error names its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.errors import InvalidRequest
from planner.fields import parse_date
from planner.groups.model import GroupRequest, Meeting, Member
from planner.request_json import (
    Names,
    parse_int,
    parse_number,
    request_from_canonical,
    request_from_json,
    request_to_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.model import TripRequest
    from planner.request_json import Places

    Read = Callable[[object], TripRequest]

OF_THE_GROUP = ("people", "alternatives", "seconds", "iterations", "seed")
"""Fields of a trip's request that a traveller of a group does not have."""

_FIELDS = ("travellers", "meetings", "seconds", "iterations")
_MEETING = ("nights", "place", "date", "travellers")


def group_request_to_json(asked: GroupRequest) -> dict[str, Any]:
    """Give every field of a group's question, in a fixed order."""
    names = [member.name for member in asked.members]
    return {
        "travellers": [{"name": member.name, **_own(member.request)} for member in asked.members],
        "meetings": [
            {
                "nights": meeting.nights,
                "place": meeting.place,
                "date": meeting.date.isoformat() if meeting.date else None,
                "travellers": [names[number] for number in meeting.members],
            }
            for meeting in asked.meetings
        ],
        "seconds": asked.seconds,
        "iterations": asked.iterations,
    }


def _own(request: TripRequest) -> dict[str, Any]:
    return {name: value for name, value in request_to_json(request).items() if name not in OF_THE_GROUP}


def group_request_from_json(data: object, places: Places) -> GroupRequest:
    """Read a group's question whose places are names or codes.

    Raises
    ------
    InvalidRequest
        A field is unknown, missing or of the wrong type.
    UnknownPlace
        A place is unknown or ambiguous.
    """
    return _group(data, lambda given: request_from_json(given, places), Names(places).code)


def group_request_from_canonical(data: object) -> GroupRequest:
    """Read what `group_request_to_json` gave: its places are codes already."""
    return _group(data, request_from_canonical, lambda query: query)


def _group(data: object, read: Read, code: Callable[[str], str]) -> GroupRequest:
    fields = _object("group", data, _FIELDS)
    members = tuple(
        _member(f"travellers[{number}]", given, read)
        for number, given in enumerate(_list("travellers", fields.get("travellers")))
    )
    names = [member.name for member in members]
    meetings = tuple(
        _meeting(f"meetings[{number}]", given, names, code)
        for number, given in enumerate(_list("meetings", fields.get("meetings", [])))
    )
    read_limit = {"seconds": parse_number, "iterations": parse_int}
    limits: dict[str, Any] = {n: f(n, fields[n]) for n, f in read_limit.items() if fields.get(n) is not None}
    return GroupRequest(members, meetings, **limits)


def _member(field: str, data: object, read: Read) -> Member:
    given = _object(field, data)
    name = given.get("name")
    if not isinstance(name, str):
        raise InvalidRequest(f"{field}.name", "is needed")
    for taken in OF_THE_GROUP:
        if taken in given:
            raise InvalidRequest(f"{field}.{taken}", "belongs to no traveller of a group")
    try:
        return Member(name, read({key: value for key, value in given.items() if key != "name"}))
    except InvalidRequest as error:
        raise InvalidRequest(f"{field}.{error.field}", str(error).partition(": ")[2]) from error


def _meeting(field: str, data: object, names: Sequence[str], code: Callable[[str], str]) -> Meeting:
    given = _object(field, data, _MEETING)
    nights, place, date = parse_int(f"{field}.nights", given.get("nights")), given.get("place"), given.get("date")
    if place is not None and not isinstance(place, str):
        raise InvalidRequest(f"{field}.place", f"{place!r} is not a text")
    who = given.get("travellers")
    members = range(len(names)) if who is None else [_index(field, name, names) for name in _list(field, who)]
    return Meeting(
        nights,
        tuple(sorted(set(members))),
        None if place is None else code(place),
        None if date is None else parse_date(f"{field}.date", date),
    )


def _index(field: str, name: object, names: Sequence[str]) -> int:
    if name not in names:
        raise InvalidRequest(f"{field}.travellers", f"{str(name)[:60]!r} is none of the travellers")
    return list(names).index(str(name))


def _object(field: str, data: object, known: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise InvalidRequest(field, "must be a JSON object")
    unknown = sorted(str(key) for key in data if known and key not in known)
    if unknown:
        raise InvalidRequest(f"{field}.{unknown[0]}", f"unknown field; known are {', '.join(known)}")
    return data


def _list(field: str, value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise InvalidRequest(field, "is not a list")
    return value
