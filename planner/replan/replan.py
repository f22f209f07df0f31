"""The use case: replan(plan, edits, dataset) → the plan changed, what changed and why, and what is in conflict."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.errors import UnknownPlace
from planner.notebook.planning import same_to_the_planner
from planner.passes import compare_passes
from planner.plan import Answer, by_hand, plan_of
from planner.replan.apply import apply_edits, as_must
from planner.replan.by_notebook import carried, completed, in_line
from planner.replan.changes import StayChange, changes_of
from planner.replan.complete import complete
from planner.replan.conflicts import (
    Conflict,
    cost_conflicts,
    fixed_stays,
    plain_conflicts,
    together,
    unfilled,
    unreached,
)
from planner.replan.edits import Write
from planner.replan.notebook_conflicts import notebook_conflicts
from planner.replan.workshop import Workshop
from planner.serial import plan_id
from planner.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.dataset import Dataset
    from planner.model import Must, Plan, TripRequest
    from planner.notebook.model import Notebook
    from planner.replan.edits import Edit
    from planner.request_json import Places

SECONDS = 0.25
"""Of searching, as a rule."""

BRIEFLY = 0.15
"""Seconds to see whether a part of what is fixed can be a trip."""

MISER = 40.0
"""Weight of a yen where the cheapest trip is looked for, to say how short a budget is."""


@dataclass(frozen=True)
class Replanned:
    """A plan after edits.

    Where there are conflicts the plan is the one before, untouched, and nothing has changed.
    """

    plan: Plan
    changes: tuple[StayChange, ...]
    conflicts: tuple[Conflict, ...]


def replan(
    plan: Plan,
    edits: Iterable[Edit],
    dataset: Dataset,
    *,
    workshop: Workshop | None = None,
    places: Places | None = None,
    seconds: float = SECONDS,
    rounds: int | None = None,
) -> Replanned:
    """Apply edits to a plan and complete what is fixed as well as can be.

    Parameters
    ----------
    workshop : Workshop, optional
        What edits of one request have in common; who keeps it across calls gets quicker answers.
    places : Places, optional
        Reads names in edits of the request's fields; without it they are codes.
    rounds : int, optional
        Instead of seconds: the same edits give the same plan.

    Raises
    ------
    InvalidRequest
        An edit cannot be, by itself.
    UnknownPlace
        A code is no municipality.
    """
    began, workshop = time.monotonic(), workshop or Workshop()
    dataset = workshop.remembering(dataset)
    edits = tuple(_ready(edit, plan, dataset) for edit in edits)
    if len(edits) == 1 and isinstance(edits[0], Write) and (told := rewritten(plan, edits[0].notebook)):
        return told
    draft = in_line(apply_edits(plan, edits, places), plan.notebook)
    request = draft.request
    for code in (*(m.code for m in request.must), *request.left_out):
        if code not in dataset.index:
            raise UnknownPlace(code, f"No municipality has the code {code}.")
    conflicts = [*notebook_conflicts(draft, dataset), *plain_conflicts(request, dataset)]
    if conflicts:
        return Replanned(plan, (), tuple(conflicts))
    validate(request, dataset.index)
    run = _Run(dataset, workshop, seconds, rounds)
    # a plan of an older data set may know municipalities that are no more
    answer, conflicts = run.answer(request, [stay for stay in draft.stays if stay.code in dataset.index])
    if answer is None:
        return Replanned(plan, (), tuple(conflicts))
    if draft.parks_rest:
        request = _park_rest(plan, request, answer)
    done = plan_of(request, dataset, answer, ())
    if rounds is None:
        done = replace(done, solve_ms=round((time.monotonic() - began) * 1000))
    done = replace(done, passes=compare_passes(done.itinerary, request, dataset.pass_book), notebook=draft.notebook)
    changes = changes_of(plan.itinerary.stays, done.itinerary.stays, plan.request, request)
    return Replanned(replace(done, id=plan_id(done)), changes, ())


def _ready(edit: Edit, plan: Plan, dataset: Dataset) -> Edit:
    """Check the places of a notebook, and estimate what its bookings leave open."""
    if not isinstance(edit, Write):
        return edit
    for code in edit.notebook.codes():
        if code not in dataset.index:
            raise UnknownPlace(code, f"No municipality has the code {code}.")
    return Write(completed(carried(edit.notebook, plan.notebook), dataset, plan.request))


def rewritten(plan: Plan, notebook: Notebook) -> Replanned | None:
    """Put a notebook beside a plan that changes nothing the planner reads: a note, a tick; None where it does."""
    book = carried(notebook, plan.notebook)
    if not same_to_the_planner(plan.notebook, book):
        return None
    done = replace(plan, notebook=None if book.empty else book)
    return Replanned(replace(done, id=plan_id(done)), (), ())


class _Run:
    def __init__(self, dataset: Dataset, workshop: Workshop, seconds: float, rounds: int | None) -> None:
        self.dataset, self.workshop, self.seconds, self.rounds = dataset, workshop, seconds, rounds

    def answer(self, request: TripRequest, had: Sequence[Must]) -> tuple[Answer | None, list[Conflict]]:
        """Complete what is fixed, or say why it cannot be."""
        if not request.fill:
            return by_hand(request, self.dataset)
        found = self._complete(request, had, self.seconds)
        conflicts: list[Conflict] = []
        if found is None:
            found, conflicts = self._closer(request, had)
        if found is None:
            return None, conflicts
        return replace(found, itinerary=replace(found.itinerary, stays=found.rivals())), []

    def _complete(
        self, request: TripRequest, had: Sequence[Must], seconds: float, *, patient: bool = False
    ) -> Answer | None:
        base = self.workshop.base(request, self.dataset)
        return complete(request, self.dataset, base, had, seconds, self.rounds, patient=patient)

    def _closer(self, request: TripRequest, had: Sequence[Must]) -> tuple[Answer | None, list[Conflict]]:
        """Look closer where nothing was found: a cheaper trip to begin with, more time, or what stands in the way."""
        lost = unreached(request, self.dataset, self.workshop.base(request, self.dataset).problem)
        if lost:
            return None, lost
        if request.budget_jpy is not None:
            miserly = replace(request, budget_jpy=None, weights={**request.weights, "cost": MISER})
            cheap = self._complete(miserly, had, self.seconds)
            short = cost_conflicts(request, None if cheap is None else cheap.itinerary)
            if short:
                return None, short
            had = [as_must(stay) for stay in cheap.itinerary.stays] if cheap else had
        found = self._complete(request, had, self.seconds, patient=True)
        return found, [] if found else self._gaps(request) or [together(request)]

    def _gaps(self, request: TripRequest) -> list[Conflict]:
        """Name the first two fixed stays that cannot both be, even if nothing else is asked."""
        stays = fixed_stays(request)
        free = replace(request, budget_jpy=None)
        for a, b in pairwise(stays):
            if self._complete(replace(free, must=(a, b)), (), BRIEFLY) is None:
                return [unfilled(self.dataset, (a.code, b.code), (a.span[1], b.span[0]))]
        return []


def _park_rest(plan: Plan, request: TripRequest, answer: Answer) -> TripRequest:
    """Set aside what the trip had and the planner no longer chose."""
    chosen = {stay.municipality.code for stay in answer.itinerary.stays} | request.left_out
    rest = [as_must(stay) for stay in plan.itinerary.stays if stay.municipality.code not in chosen]
    return replace(request, parked=(*request.parked, *rest))
