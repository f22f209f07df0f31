"""Does a plan from a file still hold? What the data set of today tells otherwise, in words; nothing is changed."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from geo.errors import UnreachableError
from planner.booked import BOOKED
from planner.leg_gains import PEOPLE_A_CAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Journey, Municipality
    from planner.dataset import Dataset
    from planner.model import Leg, Plan, ServedWindow, Stay, TripRequest

Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of a plan that is otherwise today: `kind` is data, place, days, journey or window."""

    kind: str
    place: str
    """Code of the municipality it is about; empty where it is about the whole."""
    text: str
    text_en: str


REPRICED = Finding(
    "data",
    "",
    "料金のないファイルなので、今のデータで計算しました。滞在地と日はそのままです。",
    "The file has no fares and lodging, so today's data tells them; stays and days are as they were.",
)


@dataclass(frozen=True, slots=True)
class Rechecking:
    """Work for a solver's process, which has the networks at hand."""

    plan: Plan
    seconds: float = 10.0

    def __call__(self, dataset: Dataset) -> tuple[Finding, ...]:
        """Do it on the process's own data set."""
        return recheck(self.plan, dataset)


def recheck(plan: Plan, dataset: Dataset) -> tuple[Finding, ...]:
    """List what of a plan is otherwise in the data set of today; empty = nothing."""
    return tuple(_findings(plan, dataset))


def finding_to_json(finding: Finding) -> dict[str, str]:
    """Give the object of the HTTP API."""
    return asdict(finding)


def _findings(plan: Plan, dataset: Dataset) -> Iterator[Finding]:
    if plan.dataset_sha256 != dataset.sha256:
        was, now = plan.dataset_date.isoformat(), dataset.date.isoformat()
        yield Finding("data", "", f"{was}のデータで組まれた旅です。今のデータは{now}のものです。",
                      f"Planned with the data of {was}; today's is of {now}.")  # fmt: skip
    unknown = dict(_unknown(plan, dataset))
    for place in unknown.values():
        yield _about("place", place, f"{place.name}は今の市区町村の一覧にありません。",
                     f"{place.name_en} is not among today's municipalities.")  # fmt: skip
    yield from _chain(plan)
    for leg in plan.itinerary.legs:
        if not {leg.origin.code, leg.destination.code} & unknown.keys() and leg.basis != BOOKED:
            yield from _journey(leg, plan.request, dataset)
    for stay in plan.itinerary.stays:
        yield from (found for served in stay.demand if (found := _window(stay, served, dataset)))


def _about(kind: str, place: Municipality, text: str, text_en: str) -> Finding:
    return Finding(kind, place.code, text, text_en)


def _unknown(plan: Plan, dataset: Dataset) -> Iterator[tuple[str, Municipality]]:
    for leg in plan.itinerary.legs:
        yield from ((p.code, p) for p in (leg.origin, leg.destination) if p.code not in dataset.index)


def _chain(plan: Plan) -> Iterator[Finding]:
    """Tell which stays do not begin when their leg arrives, or lie outside the trip's days."""
    end = plan.request.start + dt.timedelta(days=plan.request.days)
    for leg, stay in zip(plan.itinerary.legs, plan.itinerary.stays, strict=False):
        name, name_en = stay.municipality.name, stay.municipality.name_en
        arrives = leg.date + dt.timedelta(days=leg.nights)
        if leg.destination.code != stay.municipality.code or arrives != stay.arrive:
            yield _about("days", stay.municipality, f"{name}への移動と滞在の日が合いません。",
                         f"The leg to {name_en} and the stay there do not meet.")  # fmt: skip
        elif not plan.request.start <= stay.arrive < stay.depart <= end:
            yield _about("days", stay.municipality, f"{name}の滞在が旅の期間からはみ出しています。",
                         f"The stay at {name_en} lies outside the days of the trip.")  # fmt: skip


def _journey(leg: Leg, request: TripRequest, dataset: Dataset) -> Iterator[Finding]:
    if leg.origin.code == leg.destination.code:
        return
    ends, ends_en = f"{leg.origin.name}→{leg.destination.name}", f"{leg.origin.name_en} → {leg.destination.name_en}"
    try:
        found = dataset.journey(leg.origin.code, leg.destination.code, request.modes, leg.date)
    except UnreachableError:
        yield _about("journey", leg.destination, f"{ends}の行き方が今は見つかりません。",
                     f"There is no way {ends_en} now.")  # fmt: skip
        return
    texts = [*_differs("所要時間", "minutes", leg.minutes, found.minutes, "分", " min")]
    if leg.fare_jpy is not None:
        texts += _differs("運賃", "fare", leg.fare_jpy, _fare(found, request.people), "円", " yen")
    if texts:
        told, told_en = "、".join(text for text, _ in texts), ", ".join(text for _, text in texts)
        yield _about("journey", leg.destination, f"{ends}: {told}", f"{ends_en}: {told_en}")


def _fare(found: Journey, people: int) -> int:
    by_car = any(segment.mode == "car" for segment in found.segments)
    return found.fare_jpy * (math.ceil(people / PEOPLE_A_CAR) if by_car else people)


def _differs(name: str, name_en: str, was: int, now: int, unit: str, unit_en: str) -> Iterator[Told]:
    if was != now:
        yield (
            f"{name}は{was:,}{unit}から{now:,}{unit}になりました",
            f"{name_en} was {was:,}{unit_en}, is {now:,}{unit_en}",
        )


def _window(stay: Stay, served: ServedWindow, dataset: Dataset) -> Finding | None:
    known, here = dataset.demand.by_id.get(served.id), stay.municipality
    work, work_en = f"{here.name}の「{served.title}」", f"“{served.title_en or served.title}” at {here.name_en}"
    if known is None or known.code != here.code:
        return _about("window", here, f"{work}は今のこよみにありません。", f"{work_en} is not in today's calendar.")
    if not any(True for _ in known.occurrences(stay.arrive, stay.depart)):
        return _about("window", here, f"{work}は時期が変わり、滞在と重なりません。",
                      f"{work_en} has moved and no longer meets the stay.")  # fmt: skip
    return None
