from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geo.errors import UnknownPlaceError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.paths import Router

PUBLIC = ("rail", "bus", "ferry", "air")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("東京駅", "東京"),
        ("大阪梅田駅", "大阪"),
        ("新大阪", "新大阪"),
        ("HND", "東京国際空港（羽田）"),
        ("市ケ谷", "市ヶ谷"),
    ],
)
def test_stops_are_found_by_name_and_code(router: Router, name: str, meant: str) -> None:
    assert router.network.names[router.find(name)] == meant


def test_an_unknown_stop_lists_candidates(router: Router) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        router.find("新大阪北")
    assert caught.value.candidates == ()
    with pytest.raises(UnknownPlaceError) as caught:
        router.find("鹿児島中")
    assert "鹿児島中央" in caught.value.candidates


def test_unknown_codes_and_impossible_modes_are_named(router: Router) -> None:
    with pytest.raises(UnknownPlaceError, match="99999"):
        router.journey("13101", "99999", PUBLIC)
    with pytest.raises(UnreachableError, match="小笠原村"):
        router.journey("13101", "13421", ("rail",))


@pytest.mark.parametrize(
    ("a", "b", "needed"),
    [
        ("02201", "13421", {"ferry"}),  # Aomori - Ogasawara: only by the ship from Tokyo
        ("47201", "47382", {"air", "ferry"}),  # Naha - Yonaguni
        ("16210", "32525", {"ferry"}),  # Nanto - Ama
        ("13101", "01517", {"ferry"}),  # Chiyoda - Rebun
    ],
)
def test_islands_are_reached_by_what_serves_them(router: Router, a: str, b: str, needed: set[str]) -> None:
    journey = router.journey(a, b, PUBLIC, dt.date(2027, 9, 1))
    assert {part.mode for part in journey.segments} & needed
    assert journey.date == dt.date(2027, 9, 1)
    assert journey.basis in {"average", "service"}


def test_the_way_to_ogasawara_is_a_night_at_sea(router: Router) -> None:
    assert router.journey("13101", "13421", PUBLIC).nights == 1


def test_modes_narrow_the_choice(router: Router) -> None:
    for modes in (("rail",), ("bus",), ("rail", "bus")):
        allowed = {"walk", "taxi", "local_bus"}
        allowed |= {"rail", "limited_express", "shinkansen"} if "rail" in modes else set()
        allowed |= {"highway_bus"} if "bus" in modes else set()
        journey = router.journey("13101", "20202", modes)
        assert {part.mode for part in journey.segments} <= allowed


@pytest.mark.parametrize("modes", [PUBLIC, ("rail", "bus")])
def test_a_search_that_ends_near_its_goal_finds_what_one_of_the_whole_country_does(
    router: Router, monkeypatch: pytest.MonkeyPatch, modes: Sequence[str]
) -> None:
    codes = router.network.codes[::60]
    pairs = list(zip(codes, (*codes[1:], codes[0]), strict=True))
    day = dt.date(2027, 9, 1)

    def journeys() -> list[object]:
        found: list[object] = []
        for a, b in pairs:
            try:
                found.append(router.journey(a, b, modes, day))
            except UnreachableError as error:
                found.append(str(error))
        return found

    near = journeys()
    monkeypatch.setattr("geo.paths.FAR", 0.0)  # no limit is less
    assert near == journeys()
