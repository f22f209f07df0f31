"""Booked journeys in the arrays of a problem: their own time and fare instead of ours.

A booked journey leaves a fixed stay on its last day and reaches a fixed stay on its first, or begins or ends the trip;
so wherever a trip uses the leg between these two places, it uses it on the day it is booked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.booked import BookedLeg
    from planner.model import Leg, TripRequest
    from planner.problem import Legs
    from planner.scoring import Weights

LEG_ARRAYS = (
    "gain", "yen", "nights", "start_gain", "start_yen", "start_nights", "end_gain", "end_yen", "end_nights",
)  # fmt: skip


def weighed(leg: BookedLeg | Leg, people: int, weights: Weights) -> tuple[float, int, int]:
    """Give gain, yen of all people and nights of a leg."""
    fare = leg.fare_jpy or 0
    cost = weights.yen * fare + weights.co2_kg * leg.co2_kg
    return -(cost / people + weights.hour * leg.minutes / 60), fare, leg.nights


def nights_taken(request: TripRequest) -> list[tuple[int, int]]:
    """Give the days, from the first to before the last, on which a booked journey leaves no room for a stay.

    These are its nights; one that leads to the trip's end, where nobody stays, also takes all that comes after it.
    """
    stayed, taken = {must.code for must in request.must}, []
    for booked in request.booked_legs:
        ends = booked.destination == (request.destination or request.origin) and booked.destination not in stayed
        first, last = (booked.date - request.start).days, (booked.arrive - request.start).days
        taken.append((max(0, first), request.days if ends else min(last, request.days)))
    return [(first, last) for first, last in taken if first < last]


def with_booked(
    legs: Legs, group: NDArray[np.int64], index: Mapping[str, int], request: TripRequest, weights: Weights
) -> Legs:
    """Write the booked journeys of a request into copies of the arrays; the same arrays where it has none.

    Parameters
    ----------
    group : (A,) int64
        Municipality of each node with stays of its own; later nodes are nights on the way, which nobody books to.
    """
    if not request.booked_legs:
        return legs
    legs = replace(legs, **{name: getattr(legs, name).copy() for name in LEG_ARRAYS})
    ends = request.origin, request.destination or request.origin
    for booked in request.booked_legs:
        a = np.flatnonzero(group == index[booked.origin])
        b = np.flatnonzero(group == index[booked.destination])
        for name, value in zip(("gain", "yen", "nights"), weighed(booked, request.people, weights), strict=True):
            getattr(legs, name)[np.ix_(a, b)] = value
            if booked.origin == ends[0]:
                getattr(legs, f"start_{name}")[b] = value
            if booked.destination == ends[1]:
                getattr(legs, f"end_{name}")[a] = value
    return legs
