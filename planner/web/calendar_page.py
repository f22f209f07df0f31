"""The demand calendar as a list for people: what is asked for, what is found, one page of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from planner.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.model import Municipality
    from planner.dataset import Dataset
    from planner.demand import DemandWindow

PAGE_ROWS = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the calendar is asked for; None and "" mean all."""

    month: int | None = None
    kind: str = ""
    prefecture: str = ""

    def as_query(self) -> dict[str, str | int]:
        """Give the filter as arguments of an address, without what is not set."""
        given = {"month": self.month, "kind": self.kind, "prefecture": self.prefecture}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    """A window with its place."""

    window: DemandWindow
    place: Municipality


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of rows, numbered from 1."""

    rows: tuple[T, ...]
    number: int
    pages: int
    total: int


def read_filter(args: Mapping[str, str]) -> Filter:
    """Read a filter from an address; a value that cannot be is as if it were not there."""
    month, kind, prefecture = (args.get(name, "") for name in ("month", "kind", "prefecture"))
    return Filter(
        month_of(month),
        kind if kind in KINDS else "",
        prefecture if re.fullmatch("[0-9]{2}", prefecture) else "",
    )


def month_of(text: str) -> int | None:
    """Read a month, 1 to 12; None where the text is none."""
    return int(text) if re.fullmatch("[1-9]|1[0-2]", text) else None


def find(dataset: Dataset, chosen: Filter) -> list[Row]:
    """List the windows of a filter by prefecture, place and start."""
    windows = dataset.demand.select(month=chosen.month, kinds=[chosen.kind] if chosen.kind else None)
    rows = [Row(window, dataset.municipality(window.code)) for window in windows]
    kept = [row for row in rows if chosen.prefecture in ("", row.place.prefecture)]
    return sorted(kept, key=lambda row: (row.place.code, row.window.start, row.window.id))


def page_of(rows: Sequence[T], number: str) -> Page[T]:
    """Cut one page; a number beyond the last page means the last one."""
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    at = min(max(int(number), 1), pages) if re.fullmatch("[0-9]{1,6}", number) else 1
    return Page(tuple(rows[(at - 1) * PAGE_ROWS : at * PAGE_ROWS]), at, pages, len(rows))


def prefectures(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Give code → Japanese and English name of each prefecture."""
    return {place.prefecture: (place.prefecture_name, place.prefecture_en) for place in dataset.municipalities}


def shares(dataset: Dataset) -> dict[str, int]:
    """Count the windows by how well they are known."""
    return dict(Counter(window.confidence for window in dataset.demand.windows))
