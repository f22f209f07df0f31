"""What rail passes would cost and save on a trip: a comparison, never a part of the totals."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.pass_editions import editions
from geo.pass_rules import covered
from geo.pass_value import saved_yen
from planner.booked import BOOKED
from planner.pass_use import PassUse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.pass_editions import Edition
    from geo.pass_rules import PassBook
    from planner.model import Itinerary, TripRequest

CLOSEST = 3
"""So many passes that do not pay are shown, the nearest to paying first."""

SEASONS_JA = {"": "", "spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}

ORDER = ("worth", "last_edition", "visitors_only", "not_worth")


@dataclass(frozen=True, slots=True)
class _Ride:
    """A leg that a pass covers: yen a person that are not paid at the counter."""

    leg: int
    date: dt.date
    yen: int
    estimated: bool


def compare_passes(itinerary: Itinerary, request: TripRequest, book: PassBook | None) -> tuple[PassUse, ...]:
    """Give the passes that cover legs of a trip: first those that lower its total, each by saving.

    Journeys over night are left out: on which of two days they count is each pass's own affair.
    """
    if book is None or not itinerary.legs:
        return ()
    first, last = itinerary.legs[0].date, itinerary.legs[-1].date
    uses = [
        use
        for edition in editions(book, first, last)
        if (use := _use(edition, _rides(edition, book, itinerary, request.people), itinerary, request.people))
    ]
    # a pass that only some can buy is worth a word where it would pay, and else none
    told = [use for use in uses if use.saving_jpy > 0 or not use.visitors_only]
    ordered = sorted(told, key=lambda use: (ORDER.index(use.status), -use.saving_jpy, use.price_jpy, use.edition))
    idle = [use for use in ordered if use.saving_jpy <= 0][:CLOSEST]
    return tuple(use for use in ordered if use.saving_jpy > 0 or use in idle)


def _rides(edition: Edition, book: PassBook, itinerary: Itinerary, people: int) -> list[_Ride]:
    rules = book.coverage[edition.offer.name]
    rides = []
    for number, leg in enumerate(itinerary.legs):
        # what is booked is paid for already
        if leg.nights == 0 and leg.basis != BOOKED and edition.first <= leg.date <= edition.last:
            saved, estimated = saved_yen(leg.segments, covered(rules, book.rails, leg.segments))
            yen = min(saved, (leg.fare_jpy or 0) // people)
            if yen:
                rides.append(_Ride(number, leg.date, yen, estimated))
    return rides


def _use(edition: Edition, rides: list[_Ride], itinerary: Itinerary, people: int) -> PassUse | None:
    """Buy as many tickets of one edition as save most, at least one; None where it covers nothing."""
    by_day: Counter[dt.date] = Counter()
    for ride in rides:
        by_day[ride.date] += ride.yen
    if not by_day:
        return None
    offer = edition.offer
    if offer.consecutive:
        days, each = _runs(by_day, edition)
        tickets = each * people
        used = Counter(dict.fromkeys(days, people))
    else:
        used, tickets = _free_days(by_day, edition, people)
    saved = sum(by_day[day] * number for day, number in used.items())
    price = tickets * offer.yen
    if not used:
        return None
    fare = itinerary.totals.fare_jpy or 0
    use = PassUse(
        name=offer.name,
        name_ja=edition.name_ja,
        edition=edition.label,
        price_jpy=price,
        tickets=tickets,
        days=offer.days,
        people=people,
        days_used=tuple(sorted(used)),
        legs=tuple(ride.leg for ride in rides if ride.date in used),
        fare_without_jpy=fare,
        fare_with_jpy=fare - saved + price,
        saving_jpy=saved - price,
        estimated=any(ride.estimated for ride in rides if ride.date in used),
        announced=edition.announced,
        visitors_only=offer.visitors_only,
        status="worth",
        confidence=offer.confidence,
        source=offer.source,
        note="",
        note_en="",
    )
    return _told(use)


def _runs(by_day: Mapping[dt.date, int], edition: Edition) -> tuple[list[dt.date], int]:
    """Days covered by tickets of consecutive days that save most together, and how many tickets that takes."""
    days, length, yen = sorted(by_day), edition.offer.days, edition.offer.yen
    # a run may as well begin on a day of travel, or end on the last day of use
    latest = edition.last - dt.timedelta(days=length - 1)
    if latest < edition.first:
        return [], 0
    best: list[tuple[int, list[dt.date], int]] = [(0, [], 0)] * (len(days) + 1)
    single: tuple[int, list[dt.date]] = (-1, [])
    for i in reversed(range(len(days))):
        run = _run(days[i:], min(days[i], latest), length)
        value = sum(by_day[day] for day in run)
        single = max(single, (value, run), key=lambda found: found[0])
        rest = best[i + len(run)]
        taken = (rest[0] + value - yen, [*run, *rest[1]], rest[2] + 1)
        best[i] = max(taken, best[i + 1], key=lambda found: found[0])
    gain, chosen, tickets = best[0]
    return (chosen, tickets) if gain > 0 else (single[1], 1)


def _run(days: Sequence[dt.date], start: dt.date, length: int) -> list[dt.date]:
    return [day for day in days if day < start + dt.timedelta(days=length)]


def _free_days(by_day: Mapping[dt.date, int], edition: Edition, people: int) -> tuple[Counter[dt.date], int]:
    """Days of use by number of people that save most, and the tickets for them: days are free, tickets shared."""
    offer = edition.offer
    best: tuple[int, Counter[dt.date], int] | None = None
    for tickets in range(1, people * len(by_day) + 1):
        room = min(people, tickets * offer.persons)
        slots = sorted(((-yen, day) for day, yen in by_day.items() for _ in range(room)))[: tickets * offer.days]
        gain = -sum(yen for yen, _ in slots) - tickets * offer.yen
        if best is None or gain > best[0]:
            best = gain, Counter(day for _, day in slots), tickets
    assert best is not None  # by_day is not empty
    return best[1], best[2]


def _told(use: PassUse) -> PassUse:
    """Say in words what kind of comparison it is."""
    if use.saving_jpy <= 0:
        status = "not_worth"
    elif use.visitors_only:
        status = "visitors_only"
    else:
        status = "worth" if use.announced else "last_edition"
    notes, notes_en = [], []
    if use.visitors_only:
        notes.append("海外からの短期滞在者だけが買えます")
        notes_en.append("for temporary visitors from abroad only")
    if not use.announced:
        notes.append(f"この日程の発売は未発表です。{season_ja(use.edition)}の値段と日付での目安")
        notes_en.append(f"not announced for these days: reckoned by price and days of {use.edition}")
    return replace(use, status=status, note="。".join(notes), note_en="; ".join(notes_en))


def season_ja(edition: str) -> str:
    """Give `2026 spring` as 2026年春."""
    year, _, season = edition.partition(" ")
    return f"{year}年{SEASONS_JA[season]}" if season in SEASONS_JA else edition
