"""Read what spreadsheets write as text: UTF-8, CP932 or UTF-16; commas, tabs or semicolons."""

from __future__ import annotations

import csv
import io

from planner.listing.files.sheet import NoSheet, Sheet, sheet_of

DELIMITERS = ",\t;"
_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(content: bytes) -> Sheet:
    """Read a file; NoSheet where it is no text or its quotes do not close."""
    text = _text(content)
    try:
        stream = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
        table = list(enumerate(stream, 1))
    except csv.Error:
        raise NoSheet("no_csv") from None
    return sheet_of("csv", table)


def _text(content: bytes) -> str:
    try:
        if content.startswith(_BOMS_16):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp932")
    except UnicodeDecodeError:
        raise NoSheet("no_csv") from None


def _delimiter(text: str) -> str:
    """Take the separator that the first line has most of; a comma where it has none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "\0" in text:
        raise NoSheet("no_csv")
    return max(DELIMITERS, key=first.count)
