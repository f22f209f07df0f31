"""What a pass saves: never more than was paid, never what another ticket still costs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from geo.model import Segment
from geo.pass_value import saved_yen, taper

LOCAL = Segment("rail", "城端線", "福野", "新高岡", 28, 18.0, 5500, False, 1.0, "average", (), ticket_to="新大阪")
SHINKANSEN = Segment(
    "shinkansen", "つるぎ", "新高岡", "敦賀", 56, 164.8, 3170, False, 1.0, "service", (), supplement_jpy=3170,
    fare_included=True,
)  # fmt: skip
EXPRESS = replace(
    SHINKANSEN, mode="limited_express", line="サンダーバード", origin="敦賀", destination="新大阪", km=132.9,
    fare_jpy=2390, supplement_jpy=2390,
)  # fmt: skip
WAY = (LOCAL, SHINKANSEN, EXPRESS)


def test_a_local_pass_saves_the_local_stretch_of_a_long_ticket() -> None:
    """Not the 5,500 yen of the ticket, which is still needed from Shin-Takaoka on."""
    yen, estimated = saved_yen(WAY, (0,))
    assert 150 < yen < 400
    assert estimated


def test_a_pass_for_everything_saves_everything() -> None:
    assert saved_yen(WAY, (0, 1, 2)) == (5500 + 3170 + 2390, False)
    assert saved_yen(WAY, ()) == (0, False)


def test_a_supplement_is_saved_where_all_its_trains_are_covered() -> None:
    first = replace(SHINKANSEN, supplement_to="新大阪")
    second = replace(EXPRESS, fare_jpy=None, supplement_jpy=None)
    assert saved_yen((first, second), (0, 1))[0] == 3170
    assert saved_yen((first, second), (0,))[0] == 0


def test_fares_taper_off() -> None:
    assert taper(300) == 4860
    assert taper(601) - taper(600) < taper(301) - taper(300) < taper(2) - taper(1)


@given(
    st.lists(st.tuples(st.floats(1, 500), st.integers(0, 9000), st.booleans()), min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
)
def test_no_more_is_saved_than_is_paid(parts: list[tuple[float, int, bool]], covered: set[int]) -> None:
    segments = [
        replace(LOCAL, km=km, fare_jpy=None if inside else yen, fare_included=inside, ticket_to="" if inside else "終",
                destination="終" if i == len(parts) - 1 else f"駅{i}")
        for i, (km, yen, inside) in enumerate(parts)
    ]  # fmt: skip
    paid = sum(segment.fare_jpy or 0 for segment in segments)
    saved, _ = saved_yen(segments, covered)
    assert 0 <= saved <= paid
    assert saved_yen(segments, covered | {0})[0] >= saved
