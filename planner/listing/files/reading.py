"""From a sheet to listings: which column is which field, what is the same in every row, and what somebody mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.listing.check import Body, check
from planner.listing.fields import FIELDS
from planner.listing.files.cells import bare, read_cell, split_period
from planner.listing.files.words import COLUMNS, ID, PERIOD, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from planner.listing.files.sheet import Row, Sheet
    from planner.listing.files.words import Words
    from planner.listing.ground import Ground

ID_LENGTH = 64
EXAMPLES = ("見本", "example")
"""Ids of the template's own row, which is no listing."""
TERM = "期間"
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read.

    Parameters
    ----------
    columns : mapping
        Header → field, empty where a column is left out.
    fixed : mapping
        Field → the text of every row that has none of its own.
    mended : mapping
        Row number (as text) → field → the text in the place of the file's.
    """

    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong where: the row as its program numbers it, the field, the key of the text, and what was written."""

    row: int
    column: str
    key: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: listings by their ids, or what is wrong."""

    rows: tuple[tuple[str, Body], ...]
    wrong: tuple[Wrong, ...] = ()


def guess(sheet: Sheet, words: Words, remembered: Mapping[str, str]) -> dict[str, str]:
    """Guess which field each column is: as the office chose before, else by what people call it; no field twice."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for header in sheet.header:
        name = remembered.get(header, words.headers.get(plain(header), ""))
        found[header] = "" if name in taken or name not in COLUMNS else name
        taken.add(found[header])
    if not taken & {"start", "end", PERIOD}:
        # where nothing else says when, a term is the season and no contract's
        known = {header for header in sheet.header if plain(header) == TERM} - remembered.keys()
        found |= dict.fromkeys(known, PERIOD)
    return found


def take_rows(
    sheet: Sheet,
    reading: Reading,
    words: Words,
    codes: Container[str],
    ground: Ground | None = None,
    tell: Callable[[float], None] | None = None,
) -> Read:
    """Read every row; with anything wrong in it none of the file may be kept.

    Parameters
    ----------
    tell : callable, optional
        Told the share that is done; what it raises ends the reading.
    """
    at = {name: place for place, header in enumerate(sheet.header) if (name := reading.columns.get(header, ""))}
    told = {*at, *(("start", "end") if PERIOD in at else ())}
    missing = [n for n, one in FIELDS.items() if one.required and n not in told and not reading.fixed.get(n)]
    if missing:
        return Read((), tuple(Wrong(1, name, "missing") for name in missing))
    found: dict[str, tuple[int, Body]] = {}
    wrong: list[Wrong] = []
    for count, row in enumerate(sheet.rows):
        if tell is not None and count % AT_ONCE == 0:
            tell(count / len(sheet.rows))
        given = _given(row, at, reading)
        if plain(given.get(ID, "")) in EXAMPLES:
            continue
        body, errors = check({name: read_cell(name, text, words) for name, text in given.items()}, codes, ground)
        wrong += [Wrong(row.number, name, key, given.get(name, "")) for name, key in errors.items()]
        key = read_cell(ID, given.get(ID, ""), words) or _own_id(body)
        if len(row.cells) > len(sheet.header) and any(row.cells[len(sheet.header) :]):
            wrong.append(Wrong(row.number, "", "too_wide"))
        if len(key) > ID_LENGTH or not key.isprintable():
            wrong.append(Wrong(row.number, ID, "too_long", key[:ID_LENGTH]))
        elif key in found:
            own = ID not in given
            same = f"same:{found[key][0]}"
            wrong.append(Wrong(row.number, "title_ja" if own else ID, same, body.get("title_ja", "") if own else key))
        found.setdefault(key, (row.number, body))
    if not found and not wrong:
        return Read((), (Wrong(1, "", "only_header"),))
    return Read(() if wrong else tuple((key, body) for key, (_, body) in found.items()), tuple(wrong))


def _given(row: Row, at: Mapping[str, int], reading: Reading) -> dict[str, str]:
    mended = reading.mended.get(str(row.number), {})
    given = {name: bare(row.cells[place]) if place < len(row.cells) else "" for name, place in at.items()}
    for name, text in split_period(given.pop(PERIOD, "")).items():
        given[name] = given.get(name, "").strip() or text
    given |= {name: text for name, text in reading.fixed.items() if not given.get(name, "").strip()}
    return given | {name: text for name, text in mended.items() if name in FIELDS or name == ID}


def _own_id(body: Body) -> str:
    """Give a row without an id the same one whenever the file is read."""
    parts = (body.get(name, "") for name in ("municipality_code", "kind", "title_ja", "employer", "start"))
    return "row-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
