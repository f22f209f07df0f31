from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.stop_names import StopIndex, loose, read_readings
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.paths import Router


@pytest.fixture(scope="module")
def stops(router: Router, data_dir: Path) -> StopIndex:
    airports = read_table(data_dir, "airports")
    readings = read_readings(data_dir / "curated" / "services")
    return StopIndex(router.network, readings, dict(zip(airports.iata, airports.name, strict=True)))


@pytest.mark.parametrize(
    ("text", "kinds", "name"),
    [
        ("Shin-Osaka", ("major",), "新大阪"),
        ("shinosaka", ("major",), "新大阪"),
        ("Kagoshima-Chuo", ("major",), "鹿児島中央"),
        ("SeibuChichibu", ("major", "station"), "御花畑"),  # one hub with 西武秩父
        ("Nagoya (Kintetsu)", ("major", "station"), "名古屋"),
        ("大阪梅田駅", ("major", "station"), "大阪"),
        ("Haneda", ("airport",), "東京国際空港（羽田）"),
        ("New Chitose Airport", ("airport",), "新千歳空港"),
        ("Itami", ("airport",), "大阪国際空港"),
        ("Shin-Okayama", ("port",), "新岡山港"),
        ("Tokyo (Takeshiba)", ("port",), "竹芝桟橋"),
        ("鴛泊", ("port",), "鴛泊港"),
    ],
)
def test_people_write_names_in_many_ways(
    stops: StopIndex, router: Router, text: str, kinds: tuple[str, ...], name: str
) -> None:
    found = [router.network.names[stop.node] for stop in stops.find(text, kinds)]
    assert name in found[:3], found[:5]


def test_nothing_is_found_for_nonsense(stops: StopIndex) -> None:
    assert stops.find("Xyzzyplugh") == []
    assert stops.find("") == []


def test_the_closest_names_come_first(stops: StopIndex) -> None:
    ranks = [stop.rank for stop in stops.find("Kobe")]
    assert ranks == sorted(ranks)


def test_voiced_and_unvoiced_readings_meet() -> None:
    assert loose("takazaki") == loose("takasaki")
    assert loose("takada") != loose("takana")
