"""A file of rows as it came: one reader for what spreadsheets and maps write, judged by content and not by name."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_CELL = 8_000
FEWEST_COLUMNS = 8
"""A table of listings has more columns than this; of a smaller one nothing is guessed."""
LOOKED_AT = 12
"""Rows among which the headers are sought: spreadsheets have titles above them."""


class NoSheet(ValueError):
    """The file cannot be read as rows: the key of its text."""


@dataclass(frozen=True, slots=True)
class Row:
    """Texts of a row by column, with the number that a spreadsheet shows beside it (of a map: which feature it is)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headers, each once, and rows that are not empty."""

    kind: str
    """csv, xlsx or geojson."""
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    """The number of the row that the headers stand in."""


def read_sheet(content: bytes) -> Sheet:
    """Read a file.

    Raises
    ------
    NoSheet
        Where it is none of the formats, damaged, empty, or larger than anybody's season.
    """
    from planner.listing.files.csv_sheet import read_csv
    from planner.listing.files.geojson_sheet import looks_like_json, read_geojson
    from planner.listing.files.xlsx_sheet import ZIP, read_xlsx

    if content.startswith(ZIP):
        return read_xlsx(content)
    if looks_like_json(content):
        return read_geojson(content)
    return read_csv(content)


def sheet_of(kind: str, table: list[tuple[int, list[str]]]) -> Sheet:
    """Make a sheet of all rows of a file, the header among them."""
    filled = [(number, cells) for number, cells in table if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise NoSheet("empty" if not filled else "only_header")
    filled = filled[_above(filled) :]
    if len(filled) < 2:
        raise NoSheet("only_header")
    header = [" ".join(cell.split()) for cell in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise NoSheet("too_wide_file")
    if len(filled) - 1 > MOST_ROWS:
        raise NoSheet("too_many")
    rows = tuple(Row(number, tuple(_cut(cell) for cell in cells)) for number, cells in filled[1:])
    return Sheet(kind, _once(header), rows, filled[0][0])


def _above(filled: list[tuple[int, list[str]]]) -> int:
    """Count the rows above the headers: titles, and groups of columns, which fill few cells of what follows."""
    counts = [sum(bool(cell.strip()) for cell in cells) for _, cells in filled[:LOOKED_AT]]
    if max(counts) < FEWEST_COLUMNS:
        return 0
    return next(place for place, count in enumerate(counts) if 2 * count > max(counts))


def _cut(cell: str) -> str:
    # longer than any field may be, so that what is wrong is told and the file stays small
    return cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL]


def _once(header: list[str]) -> tuple[str, ...]:
    """Give columns without a name, and those of one name, names of their own."""
    found: dict[str, None] = {}
    for place, name in enumerate(header, 1):
        name = name or f"#{place}"
        found[name if name not in found else f"{name} #{place}"] = None
    return tuple(found)
