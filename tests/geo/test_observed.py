from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.errors import GeoError
from geo.observed import Observation, Observer, mode_of

if TYPE_CHECKING:
    from pathlib import Path

    from geo.paths import Router


@pytest.fixture(scope="module")
def observer(router: Router, data_dir: Path) -> Observer:
    return Observer(router, data_dir)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("shinkansen", "shinkansen"),
        ("limited express + rail", "limited_express"),
        ("limited_express", "limited_express"),
        ("local rail", "rail"),
        ("sleeper", "rail"),
        ("jetfoil", "ferry"),
        ("high-speed ferry", "ferry"),
        ("night bus", "highway_bus"),
        ("car (no toll)", "car"),
        ("air", "air"),
        ("特急", "limited_express"),
    ],
)
def test_modes_are_matched_loosely(text: str, mode: str) -> None:
    assert mode_of(text) == mode


@pytest.mark.parametrize(
    ("origin", "destination", "mode", "least", "most"),
    [
        ("Tokyo", "Shin-Osaka", "shinkansen", 140, 155),
        ("東京", "新青森", "shinkansen", 180, 200),
        ("Shinjuku", "Matsumoto", "limited express", 145, 170),
        ("Haneda", "Naha", "air", 150, 190),
        ("Shibuya", "Yokohama", "rail", 23, 30),
        ("Takamatsu", "Naoshima", "ferry", 25, 65),
        ("札幌", "旭川", "highway bus", 115, 150),
    ],
)
def test_times_are_those_of_a_timetable(
    observer: Observer, origin: str, destination: str, mode: str, least: int, most: int
) -> None:
    seen = observer.model(Observation(origin, destination, mode))
    assert least <= seen.minutes <= most
    assert seen.basis in {"service", "average"}


def test_there_and_back_take_as_long(observer: Observer) -> None:
    for a, b, mode in (("Okayama", "Izumo-shi", "limited express"), ("Tokyo", "Hakata", "shinkansen")):
        assert observer.model(Observation(a, b, mode)).minutes == observer.model(Observation(b, a, mode)).minutes


def test_the_basic_supplement_is_priced_through_a_change_of_shinkansen(observer: Observer) -> None:
    assert observer.model(Observation("東京", "広島", "shinkansen")).fare_jpy == 18_910


@pytest.mark.parametrize(
    ("origin", "destination", "mode"),
    [
        ("Nowhere", "Tokyo", "rail"),
        ("Tokyo", "Osaka", "teleport"),
        ("Tokyo", "Nagano", "ferry"),
        ("Tokyo", "Tokyo", "car"),
    ],
)
def test_what_cannot_be_modelled_is_a_named_error(observer: Observer, origin: str, destination: str, mode: str) -> None:
    with pytest.raises(GeoError):
        observer.model(Observation(origin, destination, mode))
