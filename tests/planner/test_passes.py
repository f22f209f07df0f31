"""Rail passes compared with a trip's fares: never more claimed than is covered, never used where it may not be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.fare_passes import Pass
from geo.model import LngLat, Municipality, Segment
from geo.pass_rails import JR, Rails
from geo.pass_rules import Coverage, PassBook
from planner.cli.plan_table import plan_table
from planner.model import Itinerary, Leg, Plan, Totals, TripRequest
from planner.passes import CLOSEST, compare_passes, season_ja
from planner.serial import dumps, plan_from_json, plan_id, plan_to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.pass_use import PassUse

START = dt.date(2026, 7, 10)
WINDOW = dt.date(2026, 7, 18), dt.date(2026, 8, 5)
RAILS = Rails([("東日本旅客鉄道", "山線", name) for name in "甲乙"] + [("私鉄", "海線", name) for name in "甲乙"], {})
PLACE = Municipality("13101", "千代田区", "", "Chiyoda", "13", "東京都", "Tokyo", LngLat(139.7, 35.7), None)


def offer(**change: object) -> Pass:
    plain = Pass(
        name="Seishun 18",
        period="2026 summer",
        use_from=WINDOW[0],
        use_to=WINDOW[1],
        sale_from=None,
        sale_to=None,
        days=3,
        consecutive=True,
        persons=1,
        yen=10_000,
        visitors_only=False,
        estimate=False,
        validity="",
        price_text="",
        who="anyone",
        coverage="",
        exceptions="",
        source="https://example.org/pass",
        confidence="high",
    )
    return dataclasses.replace(plain, **change)  # type: ignore[arg-type]


def book(*offers: Pass) -> PassBook:
    rules = Coverage("Seishun 18", "青春18きっぷ", JR, (), (), (), (frozenset(), frozenset()), frozenset(), ())
    return PassBook(offers, {"Seishun 18": rules}, RAILS)


def leg(day: int, yen: int, people: int = 1, *, line: str = "山線", nights: int = 0) -> Leg:
    ride = Segment("rail", line, "甲", "乙", 60, 50.0, yen, False, 1.0, "average", ())
    date = START + dt.timedelta(days=day)
    return Leg(date, PLACE, PLACE, 90, nights, yen * people, False, 0, 50.0, 1.0, "average", (ride,))


def compare(legs: Sequence[Leg], *offers: Pass, people: int = 1) -> tuple[PassUse, ...]:
    totals = Totals(9, 1, 90, sum(leg.fare_jpy for leg in legs), 0, None, 1.0, 1.0)
    request = TripRequest(START, 60, "13101", people=people)
    return compare_passes(Itinerary((), tuple(legs), totals), request, book(*offers))


def test_a_pass_that_pays_lowers_the_total() -> None:
    (use,) = compare([leg(8, 6000), leg(10, 6500), leg(20, 700)], offer())
    assert (use.status, use.saving_jpy, use.tickets, use.legs) == ("worth", 2500, 1, (0, 1))
    assert (use.fare_without_jpy, use.fare_with_jpy) == (13_200, 10_700)
    assert use.days_used == (dt.date(2026, 7, 18), dt.date(2026, 7, 20))
    assert use.note == ""


def test_two_tickets_are_bought_where_both_pay() -> None:
    (use,) = compare([leg(8, 12_000), leg(15, 4000), leg(20, 13_000)], offer())
    assert (use.tickets, use.price_jpy, use.saving_jpy, use.legs) == (2, 20_000, 5000, (0, 2))


@pytest.mark.parametrize(
    "legs",
    [
        [leg(0, 50_000), leg(7, 50_000)],
        [leg(27, 50_000)],
        [leg(9, 50_000, line="海線")],
        [leg(9, 50_000, line="谷線")],
        [leg(9, 50_000, nights=1)],
        [],
    ],
)
def test_nothing_is_said_where_nothing_is_covered(legs: list[Leg]) -> None:
    assert compare(legs, offer()) == ()


def test_the_last_days_of_use_are_reached() -> None:
    (use,) = compare([leg(24, 4000), leg(25, 4000), leg(26, 4000)], offer())
    assert use.saving_jpy == 2000


def test_each_person_needs_a_ticket_of_their_own() -> None:
    (use,) = compare([leg(8, 12_000, 3)], offer(), people=3)
    assert (use.tickets, use.price_jpy, use.saving_jpy) == (3, 30_000, 6000)


def test_free_days_are_shared() -> None:
    shared = offer(days=5, consecutive=False, persons=5, yen=12_050)
    (use,) = compare([leg(8, 5000, 2), leg(15, 4000, 2), leg(20, 1000, 2)], shared, people=2)
    # five of six days of use: one person pays the cheapest day
    assert (use.tickets, use.saving_jpy) == (1, 19_000 - 12_050)
    alone = dataclasses.replace(shared, persons=1)
    (use,) = compare([leg(8, 15_000, 2)], alone, people=2)
    assert (use.tickets, use.saving_jpy) == (2, 5900)


def test_visitors_passes_are_shown_as_such_and_never_first() -> None:
    found = compare([leg(8, 11_000)], offer(), offer(visitors_only=True, yen=5000, days=2, period="from 2023"))
    assert [(use.status, use.saving_jpy) for use in found] == [("worth", 1000), ("visitors_only", 6000)]
    assert "海外" in found[1].note


def test_an_expected_edition_is_marked() -> None:
    last_year = offer(use_from=WINDOW[0].replace(year=2025), use_to=WINDOW[1].replace(year=2025), period="2025 summer")
    (use,) = compare([leg(9, 12_000)], last_year)
    assert (use.status, use.announced, use.saving_jpy) == ("last_edition", False, 2000)
    assert "未発表" in use.note
    assert "2025年夏" in use.note
    assert "2025 summer" in use.note_en


def test_few_passes_that_do_not_pay_are_shown_the_closest_first() -> None:
    found = compare([leg(8, 3000)], *(offer(yen=10_000 + 100 * n, days=3 + n) for n in range(5)))
    assert [use.saving_jpy for use in found] == [-7000, -7100, -7200]
    assert len(found) == CLOSEST
    assert {use.status for use in found} == {"not_worth"}


def test_seasons_in_japanese() -> None:
    assert [season_ja(text) for text in ("2026 winter", "2026", "from 2023-10")] == [
        "2026年冬",
        "2026年",
        "from 2023-10",
    ]


legs_of_a_trip = st.lists(
    st.builds(leg, st.integers(0, 40), st.integers(0, 20_000), st.just(2), line=st.sampled_from(["山線", "海線"])),
    max_size=8,
).map(lambda legs: sorted(legs, key=lambda one: one.date))
offers_on_sale = st.builds(
    offer,
    days=st.integers(1, 7),
    yen=st.integers(1000, 30_000),
    consecutive=st.booleans(),
    persons=st.integers(1, 5),
    visitors_only=st.booleans(),
)


@given(legs_of_a_trip, offers_on_sale)
def test_no_more_is_claimed_than_is_covered(legs: list[Leg], one: Pass) -> None:
    found = compare(legs, one, people=2)
    assert found == compare(legs, one, people=2)
    for use in found:
        assert use.saving_jpy + use.price_jpy <= sum(legs[number].fare_jpy for number in use.legs)
        assert use.fare_with_jpy == use.fare_without_jpy - use.saving_jpy
        assert use.price_jpy == use.tickets * one.yen
        assert all(WINDOW[0] <= day <= WINDOW[1] for day in use.days_used)
        assert {legs[number].date for number in use.legs} == set(use.days_used)
        assert all(legs[number].segments[0].line == "山線" for number in use.legs)
        if one.consecutive:
            assert use.tickets % use.people == 0
            assert len(use.days_used) <= use.tickets // use.people * one.days
        else:
            assert len(use.days_used) <= use.tickets * one.days
        assert (use.status == "worth") == (use.saving_jpy > 0 and not one.visitors_only)


@given(legs_of_a_trip, st.integers(1, 7), st.integers(1000, 30_000))
def test_no_choice_of_tickets_saves_more(legs: list[Leg], days: int, yen: int) -> None:
    worth: dict[dt.date, int] = {}
    for one in legs:
        if WINDOW[0] <= one.date <= WINDOW[1] and one.segments[0].line == "山線":
            worth[one.date] = worth.get(one.date, 0) + one.fare_jpy // 2
    last = WINDOW[1] - dt.timedelta(days=days - 1)
    best = {last + dt.timedelta(days=n): 0 for n in range(1, days + 1)}  # from this day on, for one person
    day = last
    while day >= WINDOW[0]:
        run = sum(worth.get(day + dt.timedelta(days=n), 0) for n in range(days))
        best[day] = max(best[day + dt.timedelta(days=1)], run - yen + best[day + dt.timedelta(days=days)])
        day -= dt.timedelta(days=1)
    found = compare(legs, offer(days=days, yen=yen), people=2)
    assert max((use.saving_jpy for use in found if use.saving_jpy > 0), default=0) == 2 * best[WINDOW[0]]


def test_the_comparison_survives_its_json_and_stands_in_the_table(example_plan: Plan) -> None:
    assert "passes" not in plan_to_json(example_plan)
    found = compare([leg(8, 12_000)], offer(), offer(visitors_only=True, period="from 2023"))
    compared = dataclasses.replace(example_plan, passes=found)
    told = json.loads(dumps(plan_to_json(compared)))
    assert plan_from_json(told) == compared
    assert plan_id(compared) != plan_id(example_plan)
    assert told["passes"][0]["pass"] == "Seishun 18"
    assert told["passes"][0]["days_used"] == ["2026-07-18"]
    assert "きっぷ  青春18きっぷ 3日用1枚 ¥10,000: 運賃より¥2,000安い" in plan_table(compared)
    assert "きっぷ" not in plan_table(example_plan)
