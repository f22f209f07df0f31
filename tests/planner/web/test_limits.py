import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.web import limits
from planner.web.errors import TooMany
from planner.web.limits import TokenBuckets


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_burst_and_then_one_at_a_time():
    clock = Clock()
    buckets = TokenBuckets(burst=2, per_second=0.5, clock=clock)
    buckets.take("a")
    buckets.take("a")
    with pytest.raises(TooMany) as caught:
        buckets.take("a")
    assert caught.value.retry_after == 2
    buckets.take("b")
    clock.now = 2.0
    buckets.take("a")
    with pytest.raises(TooMany):
        buckets.take("a")


@given(st.lists(st.floats(0, 5), max_size=60))
def test_nobody_gets_more_than_burst_and_rate_allow(gaps):
    clock, granted = Clock(), 0
    buckets = TokenBuckets(burst=3, per_second=1.0, clock=clock)
    for gap in gaps:
        clock.now += gap
        try:
            buckets.take("a")
        except TooMany:
            continue
        granted += 1
    assert granted <= 3 + clock.now + 1e-6


def test_forgotten_addresses_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 100)
    buckets = TokenBuckets(burst=1, per_second=1.0)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 100
