"""What a plan was before it was changed, so that a change can be taken back."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from planner.db.errors import RecordMissing
from planner.db.tables import VersionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

KEPT = 40
"""Versions of a plan that are kept."""


def remember(session: Session, plan_id: str, sequence: int, body: str) -> None:
    """Keep a version of a plan, and let go of the oldest."""
    session.add(VersionRow(plan_id=plan_id, sequence=sequence, body=zlib.compress(body.encode())))
    old = VersionRow.plan_id == plan_id, VersionRow.sequence <= sequence - KEPT
    session.execute(delete(VersionRow).where(*old))


def recall(session: Session, plan_id: str, sequence: int) -> str:
    """Give a version of a plan; RecordMissing where it is not kept."""
    query = select(VersionRow.body).where(VersionRow.plan_id == plan_id, VersionRow.sequence == sequence)
    found = session.scalar(query)
    if found is None:
        raise RecordMissing("This version of the plan is no longer kept.")
    return zlib.decompress(found).decode()


def forget(session: Session, ids: Sequence[str]) -> None:
    """Let go of all versions of some plans."""
    session.execute(delete(VersionRow).where(VersionRow.plan_id.in_(ids)))
