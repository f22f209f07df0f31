"""Where a trip breaks its notebook: a booking whose stays lie elsewhere, an appointment that is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.notebook.planning import NOTHING, wishes
from planner.replan.conflicts import Conflict, day_en, day_ja, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.booked import BookedLeg, BookedLodging
    from planner.dataset import Dataset
    from planner.model import Must, TripRequest
    from planner.notebook.planning import Wish
    from planner.replan.apply import Draft


def notebook_conflicts(draft: Draft, dataset: Dataset) -> list[Conflict]:
    """Name every booking and appointment that the fixed stays of a draft do not keep."""
    book, request = draft.notebook or NOTHING, draft.request
    musts = {must.code: must for must in request.must}
    legs = (booking.leg for booking in book.legs)
    nights = (booking.lodging for booking in book.lodging)
    return [
        *(_leg(leg, dataset) for leg in legs if not _leg_kept(leg, request, musts)),
        *(_nights(lodging, dataset) for lodging in nights if not _nights_kept(lodging, musts)),
        *(text for wish in wishes(book) for text in _wish(wish, request, musts, dataset)),
    ]


def _leg_kept(leg: BookedLeg, request: TripRequest, musts: dict[str, Must]) -> bool:
    return _joined(leg, request, musts) and not any(_in_the_way(leg, must, musts) for must in musts.values())


def _in_the_way(leg: BookedLeg, must: Must, musts: dict[str, Must]) -> bool:
    """Tell whether a fixed stay lies where a booked leg runs: in its nights, before it leaves home, after it ended."""
    if not must.fixed or must.code in {leg.origin, leg.destination}:
        return False
    arrive, depart = must.span
    before_home = leg.origin not in musts and depart <= leg.date
    after_end = leg.destination not in musts and arrive >= leg.arrive
    return before_home or after_end or (arrive < leg.arrive and leg.date < depart)


def _joined(leg: BookedLeg, request: TripRequest, musts: dict[str, Must]) -> bool:
    before, after = musts.get(leg.origin), musts.get(leg.destination)
    if before is None:
        at_home = leg.origin == request.origin and (not request.fill or leg.date == request.start)
    else:
        at_home = before.fixed and before.span[1] == leg.date
    if after is None:
        return at_home and leg.destination == (request.destination or request.origin)
    return at_home and after.arrive == leg.arrive


def _nights_kept(lodging: BookedLodging, musts: dict[str, Must]) -> bool:
    must = musts.get(lodging.code)
    return must is not None and must.fixed and must.span[0] <= lodging.arrive and lodging.depart <= must.span[1]


def _leg(leg: BookedLeg, dataset: Dataset) -> Conflict:
    (ja_a, en_a), (ja_b, en_b) = names(dataset, leg.origin), names(dataset, leg.destination)
    return Conflict(
        "booked",
        (leg.origin, leg.destination),
        f"{day_ja(leg.date)}の{ja_a}から{ja_b}への移動は予約済みです。先に予約を消すか、日を直してください。",
        f"The leg from {en_a} to {en_b} on {day_en(leg.date)} is booked; delete the booking or change its day first.",
        {"date": leg.date.isoformat(), "arrive": leg.arrive.isoformat()},
    )


def _nights(lodging: BookedLodging, dataset: Dataset) -> Conflict:
    ja, en = names(dataset, lodging.code)
    return Conflict(
        "booked",
        (lodging.code,),
        f"{ja}の宿（{day_ja(lodging.arrive)}から{lodging.nights}泊）は予約済みです。先に予約を消すか、日を直してください。",
        f"Lodging in {en} is booked from {day_en(lodging.arrive)} for {lodging.nights} "
        f"night{'s' * (lodging.nights != 1)}; delete the booking or change its days first.",
        {"arrive": lodging.arrive.isoformat(), "nights": lodging.nights},
    )


def _wish(wish: Wish, request: TripRequest, musts: dict[str, Must], dataset: Dataset) -> Iterator[Conflict]:
    must = musts.get(wish.code)
    kept = must is not None and (wish.kept_by(must) if must.fixed else must.date == wish.first)
    if kept and wish.code not in request.left_out:
        return
    ja, en = names(dataset, wish.code)
    title = "、".join(wish.titles) or "予定"
    days_ja = day_ja(wish.first) + (f"〜{day_ja(wish.last)}" if wish.last > wish.first else "")
    days_en = day_en(wish.first) + (f" to {day_en(wish.last)}" if wish.last > wish.first else "")
    yield Conflict(
        "appointment",
        (wish.code,),
        f"{days_ja}は{ja}で「{title}」があります。その夜は{ja}に泊まる日程にするか、予定を直してください。",
        f"{', '.join(wish.titles) or 'An appointment'} is in {en} on {days_en}: "
        f"stay there that night, or change the appointment.",
        {"first": wish.first.isoformat(), "last": wish.last.isoformat()},
    )
