"""One transaction, and whose plan a row is: what every store begins with."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from planner.db.errors import DatabaseTrouble, RecordMissing
from planner.db.tables import PlanRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open a session that keeps all of its changes or none."""
    try:
        with Session(engine) as session, session.begin():
            yield session
    except DatabaseError as error:
        raise DatabaseTrouble(f"The database cannot be used: {error.orig}.") from error


def own_plan(session: Session, owner_hash: str, plan_id: str) -> tuple[PlanRow, str]:
    """Find a plan of this owner, with its text.

    Raises
    ------
    RecordMissing
        Also for somebody else's plan: it is not told apart from none at all.
    """
    row = session.get(PlanRow, plan_id)
    if row is None or row.body is None or not secrets.compare_digest(row.owner_hash, owner_hash):
        raise RecordMissing("There is no such plan on this device.")
    return row, row.body
