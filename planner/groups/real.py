"""The trips of a group on real legs, routed for their dates, and the nights that its members then share."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import NoFeasibleItinerary
from planner.groups.agree import common, taken
from planner.groups.model import Met
from planner.groups.programme import kept
from planner.groups.texts import meeting_reason
from planner.itinerary import Assembler, itinerary_of, terms_of
from planner.model import Must, Plan
from planner.passes import compare_passes
from planner.plan import ROUNDING, newness
from planner.reroute import CLOSE_ENOUGH, RerouteLimits, Settled, corrected, settle, value_of
from planner.scoring import Weights
from planner.serial import plan_id
from planner.solver.dynamic import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.dataset import Dataset
    from planner.groups.agree import Party
    from planner.groups.model import GroupRequest
    from planner.groups.programme import Found
    from planner.groups.search import Outcome
    from planner.groups.state import State
    from planner.model import Stay, TripRequest
    from planner.problem import Legs
    from planner.solver.clock import Limits


@dataclass(frozen=True)
class _Real:
    """A member's trip on real legs; `gained` is what these are better than the matrix."""

    settled: Settled
    trip: Found
    gained: float


def real_trips(
    asked: GroupRequest, dataset: Dataset, party: Party, found: Outcome, limits: Limits
) -> tuple[tuple[Plan, ...], tuple[Met, ...], float]:
    """Give plans, meetings, and what real legs are better than the matrix in all."""
    state = _pinned(party, found)
    trips, reals = list(found.trips), []
    for member, trip in enumerate(found.trips):
        real = _as_chosen(dataset, party, member, trip) or _again(dataset, party, state, trips, member, limits)
        if real is None:
            name = asked.members[member].name
            raise NoFeasibleItinerary(f"On the dates themselves no trip leads {name} to the meetings.", ("meetings",))
        trips[member] = real.trip
        reals.append(real)
    met = [_met(asked, dataset, party, state, trips, number) for number in range(len(asked.meetings))]
    plans = tuple(_plan(asked, dataset, member, real, met) for member, real in enumerate(reals))
    return plans, tuple(met), sum(real.gained for real in reals)


def _pinned(party: Party, found: Outcome) -> State:
    """Keep every meeting from its first common night on."""
    state = found.state
    for number in range(len(party.meetings)):
        arrive, leave = common(party, state, found.trips, number)
        first = min(max(arrive, state.spans[number][0]), leave - party.meetings[number].nights)
        state = state.during(number, first, first)
    return state


def _as_chosen(dataset: Dataset, party: Party, member: int, trip: Found) -> _Real | None:
    """Route a trip as it was chosen; None where that does not hold, or is worth much less."""
    chosen, table = party.programmes[member].again(trip)
    assembler = Assembler(party.programmes[member].request, dataset, chosen, table)
    visits = trip.visits or ()
    legs = assembler.legs(visits)
    problem, gained = corrected(assembler, chosen, visits, legs)
    value = value_of(problem, visits)
    if value is None or trip.value - value > CLOSE_ENOUGH * max(1.0, abs(trip.value)):
        return None
    held = tuple(leg for leg in legs if leg)
    bound = max(trip.bound + gained, value)
    return _Real(Settled(assembler.stays(visits), held, value, bound, visits, problem), trip, gained)


def _again(
    dataset: Dataset, party: Party, state: State, trips: Sequence[Found], member: int, limits: Limits
) -> _Real | None:
    """Solve for a member again and again until the legs hold, with the meetings and the others' windows as they are."""
    bans = taken(party, trips, [number for number in range(len(trips)) if number != member])
    duty = party.duty(state.without(member, bans), member)
    programme = party.programmes[member]
    blank = replace(trips[member], duty=duty, nodes=np.arange(programme.problem.size))
    problem, table = party.programmes[member].again(blank)
    assembler = Assembler(party.programmes[member].request, dataset, problem, table)
    settled = settle(assembler, RerouteLimits(limits, time.monotonic() + limits.seconds))
    if settled is None:
        return None
    stays = kept(problem, table, settled.visits)
    trip = replace(blank, visits=settled.visits, value=settled.objective, stays=stays)
    return _Real(settled, trip, _gained(problem.legs, settled.problem.legs))


def _gained(matrix: Legs, real: Legs) -> float:
    """Give at least what all legs that were routed are better than the matrix."""
    pairs = [(getattr(matrix, name), getattr(real, name)) for name in ("gain", "start_gain", "end_gain")]
    return float(sum(np.maximum(after - before, 0.0)[before > POSSIBLE].sum() for before, after in pairs))


def _met(asked: GroupRequest, dataset: Dataset, party: Party, state: State, trips: Sequence[Found], number: int) -> Met:
    first = min(member.request.start for member in asked.members)
    arrive, leave = common(party, state, trips, number)
    place = state.places[number]
    assert place is not None
    return Met(
        dataset.municipalities[place],
        first + dt.timedelta(days=arrive),
        first + dt.timedelta(days=leave),
        asked.meetings[number].members,
    )


def _plan(asked: GroupRequest, dataset: Dataset, member: int, real: _Real, met: Sequence[Met]) -> Plan:
    """Give a member's plan: its request asks for the stays at the meetings, so that it stands for itself."""
    own = [one for one in met if member in one.members]
    stays = tuple(_told(asked, member, stay, own) for stay in real.settled.stays)
    request = _with_meetings(asked.members[member].request, stays, own)
    itinerary = itinerary_of(stays, real.settled.legs)
    weights = Weights.of(request)
    terms = terms_of(itinerary, weights, newness(dataset).tolist(), request.people, dict(dataset.index))
    objective = sum(terms.values())
    bound = max(real.settled.bound, objective)
    plan = Plan(
        id="",
        request=request,
        dataset_version=dataset.version,
        dataset_sha256=dataset.sha256,
        dataset_date=dataset.date,
        itinerary=itinerary,
        objective=objective,
        objective_terms=terms,
        upper_bound=bound,
        gap=(bound - objective) / max(abs(bound), 1.0),
        solve_ms=None,
        status="optimal" if bound - objective <= ROUNDING else "feasible",
        objective_weights={name: getattr(weights, name) for name in Weights.__slots__},
        passes=compare_passes(itinerary, request, dataset.pass_book),
    )
    return replace(plan, id=plan_id(plan))


def _told(asked: GroupRequest, member: int, stay: Stay, met: Sequence[Met]) -> Stay:
    """Say of a stay whom it meets."""
    here = next((one for one in met if one.place.code == stay.municipality.code), None)
    if here is None:
        return stay
    names = [asked.members[other].name for other in here.members if other != member]
    return meeting_reason(stay, here, names)


def _with_meetings(request: TripRequest, stays: Sequence[Stay], met: Sequence[Met]) -> TripRequest:
    nights = {stay.municipality.code: stay.nights for stay in stays}
    also = {one.place.code: Must(one.place.code, one.start, nights[one.place.code]) for one in met}
    kept = [must for must in request.must if must.code not in also]
    return replace(request, must=(*kept, *also.values()))
