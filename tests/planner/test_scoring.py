"""The value of days and stays: the compiled table against plain arithmetic."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demand import FLOOR, DemandCalendar, DemandWindow, MonthDay
from planner.model import TripRequest
from planner.scoring import DECAY, Traveller, Weights, day_value, day_values, fit, stay_table
from planner.stay_gains import work_gains
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from planner.scoring import StayTable

REQUEST = TripRequest(start=dt.date(2027, 9, 1), days=40, origin="13101")


def window(number: int, start: str, end: str, low: int = 3, high: int = 30, **more: object) -> DemandWindow:
    a, b = MonthDay.parse(start), MonthDay.parse(end)
    given_: dict[str, object] = {"confidence": "sourced", **more}
    return DemandWindow(f"w{number}", "16210", "harvest", "柿", "kaki", a, a, b, b, low, high, **given_)  # type: ignore[arg-type]


def table(*windows: DemandWindow, request: TripRequest = REQUEST) -> StayTable:
    prices = np.full((1, request.days), 3300, np.int32)
    return stay_table(DemandCalendar.of(windows), ["16210"], np.zeros(1), prices, request)


def test_the_first_day_counts_half_and_later_days_less() -> None:
    value, lodging, _, served = table(window(1, "09-01", "10-31")).stay(0, 0, 10)
    days = [0.5, *(DECAY["normal"] ** n for n in range(1, 10))]
    assert value == pytest.approx(sum(days) * 6 / 7)
    assert lodging == 33_000
    assert [(o.window.id, n) for o, n in served] == [("w1", 9.5)]


def test_gain_is_value_less_lodging() -> None:
    t = table(window(1, "09-01", "10-31"))
    value, lodging, _, _ = t.stay(0, 3, 8)
    assert work_gains(t, REQUEST)[0][0, 3, 8] == pytest.approx(value - Weights().yen * lodging)
    assert work_gains(t, REQUEST)[1][0, 3, 8] == lodging


def test_a_window_takes_at_least_its_own_nights() -> None:
    t = table(window(1, "09-01", "09-20", low=14))
    assert work_gains(t, REQUEST)[0][0, 0, 13] == NEVER
    assert work_gains(t, REQUEST)[0][0, 0, 14] > 0
    assert work_gains(t, REQUEST)[0][0, 6, 14] > 0
    assert (work_gains(t, REQUEST)[0][0, 7] == NEVER).all()


def test_a_window_counts_at_most_its_own_nights() -> None:
    t = table(window(1, "09-01", "10-31", low=3, high=7))
    assert t.stay(0, 0, 7)[0] == t.stay(0, 0, 9)[0]


def test_days_before_and_after_a_window_are_worth_nothing() -> None:
    t = table(window(1, "09-05", "09-10"))
    assert t.stay(0, 0, 12)[3][0][1] == 6.0
    assert (work_gains(t, REQUEST)[0][0, 10:] == NEVER).all()


def test_lodging_is_free_while_a_host_gives_it() -> None:
    t = table(window(1, "09-01", "09-10", lodging="provided"))
    assert t.stay(0, 0, 10)[1] == 0
    assert t.stay(0, 0, 12)[1] == 6_600
    assert table(window(1, "09-01", "09-10", lodging="partial")).stay(0, 0, 10)[1] == 16_500


def test_two_windows_are_served_one_after_another() -> None:
    t = table(window(1, "09-01", "09-10"), window(2, "09-11", "09-20"))
    _, _, _, served = t.stay(0, 0, 20)
    assert [(o.window.id, n) for o, n in served] == [("w1", 9.5), ("w2", 10.0)]
    assert work_gains(t, REQUEST)[0][0, 0, 20] > work_gains(t, REQUEST)[0][0, 0, 10]


def test_free_lodging_has_a_row_of_its_own() -> None:
    t = table(window(1, "09-01", "10-31"), window(2, "09-01", "10-31", lodging="provided", skills=("driving",)))
    assert t.places.tolist() == [0, 0]
    assert work_gains(t, REQUEST)[0][0, 0, 10] > work_gains(t, REQUEST)[0][1, 0, 10]
    assert (work_gains(t, REQUEST)[1][0, 0, 10], work_gains(t, REQUEST)[1][1, 0, 10]) == (33_000, 0)


def test_rest_and_remote_days_take_their_share() -> None:
    busy = table(window(1, "09-01", "10-31"), request=dataclasses.replace(REQUEST, rest_days_per_week=0))
    calm = table(
        window(1, "09-01", "10-31"),
        request=dataclasses.replace(REQUEST, rest_days_per_week=2, remote_days_per_week=2),
    )
    assert calm.stay(0, 0, 9)[0] == pytest.approx(busy.stay(0, 0, 9)[0] * 3 / 7)


def test_pay_is_counted_where_a_listing_states_it() -> None:
    listed = window(1, "09-01", "10-31", confidence="listing", pay_jpy_per_day=7000)
    net = dataclasses.replace(REQUEST, budget_net=True)
    t = table(listed, request=net)
    assert t.stay(0, 0, 8)[2] == pytest.approx(7.5 * 7000 * 6 / 7)
    assert work_gains(t, net)[1][0, 0, 8] == 8 * 3300 - 45_000


@pytest.mark.parametrize(("headcount", "people", "working"), [(None, 1, 1), (None, 2, 1), (3, 2, 2), (3, 4, 3)])
def test_a_party_shares_the_headcount_of_a_window(headcount: int | None, people: int, working: int) -> None:
    open_ = window(
        1, "09-01", "10-31", confidence="listing", pay_jpy_per_day=7000, lodging="provided", headcount=headcount
    )
    alone = table(open_).stay(0, 0, 10)
    request = dataclasses.replace(REQUEST, people=people, budget_net=True)
    together = table(open_, request=request)
    value, lodging, pay, _ = together.stay(0, 0, 10)
    assert value == pytest.approx(alone[0] * working / people)
    assert lodging == round(33_000 * (people - working) / people)
    assert pay == pytest.approx(alone[2] * working)
    assert work_gains(together, request)[1][0, 0, 10] == lodging * people - round(pay)


def test_skills_interests_and_kinds_decide_the_fit() -> None:
    design = window(1, "09-01", "10-31", skills=("design", "it"))
    plain = Traveller.of(REQUEST)
    skilled = Traveller.of(dataclasses.replace(REQUEST, skills=("Design", "it")))
    assert fit(design, skilled) == 1.0
    assert fit(design, plain) == pytest.approx(0.3)
    keen = Traveller.of(dataclasses.replace(REQUEST, interests=("KAKI",)))
    bored = Traveller.of(dataclasses.replace(REQUEST, interests=("ski",)))
    assert (fit(window(1, "09-01", "10-31"), keen), fit(window(1, "09-01", "10-31"), bored)) == (1.0, 0.5)
    other = Traveller.of(dataclasses.replace(REQUEST, kinds=("craft",)))
    assert fit(design, other) == 0.0


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4), st.integers(0, 60))
def test_intensities_agree_with_those_of_a_day(marks: list[int], shift: int) -> None:
    first = dt.date(2027, 3, 1)
    days = [first + dt.timedelta(days=n) for n in sorted(marks)]
    one = DemandWindow("w", "16210", "harvest", "柿", "kaki", *(MonthDay(d.month, d.day) for d in days), 1, 9)
    start = first + dt.timedelta(days=shift)
    found = one.occurrence(2027)
    assert found is not None
    spans = np.array([[(d - start).days for d in (found.start, found.peak_start, found.peak_end, found.end)]])
    expected = [found.intensity(start + dt.timedelta(days=n)) for n in range(50)]
    works = np.arange(50) != 7
    expected[7] = 0.0
    assert np.allclose(day_values(spans, np.array([0.5]), works, FLOOR)[0], np.array(expected) * 0.5)


def test_a_peak_day_of_a_fitting_window_is_worth_one() -> None:
    traveller = Traveller.of(dataclasses.replace(REQUEST, rest_days_per_week=0))
    found = window(1, "09-01", "10-31").occurrence(2027)
    assert found is not None
    assert day_value(found, dt.date(2027, 9, 15), traveller) == 1.0
