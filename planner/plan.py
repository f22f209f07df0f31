"""The use case: plan(request, dataset) → Plan."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from planner.alternatives import alternatives
from planner.dataset import profile_of
from planner.errors import NoFeasibleItinerary
from planner.few import few
from planner.few_trip import or_the_first
from planner.infeasible import explain_infeasible
from planner.itinerary import Assembler, itinerary_of, terms_of
from planner.model import Plan
from planner.passes import compare_passes
from planner.problem import Terms, build_problem
from planner.quick import Quick
from planner.replan.by_hand import laid_out
from planner.replan.conflicts import cost_conflicts, plain_conflicts, together
from planner.reroute import RerouteLimits, settle
from planner.rescue import rescued
from planner.rivals import with_rivals
from planner.scoring import Weights
from planner.serial import plan_id
from planner.solver.clock import Limits
from planner.solver.least import MORE_WORK, impossible
from planner.solver.one_stop import feasible, one_stop
from planner.until import after, never
from planner.validate import validate
from planner.variation import Variation

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from planner.dataset import Dataset
    from planner.model import Alternative, Itinerary, Stay, TripRequest
    from planner.problem import Problem
    from planner.replan.conflicts import Conflict
    from planner.reroute import Settled

ROUNDING = 1e-3
"""A gap less than this, absolute, counts as closed: matrices round to minutes, yen and grams."""

BRIEFLY = 0.5
"""Seconds for a request without an easy trip: what these do not find, the rest would hardly find either."""

EACH = 0.6
"""Seconds of the processor that the search for an alternative may take at least."""

FIRST = 0.25
"""Seconds for a trip that is shown while the search for a better one goes on."""

RESERVE = 0.12
"""Share of the seconds kept back for routing the chosen legs."""


def plan(request: TripRequest, dataset: Dataset) -> Plan:
    """Plan a trip.

    Raises
    ------
    InvalidRequest
        A field cannot be.
    UnknownPlace
        A code is no municipality.
    NoFeasibleItinerary
        Nothing keeps all constraints; the error says which bind, and the smallest change that helps.
    DatasetMissing
        A travel matrix has not been built.
    """
    began = time.monotonic()
    validate(request, dataset.index)
    share = 1.0 / (1.0 + 0.5 * request.alternatives)
    if request.fill:
        best = _settle(request, dataset, began, request.seconds * share)
    else:
        best, conflicts = by_hand(request, dataset)
        if best is None:
            raise NoFeasibleItinerary(" ".join(conflict.text_en for conflict in conflicts), ["must"])
    if best is None:
        best = _quickly(request, dataset)
    best = replace(best, itinerary=replace(best.itinerary, stays=best.rivals()))
    others = _others(request, best, began)
    done = plan_of(request, dataset, best, others)
    if request.iterations is None:
        done = replace(done, solve_ms=round((time.monotonic() - began) * 1000))
    done = replace(done, passes=compare_passes(done.itinerary, request, dataset.pass_book))
    return replace(done, id=plan_id(done))


def first(request: TripRequest, dataset: Dataset, seconds: float = FIRST) -> Plan | None:
    """Give the first trip that holds, to be looked at while `plan` goes on: nothing is proven of it.

    Returns
    -------
    Plan or None
        Without id, rivals, alternatives and passes; its `upper_bound` and `gap` are infinite where nothing was proven.
        None where no trip was found at a glance: that is for `plan` to say.

    Raises
    ------
    InvalidRequest, UnknownPlace, DatasetMissing
        As `plan`.
    """
    began = time.monotonic()
    validate(request, dataset.index)
    if not request.fill:
        laid = by_hand(request, dataset)[0]
        return None if laid is None else plan_of(request, dataset, laid, ())
    asked = replace(request, iterations=None)
    best = _among_few(asked, dataset, began, seconds) or _settle(asked, dataset, began, seconds, prove=False)
    return None if best is None else plan_of(request, dataset, best, ())


@dataclass(frozen=True)
class Answer:
    """A trip on real legs, and what no trip can exceed."""

    itinerary: Itinerary
    terms: dict[str, float]
    bound: float
    rivals: Callable[[], tuple[Stay, ...]]
    """Tells of each stay its share of the value and its best rival: for the trip that is shown."""
    vary: Callable[[], Variation] | None = None
    """Gives what other trips of the same request are found with; None where nothing is chosen."""

    @property
    def objective(self) -> float:
        """Value found."""
        return sum(self.terms.values())


def newness(dataset: Dataset) -> NDArray[np.float64]:
    """Rank the municipalities by population: 0 the largest, 1 the smallest and those with no known place."""
    people = np.array([m.population or 0 for m in dataset.municipalities])
    order = np.argsort(-people, kind="stable")
    ranks = np.empty(len(people))
    ranks[order] = np.arange(len(people)) / max(1, len(people) - 1)
    return ranks


def terms_for(request: TripRequest, dataset: Dataset) -> Terms:
    """Give what a problem is built from."""
    return Terms(
        dataset.municipalities,
        dataset.demand,
        dataset.matrix(request.modes),
        dataset.lodging_table(request.start, request.days),
        newness(dataset),
        profile_of(request.modes) == "car",
    )


def _settle(
    request: TripRequest, dataset: Dataset, began: float, seconds: float, *, prove: bool = True
) -> Answer | None:
    """Solve, and route the chosen legs until they hold."""
    terms = terms_for(request, dataset)
    problem, table = build_problem(request, terms)
    if _impossible(problem):
        return None
    assembler = Assembler(request, dataset, problem, table)
    deadline = began + seconds * (1.0 - RESERVE)
    if request.iterations is None and not _promising(problem):
        deadline = min(deadline, time.monotonic() + BRIEFLY)
    limits = RerouteLimits(Limits(request.seconds, request.iterations, prove), deadline)
    found = settle(assembler, limits)
    if found is not None and prove and request.iterations is None:
        found = or_the_first(assembler, terms, found, FIRST)
    return None if found is None else answer_of(assembler, terms, found)


def _among_few(request: TripRequest, dataset: Dataset, began: float, seconds: float) -> Answer | None:
    """Find a trip among promising places; None where none is found, or nights on the way may be needed."""
    found = few(request, dataset, terms_for(request, dataset))
    if found is None:
        return None
    part, terms = found
    assembler = Assembler(request, part, *build_problem(request, terms))
    limits = Limits(prove=False, chosen=True)
    settled = settle(assembler, RerouteLimits(limits, began + seconds * (1.0 - RESERVE)))
    # what a few places prove says nothing of the others
    return None if settled is None else replace(answer_of(assembler, terms, settled), bound=np.inf)


def _quickly(request: TripRequest, dataset: Dataset) -> Answer:
    """Give the trip of the quick search where the solver has found none; NoFeasibleItinerary where it finds none."""
    terms = terms_for(request, dataset)
    problem, table = build_problem(request, terms)
    quick, proven = Quick(dataset), _impossible(problem)
    assembler = Assembler(request, dataset, problem, table)
    found = None if proven else rescued(assembler, quick)
    if found is None:
        raise explain_infeasible(request, quick, proven=proven)
    return answer_of(assembler, terms, found)


def by_hand(request: TripRequest, dataset: Dataset) -> tuple[Answer | None, list[Conflict]]:
    """Join the fixed stays by legs, or say why they cannot be: nothing is chosen, so nothing is better."""
    conflicts = plain_conflicts(request, dataset)
    terms = terms_for(request, dataset)
    trip = None if conflicts else laid_out(request, dataset, terms)
    conflicts = conflicts or cost_conflicts(request, trip)
    if trip is None or conflicts:
        return None, conflicts or [together(request)]
    told = terms_of(trip, Weights.of(request), terms.newness.tolist(), request.people, dict(dataset.index))
    return Answer(trip, told, sum(told.values()), lambda: trip.stays), []


def _impossible(problem: Problem) -> bool:
    """Tell whether it is quickly proven that there is no trip; not asked where one is seen at a glance."""
    if problem.must.any():
        return impossible(problem)
    return one_stop(problem) is None and impossible(problem, MORE_WORK)


def _promising(problem: Problem) -> bool:
    """Tell whether some trip is seen at a glance."""
    return feasible(problem) if problem.must.any() else one_stop(problem) is not None


def answer_of(assembler: Assembler, terms: Terms, found: Settled) -> Answer:
    """Tell of a settled trip what it is worth."""
    request, itinerary = assembler.request, itinerary_of(found.stays, found.legs)
    index = dict(assembler.dataset.index)
    told = terms_of(itinerary, Weights.of(request), terms.newness.tolist(), request.people, index)
    codes = [stay.municipality.code for stay in found.stays]
    return Answer(
        itinerary,
        told,
        found.bound,
        partial(with_rivals, assembler, found.problem, found.visits, found.stays),
        partial(Variation, assembler, found.problem, terms, codes),
    )


def _others(request: TripRequest, best: Answer, began: float) -> tuple[Alternative, ...]:
    """Find the alternatives asked for, in what is left of the time, or in a little more."""
    if best.vary is None or not request.alternatives:
        return ()
    left = max(began + request.seconds - time.monotonic(), EACH * request.alternatives)
    late = after(left) if request.iterations is None else never
    return alternatives(best.vary(), best.itinerary, best.objective, request.alternatives, late)


def plan_of(request: TripRequest, dataset: Dataset, best: Answer, others: tuple[Alternative, ...]) -> Plan:
    """Make the plan of an answer, without an id."""
    weights = Weights.of(request)
    bound = max(best.bound, best.objective)
    gap = (bound - best.objective) / max(abs(bound), 1.0) if bound < np.inf else bound
    return Plan(
        id="",
        request=request,
        dataset_version=dataset.version,
        dataset_sha256=dataset.sha256,
        dataset_date=dataset.date,
        itinerary=best.itinerary,
        objective=best.objective,
        objective_terms=best.terms,
        upper_bound=bound,
        gap=gap,
        solve_ms=None,
        status="optimal" if bound - best.objective <= ROUNDING else "feasible",
        objective_weights={name: getattr(weights, name) for name in Weights.__slots__},
        alternatives=others,
    )
