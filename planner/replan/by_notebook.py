"""A trip kept in line with its notebook: bookings lock the stays they touch, appointments have to be kept.

Bookings that are new move the stays beside them to the days they are booked for; later edits may not undo that.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.co2 import Co2Factors
from geo.sphere import crow_km
from planner import config
from planner.booked_way import way_known
from planner.errors import InvalidRequest
from planner.model import Must
from planner.notebook.planning import NOTHING, wishes, with_notebook
from planner.replan.apply import OWN_NIGHTS, allow, ask, fix

if TYPE_CHECKING:
    from pathlib import Path

    from planner.booked import BookedLeg, BookedLodging
    from planner.dataset import Dataset
    from planner.model import TripRequest
    from planner.notebook.model import LegBooking, Notebook
    from planner.notebook.planning import Wish
    from planner.replan.apply import Draft


def in_line(draft: Draft, before: Notebook | None) -> Draft:
    """Bring a draft in line with its notebook.

    Parameters
    ----------
    before : Notebook or None
        The one that the plan had: what is in both has shaped the trip already.

    Raises
    ------
    InvalidRequest
        A new booking joins no stays of the trip.
    """
    book, old = draft.notebook or NOTHING, before or NOTHING
    draft = replace(draft, request=with_notebook(draft.request, before, draft.notebook))
    if book != old:
        for code in {wish.code for wish in wishes(book)} - {wish.code for wish in wishes(old)}:
            draft = allow(draft, code)
    _refuse_twice(book)
    known_legs = {booking.leg for booking in old.legs}
    for number, booking in enumerate(book.legs):
        new = booking.leg not in known_legs
        draft = _take_leg(draft, booking.leg, number) if new else _lock_ends(draft, booking.leg)
    known_nights = {booking.lodging for booking in old.lodging}
    for nights in book.lodging:
        new = nights.lodging not in known_nights
        draft = _take_nights(draft, nights.lodging) if new else _lock(draft, nights.lodging.code)
    for wish in wishes(book):
        draft = _wished(draft, wish)
    return draft


def _refuse_twice(book: Notebook) -> None:
    """Two bookings of one leg cannot both be its time and fare."""
    seen = set()
    for number, booking in enumerate(book.legs):
        key = booking.leg.origin, booking.leg.destination, booking.leg.date
        if key in seen:
            raise InvalidRequest(f"notebook.bookings.legs[{number}]", "this leg is booked already; change that booking")
        seen.add(key)


def _stay(draft: Draft, code: str) -> Must | None:
    return next((stay for stay in draft.stays if stay.code == code), None)


def _lock(draft: Draft, code: str) -> Draft:
    """Lock a stay as it is, where it is not locked and was not taken out."""
    stay = _stay(draft, code)
    locked = any(must.code == code and must.fixed for must in draft.request.must)
    return draft if stay is None or locked else fix(draft, stay)


def _lock_ends(draft: Draft, leg: BookedLeg) -> Draft:
    return _lock(_lock(draft, leg.origin), leg.destination)


def _take_leg(draft: Draft, leg: BookedLeg, number: int) -> Draft:
    """Let the stay before end on the day of a booked leg, and the one after begin on its arrival."""
    where = f"notebook.bookings.legs[{number}]"
    home, end = draft.request.origin, draft.request.destination or draft.request.origin
    before, after = _stay(draft, leg.origin), _stay(draft, leg.destination)
    if before is not None:
        nights = (leg.date - before.span[0]).days
        if nights < 1:
            raise InvalidRequest(f"{where}.date", f"the stay it leaves begins on {before.span[0]}")
        draft = fix(draft, replace(before, nights=nights))
    elif leg.origin != home:
        raise InvalidRequest(f"{where}.from", "the trip has no stay there; add the stay first, then its booking")
    elif draft.request.fill and leg.date != draft.request.start:
        raise InvalidRequest(f"{where}.date", f"the trip leaves home on {draft.request.start}; change its dates first")
    if after is not None:
        left = (after.span[1] - leg.arrive).days
        return fix(draft, replace(after, arrive=leg.arrive, nights=left if left > 0 else after.nights))
    if leg.destination == end:
        return draft
    draft = allow(draft, leg.destination)
    if draft.request.fill:
        return ask(draft, Must(leg.destination, arrive=leg.arrive))
    return fix(draft, Must(leg.destination, None, OWN_NIGHTS, leg.arrive))


def _take_nights(draft: Draft, lodging: BookedLodging) -> Draft:
    """Let the stay hold its booked nights."""
    stay = _stay(draft, lodging.code)
    first, last = lodging.arrive, lodging.depart
    if stay is not None:
        first, last = min(first, stay.span[0]), max(last, stay.span[1])
    return fix(allow(draft, lodging.code), Must(lodging.code, None, (last - first).days, first))


def _wished(draft: Draft, wish: Wish) -> Draft:
    """Ask for a stay that keeps a wish, unless a fixed one is there already or the place was left out."""
    must = next((m for m in draft.request.must if m.code == wish.code), None)
    stay = _stay(draft, wish.code)
    if wish.code in draft.request.left_out or (must is not None and (must.fixed or must.arrive)):
        return draft
    if draft.request.fill and not wish.exact:
        return ask(draft, Must(wish.code, wish.first, None if must is None else must.nights))
    if stay is not None and wish.kept_by(stay):
        return fix(draft, stay)
    return fix(draft, Must(wish.code, None, wish.nights, wish.first))


def carried(notebook: Notebook, before: Notebook | None) -> Notebook:
    """Take over what was estimated for bookings that are as before; it is not for people to say."""
    known = {_bare(booking.leg): booking.leg for booking in (before or NOTHING).legs}
    return replace(notebook, legs=tuple(replace(b, leg=known.get(_bare(b.leg), _bare(b.leg))) for b in notebook.legs))


def completed(notebook: Notebook, dataset: Dataset, request: TripRequest) -> Notebook:
    """Estimate distance and CO2 of the booked journeys that lack them: along the way known, else as the crow flies."""
    return replace(notebook, legs=tuple(_completed(booking, dataset, request) for booking in notebook.legs))


def _bare(leg: BookedLeg) -> BookedLeg:
    return replace(leg, km=0.0, co2_kg=0.0)


def _completed(booking: LegBooking, dataset: Dataset, request: TripRequest) -> LegBooking:
    leg = booking.leg
    if leg.km:
        return booking
    known = way_known(leg, dataset, request)
    a, b = dataset.municipality(leg.origin), dataset.municipality(leg.destination)
    km = round(known.km if known else float(crow_km(a.lnglat, b.lnglat)), 1)
    grams = _factors(config.data_dir()).g_per_km(leg.mode)
    return replace(booking, leg=replace(leg, km=km, co2_kg=round(km * grams / 1000 * request.people, 3)))


@lru_cache(maxsize=1)
def _factors(data_dir: Path) -> Co2Factors:
    return Co2Factors.load(data_dir / "curated" / "fares")
