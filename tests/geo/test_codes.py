from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.codes import PREFECTURE_COUNT, PREFECTURES, CodeBook, CodeChange, check_digit, five_digits, six_digits
from geo.errors import UnknownPlaceError

if TYPE_CHECKING:
    from pathlib import Path

codes = st.builds("{:02d}{:03d}".format, st.integers(1, 47), st.integers(0, 999))


@pytest.mark.parametrize(
    ("five", "six"), [("01100", "011002"), ("16210", "162108"), ("13101", "131016"), ("47382", "473821")]
)
def test_check_digits_of_the_official_list(five: str, six: str) -> None:
    assert six_digits(five) == six


def test_a_remainder_of_ten_gives_zero() -> None:
    # 13104: 6 + 15 + 4 + 0 + 8 = 33, 33 mod 11 = 0, 11 - 0 = 11, last digit 1; 01205: 0 + 5 + 8 + 0 + 10 = 23, 10 → 0
    assert (check_digit("13104"), check_digit("01205")) == ("1", "0")


@given(codes)
def test_six_digits_and_back(code: str) -> None:
    assert five_digits(six_digits(code)) == code
    assert five_digits(code) == code


@given(codes, st.integers(0, 9))
def test_a_wrong_check_digit_is_refused(code: str, digit: int) -> None:
    if str(digit) != check_digit(code):
        with pytest.raises(UnknownPlaceError, match="check digit"):
            five_digits(f"{code}{digit}")


@pytest.mark.parametrize("code", ["1100", "1202", "00100", "48201", "", "０１１００", "16210x", "1621080"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownPlaceError):
        five_digits(code)


def test_a_six_digit_code_without_its_leading_zero_is_not_taken_for_a_prefecture_of_its_own() -> None:
    """011002 read by a spreadsheet is 11002, five digits that begin like Saitama: no municipality has that code."""
    with pytest.raises(UnknownPlaceError, match="no municipality"):
        CodeBook(["01100", "11100"]).current("11002")


def test_a_code_book_leads_old_codes_and_wards_to_today() -> None:
    book = CodeBook(
        ["22130", "16210"],
        [
            CodeChange("22131", "浜松市中区", "ward", dt.date(2024, 1, 1), "22130"),
            CodeChange("16421", "城端町", "former", dt.date(2004, 11, 1), "16210"),
        ],
    )
    assert [book.current(code) for code in ("22130", "22131", "221317", "16421")] == [
        "22130",
        "22130",
        "22130",
        "16210",
    ]
    change = book.change("16421")
    assert change is not None
    assert change.valid_to == dt.date(2004, 11, 1)
    assert book.change("22130") is None


def test_there_are_47_prefectures_in_order() -> None:
    assert list(PREFECTURES) == [f"{n:02d}" for n in range(1, PREFECTURE_COUNT + 1)]
    assert {p.name[-1] for p in PREFECTURES.values()} == {"道", "都", "府", "県"}


def test_our_check_digits_are_those_of_the_official_list(shared_data: Path) -> None:
    items = json.loads((shared_data / "codes/yhay81_jichitai_code.json").read_text(encoding="utf-8"))["items"]
    municipal = [item["c"] for item in items if item["t"] != "prefecture"]
    assert len(municipal) > 1900
    assert [code for code in municipal if six_digits(code[:5]) != code] == []


def test_prefectures_are_named_as_in_the_official_list(shared_data: Path) -> None:
    items = json.loads((shared_data / "codes/yhay81_jichitai_code.json").read_text(encoding="utf-8"))["items"]
    official = {item["c"][:2]: item["n"] for item in items if item["t"] == "prefecture"}
    assert {code: prefecture.name for code, prefecture in PREFECTURES.items()} == official
