"""Counts by month: how often a page was seen, how many plans include a listing; nothing of who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from planner.db.letter_tables import FigureRow
from planner.db.session import transaction

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

VIEWS, PLANS, NIGHTS = "views", "plans", "nights"


class FigureStore:
    """Counts by subject (`listing-…`, `map-…`), month (`2027-09`) and what was counted."""

    def __init__(self, engine: Engine) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)

    def add(self, day: dt.date, counts: Iterable[tuple[str, str, int]]) -> None:
        """Count on: subject, what, how many."""
        with transaction(self._write) as session:
            for subject, what, n in counts:
                _add(session, subject, f"{day:%Y-%m}", what, n)

    def of(self, subjects: Iterable[str]) -> dict[tuple[str, str, str], int]:
        """Give the counts of some subjects by subject, month and what."""
        query = select(FigureRow).where(FigureRow.subject.in_(list(subjects)))
        with transaction(self._read) as session:
            return {(row.subject, row.month, row.what): row.n for row in session.scalars(query)}


def _add(session: Session, subject: str, month: str, what: str, n: int) -> None:
    mine = FigureRow.subject == subject, FigureRow.month == month, FigureRow.what == what
    more = update(FigureRow).where(*mine).values(n=FigureRow.n + n)
    if session.execute(more).rowcount:  # type: ignore[attr-defined]  # an update has it
        return
    try:
        with session.begin_nested():
            session.add(FigureRow(subject=subject, month=month, what=what, n=n))
    except IntegrityError:
        # another process was quicker to begin this count
        session.execute(more)
