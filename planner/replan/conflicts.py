"""What a person fixed that cannot all be: each conflict named, with its figures, in Japanese and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import UnreachableError
from planner.booked import leg_booked, leg_booked_into
from planner.solver.dynamic import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.model import Journey
    from planner.dataset import Dataset
    from planner.model import Itinerary, Must, TripRequest
    from planner.problem import Problem


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why the fixed stays cannot be one trip.

    `kind` is overlap, outside, leg_too_long, no_way, no_room, max_stops, max_per_prefecture, budget, gap, together,
    booked or appointment.
    """

    kind: str
    places: tuple[str, ...]
    """Codes of the municipalities between which it lies."""
    text: str
    text_en: str
    figures: Mapping[str, int | str]


def conflict_to_json(conflict: Conflict) -> dict[str, object]:
    """Give the object of the HTTP API and of `sasurai replan --format json`."""
    return {
        "kind": conflict.kind,
        "places": list(conflict.places),
        "text": conflict.text,
        "text_en": conflict.text_en,
        "figures": dict(conflict.figures),
    }


def fixed_stays(request: TripRequest) -> list[Must]:
    """Give the musts with both day of arrival and nights, in order of arrival."""
    return sorted((m for m in request.must if m.fixed), key=lambda m: (m.arrive or dt.date.max, m.code))


def plain_conflicts(request: TripRequest, dataset: Dataset) -> list[Conflict]:
    """Find what is wrong with the fixed stays, whatever is filled in between them."""
    stays = fixed_stays(request)
    found = [*_outside(request, dataset), *_counts(request, dataset)]
    pairs = list(pairwise(stays))
    found += [_overlap(a, b, dataset) for a, b in pairs if a.span[1] > b.span[0]]
    for a, b in pairs:
        if a.span[1] <= b.span[0]:
            found += _leg(request, dataset, (a.code, b.code), (a.span[1], b.span[0]))
    if stays:
        ends = request.start, request.start + dt.timedelta(days=request.days)
        found += _leg(request, dataset, (request.origin, stays[0].code), (ends[0], stays[0].span[0]))
        home = request.destination or request.origin
        found += _leg(request, dataset, (stays[-1].code, home), (stays[-1].span[1], ends[1]), last=True)
    return found


def _outside(request: TripRequest, dataset: Dataset) -> Iterator[Conflict]:
    first, last = request.start, request.start + dt.timedelta(days=request.days)
    for must in request.must:
        begins = must.arrive or must.date
        if begins is None:
            continue
        ends = begins + dt.timedelta(days=must.nights or 1 if must.arrive else 1)
        if begins < first or ends > last:
            ja, en = names(dataset, must.code)
            yield Conflict(
                "outside",
                (must.code,),
                f"{ja}の滞在（{day_ja(begins)}から）は旅の期間（{day_ja(first)}〜{day_ja(last)}）の外です。",
                f"The stay in {en} from {day_en(begins)} lies outside the trip, {day_en(first)} to {day_en(last)}.",
                {"arrive": begins.isoformat(), "start": first.isoformat(), "end": last.isoformat()},
            )


def _counts(request: TripRequest, dataset: Dataset) -> Iterator[Conflict]:
    if len(request.must) > request.max_stops:
        n, most = len(request.must), request.max_stops
        yield Conflict(
            "max_stops",
            tuple(m.code for m in request.must),
            f"固定した滞在が{n}か所あり、上限の{most}か所を超えています。",
            f"{n} stays are fixed; at most {most} are allowed.",
            {"fixed": n, "allowed": most},
        )
    if request.max_per_prefecture is None:
        return
    places = [dataset.municipality(m.code) for m in request.must]
    for prefecture in sorted({p.prefecture for p in places}):
        here = [p for p in places if p.prefecture == prefecture]
        if len(here) > request.max_per_prefecture:
            yield Conflict(
                "max_per_prefecture",
                tuple(p.code for p in here),
                f"{here[0].prefecture_name}に固定した滞在が{len(here)}か所あり、"
                f"上限の{request.max_per_prefecture}か所を超えています。",
                f"{len(here)} stays in {here[0].prefecture_en} are fixed; "
                f"at most {request.max_per_prefecture} are allowed.",
                {"fixed": len(here), "allowed": request.max_per_prefecture},
            )


def _overlap(a: Must, b: Must, dataset: Dataset) -> Conflict:
    (ja_a, en_a), (ja_b, en_b) = names(dataset, a.code), names(dataset, b.code)
    nights = (min(a.span[1], b.span[1]) - b.span[0]).days
    return Conflict(
        "overlap",
        (a.code, b.code),
        f"{ja_a}（{day_ja(a.span[1])}まで）と{ja_b}（{day_ja(b.span[0])}から）が{nights}泊重なっています。",
        f"{en_a} (until {day_en(a.span[1])}) and {en_b} (from {day_en(b.span[0])}) overlap by "
        f"{nights} night{'s' * (nights != 1)}.",
        {"nights": nights},
    )


def _leg(
    request: TripRequest, dataset: Dataset, ends: tuple[str, str], days: tuple[dt.date, dt.date], *, last: bool = False
) -> Iterator[Conflict]:
    """Say why a leg that nothing can come before or after cannot be."""
    free = (days[1] - days[0]).days
    bridged = request.fill and free > 0
    booked = leg_booked(request, ends, days[0]) or leg_booked_into(request, ends, days)
    if ends[0] == ends[1] or free < 0 or bridged or booked:
        return
    (ja_a, en_a), (ja_b, en_b) = (names(dataset, code) for code in ends)
    journey = leg_into(request, dataset, ends, days)
    if journey is None:
        yield Conflict(
            "no_way",
            ends,
            f"{day_ja(days[0])}に{ja_a}から{ja_b}へ行ける交通手段がありません。",
            f"No journey by the chosen modes leads from {en_a} to {en_b} on {day_en(days[0])}.",
            {"date": days[0].isoformat()},
        )
        return
    hours, minutes = divmod(journey.minutes, 60)
    if journey.minutes > round(request.max_leg_hours * 60):
        most = f"{request.max_leg_hours:g}"
        yield Conflict(
            "leg_too_long",
            ends,
            f"{ja_a}から{ja_b}までは{hours}時間{minutes}分かかり、上限の{most}時間を超えています。",
            f"The leg from {en_a} to {en_b} takes {hours} h {minutes} min; {most} h are allowed.",
            {"minutes": journey.minutes, "allowed": round(request.max_leg_hours * 60)},
        )
    elif journey.nights > free:
        where = (f"{ja_b}に着く", f"reaching {en_b}") if not last else ("旅が終わる", "the trip ends")
        yield Conflict(
            "no_room",
            ends,
            f"{ja_a}から{ja_b}までは夜行で{journey.nights}泊かかりますが、{where[0]}までに{free}泊しかありません。",
            f"The leg from {en_a} to {en_b} takes {journey.nights} night{'s' * (journey.nights != 1)} on the way, "
            f"but only {free} {'is' if free == 1 else 'are'} left before {where[1]}.",
            {"nights": journey.nights, "free": free},
        )


def leg_into(
    request: TripRequest, dataset: Dataset, ends: tuple[str, str], days: tuple[dt.date, dt.date]
) -> Journey | None:
    """Find the journey that arrives on the second day, leaving on the first at the earliest; None where there is none.

    Where each takes more nights than there are, the one that leaves on the first day is given.
    """
    found = None
    for nights in range((days[1] - days[0]).days + 1):
        try:
            found = dataset.journey(*ends, request.modes, days[1] - dt.timedelta(days=nights))
        except UnreachableError:
            continue
        if found.nights <= nights:
            break
    return found


def together(request: TripRequest) -> Conflict:
    """Say that what is fixed cannot be one trip, where nothing closer is known."""
    return Conflict(
        "together",
        tuple(must.code for must in request.must),
        "固定した内容をすべて満たす旅が見つかりません。固定を1つ外すか、条件をゆるめてください。",
        "No trip was found that keeps all that is fixed; free a stay or relax a condition.",
        {},
    )


def cost_conflicts(request: TripRequest, trip: Itinerary | None) -> list[Conflict]:
    """Say by how many yen the budget is short of the cheapest trip that is known."""
    if trip is None or request.budget_jpy is None:
        return []
    totals = trip.totals
    cost = totals.cost_jpy - ((totals.earnings_jpy or 0) if request.budget_net else 0)
    short = cost - request.budget_jpy
    if short <= 0:
        return []
    return [
        Conflict(
            "budget",
            (),
            f"固定した内容を満たす旅は安くても約¥{cost:,}かかり、予算¥{request.budget_jpy:,}では¥{short:,}足りません。",
            f"The cheapest trip found that keeps what is fixed costs about ¥{cost:,}: "
            f"¥{short:,} more than the budget of ¥{request.budget_jpy:,}.",
            {"short_jpy": short, "cost_jpy": cost, "budget_jpy": request.budget_jpy},
        )
    ]


def unfilled(dataset: Dataset, ends: tuple[str, str], days: tuple[dt.date, dt.date]) -> Conflict:
    """Say that nothing fits between two stays."""
    (ja_a, en_a), (ja_b, en_b) = (names(dataset, code) for code in ends)
    nights = (days[1] - days[0]).days
    return Conflict(
        "gap",
        ends,
        f"{ja_a}（{day_ja(days[0])}）と{ja_b}（{day_ja(days[1])}）の間の{nights}泊を埋める旅がありません。",
        f"Nothing fills the {nights} night{'s' * (nights != 1)} between {en_a} ({day_en(days[0])}) and {en_b} "
        f"({day_en(days[1])}).",
        {"nights": nights},
    )


def unreached(request: TripRequest, dataset: Dataset, problem: Problem) -> list[Conflict]:
    """Name the places to which no leg leads, from nowhere."""
    found = []
    for must in request.must:
        nodes = np.flatnonzero(problem.group[: problem.active] == dataset.index[must.code])
        legs = problem.legs
        known = any(leg.destination == must.code for leg in request.booked_legs)
        if not known and len(nodes) and max(legs.start_gain[nodes].max(), legs.gain[:, nodes].max()) <= POSSIBLE:
            ja, en = names(dataset, must.code)
            hours = f"{request.max_leg_hours:g}"
            found.append(
                Conflict(
                    "no_way",
                    (must.code,),
                    f"選んだ交通手段では、どこからも{hours}時間以内に{ja}へ行けません。",
                    f"By the chosen modes nothing leads to {en} within {hours} h.",
                    {"allowed": round(request.max_leg_hours * 60)},
                )
            )
    return found


def names(dataset: Dataset, code: str) -> tuple[str, str]:
    """Give a municipality's names in Japanese and English."""
    place = dataset.municipality(code)
    return place.name, place.name_en


def day_ja(day: dt.date) -> str:
    """Write a day in Japanese."""
    return f"{day.month}月{day.day}日"


def day_en(day: dt.date) -> str:
    """Write a day in English."""
    return f"{day.day} {day:%b}"
