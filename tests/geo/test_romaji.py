from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.romaji import romaji, romaji_key


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("なんと", "nanto"),
        ("きょうと", "kyouto"),
        ("しゃこたん", "shakotan"),
        ("はっちょう", "hatchou"),
        ("にっこう", "nikkou"),
        ("じょうえつ", "jouetsu"),
        ("つしま", "tsushima"),
        ("ふっつ", "futtsu"),
    ],
)
def test_hepburn(kana: str, latin: str) -> None:
    assert romaji(kana) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kōnosu", "Kounosu"),
        ("Ohtawara", "Otawara"),
        ("Nihommatsu", "Nihonmatsu"),
        ("Tōkyō", "tokyo"),
        ("Suo-Oshima", "Suo Ohshima"),
        ("Yūbari", "YUUBARI"),
        ("Shin'onsen", "Shinonsen"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert romaji_key(one) == romaji_key(other)


def test_an_h_that_begins_a_syllable_stays() -> None:
    assert romaji_key("Ohira") == "ohira"


@given(st.text(alphabet="abehimnopstuō- '", max_size=20))
def test_a_key_is_its_own_key(text: str) -> None:
    assert romaji_key(romaji_key(text)) == romaji_key(text)
