"""Keep the addresses at which calendars follow a plan, and what was told there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from planner.db.errors import RecordGone, RecordMissing
from planner.db.plans import stored_plan, utc_now
from planner.db.session import own_plan, transaction
from planner.db.tables import FeedRow, PlanRow, ToldRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine, Update
    from sqlalchemy.orm import Session

    from planner.db.plans import StoredPlan


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed's address, as its owner sees it."""

    id: str
    token_hash: str
    created: dt.datetime


class FeedStore:
    """Feeds by owner and by token; tokens are known by their hash only."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def renew(self, owner_hash: str, plan_id: str, token_hash: str, feed_id: str) -> StoredFeed:
        """Give a plan a feed; the address it had before leads nowhere from now on."""
        with transaction(self._write) as session:
            own_plan(session, owner_hash, plan_id)
            now = self._clock()
            session.execute(_live(plan_id).values(revoked=now))
            session.add(FeedRow(id=feed_id, token_hash=token_hash, plan_id=plan_id, created=now))
            return StoredFeed(feed_id, token_hash, now)

    def current(self, owner_hash: str, plan_id: str) -> StoredFeed:
        """Give the feed of a plan of this owner."""
        with transaction(self._read) as session:
            own_plan(session, owner_hash, plan_id)
            row = session.scalar(select(FeedRow).where(FeedRow.plan_id == plan_id, FeedRow.revoked.is_(None)))
            if row is None:
                raise RecordMissing("This plan has no calendar feed.")
            return StoredFeed(row.id, row.token_hash, row.created)

    def revoke(self, owner_hash: str, plan_id: str) -> None:
        """Withdraw a plan's feed; what has none may lose it twice."""
        with transaction(self._write) as session:
            own_plan(session, owner_hash, plan_id)
            session.execute(_live(plan_id).values(revoked=self._clock()))

    def plan(self, token_hash: str) -> StoredPlan | None:
        """Read the plan that a feed follows; None where the token is no feed's.

        Raises
        ------
        RecordGone
            Where the feed was withdrawn or its plan deleted.
        """
        with transaction(self._read) as session:
            feed = session.scalar(select(FeedRow).where(FeedRow.token_hash == token_hash))
            if feed is None:
                return None
            plan = session.get_one(PlanRow, feed.plan_id)
            if feed.revoked is not None or plan.body is None:
                raise RecordGone("This calendar is no longer kept up.")
            return stored_plan(plan, plan.body)

    def follow(self, key: str, tell: Callable[[str], str]) -> str:
        """Bring what was told up to date and give it back.

        Parameters
        ----------
        key : str
            `plan:` or `region:` and what it names.
        tell : callable
            Makes the new text of the old one; called again under the write lock where the two differ, so that two
            readers never count the same change twice.
        """
        with transaction(self._read) as session:
            was = _told(session, key)
            if tell(was) == was:
                return was
        with transaction(self._write) as session:
            now = tell(_told(session, key))
            session.merge(ToldRow(key=key, body=now))
            return now


def _live(plan_id: str) -> Update:
    return update(FeedRow).where(FeedRow.plan_id == plan_id, FeedRow.revoked.is_(None))


def _told(session: Session, key: str) -> str:
    row = session.get(ToldRow, key)
    return "" if row is None else row.body
