from __future__ import annotations

from typing import TYPE_CHECKING

from geo.gtfs_feed import compile_feed
from geo.gtfs_read import read_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.gtfs_feed import Feed


def test_the_fare_of_an_adult(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    fares = compiled(small).fares
    assert fares.yen_between(0, 0, 2) == (300, False)
    assert fares.yen_between(0, 2, 0) is None
    assert fares.yen_between(0, 0, 1) is None


def test_classes_take_the_cheapest_and_say_so(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    small["fare_attributes.txt"] += "first,900,JPY,0,0\ndollar,1,USD,0,0\n"
    small["fare_rules.txt"] += "first,r,a,c\ndollar,r,a,c\n"
    assert compiled(small).fares.yen_between(0, 0, 2) == (300, True)


def test_a_fare_without_rules_holds_everywhere(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    small["fare_attributes.txt"] += "flat,200,JPY,0,0\n"
    assert compiled(small).fares.yen_between(0, 1, -1) == (200, False)
    del small["fare_rules.txt"]
    assert compiled(small).fares.yen_between(0, 1, -1) == (200, True)
    del small["fare_attributes.txt"]
    assert compiled(small).fares.yen_between(0, 1, -1) is None


def test_the_ferry_is_priced_for_an_adult_in_second_class(shared_data: Path) -> None:
    ferry = compile_feed(read_feed(shared_data / "gtfs" / "muroran_miyako_ferry.zip"))
    assert ferry.fares.yen_between(0, int(ferry.zones[0]), int(ferry.zones[1])) == (6000, True)
