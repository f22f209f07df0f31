"""Shares: who else may read a plan, what of it, until when, and whether they may change it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.db.errors import RecordExpired, RecordGone, RecordMissing
from planner.db.records import StoredPlan, StoredShare, Terms, exact_now, expired, new_id, stored_plan, stored_share
from planner.db.session import own_plan, transaction
from planner.db.tables import PlanRow, ShareRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

EVERYTHING = Terms()


class ShareStore:
    """Shares by their plan's owner, and by token; both are known by their hash only."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = exact_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def share(
        self,
        owner_hash: str,
        plan_id: str,
        token_hash: str,
        *,
        share_id: str | None = None,
        frozen: bool = False,
        terms: Terms = EVERYTHING,
    ) -> StoredShare:
        """Let whoever has the token read the plan on the given terms."""
        frozen, now = frozen or terms.frozen, self._clock()
        with transaction(self._write) as session:
            plan, body = own_plan(session, owner_hash, plan_id)
            row = ShareRow(
                id=share_id or new_id(),
                token_hash=token_hash,
                plan_id=plan_id,
                frozen_body=body if frozen else None,
                frozen_sequence=plan.sequence if frozen else None,
                created=now,
                expires=terms.expires,
                shown=None if terms.shown is None else " ".join(terms.shown),
                edits=terms.edits,
            )
            session.add(row)
            return stored_share(row, now)

    def shares(self, owner_hash: str, plan_id: str) -> list[StoredShare]:
        """List a plan's shares that were not withdrawn, oldest first."""
        query = select(ShareRow).where(ShareRow.plan_id == plan_id, ShareRow.revoked.is_(None))
        now = self._clock()
        with transaction(self._read) as session:
            own_plan(session, owner_hash, plan_id)
            return [stored_share(row, now) for row in session.scalars(query.order_by(ShareRow.created, ShareRow.id))]

    def revoke(self, owner_hash: str, share_id: str) -> None:
        """Withdraw a share and empty what it froze."""
        with transaction(self._write) as session:
            row = session.get(ShareRow, share_id)
            if row is None or row.revoked is not None:
                raise RecordMissing("There is no such share.")
            own_plan(session, owner_hash, row.plan_id)
            row.revoked, row.frozen_body = self._clock(), None

    def shared(self, token_hash: str) -> StoredPlan:
        """Read what a share shows; what it hides is still in the text, and `shown` names what may be told.

        Raises
        ------
        RecordMissing, RecordExpired, RecordGone
            Where there is no such share, its time is over, or it was withdrawn.
        """
        with transaction(self._read) as session:
            share, plan, body = self._live(session, token_hash)
            found = stored_plan(plan, body)
            if share.frozen_body is not None and share.frozen_sequence is not None:
                found = replace(
                    found,
                    body=share.frozen_body,
                    modified=share.created.replace(microsecond=0),
                    sequence=share.frozen_sequence,
                    frozen=True,
                )
            terms = stored_share(share, self._clock()).terms
            return replace(found, shown=terms.shown, edits=terms.edits)

    def editor(self, token_hash: str, plan_id: str) -> str:
        """Give the owner's hash of a plan to whoever may change it with a share.

        Raises
        ------
        RecordMissing
            Also where the share only lets read, or belongs to another plan.
        """
        with transaction(self._read) as session:
            share, plan, _ = self._live(session, token_hash)
            if not share.edits or not secrets.compare_digest(share.plan_id, plan_id):
                raise RecordMissing("There is no plan at this address.")
            return plan.owner_hash

    def _live(self, session: Session, token_hash: str) -> tuple[ShareRow, PlanRow, str]:
        share = session.scalar(select(ShareRow).where(ShareRow.token_hash == token_hash))
        if share is None:
            raise RecordMissing("There is no plan at this address.")
        plan = session.get_one(PlanRow, share.plan_id)
        if share.revoked is not None or plan.body is None:
            raise RecordGone("This plan is no longer shared.")
        if expired(share, self._clock()):
            raise RecordExpired("The time for which this plan was shared is over.")
        return share, plan, plan.body
