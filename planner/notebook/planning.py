"""What of a notebook reaches the planner: days off, bookings, and where one has to be when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from planner.notebook.model import Notebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.booked import BookedLeg, BookedLodging
    from planner.model import Must, TripRequest

T = TypeVar("T")

NOTHING = Notebook()
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """A municipality at which every night from one day to another is spent."""

    code: str
    first: dt.date
    last: dt.date
    titles: tuple[str, ...]
    exact: bool
    """These nights, unless the trip stays there longer anyway; else any stay that holds the day."""

    @property
    def nights(self) -> int:
        """Nights from the first to the last."""
        return (self.last - self.first).days + 1

    def kept_by(self, must: Must) -> bool:
        """Tell whether a fixed stay holds all its days."""
        return must.fixed and must.span[0] <= self.first and self.last < must.span[1]


def wishes(notebook: Notebook | None) -> tuple[Wish, ...]:
    """Give where one has to be: one wish a municipality, for it is visited once."""
    book = notebook or NOTHING
    asked = [(item.code, item.date, item.date, item.title, False) for item in book.appointments]
    asked += [(item.code, item.start, item.end, item.title, True) for item in book.blocked if item.code]
    found = []
    for code in dict.fromkeys(code for code, *_ in asked):
        here = [wish for wish in asked if wish[0] == code]
        first, last = min(wish[1] for wish in here), max(wish[2] for wish in here)
        exact = first < last or any(wish[4] for wish in here)
        found.append(Wish(code, first, last, tuple(wish[3] for wish in here if wish[3]), exact))
    return tuple(found)


def days_off(notebook: Notebook | None) -> tuple[dt.date, ...]:
    """Give the blocked days, in order and each once."""
    blocked = (notebook or NOTHING).blocked
    return tuple(sorted({item.start + n * DAY for item in blocked for n in range((item.end - item.start).days + 1)}))


def booked_legs(notebook: Notebook | None) -> tuple[BookedLeg, ...]:
    """Give the booked journeys as the planner reads them."""
    return tuple(booking.leg for booking in (notebook or NOTHING).legs)


def booked_lodging(notebook: Notebook | None) -> tuple[BookedLodging, ...]:
    """Give the booked nights as the planner reads them."""
    return tuple(booking.lodging for booking in (notebook or NOTHING).lodging)


def same_to_the_planner(a: Notebook | None, b: Notebook | None) -> bool:
    """Tell whether two notebooks ask the same of a trip, whatever else is written in them."""
    return all(part(a) == part(b) for part in (wishes, days_off, booked_legs, booked_lodging))


def with_notebook(request: TripRequest, before: Notebook | None, after: Notebook | None) -> TripRequest:
    """Put another notebook's days off and bookings into a request; what the request had of its own stays."""
    return replace(
        request,
        days_off=tuple(sorted(_swapped(request.days_off, days_off(before), days_off(after)))),
        booked_legs=_swapped(request.booked_legs, booked_legs(before), booked_legs(after)),
        booked_lodging=_swapped(request.booked_lodging, booked_lodging(before), booked_lodging(after)),
    )


def without_wishes(request: TripRequest, notebook: Notebook | None) -> TripRequest:
    """Take out the musts that only say what a notebook says."""
    known = {(wish.code, wish.first) for wish in wishes(notebook)}
    kept = tuple(m for m in request.must if m.arrive or m.nights or (m.code, m.date) not in known)
    return replace(request, must=kept)


def _swapped(had: Sequence[T], before: Sequence[T], after: Sequence[T]) -> tuple[T, ...]:
    own = [item for item in had if item not in before]
    return (*own, *(item for item in after if item not in own))
