"""Read a cell as people write it: units behind numbers, times behind days, names in the place of codes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from planner.listing.fields import FIELDS
from planner.listing.files.words import plain

if TYPE_CHECKING:
    from planner.listing.files.words import Words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
_NUMBER = re.compile(
    r"[¥約]?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*"
    r"(?:円|(?:泊|名|人|時間|日)(?:以上|以下|以内|から|まで|程度|~)?|歳|yen|jpy|nights?|hours?|days?|h)?",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_FIXED_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


_BETWEEN = re.compile(r"\s*(?:[~〜～―–—]|から|より|\s-\s)\s*")
_MONTH = re.compile(r"((?:[^0-9]*[0-9元]+年)?[0-9]{1,2})月(上旬|中旬|下旬|初旬|初め|頭|末)?(?:頃|ごろ|まで)?")
_PARTS = {
    "上旬": (1, 10),
    "初旬": (1, 10),
    "初め": (1, 10),
    "頭": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 0),
    "末": (21, 0),
}
"""First and last day of a part of a month; 0 is the month's last."""
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LASTS = ("end", "peak_end", "closes")
"""Days that end something."""


def guarded(cell: str) -> str:
    """Give a cell that a spreadsheet would take for a formula an apostrophe, which `bare` takes off."""
    return GUARD + cell if cell.startswith((*FORMULA, GUARD)) else cell


def bare(cell: str) -> str:
    """Take the guard off."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith((*FORMULA, GUARD)) else cell


def read_cell(name: str, cell: str, words: Words) -> str:
    """Give what somebody wrote in the column of a field, as planner.listing.check reads it."""
    text = cell.strip()
    if not text:
        return ""
    if name in words.values and plain(text) in words.values[name]:
        return words.values[name][plain(text)]
    if name == "municipality_code":
        return _code(text)
    shape = FIELDS[name].shape if name in FIELDS else ""
    folded = unicodedata.normalize("NFKC", text)
    if shape in {"whole", "decimal"} and (found := _NUMBER.fullmatch(folded)):
        return found[1]
    if shape in {"day", "date"}:
        return _day(name, _FIXED_DAY.sub(r"\1-\2-\3", _MIDNIGHT.sub("", folded)))
    return text


def split_period(text: str) -> dict[str, str]:
    """Give start and end of a cell such as 「10月20日〜12月10日」; of one day or month both."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if not parts or len(parts) > 2:
        return {"start": text, "end": text} if text.strip() else {}
    return {"start": parts[0], "end": parts[-1]}


def _day(name: str, text: str) -> str:
    """Give the day that a part of a month begins or ends with, and any other text without what only decorates it."""
    text = re.sub(r"(?<=[0-9日])\s*(?:頃|ごろ|まで)$", "", text.replace(" ", ""))
    if not (found := _MONTH.fullmatch(text)):
        return text
    first, last = _PARTS.get(found[2] or "", (1, 0))
    month = int(re.sub(r".*年", "", found[1]))
    if not 1 <= month <= 12:
        return text
    return f"{found[1]}月{(last or _LENGTHS[month - 1]) if name in LASTS else first}日"


def _code(text: str) -> str:
    """Give a code its zero back, which spreadsheets take off, and leave the check digit."""
    digits = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        return text
    return digits[:5] if len(digits) == 6 else digits.zfill(5)
