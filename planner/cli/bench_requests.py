"""Requests drawn by seed: starts in all regions, short and long trips, tight and free budgets."""

from __future__ import annotations

import datetime as dt
import random

from planner.model import DEFAULT_MODES, TripRequest

CLASSES = {"to 31": 0.5, "32 to 120": 1.0, "121 to 400": 5.0}
"""Days of a trip, and the seconds in which it should be planned and proven."""

LENGTHS = {"to 31": (14, 21, 31), "32 to 120": (45, 60, 92, 120), "121 to 400": (150, 200, 270, 365, 400)}

ORIGINS = (
    "01100", "01206", "02201", "04100", "06201", "07202", "13101", "14100", "11100", "15100", "16210", "17201",
    "20202", "21203", "23100", "26100", "27100", "30201", "31201", "34100", "35203", "36201", "39201", "38201",
    "40130", "42201", "43100", "45201", "46201", "47201",
)  # fmt: skip
"""Cities and towns of every region."""

YEN_A_DAY = (None, 4000, 1500, 600)
"""Budgets from free to tight, beside `YEN_TO_GO`."""

YEN_TO_GO = 30_000


def length_class(days: int) -> str:
    """Give the class of a trip's length."""
    return next(name for name, lengths in LENGTHS.items() if days <= lengths[-1])


def draw_requests(count: int, seed: int) -> list[TripRequest]:
    """Draw requests; classes of length and budgets take turns, everything else is by chance."""
    chance = random.Random(seed)
    return [_draw(chance, number) for number in range(count)]


def _draw(chance: random.Random, number: int) -> TripRequest:
    lengths = list(LENGTHS.values())[number % len(LENGTHS)]
    a_day = YEN_A_DAY[number // len(LENGTHS) % len(YEN_A_DAY)]
    days = chance.choice(lengths)
    pace = chance.choice(("slow", "normal", "normal", "fast"))
    return TripRequest(
        start=dt.date(2027, 1, 1) + dt.timedelta(days=chance.randrange(365)),
        days=days,
        origin=chance.choice(ORIGINS),
        modes=chance.choice((DEFAULT_MODES, DEFAULT_MODES, ("rail",))),
        budget_jpy=None if a_day is None else YEN_TO_GO + a_day * days,
        pace=pace,
        max_nights=chance.choice((14, 30)),
    )
