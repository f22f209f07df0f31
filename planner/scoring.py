"""What a stay is worth: value(municipality, day, traveller) and the windows that stays may serve.

Value 1 is one full work day at the peak of a fully fitting window. A stay's first day counts half, later days
less and less (`DECAY`), the departure day nothing; rest and remote days take their share of every week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.demand import FLOOR
from planner.kernel import kernel
from planner.model import PACE_MIN_NIGHTS
from planner.stay_values import single_stay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from planner.demand import DemandCalendar, DemandWindow, Occurrence
    from planner.model import TripRequest

DECAY: Mapping[str, float] = {"slow": 0.993, "normal": 0.985, "fast": 0.96}
"""A further day at the same place is worth this much of the day before: a slow traveller tires of a place later."""

LODGING_SHARE: Mapping[str, float] = {"provided": 0.0, "partial": 0.5, "none": 1.0, "unknown": 1.0}
"""Share of the usual lodging price that a traveller pays while working for a window."""

TRUST: Mapping[str, float] = {"listing": 1.0, "sourced": 1.0, "prefecture_level": 0.95, "curator_knowledge": 0.9}
"""A need that nobody has documented counts a little less."""

UNMATCHED_INTEREST = 0.5
MISSING_SKILLS = 0.7
"""What is lost where none of a window's skills are there; in proportion where some are."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How value, money, time and emissions are made comparable; in points (value 1 = a full work day)."""

    value: float = 1.0
    yen: float = 1 / 20_000
    """A person's 20,000 yen weigh as much as a full work day at the peak."""
    hour: float = 0.06
    """A day of travel of about 16 hours weighs as much as a work day."""
    co2_kg: float = 0.002
    novelty: float = 0.0
    """Extra share of value at the least known places."""

    @classmethod
    def of(cls, request: TripRequest) -> Weights:
        """Multiply our weights by those of a request."""
        by, own = request.weights, cls()
        return cls(
            own.value * by.get("value", 1.0),
            own.yen * by.get("cost", 1.0),
            own.hour * by.get("time", 1.0),
            own.co2_kg * by.get("co2", 1.0),
            by.get("novelty", 0.0),
        )


@dataclass(frozen=True, slots=True)
class Traveller:
    """What of a request decides the value of a day."""

    kinds: frozenset[str]
    interests: tuple[str, ...]
    skills: frozenset[str]
    work_share: float
    """(7 − rest − remote) / 7."""
    decay: float
    min_nights: int
    max_nights: int
    people: int = 1
    off: frozenset[dt.date] = frozenset()
    """Days without work."""

    @classmethod
    def of(cls, request: TripRequest) -> Traveller:
        """Take them from a request."""
        return cls(
            frozenset(request.kinds),
            tuple(word.casefold() for word in request.interests),
            frozenset(word.casefold() for word in request.skills),
            (7 - request.rest_days_per_week - request.remote_days_per_week) / 7,
            DECAY[request.pace],
            PACE_MIN_NIGHTS[request.pace] if request.min_nights is None else request.min_nights,
            request.max_nights,
            request.people,
            frozenset(request.days_off),
        )


def hands(window: DemandWindow, people: int) -> float:
    """Give the share of a party that finds work at a window; the others stay along."""
    return min(1.0, (window.headcount or 1) / people)


def fit(window: DemandWindow, traveller: Traveller) -> float:
    """Tell how well a window fits a traveller, or each of a party in the mean, 0 (not at all) to 1 (fully)."""
    if traveller.kinds and window.kind not in traveller.kinds:
        return 0.0
    fitting = TRUST[window.confidence]
    if traveller.interests:
        text = " ".join((window.kind, window.title, window.title_en, window.exchange)).casefold()
        if not any(word in text for word in traveller.interests):
            fitting *= UNMATCHED_INTEREST
    if window.skills:
        missing = sum(skill.casefold() not in traveller.skills for skill in window.skills) / len(window.skills)
        fitting *= 1.0 - MISSING_SKILLS * missing
    return fitting * hands(window, traveller.people)


def day_value(occurrence: Occurrence, day: dt.date, traveller: Traveller) -> float:
    """Give the value of one full day given to a window, before settling in and tiring."""
    if day in traveller.off:
        return 0.0
    return occurrence.intensity(day) * fit(occurrence.window, traveller) * traveller.work_share


@dataclass(frozen=True)
class Windows:
    """Occurrences of the horizon as arrays, grouped by row of the stay table.

    Attributes
    ----------
    occurrences : list of Occurrence, length W
    first : (R + 1,) int64
        Row r owns occurrences `first[r]` to `first[r + 1]`.
    day_values : (W, T) float64
        `day_value` of each day of the horizon; 0 outside the window.
    begin, stop : (W,) int64
        Days of the horizon on which the window is open: begin ≤ t < stop.
    low, high : (W,) int64
        Fewest and most nights that the window takes.
    saved : (W,) float64
        Share of the party's lodging price that its host bears.
    pay : (W,) float64
        Yen of the party for a full work day, as far as a published listing states it.
    """

    occurrences: list[Occurrence]
    first: NDArray[np.int64]
    day_values: NDArray[np.float64]
    begin: NDArray[np.int64]
    stop: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    saved: NDArray[np.float64]
    pay: NDArray[np.float64]


@dataclass(frozen=True)
class StayTable:
    """Value and lodging of every stay: row, day of arrival, nights.

    A municipality has one row of all its windows, and a second one of those whose host gives lodging where both kinds
    occur: a tight budget may prefer the cheaper work.

    Attributes
    ----------
    places : (R,) int64
        Position of the row's municipality; those that must be visited have a row even where they have no window.
    """

    start: dt.date
    traveller: Traveller
    weights: Weights
    windows: Windows
    places: NDArray[np.int64]
    prices: NDArray[np.int32]
    multiplier: NDArray[np.float64]

    def stay(self, row: int, day: int, nights: int) -> tuple[float, int, float, list[tuple[Occurrence, float]]]:
        """Give value, lodging yen, stated pay and full work days by window of one stay, as the table has it."""
        w = self.windows
        a, b = w.first[row], w.first[row + 1]
        value, lodging, pay, first, second, days_1, days_2 = single_stay(
            day, nights, self.prices[self.places[row]], w.day_values[a:b], w.begin[a:b], w.stop[a:b], w.low[a:b],
            w.high[a:b], w.saved[a:b], w.pay[a:b], self.traveller.decay, self.multiplier[row], self.weights.yen,
        )  # fmt: skip
        served = [(w.occurrences[a + k], days) for k, days in ((first, days_1), (second, days_2)) if k >= 0]
        return value, lodging, pay, served


def expand(
    calendar: DemandCalendar, codes: Sequence[str], request: TripRequest, traveller: Traveller
) -> tuple[Windows, NDArray[np.int64]]:
    """Expand the windows that fit a traveller over the horizon; give them with the municipality of each row."""
    days, avoid, musts = request.days, request.left_out, {must.code for must in request.must}
    last = request.start + dt.timedelta(days=days - 1)
    years = [calendar.starting(year) for year in range(request.start.year - 1, last.year + 1)]
    rows: list[list[Occurrence]] = []
    places: list[int] = []
    for place, code in enumerate(codes):
        if code in avoid:
            continue
        found = [
            o
            for window in calendar.by_code.get(code, ())
            if window.min_nights <= min(traveller.max_nights, days) and fit(window, traveller) > 0
            for starting in years
            if (o := starting.get(window.id)) and o.end >= request.start and o.start <= last
        ]
        lodged = [o for o in found if LODGING_SHARE[o.window.lodging] < 1]
        for group in (found, lodged if len(lodged) < len(found) else []):
            if group or (code in musts and group is found):
                rows.append(group)
                places.append(place)
    return window_arrays(rows, request.start, days, traveller), np.array(places, dtype=np.int64)


def window_arrays(rows: list[list[Occurrence]], start: dt.date, days: int, traveller: Traveller) -> Windows:
    """Lay the occurrences of rows out as arrays."""
    found = [o for row in rows for o in row]
    dates = [[(d - start).days for d in (o.start, o.peak_start, o.peak_end, o.end)] for o in found]
    spans = np.array(dates, dtype=np.int64).reshape(-1, 4)
    known = {window.id: fit(window, traveller) for window in {o.window.id: o.window for o in found}.values()}
    fits = np.array([known[o.window.id] * traveller.work_share for o in found])
    works = np.array([start + dt.timedelta(days=day) not in traveller.off for day in range(days)])
    return Windows(
        found,
        np.cumsum([0, *map(len, rows)], dtype=np.int64),
        day_values(spans, fits, works, FLOOR),
        np.maximum(spans[:, 0], 0),
        np.minimum(spans[:, 3] + 1, days),
        np.array([o.window.min_nights for o in found], dtype=np.int64),
        np.array([o.window.max_nights for o in found], dtype=np.int64),
        np.array([(1.0 - LODGING_SHARE[o.window.lodging]) * hands(o.window, traveller.people) for o in found]),
        np.array([paid_a_day(o.window, traveller) for o in found]),
    )


def paid_a_day(window: DemandWindow, traveller: Traveller) -> float:
    """Give the yen that a whole party earns at a window in a day of its time, as far as a listing states it."""
    workers = hands(window, traveller.people) * traveller.people
    return (window.pay_jpy_per_day or 0) * traveller.work_share * workers


@kernel
def day_values(
    spans: NDArray[np.int64], fits: NDArray[np.float64], works: NDArray[np.bool_], floor: float
) -> NDArray[np.float64]:
    """Give the value of every window on every day, (W, T); 0 outside it and on days without work.

    Parameters
    ----------
    spans : (W, 4) int64
        Start, peak start, peak end and end of each window, in days of the horizon.
    fits : (W,) float64
        Value of a day at the peak.
    works : (T,) bool
        Days that are no days off.
    floor : float
        Intensity on a window's first and last day.
    """
    days = len(works)
    values = np.zeros((len(spans), days))
    for w in range(len(spans)):
        start, peak_start, peak_end, end = spans[w]
        for t in range(max(start, 0), min(end + 1, days)):
            share = 1.0
            if t < peak_start:
                share = (t - start) / max(peak_start - start, 1)
            elif t > peak_end:
                share = (end - t) / max(end - peak_end, 1)
            if works[t]:
                values[w, t] = (floor + (1.0 - floor) * share) * fits[w]
    return values


def stay_table(
    calendar: DemandCalendar,
    codes: Sequence[str],
    newness: NDArray[np.float64],
    prices: NDArray[np.int32],
    request: TripRequest,
) -> StayTable:
    """Say what stays of a request's horizon may serve, and what decides their value.

    Parameters
    ----------
    codes : sequence of str, length M
        Municipalities, in the order of `newness` and `prices`.
    newness : (M,) float64
        0 = everybody knows the place, 1 = hardly anybody.
    prices : (M, days) int32
        Yen a person and night.
    """
    traveller, weights = Traveller.of(request), Weights.of(request)
    windows, places = expand(calendar, codes, request, traveller)
    multiplier = weights.value + weights.novelty * newness[places]
    return StayTable(request.start, traveller, weights, windows, places, prices, multiplier)
