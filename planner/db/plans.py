"""Keep plans and their shares; what goes in and comes out knows nothing of SQL."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.db.errors import RecordChanged, RecordGone, RecordMissing
from planner.db.prune import empty, prune
from planner.db.session import own_plan, transaction
from planner.db.tables import ID_LENGTH, PlanRow, ShareRow
from planner.db.versions import recall, remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan's text with its record."""

    id: str
    body: str
    created: dt.datetime
    modified: dt.datetime
    sequence: int
    """Counts the changes; files and ETags carry it."""
    frozen: bool = False
    """Read by a share that keeps showing this version."""


@dataclass(frozen=True, slots=True)
class StoredShare:
    """A right to read a plan, as its owner sees it."""

    id: str
    plan_id: str
    token_hash: str
    frozen: bool
    created: dt.datetime


def new_id() -> str:
    """Draw a random 128-bit identifier."""
    return secrets.token_hex(ID_LENGTH // 2)


def utc_now() -> dt.datetime:
    """Tell the time, in whole seconds."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


class PlanStore:
    """Plans by owner, and by share token; owners and tokens are known by their hash only."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def close(self) -> None:
        """Close the connections."""
        self._read.dispose()

    def add(self, owner_hash: str, body: str, plan_id: str | None = None) -> StoredPlan:
        """Keep a new plan, and let go of those that need not be kept any longer."""
        now = self._clock()
        row = PlanRow(id=plan_id or new_id(), owner_hash=owner_hash, body=body, created=now, modified=now, sequence=0)
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

    def share(
        self, owner_hash: str, plan_id: str, token_hash: str, *, share_id: str | None = None, frozen: bool = False
    ) -> StoredShare:
        """Let whoever has the token read the plan: its latest version, or for good the one of now."""
        with self._session(self._write) as session:
            plan, body = self._own(session, owner_hash, plan_id)
            row = ShareRow(
                id=share_id or new_id(),
                token_hash=token_hash,
                plan_id=plan_id,
                frozen_body=body if frozen else None,
                frozen_sequence=plan.sequence if frozen else None,
                created=self._clock(),
            )
            session.add(row)
            return _stored_share(row)

    def shares(self, owner_hash: str, plan_id: str) -> list[StoredShare]:
        """List a plan's live shares, oldest first."""
        query = select(ShareRow).where(ShareRow.plan_id == plan_id, ShareRow.revoked.is_(None))
        with self._session(self._read) as session:
            self._own(session, owner_hash, plan_id)
            return [_stored_share(row) for row in session.scalars(query.order_by(ShareRow.created, ShareRow.id))]

    def revoke(self, owner_hash: str, share_id: str) -> None:
        """Withdraw a share and empty what it froze."""
        with self._session(self._write) as session:
            row = session.get(ShareRow, share_id)
            if row is None or row.revoked is not None:
                raise RecordMissing("There is no such share.")
            self._own(session, owner_hash, row.plan_id)
            row.revoked, row.frozen_body = self._clock(), None

    def shared(self, token_hash: str) -> StoredPlan:
        """Read what a share shows."""
        with self._session(self._read) as session:
            share = session.scalar(select(ShareRow).where(ShareRow.token_hash == token_hash))
            if share is None:
                raise RecordMissing("There is no plan at this address.")
            plan = session.get_one(PlanRow, share.plan_id)
            if share.revoked is not None or plan.body is None:
                raise RecordGone("This plan is no longer shared.")
            if share.frozen_body is None or share.frozen_sequence is None:
                return stored_plan(plan, plan.body)
            return StoredPlan(
                plan.id, share.frozen_body, plan.created, share.created, share.frozen_sequence, frozen=True
            )

    _session = staticmethod(transaction)
    _own = staticmethod(own_plan)


def stored_plan(row: PlanRow, body: str) -> StoredPlan:
    """Give a row with its text as a value."""
    return StoredPlan(row.id, body, row.created, row.modified, row.sequence)


def _stored_share(row: ShareRow) -> StoredShare:
    return StoredShare(row.id, row.plan_id, row.token_hash, row.frozen_sequence is not None, row.created)
