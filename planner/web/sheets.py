"""The offices' files that were read last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.listing.files.sheet import read_sheet

if TYPE_CHECKING:
    from planner.db.uploads import Upload
    from planner.listing.files.sheet import Sheet

KEPT = 3


class Sheets:
    """A few files as they were read: an Excel file takes seconds, and is looked at again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, Sheet] = {}

    def read(self, held: Upload) -> Sheet:
        """Read a file, or give what was read of it before."""
        sheet = self._kept.pop(held.id, None) or read_sheet(held.content)
        self._kept[held.id] = sheet
        for old in list(self._kept)[:-KEPT]:
            self._kept.pop(old, None)
        return sheet

    def forget(self, held: Upload) -> None:
        """Let go of a file."""
        self._kept.pop(held.id, None)
