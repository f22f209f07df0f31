"""Listings as files that spreadsheets and maps open, and that the import reads back to the same listings."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from planner.listing.fields import FIELDS
from planner.listing.files.cells import guarded
from planner.listing.files.words import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from planner.listing.check import Body
    from planner.listing.files.words import Words

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
WIDE = 28
"""Characters of a column of words."""


def write(kind: str, rows: Iterable[tuple[str, Body]], words: Words | None = None) -> bytes:
    """Write a file; with words its headers and choices are as people say them, else our own names and codes."""
    return WRITERS[kind](rows, words)


def write_csv(rows: Iterable[tuple[str, Body]], words: Words | None = None) -> bytes:
    """Write UTF-8 with a byte order mark, which spreadsheets need."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([guarded(cell) for cell in line] for line in _lines(rows, words))
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(rows: Iterable[tuple[str, Body]], words: Words | None = None) -> bytes:
    """Write an Excel file: every cell a text or a number, none a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("listings")
    sheet.freeze_panes = "B2"
    for number in range(2, len(FIELDS) + 2):
        sheet.column_dimensions[_letters(number)].width = WIDE
    shapes = ["", *(one.shape for one in FIELDS.values())]
    for line in _lines(rows, words):
        sheet.append(
            [_number(shape, guarded(text)) if text else None for shape, text in zip(shapes, line, strict=True)]
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_geojson(rows: Iterable[tuple[str, Body]], words: Words | None = None) -> bytes:
    """Write points with all fields as properties; a listing without a point has no geometry."""
    del words
    features = [
        {
            "type": "Feature",
            "id": key,
            "geometry": _point(body),
            "properties": {n: _number(one.shape, guarded(body[n])) for n, one in FIELDS.items() if n in body},
        }
        for key, body in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


WRITERS: Mapping[str, Callable[[Iterable[tuple[str, Body]], Words | None], bytes]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "geojson": write_geojson,
}


def _lines(rows: Iterable[tuple[str, Body]], words: Words | None) -> Iterable[Sequence[str]]:
    yield [ID, *(words.label(name) if words else name for name in FIELDS)]
    for key, body in rows:
        texts = (body.get(name, "") for name in FIELDS)
        yield [key, *(words.say(n, text) if words else text for n, text in zip(FIELDS, texts, strict=True))]


def _number(shape: str, text: str) -> str | int | float:
    if shape == "whole" and text.isdecimal():
        return int(text)
    if shape == "decimal" and text.replace(".", "", 1).isdecimal():
        return float(text)
    return text


def _point(body: Body) -> dict[str, object] | None:
    if "lng" not in body or "lat" not in body:
        return None
    return {"type": "Point", "coordinates": [float(body["lng"]), float(body["lat"])]}


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number))
