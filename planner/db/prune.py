"""What is not kept for ever: plans that nobody shares, when they are many or old."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, delete, func, or_, select, update

from planner.db.tables import FeedRow, PlanRow, ShareRow, ToldRow
from planner.db.versions import forget
from planner.redact import PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

NEWEST = 200
"""Plans of one device that are kept beside those it shares."""
UNTOUCHED = dt.timedelta(days=400)
"""As long as the cookie that opens them lives."""
AT_ONCE = 100
"""How many of all devices' plans one write cleans up at most, so that no write takes long."""


def prune(session: Session, owner_hash: str, now: dt.datetime) -> None:
    """Empty what its device has too many of and what nobody has touched for long; forget what was emptied long ago."""
    mine = and_(PlanRow.owner_hash == owner_hash, PlanRow.deleted.is_(None), ~_shared(now))
    surplus = select(PlanRow.id).where(mine).order_by(PlanRow.created.desc(), PlanRow.id).offset(NEWEST).limit(AT_ONCE)
    old = PlanRow.modified < now - UNTOUCHED
    untouched = select(PlanRow.id).where(old, PlanRow.deleted.is_(None), ~_shared(now)).limit(AT_ONCE)
    for found in (surplus, untouched):
        empty(session, session.scalars(found).all(), now)
    gone = session.scalars(select(PlanRow.id).where(old, PlanRow.deleted.is_not(None)).limit(AT_ONCE)).all()
    for rows in (ShareRow, FeedRow):
        session.execute(delete(rows).where(rows.plan_id.in_(gone)))
    session.execute(delete(PlanRow).where(PlanRow.id.in_(gone)))


def empty(session: Session, ids: Sequence[str], now: dt.datetime) -> None:
    """Empty plans and withdraw their shares and feeds; what was frozen or told is emptied too."""
    if not ids:
        return
    plans = update(PlanRow).where(PlanRow.id.in_(ids))
    session.execute(plans.values(body=None, deleted=now, modified=now, sequence=PlanRow.sequence + 1))
    shares = update(ShareRow).where(ShareRow.plan_id.in_(ids))
    session.execute(shares.values(frozen_body=None))
    forget(session, ids)
    session.execute(shares.where(ShareRow.revoked.is_(None)).values(revoked=now))
    session.execute(update(FeedRow).where(FeedRow.plan_id.in_(ids), FeedRow.revoked.is_(None)).values(revoked=now))
    session.execute(delete(ToldRow).where(ToldRow.key.in_([key for plan_id in ids for key in _told_keys(plan_id)])))


def told_key(plan_id: str, shown: tuple[str, ...] | None = None) -> str:
    """Name what the feeds of a plan have told; those that show less tell another story."""
    return f"plan:{plan_id}" if shown is None else f"plan:{plan_id}:{'+'.join(shown)}"


def _told_keys(plan_id: str) -> list[str]:
    some = [chosen for count in range(len(PARTS)) for chosen in combinations(PARTS, count)]
    return [told_key(plan_id), *(told_key(plan_id, shown) for shown in some)]


def _shared(now: dt.datetime) -> ColumnElement[bool]:
    """Tell whether somebody, or somebody's calendar, may be reading a plan.

    Every plan begins with one share, for its owner's own files; only one made later was made for others.
    """
    lasting = or_(ShareRow.expires.is_(None), ShareRow.expires > now)
    live = func.sum(case((and_(ShareRow.revoked.is_(None), lasting), 1), else_=0))
    made_for_others = or_(func.count() > 1, func.max(ShareRow.frozen_sequence).is_not(None))
    shares = select(ShareRow.plan_id).group_by(ShareRow.plan_id).having(and_(live > 0, made_for_others))
    feeds = select(FeedRow.plan_id).where(FeedRow.revoked.is_(None))
    return or_(
        PlanRow.id.in_(shares.where(ShareRow.plan_id == PlanRow.id).correlate(PlanRow)),
        PlanRow.id.in_(feeds.where(FeedRow.plan_id == PlanRow.id).correlate(PlanRow)),
    )
