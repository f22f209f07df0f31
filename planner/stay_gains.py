"""Gain and yen of the stays that a request allows: the table of stay values, nights on the way, and musts.

These are by far the largest arrays of a problem (80 MB for a year), so they are written once and changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.booked import lodging_paid, lodging_with
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
    first = np.ones(len(gain), np.bool_)
    first[1:] = table.places[1:] != table.places[:-1]
    resting = first & ~np.isin(table.places, [*musts, *ends])
    worth = _allow(
        gain, yen, table.prices[table.places], resting, table.traveller.min_nights, table.traveller.max_nights,
        table.weights.yen, request.people,
    )  # fmt: skip
    for row in np.flatnonzero(np.isin(table.places, [*musts])).tolist():
        gain[row], yen[row] = must_gains(request, table, musts[int(table.places[row])], row, gain.shape[2])
        worth[row] = gain[row] > NEVER
    return gain, yen, worth


def row_gains(request: TripRequest, table: StayTable, row: int, width: int) -> tuple[Floats, Yen]:
    """Give `work_gains` of one row, (T, width) each."""
    w, place = table.windows, table.places[row : row + 1]
    gain, yen = np.empty((1, request.days, width)), np.empty((1, request.days, width), np.int32)
    fill_table(
        gain, yen, table.prices[place], w.first[row : row + 2], w.day_values, w.begin, w.stop, w.low, w.high, w.saved,
        w.pay, table.traveller.decay, table.multiplier[row : row + 1], table.weights.yen, request.people,
        request.budget_net,
    )  # fmt: skip
    return gain[0], yen[0]


def free_gains(
    request: TripRequest, table: StayTable, row: int, width: int, *, resting: bool
) -> tuple[Floats, Yen, Bools]:
    """Give gain, yen and worth of a row of which nothing is asked."""
    gain, yen = row_gains(request, table, row, width)
    gain, yen = gain[None], yen[None]
    worth = _allow(
        gain, yen, table.prices[table.places[row : row + 1]], np.array([resting]), table.traveller.min_nights,
        table.traveller.max_nights, table.weights.yen, request.people,
    )  # fmt: skip
    return gain[0], yen[0], worth[0]


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


def must_gains(request: TripRequest, table: StayTable, must: Must, row: int, width: int) -> tuple[Floats, Yen]:
    """Allow a place that must be visited to serve no window, for the asked nights, around the asked day."""
    gain, yen = row_gains(request, table, row, width)
    day, nights = np.arange(request.days)[:, None], np.arange(width)[None, :]
    usual = np.concatenate([[0], np.cumsum(table.prices[table.places[row]].astype(np.int64))])
    lodging = usual[np.minimum(day + nights, request.days)] - usual[day]
    allowed = (nights >= 1) & (day + nights <= request.days) & _as_asked(request, table, must, day, nights)
    works = gain > NEVER
    plain = np.where(allowed, -table.weights.yen * lodging, NEVER)
    gain, yen = np.where(allowed & works, gain, plain), np.where(works, yen, lodging * request.people).astype(np.int32)
    _take_bookings(request, table, must, row, gain, yen)
    return gain, yen


def _take_bookings(request: TripRequest, table: StayTable, must: Must, row: int, gain: Floats, yen: Yen) -> None:
    """Let booked nights of a fixed stay cost what they cost; only its own days and nights are ever asked for."""
    if not must.fixed:
        return
    booked = lodging_paid(request.booked_lodging, must.code, *must.span)
    day, nights = (must.span[0] - request.start).days, must.nights or 0
    if not booked[0] or not (0 <= day < gain.shape[0] and nights < gain.shape[1]):
        return
    reckoned = table.stay(row, day, nights)[1] * request.people
    more = lodging_with(reckoned, nights, booked) - reckoned
    gain[day, nights] -= table.weights.yen * more / request.people
    yen[day, nights] += more


def _as_asked(
    request: TripRequest, table: StayTable, must: Must, day: NDArray[np.int64], nights: NDArray[np.int64]
) -> Bools:
    """Tell of each stay, by day of arrival and nights, whether it is what a must asks for."""
    fits: Bools
    if must.nights is not None:
        fits = nights == must.nights
    else:
        fits = (table.traveller.min_nights <= nights) & (nights <= table.traveller.max_nights)
    if must.date is not None:
        date = (must.date - request.start).days
        fits = fits & (day <= date) & (date < day + nights)
    if must.arrive is not None:
        fits = fits & (day == (must.arrive - request.start).days)
    return fits


def keep_free(gain: Floats, nodes: Bools, first: int, last: int) -> None:
    """Forbid stays of some nodes that lie on some days, the last not among them."""
    gain[nodes, first:last] = NEVER
    for day in range(max(0, first - gain.shape[2] + 2), first):
        gain[nodes, day, first - day + 1 :] = NEVER


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
