"""JIS X 0401 and 0402: codes of prefectures and municipalities, five and six digits, and what became of old ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import UnknownPlaceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

PREFECTURE_COUNT = 47
MUNICIPALITY_COUNT = 1741
"""792 cities, 743 towns, 183 villages and Tokyo's 23 special wards; the six Northern Territories villages not in."""

_WEIGHTS = (6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One of the 47 prefectures."""

    code: str
    """Two-digit JIS X 0401 code."""
    name: str
    name_kana: str
    name_en: str


def _prefectures() -> dict[str, Prefecture]:
    rows = (line.split() for line in _TABLE.strip().splitlines())
    return {code: Prefecture(code, name, kana, english) for code, name, kana, english in rows}


_TABLE = """
01 北海道 ほっかいどう Hokkaido
02 青森県 あおもりけん Aomori
03 岩手県 いわてけん Iwate
04 宮城県 みやぎけん Miyagi
05 秋田県 あきたけん Akita
06 山形県 やまがたけん Yamagata
07 福島県 ふくしまけん Fukushima
08 茨城県 いばらきけん Ibaraki
09 栃木県 とちぎけん Tochigi
10 群馬県 ぐんまけん Gunma
11 埼玉県 さいたまけん Saitama
12 千葉県 ちばけん Chiba
13 東京都 とうきょうと Tokyo
14 神奈川県 かながわけん Kanagawa
15 新潟県 にいがたけん Niigata
16 富山県 とやまけん Toyama
17 石川県 いしかわけん Ishikawa
18 福井県 ふくいけん Fukui
19 山梨県 やまなしけん Yamanashi
20 長野県 ながのけん Nagano
21 岐阜県 ぎふけん Gifu
22 静岡県 しずおかけん Shizuoka
23 愛知県 あいちけん Aichi
24 三重県 みえけん Mie
25 滋賀県 しがけん Shiga
26 京都府 きょうとふ Kyoto
27 大阪府 おおさかふ Osaka
28 兵庫県 ひょうごけん Hyogo
29 奈良県 ならけん Nara
30 和歌山県 わかやまけん Wakayama
31 鳥取県 とっとりけん Tottori
32 島根県 しまねけん Shimane
33 岡山県 おかやまけん Okayama
34 広島県 ひろしまけん Hiroshima
35 山口県 やまぐちけん Yamaguchi
36 徳島県 とくしまけん Tokushima
37 香川県 かがわけん Kagawa
38 愛媛県 えひめけん Ehime
39 高知県 こうちけん Kochi
40 福岡県 ふくおかけん Fukuoka
41 佐賀県 さがけん Saga
42 長崎県 ながさきけん Nagasaki
43 熊本県 くまもとけん Kumamoto
44 大分県 おおいたけん Oita
45 宮崎県 みやざきけん Miyazaki
46 鹿児島県 かごしまけん Kagoshima
47 沖縄県 おきなわけん Okinawa
"""

PREFECTURES = _prefectures()
"""The 47 prefectures by their two-digit code, ascending."""


def check_digit(code: str) -> str:
    """Check digit of a five-digit code.

    Weights 6 to 2, modulus 11; a remainder of 10 counts as 0 (JIS X 0402; 総務省「全国地方公共団体コード」仕様).
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=True))
    return str((11 - total % 11) % 10)


def six_digits(code: str) -> str:
    """Append the check digit: 16210 → 162108."""
    return code + check_digit(code)


def five_digits(code: str) -> str:
    """Strip a check digit: 162108 → 16210; five digits stay as they are.

    Raises
    ------
    UnknownPlaceError
        When it is not five or six digits of a prefecture, or the check digit is wrong. A code that lost its
        leading zero in a spreadsheet has too few digits, or a wrong check digit: it is refused, never guessed.
    """
    if not re.fullmatch(r"[0-9]{5,6}", code):
        raise UnknownPlaceError(f"{code!r} is not a municipality code: give five or six digits, leading zero included.")
    if code[:2] not in PREFECTURES:
        raise UnknownPlaceError(f"{code!r} is not a municipality code: there is no prefecture {code[:2]}.")
    if len(code) == 6 and code != six_digits(code[:5]):
        raise UnknownPlaceError(
            f"{code!r} is not a municipality code: its check digit should be {check_digit(code[:5])}."
        )
    return code[:5]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code or a name that is no municipality's today: a former one, or a ward of a designated city."""

    code: str
    name: str
    kind: str
    """`former`, `ward`, or `renamed`: the code holds, under another name."""
    valid_to: dt.date | None
    """First day it did not hold any more; None while it holds, or where the day is not known."""
    successor: str
    """Municipality of today that holds its office: a merger may have split its land among several."""
    name_kana: str = ""
    name_en: str = ""
    """How the name was read; empty where nobody tells."""


class CodeBook:
    """The municipalities of today, and the way there from wards and from codes before a merger."""

    def __init__(self, current: Iterable[str], changes: Iterable[CodeChange] = ()) -> None:
        self._current = frozenset(current)
        self.changes = tuple(changes)
        self._changes = {change.code: change for change in self.changes}

    def current(self, code: str) -> str:
        """Return the municipality of today that a five- or six-digit code of any time means.

        Raises
        ------
        UnknownPlaceError
            When the code is malformed or was never given.
        """
        five = five_digits(code)
        if five in self._current:
            return five
        if five in self._changes:
            return self._changes[five].successor
        raise UnknownPlaceError(f"There is no municipality with the code {code}.")

    def change(self, code: str) -> CodeChange | None:
        """Why a code is not a municipality of today; None where it is one, or was never given."""
        return self._changes.get(five_digits(code))
