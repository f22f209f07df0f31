"""The table of stay values, compiled: which windows a stay serves, and what that is worth.

A stay serves one window, or one after another: the first from arrival to some day, the second from then on. Each takes
at least its own fewest nights and counts for at most its own most nights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Yen = NDArray[np.int32]

NEVER = -1e18
"""Gain of what is not allowed: finite, so that no sum of it becomes a NaN."""


@kernel
def _runs(
    day: int, longest: int, half_first: bool, price: Yen, values: Floats, begin: Ints, stop: Ints, low: Ints,
    high: Ints, saved: Floats, powers: Floats, multiplier: float, yen_weight: float, out: Floats, who: Ints,
) -> int:  # fmt: skip
    """Fill `out[n] = net, value, yen saved, days` of the best single window for n days from `day`; `who[n]` = which.

    Returns the fewest days that any window takes, more than `longest` where none does.
    """
    out[: longest + 1, 0] = NEVER
    who[: longest + 1] = -1
    fewest = longest + 1
    for w in range(len(begin)):
        first, last = max(day, begin[w]), min(day + longest, stop[w], max(day, begin[w]) + high[w])
        if last - first < low[w]:
            continue
        value, free, full = 0.0, 0.0, 0.0
        for n in range(first - day + 1, longest + 1):
            t = day + n - 1
            if t < last:
                part = 0.5 if half_first and n == 1 else 1.0
                value += part * powers[n - 1] * values[w, t]
                free += price[t] * saved[w]
                # a day off is worth nothing, earns nothing and is no work day
                full += part if values[w, t] > 0.0 else 0.0
            if t - first + 1 < low[w] or full == 0.0:
                continue
            fewest = min(fewest, n)
            net = multiplier * value + yen_weight * free
            if net > out[n, 0]:
                out[n, 0], out[n, 1], out[n, 2], out[n, 3] = net, value, free, full
                who[n] = w
    return fewest


@kernel
def _best(
    nights: int, day: int, fewest: int, heads: Floats, head_who: Ints, tails: Floats, tail_who: Ints, least: Ints,
    powers: Floats, multiplier: float, yen_weight: float,
) -> tuple[float, int]:  # fmt: skip
    """Find the best way to share `nights` from `day`; the days before the change of windows, 0 = no change.

    The first window takes at least `fewest` days, a second one from day t on at least `least[t]`.
    """
    best, change = heads[nights, 0], 0
    for n in range(fewest, nights):
        if nights - n < least[day + n] or head_who[n] < 0 or tail_who[day + n, nights - n] in (-1, head_who[n]):
            continue
        value = heads[n, 1] + powers[n] * tails[day + n, nights - n, 1]
        net = multiplier * value + yen_weight * (heads[n, 2] + tails[day + n, nights - n, 2])
        if net > best + 1e-12:
            best, change = net, n
    return best, change


@kernel
def _tails(
    first_day: int, last_day: int, longest: int, price: Yen, values: Floats, begin: Ints, stop: Ints, low: Ints,
    high: Ints, saved: Floats, powers: Floats, multiplier: float, yen_weight: float, tails: Floats, who: Ints,
    least: Ints,
) -> None:  # fmt: skip
    """Fill the best runs from every day of `first_day`..`last_day` on, as the second window of a stay."""
    for s in range(first_day, last_day + 1):
        least[s] = _runs(
            s, min(longest, len(price) - s), False, price, values, begin, stop, low, high, saved, powers, multiplier,
            yen_weight, tails[s], who[s],
        )  # fmt: skip


@kernel
def _powers(decay: float, count: int) -> Floats:
    powers = np.ones(count)
    for n in range(1, count):
        powers[n] = powers[n - 1] * decay
    return powers


@kernel
def single_stay(
    day: int, nights: int, price: Yen, values: Floats, begin: Ints, stop: Ints, low: Ints, high: Ints, saved: Floats,
    pay: Floats, decay: float, multiplier: float, yen_weight: float,
) -> tuple[float, int, float, int, int, float, float]:  # fmt: skip
    """Give value, lodging yen, pay, both windows (-1 = none) and their full days of one stay."""
    horizon = len(price)
    heads, head_who = np.zeros((nights + 1, 4)), np.full(nights + 1, -1, np.int64)
    tails, tail_who = np.zeros((horizon + 1, nights + 1, 4)), np.full((horizon + 1, nights + 1), -1, np.int64)
    least, powers = np.full(horizon + 1, nights + 1), _powers(decay, nights + 1)
    fewest = _runs(
        day, nights, True, price, values, begin, stop, low, high, saved, powers, multiplier, yen_weight, heads, head_who
    )
    if len(begin) > 1:
        _tails(
            day + 1, day + nights - 1, nights, price, values, begin, stop, low, high, saved, powers, multiplier,
            yen_weight, tails, tail_who, least,
        )  # fmt: skip
    usual = 0.0
    for t in range(day, day + nights):
        usual += price[t]
    _, n = _best(nights, day, fewest, heads, head_who, tails, tail_who, least, powers, multiplier, yen_weight)
    at = n if n else nights
    first, second = int(head_who[at]), -1
    if first < 0:
        return 0.0, round(usual), 0.0, -1, -1, 0.0, 0.0
    value, free, days_1, days_2 = heads[at, 1], heads[at, 2], heads[at, 3], 0.0
    if n:
        tail = tails[day + n, nights - n]
        second = int(tail_who[day + n, nights - n])
        value += powers[n] * tail[1]
        free += tail[2]
        days_2 = tail[3]
    earned = days_1 * pay[first] + (days_2 * pay[second] if n else 0.0)
    return float(value), round(usual - free), float(earned), first, second, float(days_1), float(days_2)


@kernel
def fill_table(
    gain: Floats, yen: Yen, prices: Yen, first: Ints, values: Floats, begin: Ints, stop: Ints, low: Ints, high: Ints,
    saved: Floats, pay: Floats, decay: float, multipliers: Floats, yen_weight: float, people: int, net_of_pay: bool,
) -> None:  # fmt: skip
    """Fill gain and yen of every row, day of arrival and number of nights."""
    rows, horizon, width = gain.shape
    heads, head_who = np.zeros((width, 4)), np.full(width, -1, np.int64)
    tails, tail_who = np.zeros((horizon + 1, width, 4)), np.full((horizon + 1, width), -1, np.int64)
    least, powers = np.full(horizon + 1, width), _powers(decay, width)
    gain[:] = NEVER
    yen[:] = 0
    for r in range(rows):
        a, b = first[r], first[r + 1]
        if b - a > 1:
            _tails(
                1, horizon - 1, width - 1, prices[r], values[a:b], begin[a:b], stop[a:b], low[a:b], high[a:b],
                saved[a:b], powers, multipliers[r], yen_weight, tails, tail_who, least,
            )  # fmt: skip
        for d in range(horizon):
            most = min(width - 1, horizon - d)
            fewest = _runs(
                d, most, True, prices[r], values[a:b], begin[a:b], stop[a:b], low[a:b], high[a:b], saved[a:b], powers,
                multipliers[r], yen_weight, heads, head_who,
            )  # fmt: skip
            usual = 0.0
            for nights in range(1, most + 1):
                usual += prices[r, d + nights - 1]
                if nights < fewest:
                    continue
                best, n = heads[nights, 0], 0
                if b - a > 1:
                    best, n = _best(
                        nights, d, fewest, heads, head_who, tails, tail_who, least, powers, multipliers[r], yen_weight
                    )  # fmt: skip
                if best < 0.0:
                    continue
                at = n if n else nights
                value, free, earned = heads[at, 1], heads[at, 2], heads[at, 3] * pay[a + head_who[at]]
                if n:
                    value += powers[n] * tails[d + n, nights - n, 1]
                    free += tails[d + n, nights - n, 2]
                    earned += tails[d + n, nights - n, 3] * pay[a + tail_who[d + n, nights - n]]
                lodging = round(usual - free)
                yen[r, d, nights] = lodging * people - (round(earned) if net_of_pay else 0)
                gain[r, d, nights] = multipliers[r] * value - yen_weight * lodging


@kernel
def night_rates(
    every: int, prices: Yen, first: Ints, values: Floats, begin: Ints, stop: Ints, low: Ints, high: Ints, saved: Floats,
    decay: float, multipliers: Floats, yen_weight: float, people: int, fewest: int, most: int, yen_prices: Floats,
) -> Floats:  # fmt: skip
    """Give the best gain a night of stays for one window, by price of a yen, each so many days, and row.

    Nights that serve no window count where no stay is better.
    """
    rows, horizon = prices.shape
    rates = np.full((len(yen_prices), (horizon + every - 1) // every, rows), NEVER)
    heads, who, powers = np.zeros((most + 1, 4)), np.full(most + 1, -1, np.int64), _powers(decay, most + 1)
    for r in range(rows):
        a, b = first[r], first[r + 1]
        for k in range(rates.shape[1]):
            day = k * every
            longest = min(most, horizon - day)
            _runs(
                day, longest, True, prices[r], values[a:b], begin[a:b], stop[a:b], low[a:b], high[a:b], saved[a:b],
                powers, multipliers[r], yen_weight, heads, who,
            )  # fmt: skip
            usual = 0.0
            for nights in range(1, longest + 1):
                usual += prices[r, day + nights - 1]
                works = nights >= fewest and who[nights] >= 0
                value, lodging = (heads[nights, 1], usual - heads[nights, 2]) if works else (0.0, usual)
                for p in range(len(yen_prices)):
                    gain = multipliers[r] * value - (yen_weight + yen_prices[p] * people) * lodging
                    rates[p, k, r] = max(rates[p, k, r], gain / nights)
    return rates
