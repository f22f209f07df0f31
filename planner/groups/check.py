"""An independent checker of groups: trips by the checker of trips, meetings and headcounts by plain dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.check import TOLERANCE, check_itinerary, check_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.dataset import Dataset
    from planner.groups.model import Group, Meeting, Met
    from planner.model import Stay


def check_group(group: Group, dataset: Dataset) -> list[str]:
    """List everything that is wrong with a group; empty = nothing."""
    found: list[str] = []
    for member, plan in zip(group.asked.members, group.plans, strict=True):
        found += [f"{member.name}: {text}" for text in check_plan(plan, dataset)]
        # as they asked, but for the stays that the meetings brought
        own = replace(member.request, must=plan.request.must)
        found += [f"{member.name}, own wishes: {text}" for text in check_itinerary(plan.itinerary, own, dataset)]
        for must in member.request.must:
            stays = [stay for stay in plan.itinerary.stays if stay.municipality.code == must.code]
            if not any(must.nights in (None, stay.nights) and _there(stay, must.date) for stay in stays):
                found.append(f"{member.name}: {must.code} is not visited as asked")
    if len(group.meetings) != len(group.asked.meetings):
        return [*found, f"{len(group.meetings)} meetings, {len(group.asked.meetings)} asked for"]
    for asked, met in zip(group.asked.meetings, group.meetings, strict=True):
        found += _meeting(group, asked, met)
    return [*found, *_headcounts(group, dataset), *_sums(group)]


def _there(stay: Stay, date: dt.date | None) -> bool:
    return date is None or stay.arrive <= date < stay.depart


def _meeting(group: Group, asked: Meeting, met: Met) -> Iterator[str]:
    name = f"meeting at {met.place.code}"
    if met.members != asked.members:
        yield f"{name} is of others"
    if asked.place is not None and met.place.code != asked.place:
        yield f"{name} was to be at {asked.place}"
    if met.nights < asked.nights:
        yield f"{name} has {met.nights} nights together"
    if asked.date is not None and not met.start <= asked.date <= met.end - dt.timedelta(days=asked.nights):
        yield f"{name} is not on {asked.date}"
    for member in met.members:
        stays = [s for s in group.plans[member].itinerary.stays if s.municipality.code == met.place.code]
        if not any(stay.arrive <= met.start and met.end <= stay.depart for stay in stays):
            yield f"{name}: {group.asked.members[member].name} is not there"


def _headcounts(group: Group, dataset: Dataset) -> Iterator[str]:
    at_once: Counter[tuple[str, dt.date]] = Counter()
    for plan in group.plans:
        for stay in plan.itinerary.stays:
            for window in {served.id for served in stay.demand}:
                at_once.update((window, stay.arrive + dt.timedelta(days=n)) for n in range(stay.nights))
    for (window, day), number in sorted(at_once.items()):
        if number > (dataset.demand.by_id[window].headcount or 1):
            yield f"{number} serve {window} on {day}"


def _sums(group: Group) -> Iterator[str]:
    total = sum(plan.objective for plan in group.plans)
    if abs(total - group.objective) > TOLERANCE:
        yield f"objective is {total}, not {group.objective}"
    gap = max(0.0, group.upper_bound - total) / max(abs(group.upper_bound), 1.0)
    if abs(gap - group.gap) > TOLERANCE or group.upper_bound < total - TOLERANCE:
        yield f"gap is {gap}, not {group.gap}"
