import datetime as dt
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.render.rhythm import free_days

QUOTAS = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: sum(pair) <= 6)


def with_quota(trip, rest, remote):
    return replace(trip, request=replace(trip.request, rest_days_per_week=rest, remote_days_per_week=remote))


@given(quota=QUOTAS)
def test_quotas_are_kept_on_full_days_of_work_only(trip, quota):
    days = free_days(with_quota(trip, *quota))
    assert len({day.date for day in days}) == len(days)
    for day in days:
        assert day.stay.role == "work"
        assert day.stay.arrive < day.date < day.stay.depart
    whole_week = dt.date(2027, 9, 6).isocalendar()[:2]
    counts = Counter(day.kind for day in days if day.date.isocalendar()[:2] == whole_week)
    assert (counts["rest"], counts["remote"]) == quota


def test_rest_falls_on_sundays_and_remote_work_on_mondays(trip):
    days = free_days(with_quota(trip, 1, 1))
    week = [day for day in days if dt.date(2027, 9, 6) <= day.date <= dt.date(2027, 9, 12)]
    assert [(day.kind, day.date.weekday()) for day in week] == [("remote", 0), ("rest", 6)]


def test_a_traveller_without_quotas_has_none(trip):
    assert free_days(with_quota(trip, 0, 0)) == ()
