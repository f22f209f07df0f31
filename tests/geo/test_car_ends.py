from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from geo.paths import Router


def test_a_drive_may_begin_at_a_station_and_end_at_an_airport(router: Router) -> None:
    office = router.journey("13101", "16210", ["car"])
    station = router.between(router.find("東京駅"), router.network.codes.index("16210"), ["car"])
    assert station.origin == station.segments[0].origin == "東京"
    assert station.minutes == pytest.approx(office.minutes, abs=20)
    airport = router.between(router.find("HND"), router.find("ITM"), ["car"])
    assert airport.segments[-1].destination == airport.destination
    assert sum(segment.km for segment in airport.segments) == pytest.approx(airport.km, abs=0.5)
