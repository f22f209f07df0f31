"""What journeys cost a request: gain, yen and nights of legs, weighed from a travel matrix."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.model import NO_NIGHT, UNREACHABLE
from planner.kernel import kernel
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.model import TripRequest
    from planner.problem import Terms
    from planner.scoring import Weights

    Ints = NDArray[np.int64]
    Weighed = tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.uint8]]

PEOPLE_A_CAR = 4


class Columns(NamedTuple):
    """A travel matrix as its legs are weighed; `rows` (M,) is the row of each municipality of the problem."""

    rows: NDArray[np.int64]
    minutes: NDArray[np.uint16]
    fare: NDArray[np.uint32]
    co2_g: NDArray[np.uint32]
    nights: NDArray[np.uint8]
    longest: int
    """Minutes of a leg at most."""
    heads: int
    """Fares paid."""
    by_yen: float
    by_minute: float
    by_gram: float


def columns_of(request: TripRequest, weights: Weights, terms: Terms) -> Columns:
    """Say by what the journeys of a request are weighed."""
    matrix = terms.matrix
    heads = math.ceil(request.people / PEOPLE_A_CAR) if terms.by_car else request.people
    return Columns(
        np.array([matrix.index[place.code] for place in terms.places], dtype=np.int64),
        matrix.minutes, matrix.fare_jpy, matrix.co2_g, matrix.nights, round(request.max_leg_hours * 60), heads,
        heads * weights.yen / request.people, weights.hour / 60, heads * weights.co2_kg / 1000 / request.people,
    )  # fmt: skip


def weigh_ends(
    request: TripRequest, weights: Weights, terms: Terms, group: Ints
) -> tuple[Weighed, Weighed, tuple[float, int, int]]:
    """Weigh the journeys from the origin to nodes, from these to the destination, and the one without a stay."""
    codes = [place.code for place in terms.places]
    origin, destination = codes.index(request.origin), codes.index(request.destination or request.origin)
    columns = columns_of(request, weights, terms)
    gain, yen, nights = weigh_legs(np.array([origin]), np.append(group, destination), columns, 0.0)
    back_gain, back_yen, back_nights = weigh_legs(group, np.array([destination]), columns, 0.0)
    return (
        (gain[0, :-1], yen[0, :-1], nights[0, :-1]),
        (back_gain[:, 0], back_yen[:, 0], back_nights[:, 0]),
        (float(gain[0, -1]), int(yen[0, -1]), int(nights[0, -1])),
    )


@kernel
def weigh_legs(
    tails: Ints, heads: Ints, by: Columns, same: float
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.uint8]]:  # fmt: skip
    """Give gain, yen and nights of the legs from some municipalities to some; `same` is the gain of not moving."""
    shape = len(tails), len(heads)
    gain, yen, over = np.full(shape, NEVER), np.zeros(shape, np.int32), np.zeros(shape, np.uint8)
    for i in range(len(tails)):
        a = by.rows[tails[i]]
        for j in range(len(heads)):
            b = by.rows[heads[j]]
            if a == b:
                gain[i, j] = same
            elif by.minutes[a, b] != UNREACHABLE and by.nights[a, b] != NO_NIGHT and by.minutes[a, b] <= by.longest:
                cost = by.fare[a, b] * by.by_yen + by.minutes[a, b] * by.by_minute + by.co2_g[a, b] * by.by_gram
                gain[i, j], yen[i, j], over[i, j] = -cost, by.fare[a, b] * by.heads, by.nights[a, b]
    return gain, yen, over
