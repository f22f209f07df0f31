"""What a group's question must keep."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest, UnknownPlace
from planner.groups.model import FEWEST, MOST, MOST_MEETINGS
from planner.validate import validate

if TYPE_CHECKING:
    from collections.abc import Container

    from planner.groups.model import GroupRequest, Meeting


def validate_group(asked: GroupRequest, codes: Container[str]) -> None:
    """Refuse a question that cannot be.

    Raises
    ------
    InvalidRequest
        Names the field, with its traveller or meeting.
    UnknownPlace
        A code is no municipality.
    """
    if not FEWEST <= len(asked.members) <= MOST:
        raise InvalidRequest("travellers", f"{len(asked.members)} is not between {FEWEST} and {MOST}")
    names = [member.name for member in asked.members]
    for name in names:
        if not name.strip() or len(name) > 60 or names.count(name) > 1:
            raise InvalidRequest("travellers", f"{name[:60]!r} is no name, too long, or given twice")
    for number, member in enumerate(asked.members):
        _member(f"travellers[{number}]", asked, number, codes)
        if member.request.people != 1:
            raise InvalidRequest(f"travellers[{number}].people", "each traveller of a group stands alone")
    if len(asked.meetings) > MOST_MEETINGS:
        raise InvalidRequest("meetings", f"{len(asked.meetings)} are more than {MOST_MEETINGS}")
    for number, meeting in enumerate(asked.meetings):
        _meeting(f"meetings[{number}]", asked, meeting, codes)
    _apart(asked)
    if not math.isfinite(asked.seconds) or not 0 < asked.seconds <= 600:
        raise InvalidRequest("seconds", f"{asked.seconds} is not more than 0 and at most 600")
    if asked.iterations is not None and not 1 <= asked.iterations <= 10_000:
        raise InvalidRequest("iterations", f"{asked.iterations} is not between 1 and 10000")


def _member(field: str, asked: GroupRequest, number: int, codes: Container[str]) -> None:
    try:
        validate(asked.members[number].request, codes)
    except InvalidRequest as error:
        raise InvalidRequest(f"{field}.{error.field}", str(error).partition(": ")[2]) from error


def _meeting(field: str, asked: GroupRequest, meeting: Meeting, codes: Container[str]) -> None:
    if len(set(meeting.members)) < 2:
        raise InvalidRequest(f"{field}.travellers", "a meeting takes two")
    if meeting.place is not None and meeting.place not in codes:
        raise UnknownPlace(meeting.place, f"No municipality has the code {meeting.place}.")
    for member in (asked.members[number] for number in meeting.members):
        request = member.request
        if not 1 <= meeting.nights <= min(request.max_nights, request.days):
            raise InvalidRequest(
                f"{field}.nights", f"{meeting.nights} do not fit into the days or max_nights of {member.name}"
            )
        if meeting.place in request.avoid:
            raise InvalidRequest(f"{field}.place", f"{member.name} avoids {meeting.place}")
        last = request.start + dt.timedelta(days=request.days - meeting.nights)
        if meeting.date is not None and not request.start <= meeting.date <= last:
            raise InvalidRequest(f"{field}.date", f"{meeting.date} does not fit into the days of {member.name}")


def _apart(asked: GroupRequest) -> None:
    """Refuse two meetings of somebody at one place: nobody visits it twice."""
    for number, one in enumerate(asked.meetings):
        for other in asked.meetings[:number]:
            if one.place is not None and one.place == other.place and set(one.members) & set(other.members):
                raise InvalidRequest(
                    f"meetings[{number}].place", "somebody meets there twice; make it one longer meeting"
                )
