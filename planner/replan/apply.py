"""Edits written into a request: what a person fixed is carried by `must`, `avoid` and `parked`, as in any request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest
from planner.model import Must
from planner.notebook.planning import without_wishes
from planner.replan.edits import (
    Allow,
    Change,
    Dates,
    Drop,
    Fill,
    Insert,
    Lock,
    Move,
    Park,
    Resize,
    Swap,
    Unlock,
    Write,
)
from planner.request_json import request_from_canonical, request_from_json, request_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.model import Plan, Stay, TripRequest
    from planner.notebook.model import Notebook
    from planner.replan.edits import Edit
    from planner.request_json import Places

OWN_NIGHTS = 3
"""Nights of a stay that is put in without any, where nothing is filled in around it."""


@dataclass(frozen=True)
class Draft:
    """A request as it is being edited, and the stays that the trip has so far."""

    request: TripRequest
    stays: tuple[Must, ...]
    """Each stay of the trip with its days, as moved by the edits; in order of arrival."""
    parks_rest: bool = False
    """What the planner no longer chooses is set aside."""
    notebook: Notebook | None = None
    """As the edits leave it; by_notebook.py brings the rest in line with it."""


def apply_edits(plan: Plan, edits: Iterable[Edit], places: Places | None = None) -> Draft:
    """Apply edits one after another.

    Raises
    ------
    InvalidRequest
        An edit names a stay that the trip does not have, or a field that cannot be.
    """
    request = without_wishes(plan.request, plan.notebook)
    draft = Draft(request, tuple(as_must(stay) for stay in plan.itinerary.stays), notebook=plan.notebook)
    for edit in edits:
        draft = _apply(draft, edit, places)
    return _by_hand(draft)


def as_must(stay: Stay) -> Must:
    """Give the must that keeps a stay as it is."""
    return Must(stay.municipality.code, None, stay.nights, stay.arrive)


def _apply(draft: Draft, edit: Edit, places: Places | None) -> Draft:
    match edit:
        case Lock(place):
            return fix(draft, _stay(draft, place))
        case Unlock(which):
            return _unlock(draft, which)
        case Drop(place):
            return _avoid(_take_out(draft, place), place)
        case Allow(place):
            return allow(draft, place)
        case Park(place):
            return _set_aside(draft, [_stay(draft, place)])
        case Write(notebook):
            return replace(draft, notebook=None if notebook.empty else notebook)
        case Insert() | Dates() | Change() | Fill():
            return _asked(draft, edit, places)
    return _rearranged(draft, edit)


def _asked(draft: Draft, edit: Insert | Dates | Change | Fill, places: Places | None) -> Draft:
    """Ask for something else than a stay that the trip has."""
    match edit:
        case Insert():
            return _insert(draft, edit)
        case Dates():
            return _dates(draft, edit)
        case Change():
            return replace(draft, request=_changed(draft.request, edit, places))
        case Fill(on):
            return replace(draft, request=replace(draft.request, fill=on))


def _rearranged(draft: Draft, edit: Move | Resize | Swap) -> Draft:
    """Give a stay other days, or its days to another place."""
    was = _stay(draft, edit.place)
    match edit:
        case Move(_, arrive, nights):
            return fix(draft, replace(was, arrive=arrive, nights=nights or was.nights))
        case Resize(_, nights, arrive):
            return fix(draft, replace(was, arrive=arrive or was.arrive, nights=nights))
        case Swap(place, by):
            if by == place:
                raise InvalidRequest("by", "it is the place itself")
            return fix(_avoid(_take_out(draft, place), place), replace(was, code=by))


def _stay(draft: Draft, code: str) -> Must:
    found = next((stay for stay in draft.stays if stay.code == code), None)
    if found is None:
        raise InvalidRequest("place", f"{code} is not on the trip")
    return found


def _without(musts: Sequence[Must], code: str) -> tuple[Must, ...]:
    return tuple(must for must in musts if must.code != code)


def _take_out(draft: Draft, code: str) -> Draft:
    request = replace(draft.request, must=_without(draft.request.must, code))
    return replace(draft, request=request, stays=_without(draft.stays, code))


def allow(draft: Draft, code: str) -> Draft:
    """Let a place be visited again that was left out."""
    avoid = tuple(other for other in draft.request.avoid if other != code)
    return replace(draft, request=replace(draft.request, avoid=avoid, parked=_without(draft.request.parked, code)))


def _avoid(draft: Draft, code: str) -> Draft:
    draft = allow(draft, code)
    return replace(draft, request=replace(draft.request, avoid=(*draft.request.avoid, code)))


def ask(draft: Draft, must: Must) -> Draft:
    """Let the trip visit a place as a must says."""
    draft = allow(draft, must.code)
    musts = (*_without(draft.request.must, must.code), must)
    return replace(draft, request=replace(draft.request, must=musts))


def fix(draft: Draft, stay: Must) -> Draft:
    """Keep a stay on its days."""
    draft = ask(draft, stay)
    stays = sorted((*_without(draft.stays, stay.code), stay), key=lambda s: (s.arrive or dt.date.max, s.code))
    return replace(draft, stays=tuple(stays))


def _unlock(draft: Draft, code: str | None) -> Draft:
    if code is not None and not any(must.code == code for must in draft.request.must):
        raise InvalidRequest("place", f"{code} is not locked")
    kept = () if code is None else _without(draft.request.must, code)
    return replace(draft, request=replace(draft.request, must=kept))


def _set_aside(draft: Draft, stays: Iterable[Must]) -> Draft:
    for stay in stays:
        draft = allow(_take_out(draft, stay.code), stay.code)
        draft = replace(draft, request=replace(draft.request, parked=(*draft.request.parked, stay)))
    return draft


def _insert(draft: Draft, edit: Insert) -> Draft:
    parked = next((stay for stay in draft.request.parked if stay.code == edit.place), None)
    nights = edit.nights or (parked.nights if parked else None)
    if edit.arrive is None and not draft.request.fill:
        raise InvalidRequest("arrive", "where nothing is filled in, a stay needs its day of arrival")
    if edit.arrive is None:
        return ask(_take_out(draft, edit.place), Must(edit.place, None, nights))
    if nights is None and not draft.request.fill:
        nights = OWN_NIGHTS
    if nights is None:
        return ask(_take_out(draft, edit.place), Must(edit.place, None, None, edit.arrive))
    return fix(draft, Must(edit.place, None, nights, edit.arrive))


def _changed(request: TripRequest, edit: Change, places: Places | None) -> TripRequest:
    told = {**request_to_json(request), **edit.fields}
    return request_from_canonical(told) if places is None else request_from_json(told, places)


def _dates(draft: Draft, edit: Dates) -> Draft:
    old = draft.request
    start, days = edit.start or old.start, edit.days or old.days
    request = replace(old, start=start, days=days)
    if edit.mode == "shift":
        by = start - old.start
        draft = replace(draft, request=replace(request, must=tuple(_shifted(m, by) for m in old.must)))
        for stay in draft.stays:
            draft = fix(draft, _shifted(stay, by))
        return draft
    draft = replace(draft, request=request)
    if edit.mode == "keep":
        return draft
    return replace(_set_aside(draft, _outside(draft)), parks_rest=True)


def _shifted(stay: Must, by: dt.timedelta) -> Must:
    date, arrive = (None if day is None else day + by for day in (stay.date, stay.arrive))
    return replace(stay, date=date, arrive=arrive)


def _outside(draft: Draft) -> list[Must]:
    """Give the stays, and what else was asked for, that do not lie within the trip."""
    first, last = draft.request.start, draft.request.start + dt.timedelta(days=draft.request.days)
    asked = {must.code: must for must in (*draft.request.must, *draft.stays)}
    return [must for must in asked.values() if not _inside(must, first, last)]


def _inside(must: Must, first: dt.date, last: dt.date) -> bool:
    nights = dt.timedelta(days=must.nights or 1)
    begins = must.arrive or must.date
    return begins is None or (first <= begins and begins + (nights if must.arrive else dt.timedelta(days=1)) <= last)


def _by_hand(draft: Draft) -> Draft:
    """Where nothing is to be filled in, all stays of the trip stay as they are."""
    if draft.request.fill:
        return draft
    for stay in draft.stays:
        draft = fix(draft, stay)
    return draft
