"""Who did what in an office: kept beside the listings' own history, for a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from planner.db.people_tables import WHAT_LENGTH, DeedRow
from planner.db.plans import new_id
from planner.db.session import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

KEPT = dt.timedelta(days=366)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done; `act` names the text `office.deed.{act}`, which takes {what}."""

    at: dt.datetime
    who: str
    act: str
    what: str


def record(session: Session, office_id: str, who: str, act: str, what: str, now: dt.datetime) -> None:
    """Keep a deed within somebody's transaction, and let go of the old."""
    session.execute(delete(DeedRow).where(DeedRow.office_id == office_id, DeedRow.at < now - KEPT))
    session.add(DeedRow(id=new_id(), office_id=office_id, at=now, who=who, act=act, what=what[:WHAT_LENGTH]))


def deeds_of(engine: Engine, office_id: str) -> list[Deed]:
    """List the latest deeds of an office."""
    query = select(DeedRow).where(DeedRow.office_id == office_id).order_by(DeedRow.at.desc(), DeedRow.id).limit(SHOWN)
    with transaction(engine) as session:
        return [Deed(row.at, row.who, row.act, row.what) for row in session.scalars(query)]
