"""What edits of one request have in common, built once: stay values, journeys, and nodes taken together.

A base knows nothing of what was fixed, avoided or paid: those are written into copies of its arrays for every edit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.booked_legs import nights_taken, with_booked
from planner.model import Must
from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.coarse import Coarse, coarsen
from planner.stay_gains import free_gains, keep_free, must_gains
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.dataset import Dataset
    from planner.model import TripRequest
    from planner.problem import Problem, Terms
    from planner.scoring import StayTable
    from planner.solver.prices import Multipliers

KEPT_DAYS = 250
"""Days of all bases kept in a process together, but one is always kept; 92 days take about 100 MB."""


@dataclass
class Base:
    """A request without what was fixed, avoided and limited."""

    request: TripRequest
    terms: Terms
    problem: Problem
    table: StayTable
    coarse: Coarse
    prices: Multipliers | None = None
    """Those of the last edit: the next one begins with them."""


class Workshop:
    """Bases of the requests edited last."""

    def __init__(self) -> None:
        self._kept: list[tuple[Dataset, Base]] = []
        self._data: tuple[Dataset, Dataset] | None = None

    def remembering(self, dataset: Dataset) -> Dataset:
        """Give a data set that keeps the journeys it has found, the same one each time."""
        if self._data is None or self._data[0] is not dataset:
            self._data = dataset, dataset.remembering()
        return self._data[1]

    def base(self, request: TripRequest, dataset: Dataset) -> Base:
        """Give the base of a request, with a node for each municipality that must be visited."""
        plain = _plain(request)
        known = next((b for d, b in self._kept if d is dataset and replace(b.request, must=()) == plain), None)
        base = known
        lacking = [must for must in request.must if base is None or not _has_room(base, must, dataset)]
        for must in lacking:
            base = base and _enlarged(base, must, dataset.index[must.code])
        if base is None:
            had = () if known is None else known.request.must
            base = _build(plain, dataset, {must.code: must for must in (*had, *lacking)})
        elif lacking:
            base = replace(base, coarse=coarsen(base.problem))
        others = [(d, b) for d, b in self._kept if b is not known and b is not base]
        while others and base.request.days + sum(b.request.days for _, b in others) > KEPT_DAYS:
            others.pop()
        self._kept = [(dataset, base), *others]
        return base


def _plain(request: TripRequest) -> TripRequest:
    """Leave out what an edit writes into the arrays."""
    return replace(
        request,
        must=(),
        avoid=(),
        parked=(),
        fill=True,
        booked_legs=(),
        booked_lodging=(),
        budget_jpy=None,
        max_stops=60,
        max_per_prefecture=None,
        alternatives=0,
        seconds=2.0,
        iterations=None,
        seed=0,
    )


def _has_room(base: Base, must: Must, dataset: Dataset) -> bool:
    """Tell whether a base has a node for a must, and nights enough."""
    place = dataset.index[must.code]
    wide = (must.nights or 0) < base.problem.gain.shape[2]
    return wide and bool((base.problem.group[: base.problem.active] == place).any())


def _build(request: TripRequest, dataset: Dataset, musts: Mapping[str, Must]) -> Base:
    terms = terms_for(request, dataset)
    # nights widen the arrays, days do not matter here
    asked = replace(request, must=tuple(Must(must.code, None, must.nights) for must in musts.values()))
    problem, table = build_problem(asked, terms)
    return Base(asked, terms, problem, table, coarsen(problem))


def _enlarged(base: Base, must: Must, place: int) -> Base | None:
    """Give a place where one could only rest on the way a node of its own; None where that takes a new base.

    The base before is used up: its arrays are changed. Its coarse problem is still to be made.
    """
    p, table = base.problem, base.table
    found = np.flatnonzero(p.group[p.active :] == place)
    if not len(found) or (must.nights or 0) >= p.gain.shape[2]:
        return None
    pair = [p.active, p.active + int(found[0])]
    for name in ("gain", "yen", "nights"):
        legs = getattr(p.legs, name)
        legs[pair] = legs[pair[::-1]]
        legs[:, pair] = legs[:, pair[::-1]]
        for end in ("start", "end"):
            getattr(p.legs, f"{end}_{name}")[pair] = getattr(p.legs, f"{end}_{name}")[pair[::-1]]
    order = np.arange(p.size)
    order[pair] = pair[::-1]
    w = table.windows
    table = replace(
        table,
        windows=replace(w, first=np.append(w.first, w.first[-1])),
        places=np.append(table.places, place),
        multiplier=np.append(table.multiplier, table.weights.value + table.weights.novelty * base.terms.newness[place]),
    )
    gain, yen, worth = free_gains(base.request, table, p.active, p.gain.shape[2], resting=True)
    idle = order[p.active + 1 :] - p.active
    problem = replace(
        p,
        group=p.group[order],
        area=p.area[order],
        rows=np.arange(p.active + 1),
        gain=np.concatenate([p.gain, gain[None]]),
        yen=np.concatenate([p.yen, yen[None]]),
        worth=np.concatenate([p.worth, worth[None]]),
        idle_gain=p.idle_gain[idle],
        idle_yen=p.idle_yen[idle],
    )
    asked = replace(base.request, must=(*base.request.must, Must(must.code)))
    return replace(base, request=asked, problem=problem, table=table)


def edited(base: Base, request: TripRequest, dataset: Dataset) -> tuple[Problem, Coarse]:
    """Write what a request fixes, avoids and limits into copies of a base: the whole problem, and the coarse one."""
    p, index = base.problem, dataset.index
    gain, yen, worth = p.gain.copy(), p.yen.copy(), p.worth.copy()
    musts = {index[must.code]: must for must in request.must}
    ends = {index[request.origin], index[request.destination or request.origin]}
    for place in {*musts, *(index[must.code] for must in base.request.must)}:
        for nth, row in enumerate(np.flatnonzero(base.table.places == place).tolist()):
            if place in musts:
                gain[row], yen[row] = must_gains(request, base.table, musts[place], row, gain.shape[2])
                worth[row] = gain[row] > NEVER
            else:
                resting = nth == 0 and place not in ends
                gain[row], yen[row], worth[row] = free_gains(request, base.table, row, gain.shape[2], resting=resting)
    out = np.isin(p.group, [index[code] for code in request.left_out])
    gain[out[: p.active]], worth[out[: p.active]] = NEVER, False
    idle_gain = p.idle_gain.copy()
    idle_gain[out[p.active :]] = NEVER
    few_idle = base.coarse.problem.idle_gain.copy()
    for place, must in musts.items():
        if must.fixed:
            first, last = ((day - request.start).days for day in must.span)
            keep_free(gain, p.group[: p.active] != place, first, last)
            keep_free(idle_gain, p.group[p.active :] != place, first, last)
            keep_free(few_idle, np.ones(len(few_idle), np.bool_), first, last)
    for first, last in nights_taken(request):
        for table in (gain, idle_gain, few_idle):
            keep_free(table, np.ones(len(table), np.bool_), first, last)
    worth &= gain > NEVER
    asked = np.isin(p.group, list(musts))
    limits = {
        "gain": gain,
        "yen": yen,
        "worth": worth,
        "budget": request.budget_jpy,
        "max_stops": request.max_stops,
        "max_per_area": request.max_per_prefecture,
    }
    inside = p.group[: p.active], index, request, base.table.weights
    whole = replace(p, **limits, idle_gain=idle_gain, must=asked, legs=with_booked(p.legs, *inside))  # type: ignore[arg-type]
    # nodes taken together keep what is left out: one of them may be, the others are not
    few = base.coarse.problem
    together = np.concatenate([asked[: p.active], np.zeros(few.size - p.active, np.bool_)])
    few = replace(few, **limits, idle_gain=few_idle, must=together, legs=with_booked(few.legs, *inside))  # type: ignore[arg-type]
    return whole, Coarse(few, base.coarse.image)
