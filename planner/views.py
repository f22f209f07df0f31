"""Views of a problem: the same places, days and constraints under other weights, limits and prices on nights."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.leg_gains import PEOPLE_A_CAR
from planner.solver.dynamic import POSSIBLE
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from planner.model import Itinerary, Leg, TripRequest
    from planner.problem import Problem, Terms
    from planner.scoring import Weights
    from planner.solver.dynamic import Ints, Visit

    Floats = NDArray[np.float64]

Taken = dict[int, tuple[int, int]]
"""Days that a trip sleeps at a place, from the first to before the last, by the place's position in the data set."""

A_MINUTE = 60
"""What a minute costs where minutes take the place of yen: then prices of either have about the same size."""


@dataclass(frozen=True)
class View:
    """What is asked of a trip beside all that the request asks."""

    weights: Weights
    budget: int | None = None
    """Most yen of fares and lodging; not for requests with a net budget."""
    minutes: int | None = None
    """Most minutes of travel; only for requests without a budget, whose place it takes."""
    a_stay: float = 0.0
    """Points for each stay that serves a window."""
    unknown: float = 0.0
    """Points for a night at the least known place; less in proportion where more people live."""
    apart: tuple[tuple[Taken, float], ...] = ()
    """Nights of other trips, and the points that each night in common with them costs."""
    region: str | None = None


@dataclass(frozen=True)
class Sides:
    """What legs take beside yen: minutes and kilograms of CO2 of all people, and how little known each node is.

    Arrays are (N, N) between nodes, (N,) from the start and to the end, as in `planner.problem.Legs`.
    """

    people: int
    net: bool
    minutes: tuple[Floats, Floats, Floats]
    co2_kg: tuple[Floats, Floats, Floats]
    newness: Floats

    @classmethod
    def of(cls, request: TripRequest, problem: Problem, terms: Terms) -> Sides:
        """Read them from the travel matrix."""
        matrix = terms.matrix
        rows = np.array([matrix.index[terms.places[i].code] for i in problem.group], dtype=np.int64)
        a, z = matrix.index[request.origin], matrix.index[request.destination or request.origin]
        heads = math.ceil(request.people / PEOPLE_A_CAR) if terms.by_car else request.people

        def lay(table: NDArray[np.generic], unit: float) -> tuple[Floats, Floats, Floats]:
            parts = table[np.ix_(rows, rows)], table[a, rows], table[rows, z]
            between, start, end = (np.asarray(part, dtype=np.float64) * unit for part in parts)
            return between, start, end

        minutes, co2 = lay(matrix.minutes, 1.0), lay(matrix.co2_g, heads / 1000)
        return cls(request.people, request.budget_net, minutes, co2, terms.newness[problem.group])

    def note(self, visits: Sequence[Visit], legs: Sequence[Leg | None]) -> None:
        """Write down what the legs of a trip really take."""
        for position, leg in enumerate(legs):
            if leg is None or not visits:
                continue
            for parts, value in ((self.minutes, float(leg.minutes)), (self.co2_kg, leg.co2_kg)):
                if position == 0:
                    parts[1][visits[0].node] = value
                elif position == len(visits):
                    parts[2][visits[-1].node] = value
                else:
                    parts[0][visits[position - 1].node, visits[position].node] = value

    def weighed(self, problem: Problem, own: Weights, weights: Weights) -> Problem:
        """Weigh yen, hours and CO2 otherwise than the request does."""
        yen, hour, co2 = weights.yen - own.yen, weights.hour - own.hour, weights.co2_kg - own.co2_kg

        def leg(gain: Floats, cost: NDArray[np.int32], part: int) -> Floats:
            per_person = (yen * cost + co2 * self.co2_kg[part]) / self.people
            return np.where(gain > POSSIBLE, gain - per_person - hour / 60 * self.minutes[part], NEVER)

        def stay(gain: Floats, cost: NDArray[np.int32]) -> Floats:
            return np.where(gain > POSSIBLE, gain - yen / self.people * cost, NEVER)

        legs = problem.legs
        return replace(
            problem,
            gain=stay(problem.gain, problem.yen),
            idle_gain=stay(problem.idle_gain, problem.idle_yen),
            legs=replace(
                legs,
                gain=leg(legs.gain, legs.yen, 0),
                start_gain=leg(legs.start_gain, legs.start_yen, 1),
                end_gain=leg(legs.end_gain, legs.end_yen, 2),
            ),
        )

    def by_minutes(self, problem: Problem, most: int) -> Problem:
        """Let minutes of travel take the place of yen, and limit them."""
        between, start, end = ((A_MINUTE * minutes).astype(np.int32) for minutes in self.minutes)
        return replace(
            problem,
            yen=np.zeros_like(problem.yen),
            idle_yen=np.zeros_like(problem.idle_yen),
            legs=replace(problem.legs, yen=between, start_yen=start, end_yen=end),
            budget=A_MINUTE * most,
        )


def problem_of(problem: Problem, sides: Sides, view: View, own: Weights) -> Problem:
    """Give the problem that a view asks of a request with weights `own`."""
    seen = sides.weighed(problem, own, view.weights)
    lengths = np.arange(seen.gain.shape[2])
    bonus = view.a_stay + view.unknown * sides.newness[: seen.active, None, None] * lengths
    seen = replace(seen, gain=seen.gain + np.where(seen.worth, bonus, 0.0))
    for taken, price in view.apart:
        if price > 0:
            _price(seen.gain, seen.group[: seen.active], taken, price)
            _price(seen.idle_gain, seen.group[seen.active :], taken, price)
    if view.minutes is not None and problem.budget is None:
        return sides.by_minutes(seen, view.minutes)
    if view.budget is not None and not sides.net:
        return replace(seen, budget=min(view.budget, problem.budget if problem.budget is not None else view.budget))
    return seen


def _price(gain: Floats, group: Ints, taken: Taken, price: float) -> None:
    """Charge for every night of a stay on which another trip sleeps at its place."""
    days, width = gain.shape[1:]
    lasts = np.minimum(np.arange(days)[:, None] + np.arange(width)[None, :], days)
    for place, (first, last) in taken.items():
        nights = np.zeros(days + 1)
        nights[first + 1 : last + 1] = 1.0
        until = np.cumsum(nights)
        common = until[lasts] - until[:-1, None]
        gain[group == place] -= price * common


def nights_taken(trip: Itinerary, request: TripRequest, index: Mapping[str, int]) -> Taken:
    """Give the days from the request's start, first and last excluded, that a trip spends at each place."""
    return {
        index[stay.municipality.code]: ((stay.arrive - request.start).days, (stay.depart - request.start).days)
        for stay in trip.stays
    }
