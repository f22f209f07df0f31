from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.errors import UnknownPlaceError
from geo.network_file import load_network
from geo.stop_names import StopIndex, interchange_towns, read_readings
from geo.stop_pairs import StopPairs
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.network import Network


@pytest.fixture(scope="module")
def network(data_dir: Path, warm_cache: Path) -> Network:
    return load_network(data_dir, warm_cache)


@pytest.fixture(scope="module")
def pairs(network: Network, data_dir: Path) -> StopPairs:
    airports = read_table(data_dir, "airports")
    english = dict(zip(airports.iata, airports.name, strict=True))
    return StopPairs(network, StopIndex(network, read_readings(data_dir / "curated" / "services"), english), data_dir)


@pytest.mark.parametrize(
    ("origin", "destination", "mode", "start", "end"),
    [
        ("Takamatsu", "Tonosho", "ferry", "高松港", "土庄港"),
        ("Naha Tomari", "Zamami", "ferry", "泊港", "座間味港"),
        ("Naha", "Minamidaito", "ferry", "泊港", "南大東島"),
        ("Kagoshima", "Miyanoura (Yakushima)", "ferry", "鹿児島本港", "宮之浦港"),
        ("Takamatsu", "Miyanoura (Naoshima)", "ferry", "高松港", "宮浦港（直島）"),
        ("Kagoshima", "Amami Oshima (Naze)", "ferry", "鹿児島新港", "名瀬港"),
        ("Kagoshima (Kamoike)", "Tarumizu", "ferry", "鴨池港", "垂水港"),
        ("Nagasaki", "Goto (Fukue)", "ferry", "長崎港", "福江港"),
        ("Fukuoka (Hakata)", "Fukue", "ferry", "博多港", "福江港"),
        ("Niigata", "Sado (Ryotsu)", "ferry", "新潟港", "両津港"),
        ("Tokyo (Takeshiba)", "Chichijima", "ferry", "竹芝桟橋", "父島（二見港）"),
        ("Tokyo", "Hachijojima", "ferry", "竹芝桟橋", "八丈島（底土港）"),
        ("Tokyo", "Tokushima", "ferry", "東京港（有明）", "徳島沖洲港"),
        ("Takamatsu", "Ogijima", "ferry", "高松港", "男木港"),
        ("Motobu", "Iejima", "ferry", "本部港", "伊江港"),
        ("Tsu", "Chubu Centrair", "ferry", "津なぎさまち", "中部国際空港（海上アクセス）"),
        ("高松", "土庄", "ferry", "高松港", "土庄港"),
        ("HND", "OKA", "air", "東京国際空港（羽田）", "那覇空港"),
        ("Tokyo (Haneda)", "Sapporo (New Chitose)", "air", "東京国際空港（羽田）", "新千歳空港"),
        ("Chubu Centrair", "Fukuoka", "air", "中部国際空港", "福岡空港"),
        ("Osaka (Itami)", "Sendai", "air", "大阪国際空港", "仙台空港"),
        ("Naha", "Kume Island", "air", "那覇空港", "久米島空港"),
        ("Hakata", "Kagoshima", "highway_bus", "福岡", "鹿児島"),
        ("Sannomiya", "Takamatsu", "highway_bus", "神戸三宮", "高松"),
        ("Busta Shinjuku", "Kawaguchiko", "highway_bus", "新宿", "河口湖"),
    ],
)
def test_the_pair_decides_what_its_names_mean(
    pairs: StopPairs, network: Network, origin: str, destination: str, mode: str, start: str, end: str
) -> None:
    found = pairs.between(origin, destination, mode)
    assert start in {network.names[stop.node] for stop, _ in found}
    assert end in {network.names[stop.node] for _, ends in found for stop in ends}


def test_a_name_without_a_stop_of_the_mode_is_an_error(pairs: StopPairs) -> None:
    with pytest.raises(UnknownPlaceError, match="Xyzzyplugh"):
        pairs.between("Xyzzyplugh", "Takamatsu", "ferry")


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Iwaki-chuo", ["Iwaki"]),
        ("いわき中央IC", ["いわき"]),
        ("仙台南インターチェンジ", ["仙台"]),
        ("福山東IC", ["福山"]),
        ("Sendai-minami", ["Sendai"]),
        ("Tsuruga JCT", ["Tsuruga"]),
        ("Takamatsu", []),
    ],
)
def test_interchanges_are_named_after_towns(text: str, towns: list[str]) -> None:
    assert interchange_towns(text) == towns
