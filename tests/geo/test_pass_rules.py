"""What passes cover: lines, stretches, expresses; and nothing they do not surely cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.errors import SchemaError
from geo.model import Segment
from geo.pass_rails import JR
from geo.pass_rules import PassBook, covered, load_pass_book, read_coverage

if TYPE_CHECKING:
    from pathlib import Path

SEISHUN, EAST, VISITOR = "Seishun 18", "Hokkaido & East Japan Pass", "Japan Rail Pass ordinary"

HOKKAIDO, SHIKOKU, KYUSHU = "Hokkaido Rail Pass", "All Shikoku Rail Pass, bought in Japan", "All Kyushu Rail Pass"
EAST_VISITOR = "JR EAST PASS (replaces Tohoku and Nagano-Niigata passes)"
NORTH_KYUSHU, KANSAI_WIDE = "Northern Kyushu Rail Pass", "Kansai WIDE Area Pass"
WEST, TAKAYAMA_PASS = "JR West All Area Pass", "Takayama-Hokuriku Area Tourist Pass"


@pytest.fixture(scope="module")
def book(data_dir: Path) -> PassBook:
    return load_pass_book(data_dir)


def ride(mode: str, line: str, origin: str, destination: str) -> Segment:
    return Segment(mode, line, origin, destination, 60, 50.0, 1000, False, 1.0, "average", ())


NAKANO = ride("rail", "5号線東西線", "九段下", "中野")
CHUO = ride("rail", "中央線", "中野", "竜王")
CENTRAL = ride("rail", "中央線", "塩尻", "名古屋")
TOKAIDO = ride("rail", "東海道線", "東京", "大阪")
NOZOMI = ride("shinkansen", "のぞみ（新大阪止）", "東京", "新大阪")
HIKARI = ride("shinkansen", "ひかり（静岡・浜松停車）", "東京", "新大阪")
OZORA = ride("limited_express", "おおぞら", "新夕張", "トマム")
FAR_OZORA = ride("limited_express", "おおぞら", "新夕張", "釧路")
UNKNOWN = ride("rail", "観光列車", "東京", "大阪")
FUJI = ride("limited_express", "富士回遊", "新宿", "河口湖")
NANAO = ride("rail", "七尾線", "羽咋", "津幡")
IR = ride("rail", "IRいしかわ鉄道線", "津幡", "倶利伽羅")
AINOKAZE = ride("rail", "あいの風とやま鉄道線", "倶利伽羅", "富山")
SHORT = ride("rail", "あいの風とやま鉄道線", "倶利伽羅", "小杉")
TAKAYAMA = ride("rail", "高山線", "富山", "猪谷")
AOIMORI = ride("rail", "青い森鉄道線", "青森", "浅虫温泉")
ISHINOMAKI = ride("rail", "仙石東北ライン 快速", "石巻", "仙台")
MIE = ride("rail", "みえ", "名古屋", "津")
SHORT_MIE = ride("rail", "みえ", "四日市", "名古屋")
HAYABUSA = ride("shinkansen", "はやぶさ（函館直通・速達）", "東京", "新函館北斗")
SHORT_HAYABUSA = ride("shinkansen", "はやぶさ（函館直通・速達）", "東京", "仙台")
UWAKAI = ride("limited_express", "宇和海", "松山", "宇和島")
KOTODEN = ride("rail", "琴平線", "瓦町", "琴電琴平")
SAKURA = ride("shinkansen", "さくら", "博多", "鹿児島中央")
SHORT_SAKURA = ride("shinkansen", "さくら", "博多", "熊本")
SANYO_SAKURA = ride("shinkansen", "さくら", "新大阪", "博多")
OKAYAMA_SAKURA = ride("shinkansen", "さくら", "新大阪", "岡山")
SONIC = ride("limited_express", "ソニック", "小倉", "大分")
KUROSHIO = ride("limited_express", "くろしお", "新大阪", "白浜")
TSURUGI = ride("shinkansen", "つるぎ", "富山", "敦賀")
HIDA = ride("limited_express", "ひだ", "名古屋", "高山")
WALK = ride("walk", "", "a", "b")


@pytest.mark.parametrize(
    ("name", "segments", "found"),
    [
        (SEISHUN, [NAKANO, CHUO], (1,)),
        (SEISHUN, [CHUO, WALK, CENTRAL], (0, 2)),
        (SEISHUN, [TOKAIDO], (0,)),
        (SEISHUN, [CHUO, NOZOMI], (0,)),
        (SEISHUN, [CHUO, HIKARI], (0,)),
        (SEISHUN, [CHUO, UNKNOWN], (0,)),
        (SEISHUN, [CHUO, FUJI], (0,)),
        (SEISHUN, [ISHINOMAKI], (0,)),
        (SEISHUN, [MIE], ()),
        (SEISHUN, [SHORT_MIE], (0,)),
        (SEISHUN, [OZORA], (0,)),
        (SEISHUN, [FAR_OZORA], ()),
        (SEISHUN, [NANAO, IR, AINOKAZE, TAKAYAMA], (0, 1, 2, 3)),
        (SEISHUN, [NANAO, IR, SHORT], (0,)),
        (SEISHUN, [NANAO, IR, AINOKAZE], (0,)),
        (SEISHUN, [NANAO, IR, WALK, AINOKAZE, TAKAYAMA], (0, 4)),
        (SEISHUN, [AOIMORI], ()),
        (SEISHUN, [WALK], ()),
        (EAST, [AOIMORI], (0,)),
        (EAST, [CHUO], (0,)),
        (EAST, [CHUO, CENTRAL], (0,)),
        (EAST, [TOKAIDO], ()),
        (VISITOR, [HIKARI, FAR_OZORA], (0, 1)),
        (VISITOR, [NOZOMI], ()),
        (VISITOR, [HIKARI, FUJI], (0,)),
        (HOKKAIDO, [FAR_OZORA, HAYABUSA], (0,)),
        (EAST_VISITOR, [HAYABUSA, SHORT_HAYABUSA, CENTRAL, CHUO], (1, 3)),
        (SHIKOKU, [UWAKAI, KOTODEN, FAR_OZORA], (0, 1)),
        (KYUSHU, [SAKURA, SANYO_SAKURA, SONIC], (0, 2)),
        (NORTH_KYUSHU, [SAKURA, SHORT_SAKURA], (1,)),
        (KANSAI_WIDE, [SANYO_SAKURA, OKAYAMA_SAKURA, KUROSHIO, NOZOMI], (1, 2)),
        (WEST, [SANYO_SAKURA, OKAYAMA_SAKURA, TSURUGI, HIKARI], (0, 1, 2)),
        (TAKAYAMA_PASS, [HIDA, CENTRAL], (0,)),
    ],
)
def test_a_pass_covers_what_it_surely_covers(
    book: PassBook, name: str, segments: list[Segment], found: tuple[int, ...]
) -> None:
    assert covered(book.coverage[name], book.rails, segments) == found


def test_rules_name_passes_operators_stations_and_services_that_exist(book: PassBook, data_dir: Path) -> None:
    from geo.fare_rows import read_rows
    from geo.pass_rules import RuleRow
    from geo.store import read_table

    stations = read_table(data_dir, "stations")
    prefectures = set(read_table(data_dir, "municipalities")["prefecture_name"])
    names, operators = set(stations["name"]), {*stations["operator"], "JR"}
    for row in read_rows(data_dir / "curated" / "fares" / "pass_rules.csv", RuleRow):
        assert set(filter(None, row.stations.split(";"))) <= names, row
        assert set(filter(None, row.operators.split(";"))) <= operators, row
        assert set(filter(None, row.prefectures.split(";"))) <= prefectures, row
    assert set(book.coverage) <= {offer.name for offer in book.offers}
    assert set(stations["operator"]) >= JR


def test_an_unknown_rule_is_named(tmp_path: Path) -> None:
    header = "name,name_ja,rule,operators,stations,services,prefectures,seasons,source,as_of,confidence,note"
    (tmp_path / "pass_rules.csv").write_text(f"{header}\nA,あ,free,JR,,,,,x,2026,high,\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"row 2, column rule: 'free'"):
        read_coverage(tmp_path)
