"""One spelling for the names of stations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rail_names import plain_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市ヶ谷", "市ケ谷"),
        ("自由が丘", "自由ヶ丘"),
        ("四ツ谷", "四ッ谷"),
        ("ＪＲ難波", "JR難波"),
        ("押上〈スカイツリー前〉", "押上"),
        ("中町（西町北）", "中町"),
        ("木ノ本", "木之本"),
        ("龍ケ崎", "竜ヶ崎"),
        ("宇品二丁目", "宇品2丁目"),
        ("ベイサイド･ステーション", "ベイサイド・ステーション"),
    ],
)
def test_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(("one", "other"), [("三条", "二条"), ("二丁目", "三丁目"), ("さが", "さケ"), ("津", "ツ")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert plain_name(one) != plain_name(other)


@given(st.text(alphabet="一二三丁目ヶがケノの之ッツ（）龍あア・条前", max_size=8))
def test_a_plain_name_is_plain(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)
