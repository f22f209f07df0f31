"""Reports of wrong data: to an office about its listing, to the operator about the national table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from planner.db.errors import RecordMissing
from planner.db.letter_tables import ReportRow
from planner.db.listing_tables import ListingRow
from planner.db.news import settle, tell
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Engine

KEPT = dt.timedelta(days=180)
"""How long a report is kept after it was seen to."""
LISTING = "listing-"
NEWS = "report"


@dataclass(frozen=True, slots=True)
class Report:
    """A report; `office_id` is None where the operator sees to it."""

    id: str
    office_id: str | None
    window_id: str
    about: str
    what: str
    text: str
    created: dt.datetime
    done: bool


class ReportStore:
    """Reports by office; None is the operator."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def send(self, window_id: str, about: str, what: str, text: str) -> Report:
        """Keep a report on a window of demand; a listing's goes to its office."""
        now = self._clock()
        with transaction(self._write) as session:
            session.execute(delete(ReportRow).where(ReportRow.done <= now - KEPT))
            listing = (
                session.get(ListingRow, window_id.removeprefix(LISTING)) if window_id.startswith(LISTING) else None
            )
            row = ReportRow(id=new_id(), window_id=window_id, about=about, what=what, text=text, created=now)
            row.office_id = None if listing is None else listing.office_id
            session.add(row)
            if row.office_id is not None:
                tell(session, row.office_id, NEWS, about, _path(row.id), now)
            return _report(row)

    def of_office(self, office_id: str | None) -> list[Report]:
        """List the reports that an office, or the operator, has not seen to, the oldest first."""
        query = select(ReportRow).where(self._of(office_id), ReportRow.done.is_(None))
        with transaction(self._read) as session:
            return [_report(row) for row in session.scalars(query.order_by(ReportRow.created, ReportRow.id))]

    def count(self, office_id: str | None) -> int:
        """Count what is not seen to yet."""
        query = select(func.count()).select_from(ReportRow).where(self._of(office_id), ReportRow.done.is_(None))
        with transaction(self._read) as session:
            return session.scalar(query) or 0

    def finish(self, office_id: str | None, report_id: str) -> None:
        """Mark a report as seen to; RecordMissing for somebody else's."""
        with transaction(self._write) as session:
            row = session.get(ReportRow, report_id)
            if row is None or row.office_id != office_id:
                raise RecordMissing("There is no such report.")
            row.done = row.done or self._clock()
            if office_id is not None:
                settle(session, office_id, NEWS, _path(report_id), row.done)

    def _of(self, office_id: str | None) -> ColumnElement[bool]:
        return ReportRow.office_id.is_(None) if office_id is None else ReportRow.office_id == office_id


def _path(report_id: str) -> str:
    """Give where in the office it is seen to."""
    return f"/office/inbox#report-{report_id}"


def _report(row: ReportRow) -> Report:
    done = row.done is not None
    return Report(row.id, row.office_id, row.window_id, row.about, row.what, row.text, row.created, done)
