"""Interchanges by the names people write: kanji with or without IC, or romaji (Iwaki-chuo)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.expressways import plain
from geo.romaji import romaji, romaji_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

AFFIXES = {
    "中央": "ちゅうおう", "北": "きた", "南": "みなみ", "東": "ひがし", "西": "にし", "新": "しん", "本": "ほん",
    "空港": "くうこう", "港": "こう", "大": "おお", "小": "こ", "上": "かみ", "下": "しも", "高原": "こうげん",
    "温泉": "おんせん",
}  # fmt: skip
"""Parts of names that are read so beside a place's name."""

_ENDING = re.compile(r"[\s-]*(?<![A-Za-z])(IC|interchange|インターチェンジ|インター)$", re.IGNORECASE)


class GateIndex:
    """Gates of expressways among the nodes of a car network."""

    def __init__(self, names: Sequence[str], readings: Mapping[str, str]) -> None:
        """Index the names that end in IC; `readings` gives hiragana of stations and municipalities."""
        read = _reader({**readings, **AFFIXES})
        self._nodes: dict[str, int] = {}
        for node, name in enumerate(names):
            base = plain(name)
            if not base.endswith("IC"):
                continue
            base = base.removesuffix("IC")
            self._nodes.setdefault(base, node)
            kana = read(base)
            if kana is not None:
                self._nodes.setdefault(romaji_key(romaji(kana)), node)

    def find(self, text: str) -> int | None:
        """Give the node of the gate a name means, None where it means none."""
        base = _ENDING.sub("", text.strip())
        return self._nodes.get(base, self._nodes.get(romaji_key(base)) if base.isascii() else None)


def means_gate(text: str) -> bool:
    """Whether a name says of itself that it is an interchange."""
    return _ENDING.search(text.strip()) is not None


def _reader(words: Mapping[str, str]) -> Callable[[str], str | None]:
    """Read a name as the fewest known words in a row; kana is read as it is."""
    longest = max(map(len, words), default=1)

    @cache
    def best(text: str) -> tuple[int, str] | None:
        if not text:
            return 0, ""
        found = []
        for length in range(min(longest, len(text)), 0, -1):
            head = text[:length]
            kana = words.get(head, head if re.fullmatch("[ぁ-ゖー]", head) else None)
            rest = best(text[length:]) if kana is not None else None
            if kana is not None and rest is not None:
                found.append((rest[0] + 1, kana + rest[1]))
        return min(found, default=None)

    def read(text: str) -> str | None:
        result = best(_hiragana(text))
        return result[1] if result else None

    return read


def _hiragana(text: str) -> str:
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in text)
