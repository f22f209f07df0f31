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
    r"[¥約]?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:円|泊|名|人|時間|日|歳|yen|jpy|nights?|hours?|days?|h)?", re.IGNORECASE
)
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
_FIXED_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


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
        return _FIXED_DAY.sub(r"\1-\2-\3", _MIDNIGHT.sub("", folded))
    return text


def _code(text: str) -> str:
    """Give a code its zero back, which spreadsheets take off, and leave the check digit."""
    digits = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{4,6}", digits):
        return text
    return digits[:5] if len(digits) == 6 else digits.zfill(5)
