"""Keep plans and their shares; what goes in and comes out knows nothing of SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.db.errors import RecordChanged
from planner.db.prune import empty, prune
from planner.db.records import StoredPlan, StoredShare, new_id, stored_plan, utc_now
from planner.db.session import own_plan, transaction
from planner.db.shares import ShareStore
from planner.db.tables import PlanRow
from planner.db.versions import recall, remember

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["PlanStore", "StoredPlan", "StoredShare", "new_id", "stored_plan", "utc_now"]


class PlanStore(ShareStore):
    """Plans by owner, and by share token; owners and tokens are known by their hash only."""

    def close(self) -> None:
        """Close the connections."""
        self._read.dispose()

    def add(
        self, owner_hash: str, body: str, plan_id: str | None = None, *, name: str = "", trip: str | None = None
    ) -> StoredPlan:
        """Keep a new plan, as a variant of `trip` where one is given, and let go of what need not be kept longer."""
        now = self._clock()
        row = PlanRow(id=plan_id or new_id(), owner_hash=owner_hash, body=body, created=now, modified=now, sequence=0)
        row.name, row.trip = name or None, trip
        with self._session(self._write) as session:
            session.add(row)
            session.flush()
            prune(session, owner_hash, now)
            return stored_plan(row, body)

    def get(self, owner_hash: str, plan_id: str) -> StoredPlan:
        """Read a plan of this owner."""
        with self._session(self._read) as session:
            row, body = self._own(session, owner_hash, plan_id)
            return stored_plan(row, body)

    def owned(self, owner_hash: str, limit: int = 100) -> list[StoredPlan]:
        """Read the owner's plans, newest first."""
        query = select(PlanRow).where(PlanRow.owner_hash == owner_hash, PlanRow.deleted.is_(None))
        with self._session(self._read) as session:
            rows = session.scalars(query.order_by(PlanRow.created.desc(), PlanRow.id).limit(limit))
            return [stored_plan(row, row.body or "") for row in rows]

    def replace(self, owner_hash: str, plan_id: str, body: str, sequence: int) -> StoredPlan:
        """Change a plan that is still at `sequence`."""
        with self._session(self._write) as session:
            return self._changed(session, self._own(session, owner_hash, plan_id), body, sequence)

    def restore(self, owner_hash: str, plan_id: str, version: int, sequence: int) -> StoredPlan:
        """Make an earlier version the latest again, of a plan that is still at `sequence`."""
        with self._session(self._write) as session:
            own = self._own(session, owner_hash, plan_id)
            return self._changed(session, own, recall(session, plan_id, version), sequence)

    def rename(self, owner_hash: str, plan_id: str, name: str) -> StoredPlan:
        """Call a plan something; that is no change of what its files tell."""
        with self._session(self._write) as session:
            row, body = self._own(session, owner_hash, plan_id)
            row.name = name or None
            return stored_plan(row, body)

    def version(self, owner_hash: str, plan_id: str, sequence: int) -> StoredPlan:
        """Read what a plan was at a sequence, or is.

        Raises
        ------
        RecordMissing
            Where that version is no longer kept.
        """
        with self._session(self._read) as session:
            row, body = self._own(session, owner_hash, plan_id)
            then = body if sequence == row.sequence else recall(session, plan_id, sequence)
            return replace(stored_plan(row, then), sequence=sequence)

    def _changed(self, session: Session, own: tuple[PlanRow, str], body: str, sequence: int) -> StoredPlan:
        row, before = own
        if row.sequence != sequence:
            raise RecordChanged("This plan was changed elsewhere since it was read; load it again.")
        remember(session, row.id, sequence, before)
        row.body, row.modified, row.sequence = body, self._clock(), sequence + 1
        return stored_plan(row, body)

    def delete(self, owner_hash: str, plan_id: str) -> None:
        """Empty a plan and withdraw its shares; what was frozen is emptied too."""
        now = self._clock()
        with self._session(self._write) as session:
            self._own(session, owner_hash, plan_id)
            empty(session, [plan_id], now)

    _session = staticmethod(transaction)
    _own = staticmethod(own_plan)
