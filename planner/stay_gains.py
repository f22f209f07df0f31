"""Gain and yen of the stays that a request allows: the table of stay values, nights on the way, and musts.

These are by far the largest arrays of a problem (80 MB for a year), so they are written once and changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.stay_values import NEVER, fill_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.model import Must, TripRequest
    from planner.scoring import StayTable, Weights

    Floats = NDArray[np.float64]
    Yen = NDArray[np.int32]
    Bools = NDArray[np.bool_]

TRANSIT_NIGHTS = 3
"""A stay that serves no window lasts at most this long, unless its place must be visited."""


def work_gains(table: StayTable, request: TripRequest) -> tuple[Floats, Yen]:
    """Give what working stays are worth.

    Returns
    -------
    gain : (R, T, L + 1) float64
        Weighted value less weighted lodging of staying L nights from a day on; `NEVER` where no window is served.
    yen : (R, T, L + 1) int32
        Lodging of all people, less the stated pay where the budget is net.
    """
    traveller, w = table.traveller, table.windows
    longest = max([traveller.max_nights, *(must.nights or 0 for must in request.must)])
    shape = (len(table.places), request.days, min(longest, request.days) + 1)
    gain, yen = np.empty(shape), np.empty(shape, np.int32)
    fill_table(
        gain, yen, table.prices[table.places], w.first, w.day_values, w.begin, w.stop, w.low, w.high, w.saved, w.pay,
        traveller.decay, table.multiplier, table.weights.yen, request.people, request.budget_net,
    )  # fmt: skip
    return gain, yen


def stay_gains(
    request: TripRequest, table: StayTable, musts: Mapping[int, Must], ends: set[int]
) -> tuple[Floats, Yen, Bools]:
    """Give gain and yen of all stays allowed at the rows of a table, and which of them count as the trip's purpose.

    Parameters
    ----------
    musts : mapping
        By the position of their municipality.
    ends : set of int
        Municipalities at which nobody rests on the way.
    """
    gain, yen = work_gains(table, request)
    asked = {row: (gain[row].copy(), yen[row].copy()) for row in range(len(gain)) if int(table.places[row]) in musts}
    first = np.ones(len(gain), np.bool_)
    first[1:] = table.places[1:] != table.places[:-1]
    resting = first & ~np.isin(table.places, [*musts, *ends])
    worth = _allow(
        gain, yen, table.prices[table.places], resting, table.traveller.min_nights, table.traveller.max_nights,
        table.weights.yen, request.people,
    )  # fmt: skip
    for row, unfloored in asked.items():
        _must_stays(request, table, musts[int(table.places[row])], row, unfloored, gain, yen)
        worth[row] = gain[row] > NEVER
    return gain, yen, worth


@kernel
def _allow(
    gain: Floats, yen: Yen, prices: Yen, resting: Bools, floor: int, most: int, yen_weight: float, people: int
) -> Bools:  # fmt: skip
    """Forbid working stays that are too short or too long, and allow nights on the way where one may rest."""
    rows, days, width = gain.shape
    worth = np.zeros(gain.shape, np.bool_)
    for r in range(rows):
        for d in range(days):
            for nights in range(width):
                if nights < floor or nights > most:
                    gain[r, d, nights] = NEVER
                worth[r, d, nights] = gain[r, d, nights] > NEVER
            lodging = 0
            for nights in range(1, min(TRANSIT_NIGHTS, days - d, width - 1) + 1 if resting[r] else 0):
                lodging += prices[r, d + nights - 1]
                if -yen_weight * lodging > gain[r, d, nights]:
                    gain[r, d, nights], yen[r, d, nights] = -yen_weight * lodging, lodging * people
                    worth[r, d, nights] = False
    return worth


def _must_stays(
    request: TripRequest, table: StayTable, must: Must, row: int, unfloored: tuple[Floats, Yen], gain: Floats, yen: Yen
) -> None:
    """Allow a place that must be visited to serve no window, for the asked nights, around the asked date."""
    days, width = gain.shape[1:]
    usual = np.concatenate([[0], np.cumsum(table.prices[table.places[row]].astype(np.int64))])
    for day in range(days):
        for nights in range(1, min(width, days - day + 1)):
            if must.nights is not None:
                allowed = nights == must.nights
                if allowed:
                    gain[row, day, nights], yen[row, day, nights] = (part[day, nights] for part in unfloored)
            else:
                allowed = table.traveller.min_nights <= nights <= table.traveller.max_nights
            if must.date is not None:
                allowed &= day <= (must.date - request.start).days < day + nights
            lodging = int(usual[day + nights] - usual[day])
            if not allowed:
                gain[row, day, nights] = NEVER
            elif gain[row, day, nights] <= NEVER:
                gain[row, day, nights] = -table.weights.yen * lodging
                yen[row, day, nights] = lodging * request.people


def nights_on_the_way(request: TripRequest, weights: Weights, prices: Yen) -> tuple[Floats, Yen]:
    """Give gain and yen of 0 to 3 nights that serve no window, (N, T, 4) each, at places of such prices."""
    count, days = prices.shape
    sums = np.concatenate([np.zeros((count, 1), np.int64), np.cumsum(prices, axis=1, dtype=np.int64)], axis=1)
    gain = np.full((count, days, TRANSIT_NIGHTS + 1), NEVER)
    yen = np.zeros((count, days, TRANSIT_NIGHTS + 1), np.int32)
    for nights in range(1, min(TRANSIT_NIGHTS, days) + 1):
        lodging = sums[:, nights:] - sums[:, :-nights]
        gain[:, : days - nights + 1, nights] = -weights.yen * lodging
        yen[:, : days - nights + 1, nights] = lodging * request.people
    return gain, yen
