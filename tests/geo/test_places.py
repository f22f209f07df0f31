from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.codes import six_digits
from geo.errors import UnknownPlaceError
from geo.places import PlaceIndex
from geo.store import read_municipalities

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def index(data_dir: Path) -> PlaceIndex:
    return PlaceIndex.load(data_dir)


@pytest.mark.parametrize(
    "query",
    [
        "16210",
        "162108",
        "１６２１０",
        "南砺市",
        "南砺",
        " 南砺市 ",
        "富山県南砺市",
        "富山県 南砺市",
        "富山南砺市",
        "なんとし",
        "なんと",
        "ナントシ",
        "ﾅﾝﾄｼ",
        "とやまけんなんとし",
        "Nanto",
        "nanto",
        "Nantō",
        "Nanto-shi",
        "nantoshi",
        "Nanto City",
        "Nanto, Toyama",
        "Toyama Nanto",
        "Nanto City, Toyama Prefecture",
        "Toyama-ken Nanto-shi",
        "16421",
    ],
)
def test_names_of_nanto(index: PlaceIndex, query: str) -> None:
    assert index.resolve(query).code == "16210"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("富山県中新川郡立山町", "16323"),
        ("蒲郡市", "23214"),
        ("郡上市", "21219"),
        ("郡山市", "07203"),
        ("大和郡山市", "29203"),
        ("四日市市", "24202"),
        ("廿日市市", "34213"),
        ("京都市", "26100"),
        ("札幌市中央区", "01100"),
        ("01101", "01100"),
        ("22131", "22130"),
        ("檮原町", "39405"),
        ("龍ヶ崎市", "08208"),
        ("竜ケ崎市", "08208"),
        ("Nihommatsu", "07210"),
        ("Kounosu", "11217"),
        ("Chiyoda-ku", "13101"),
        ("Chiyoda City", "13101"),
        ("Chiyoda-machi", "10523"),
        ("Hokkaido Urausu", "01431"),
        ("Rausu", "01694"),
        ("海士町", "32525"),
    ],
)
def test_other_names(index: PlaceIndex, query: str, code: str) -> None:
    assert index.resolve(query).code == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("福光町", "16210"),
        ("富山県西砺波郡福光町", "16210"),
        ("大宮市", "11100"),
        ("那珂川市", "40231"),
        ("富山県朝日町", "16343"),  # of today, though many a former town bears the name
    ],
)
def test_a_former_name_means_the_place_that_took_it_over(index: PlaceIndex, query: str, code: str) -> None:
    assert index.resolve(query).code == code
    assert index.search(query)[0].code == code


def test_names_are_written_as_the_towns_write_them(index: PlaceIndex) -> None:
    assert index.resolve("Minamialps").name_en == "Minami-Alps"
    assert index.resolve("Minami-Alps").code == "19208"
    assert index.resolve("まなづるまち").code == "14383"


def test_a_former_name_of_several_lists_their_successors(index: PlaceIndex) -> None:
    with pytest.raises(UnknownPlaceError, match="several") as caught:
        index.resolve("鹿島町")
    assert caught.value.candidates == ("福島県南相馬市", "茨城県鹿嶋市", "石川県中能登町", "島根県松江市")
    assert index.resolve("石川県鹿島町").name == "中能登町"


def test_the_bare_name_of_a_former_town_is_left_to_its_station(index: PlaceIndex) -> None:
    with pytest.raises(UnknownPlaceError, match="no municipality"):
        index.resolve("福光")
    assert "16210" in [place.code for place in index.search("福光")]


@pytest.mark.parametrize(
    ("query", "candidates"),
    [
        ("府中市", ("東京都府中市", "広島県府中市")),
        ("伊達市", ("北海道伊達市", "福島県伊達市")),
        ("府中", ("東京都府中市", "広島県府中市", "広島県府中町")),
        ("Chiyoda", ("群馬県千代田町", "東京都千代田区")),
    ],
)
def test_an_ambiguous_name_lists_all_it_may_mean(index: PlaceIndex, query: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(UnknownPlaceError, match="several") as caught:
        index.resolve(query)
    assert caught.value.candidates == candidates


@pytest.mark.parametrize(
    ("query", "candidate"),
    [
        ("Nansto", "富山県南砺市"),
        ("南砺氏", "富山県南砺市"),
        ("なんどし", "富山県南砺市"),
        ("東京都", "東京都世田谷区"),
    ],
)
def test_an_unknown_name_lists_similar_ones(index: PlaceIndex, query: str, candidate: str) -> None:
    with pytest.raises(UnknownPlaceError, match="no municipality") as caught:
        index.resolve(query)
    assert candidate in caught.value.candidates


@pytest.mark.parametrize("query", ["", "   ", "1202", "162109", "99999", "?", "🍎"])
def test_nonsense_is_refused(index: PlaceIndex, query: str) -> None:
    with pytest.raises(UnknownPlaceError):
        index.resolve(query)


def test_candidates_are_clear_names_themselves(data_dir: Path, index: PlaceIndex) -> None:
    for place in read_municipalities(data_dir):
        assert index.resolve(place.full_name) == place
        assert index.resolve(six_digits(place.code)) == place


@pytest.fixture(scope="module")
def fifty(data_dir: Path) -> PlaceIndex:
    return PlaceIndex(read_municipalities(data_dir)[:50])


@given(text=st.text(max_size=12))
def test_any_text_is_answered_or_refused(fifty: PlaceIndex, text: str) -> None:
    index, places = fifty, fifty.search("0")
    assert len(places) == 50
    assert len(index.search(text, 5)) <= 5
    try:
        found = index.resolve(text)
    except UnknownPlaceError:
        return
    assert found in places


def test_search_puts_exact_names_first_then_beginnings_then_parts(index: PlaceIndex) -> None:
    found = [place.name for place in index.search("富山")]
    assert found[0] == "富山市"
    assert "南砺市" in found, "places of the prefecture come last"
    assert [place.code for place in index.search("なんと", 1)] == ["16210"]
    assert [place.name for place in index.search("府中")][:3] == ["府中市", "府中町", "府中市"]
    assert {place.name for place in index.search("hama", 30)} >= {"浜田市", "横浜市"}


def test_search_by_code_takes_the_beginning(index: PlaceIndex) -> None:
    assert [place.code for place in index.search("1621")] == ["16210", "16211"]
    assert [place.code for place in index.search("162108")] == ["16210"]


def test_search_for_nothing_finds_nothing(index: PlaceIndex) -> None:
    assert index.search("") == ()
    assert index.search("zzzz") == ()


def test_english_names_of_an_independent_list_are_understood(index: PlaceIndex, shared_data: Path) -> None:
    """Ambiguous ones count as understood when the right place is among the candidates; 98 % at least."""
    with (shared_data / "codes/nobuf_cities_in_japan_2024.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if not row["special_district_ja"]]
    assert len(rows) > 1700
    missed = [row for row in rows if not _understood(index, row["city_en"].partition(",")[0], row["id"])]
    assert len(missed) < 0.02 * len(rows), [row["city_en"] for row in missed]


def _understood(index: PlaceIndex, name: str, code: str) -> bool:
    try:
        return index.resolve(name).code == code
    except UnknownPlaceError as error:
        return any(index.resolve(candidate).code == code for candidate in error.candidates)
