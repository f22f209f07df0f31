"""A request's problem, kept to be solved again and again under other weights and limits: nothing is built twice.

The places are cut down once to those that matter for some of the questions. A view of the problem changes gains and
right-hand sides only; must, dates, modes and all other constraints of the request stand in every view. Chosen legs are
routed for their dates and written into the problem, so that what was found out once is known to every later view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.itinerary import itinerary_of, terms_of
from planner.regions import REGIONS
from planner.reroute import CLOSE_ENOUGH, corrected, value_of
from planner.scoring import Weights
from planner.shortlist import glance, usual
from planner.solver.sequel import Sequel
from planner.views import Sides, Taken, View, nights_taken, problem_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from planner.itinerary import Assembler
    from planner.model import Itinerary
    from planner.problem import Problem, Terms
    from planner.solver.dynamic import Visit

    Ints = NDArray[np.int64]

TURNS = 4
"""Times that a trip is sought whose legs turn out otherwise on their dates."""


@dataclass(frozen=True)
class Trip:
    """A trip on real legs, and its objective by the request's own weights."""

    itinerary: Itinerary
    objective: float


class Variation:
    """The places that matter, the real legs known so far, and a solver that goes on from its last prices.

    Parameters
    ----------
    assembler : Assembler
        Of the whole problem.
    problem : Problem
        The same, perhaps with real legs written into it.
    terms : Terms
        What it was built from.
    keep : codes
        Municipalities that have to be among the places: those of the best trip.
    """

    def __init__(self, assembler: Assembler, problem: Problem, terms: Terms, keep: Collection[str]) -> None:
        self.request, self.weights = assembler.request, Weights.of(assembler.request)
        places = [assembler.dataset.index[code] for code in keep]
        self.problem = part_of(problem, glance(problem, self.request.people, places))
        self._sides = Sides.of(self.request, self.problem, terms)
        chosen = usual(self.problem, self._sides, self.weights, places)
        if self.problem.size > self.problem.active:
            # of the nights on the way those that some trip may need
            kept = np.union1d(chosen, np.arange(self.problem.active))
            self.problem = part_of(self.problem, kept)
            self._sides = Sides.of(self.request, self.problem, terms)
            chosen = np.searchsorted(kept, chosen)
        self._usual = chosen
        self._assembler = replace(assembler, problem=self.problem)
        self._ranks = terms.newness.tolist()
        self.newness = {place.code: rank for place, rank in zip(terms.places, self._ranks, strict=True)}
        self._index = dict(assembler.dataset.index)
        self._sequels: dict[str, Sequel] = {}
        self._visits: dict[tuple[Visit, ...], None] = {}

    def trip(self, view: View) -> Trip | None:
        """Find a good trip of a view, on real legs; None where none was found."""
        nodes = self._nodes(view)
        sequel = self._sequels.setdefault(f"{view.region}", Sequel())
        best, held = None, -np.inf
        for _ in range(TURNS):
            seen = self._view(view, nodes)
            found = sequel.solve(seen, self._known(seen, nodes))
            if found.visits is None:
                break
            visits = tuple(visit._replace(node=int(nodes[visit.node])) for visit in found.visits)
            self._visits[visits] = None
            legs = self._assembler.legs(visits)
            self.problem, _ = corrected(self._assembler, self.problem, visits, legs)
            self._sides.note(visits, legs)
            value = value_of(self._view(view, nodes), found.visits)
            if value is not None and value > held:
                best, held = (
                    self._told(itinerary_of(self._assembler.stays(visits), [leg for leg in legs if leg])),
                    value,
                )
            if value is not None and found.value - value <= CLOSE_ENOUGH * max(1.0, abs(found.value)):
                break
        return best

    def taken(self, trip: Itinerary) -> Taken:
        """Give the nights of a trip as views know them; those at places that every trip has to visit are free."""
        places = nights_taken(trip, self.request, self._index)
        for must in self.request.must:
            places.pop(self._index[must.code], None)
        return places

    def promising_regions(self) -> list[str]:
        """Order the regions by what staying at their best places for all nights would bring."""
        rate = (self.problem.gain / np.maximum(np.arange(self.problem.gain.shape[2]), 1)).max(axis=(1, 2))
        ends = self.problem.legs.start_gain + self.problem.legs.end_gain
        worth = np.maximum(rate * self.request.days + ends[: self.problem.active], -1.0)
        order = {name: np.sort(worth[self._in(name)[: len(worth)]])[::-1][:6].sum() for name in REGIONS}
        return sorted((name for name in order if order[name] > 0), key=lambda name: -order[name])

    def _told(self, itinerary: Itinerary) -> Trip:
        terms = terms_of(itinerary, self.weights, self._ranks, self.request.people, self._index)
        return Trip(itinerary, sum(terms.values()))

    def _known(self, seen: Problem, nodes: Ints) -> list[tuple[tuple[Visit, ...], float]]:
        """Give the trips found so far that keep the limits of a view, with their values there."""
        number = {int(node): at for at, node in enumerate(nodes)}
        told = []
        for visits in self._visits:
            if all(visit.node in number for visit in visits):
                renamed = tuple(visit._replace(node=number[visit.node]) for visit in visits)
                value = value_of(seen, renamed)
                told += [] if value is None else [(renamed, value)]
        return told

    def _view(self, view: View, nodes: Ints) -> Problem:
        seen = problem_of(self.problem, self._sides, view, self.weights)
        return part_of(seen, nodes)

    def _in(self, region: str) -> NDArray[np.bool_]:
        return np.isin(self.problem.area, list(REGIONS[region]))

    def _nodes(self, view: View) -> Ints:
        if view.region is None:
            return self._usual
        return np.flatnonzero(self._in(view.region) | self.problem.must)


def part_of(problem: Problem, nodes: Ints) -> Problem:
    """Keep some nodes only, and number them anew."""
    return replace(problem.restrict(nodes), nodes=np.arange(len(nodes)))
