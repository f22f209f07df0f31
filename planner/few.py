"""The few places among which a first trip is sought: the best of each week, chosen before any large array is made.

The table of all stays of a year takes a tenth of a second and 100 MB. What a place brings a night from the first day of
a week on, by one window at a time, is known in some milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.leg_gains import weigh_ends
from planner.problem import Terms
from planner.scoring import stay_table
from planner.solver.dynamic import POSSIBLE
from planner.solver.nearby import best_by_week, few_a_week, prices_of_yen
from planner.stay_values import night_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.dataset import Dataset
    from planner.model import TripRequest
    from planner.scoring import StayTable

CUT_OFF = 0.1
"""Share of places beyond a leg's length from the start above which nights on the way may be needed."""


def few(request: TripRequest, dataset: Dataset, terms: Terms) -> tuple[Dataset, Terms] | None:
    """Give the data set of the places worth a look and the terms there; None where all may be needed."""
    codes = [place.code for place in terms.places]
    table = stay_table(terms.calendar, codes, terms.newness, terms.prices, request)
    chosen = _chosen(request, terms, table)
    if chosen is None:
        return None
    own = {request.origin, request.destination or request.origin, *(must.code for must in request.must)}
    own |= {code for leg in request.booked_legs for code in (leg.origin, leg.destination)}
    part = dataset.within({codes[place] for place in table.places[chosen]} | own)
    kept = np.array([dataset.index[place.code] for place in part.municipalities], dtype=np.int64)
    return part, Terms(
        part.municipalities, terms.calendar, terms.matrix, terms.prices[kept], terms.newness[kept], terms.by_car
    )


def _chosen(request: TripRequest, terms: Terms, table: StayTable) -> NDArray[np.int64] | None:
    """Choose rows of a table."""
    there, home, _ = weigh_ends(request, table.weights, terms, table.places)
    far = there[0] <= POSSIBLE
    if not len(far) or far.mean() > CUT_OFF:
        return None
    yen, w, traveller = prices_of_yen(request.budget_jpy), table.windows, table.traveller
    rates = night_rates(
        7, table.prices[table.places], w.first, w.day_values, w.begin, w.stop, w.low, w.high, w.saved, traveller.decay,
        table.multiplier, table.weights.yen, request.people, traveller.min_nights,
        min(traveller.max_nights, request.days), np.array(yen),
    )  # fmt: skip
    ends = [there[0] + home[0] - price * (there[1] + home[1].astype(np.int64)) for price in yen]
    return best_by_week(rates, yen, ends, np.where(far, POSSIBLE, 0.0), few_a_week(rates.shape[1]))
