"""A trip as a person laid it out: the fixed stays, the legs between them, and nights that stay open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.booked import leg_booked_into
from planner.booked_way import leg_of
from planner.itinerary import Assembler, itinerary_of, leg_between
from planner.problem import build_problem
from planner.solver.dynamic import Visit

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Itinerary, Leg, Must, Stay, TripRequest
    from planner.problem import Problem, Terms


def laid_out(request: TripRequest, dataset: Dataset, terms: Terms) -> Itinerary | None:
    """Join the fixed stays of a request by legs that arrive on their days; None where a leg cannot be."""
    musts = sorted(request.must, key=lambda m: (m.arrive or dt.date.max, m.code))
    legs: list[Leg] = []
    at, free_from = request.origin, request.start
    for must in musts:
        arrive, depart = must.span
        leg = _leg_into(request, dataset, (at, must.code), (free_from, arrive))
        if leg is None:
            return None
        legs.append(leg)
        at, free_from = must.code, depart
    home = request.destination or request.origin
    last = leg_between(dataset, request, (at, home), free_from)
    if last is None or free_from + dt.timedelta(days=last.nights) > request.start + dt.timedelta(days=request.days):
        return None
    return itinerary_of(stays_of(musts, request, dataset, terms), (*legs, last))


def _leg_into(
    request: TripRequest, dataset: Dataset, ends: tuple[str, str], days: tuple[dt.date, dt.date]
) -> Leg | None:
    """Give the leg that arrives on the second day and leaves as late as it can, not before the first."""
    booked = leg_booked_into(request, ends, days)
    if booked is not None:
        return leg_of(booked, dataset, request)
    for nights in range((days[1] - days[0]).days + 1):
        leg = leg_between(dataset, request, ends, days[1] - dt.timedelta(days=nights))
        if leg is not None and leg.nights == nights:
            return leg
    return None


def stays_of(musts: list[Must], request: TripRequest, dataset: Dataset, terms: Terms) -> tuple[Stay, ...]:
    """Value fixed stays, each for itself; windows are served where they fit."""
    if not musts:
        return ()
    codes = {request.origin, request.destination or request.origin, *(must.code for must in musts)}
    kept = np.array([i for i, place in enumerate(terms.places) if place.code in codes])
    few = replace(
        terms,
        places=tuple(terms.places[i] for i in kept),
        prices=terms.prices[kept],
        newness=terms.newness[kept],
    )
    asked = replace(request, must=tuple(musts), avoid=(), parked=(), budget_jpy=None, booked_legs=())
    problem, table = build_problem(asked, few)
    part = dataset.within(codes)
    visits = [visit_of(problem, must, request.start, part.index[must.code]) for must in musts]
    return Assembler(request, part, problem, table).stays(visits)


def visit_of(problem: Problem, must: Must, start: dt.date, group: int) -> Visit:
    """Give the visit that keeps a fixed stay, at the best of the municipality's nodes."""
    arrive, depart = must.span
    day, nights = (arrive - start).days, (depart - arrive).days
    nodes = np.flatnonzero(problem.group[: problem.active] == group)
    best = nodes[np.argmax(problem.gain[nodes, day, nights])]
    return Visit(int(best), day, nights)
