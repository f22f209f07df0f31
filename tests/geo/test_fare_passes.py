from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geo.fare_passes import Pass, load_passes, usable_passes

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


@pytest.fixture(scope="module")
def passes() -> tuple[Pass, ...]:
    return load_passes(FARES)


def test_passes_are_offered_in_their_window_only(passes: tuple[Pass, ...]) -> None:
    summer = usable_passes(passes, dt.date(2026, 8, 1), dt.date(2026, 8, 31), visitor=False)
    assert {(offer.yen, offer.days) for offer in summer if offer.name == "Seishun 18"} == {(10000, 3), (12050, 5)}
    autumn = usable_passes(passes, dt.date(2026, 9, 20), dt.date(2026, 9, 30), visitor=False)
    assert not [offer for offer in autumn if offer.name == "Seishun 18"]


def test_visitor_passes_are_for_visitors(passes: tuple[Pass, ...]) -> None:
    days = dt.date(2026, 8, 1), dt.date(2026, 8, 31)
    residents = usable_passes(passes, *days, visitor=False)
    visitors = usable_passes(passes, *days, visitor=True)
    assert not any(offer.visitors_only for offer in residents)
    assert any(offer.name == "Japan Rail Pass ordinary" and offer.days == 7 for offer in visitors)
    assert [offer.yen / offer.days / offer.persons for offer in visitors] == sorted(
        offer.yen / offer.days / offer.persons for offer in visitors
    )


def test_days_and_prices_are_sane(passes: tuple[Pass, ...]) -> None:
    for offer in passes:
        assert 1 <= offer.days <= 21, offer
        assert 1000 <= offer.yen <= 150_000, offer
        assert offer.use_from is None or offer.use_to is None or offer.use_from <= offer.use_to, offer
