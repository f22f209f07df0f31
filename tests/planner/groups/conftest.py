"""Tiny worlds in which every group of trips can be listed."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pytest

from planner.dataset import Dataset, LodgingPrices
from planner.demand import DemandCalendar, DemandWindow, MonthDay
from planner.groups.model import GroupRequest, Meeting, Member
from planner.model import TripRequest

if TYPE_CHECKING:
    from collections.abc import Callable

START = dt.date(2027, 9, 1)
CODES = ("06201", "13101", "16210", "19213", "20304")


def _window(chance: random.Random, number: int) -> DemandWindow:
    first = START + dt.timedelta(days=chance.randrange(6))
    marks = [first + dt.timedelta(days=n) for n in sorted(chance.sample(range(8), 3))]
    return DemandWindow(
        f"w{number}",
        chance.choice(CODES[:1] + CODES[2:]),
        "harvest",
        "収穫",
        "harvest",
        *(MonthDay(day.month, day.day) for day in (first, *marks)),
        chance.choice((2, 2, 3)),
        chance.choice((3, 5)),
        lodging=chance.choice(("provided", "partial", "none")),
        skills=chance.choice(((), ("design",))),
        confidence="sourced",
        headcount=chance.choice((None, None, 1, 2)),
    )


@pytest.fixture(scope="session")
def tiny(small_dataset: Dataset, crow_matrix_of: Callable[..., object]) -> Callable[[int], Dataset]:
    """Make a world of five real places and a few short windows from a seed."""
    places = [small_dataset.municipality(code) for code in CODES]
    matrix = crow_matrix_of(places)

    def make(seed: int) -> Dataset:
        chance = random.Random(seed)
        windows = [_window(chance, number) for number in range(chance.randint(2, 4))]
        return Dataset(
            places,
            DemandCalendar.of(windows),
            lambda _: matrix,
            small_dataset,
            LodgingPrices(large_city_jpy=4000, regional_jpy=3300),
            version="test",
            sha256="0" * 64,
            date=dt.date(2026, 1, 15),
        )

    return make


def tiny_request(seed: int) -> GroupRequest:
    """Two or three travellers for some days, who meet once or not at all."""
    chance = random.Random(seed)
    members = tuple(
        Member(
            name,
            TripRequest(
                start=START + dt.timedelta(days=chance.randrange(3)),
                days=chance.randint(6, 8),
                origin=chance.choice(CODES),
                pace="fast",
                max_nights=4,
                max_stops=3,
                skills=chance.choice(((), ("design",))),
                budget_jpy=chance.choice((None, None, 60_000)),
            ),
        )
        for name in ("葵", "Ben", "陸")[: chance.choice((2, 2, 3))]
    )
    if chance.random() < 0.2:
        return GroupRequest(members, (), iterations=30)
    who = tuple(sorted(chance.sample(range(len(members)), chance.randint(2, len(members)))))
    place = chance.choice((None, None, chance.choice(CODES)))
    date = chance.choice((None, None, START + dt.timedelta(days=chance.randint(2, 4))))
    return GroupRequest(members, (Meeting(chance.choice((2, 3)), who, place, date),), iterations=30)


@pytest.fixture(scope="session")
def tiny_group() -> Callable[[int], GroupRequest]:
    """Make a group's question from a seed."""
    return tiny_request
