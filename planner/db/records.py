"""Plans and shares as values: what the stores give, and knows nothing of SQL."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.db.tables import ID_LENGTH

if TYPE_CHECKING:
    from planner.db.tables import PlanRow, ShareRow


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
    name: str = ""
    """What its owner calls it among its variants."""
    trip: str = ""
    """The plan that it and its variants began with."""
    shown: tuple[str, ...] | None = None
    """The private parts that the share which reads it shows; None = all, as for its owner."""
    edits: bool = False
    """Read by a share that lets its holder change the plan."""


@dataclass(frozen=True, slots=True)
class StoredShare:
    """A right to read a plan, as its owner sees it."""

    id: str
    plan_id: str
    token_hash: str
    frozen: bool
    created: dt.datetime
    terms: Terms
    expired: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What whoever has a share's address may do, and for how long."""

    frozen: bool = False
    """True: they keep seeing the version of the moment the share was made."""
    expires: dt.datetime | None = None
    """Aware; the share leads nowhere from then on. None = until it is withdrawn."""
    shown: tuple[str, ...] | None = None
    """The private parts of the plan (planner/redact.py) that they see; None = all of them."""
    edits: bool = False
    """True: they may change the plan as its owner does."""


def new_id() -> str:
    """Draw a random 128-bit identifier."""
    return secrets.token_hex(ID_LENGTH // 2)


def utc_now() -> dt.datetime:
    """Tell the time, in whole seconds."""
    return exact_now().replace(microsecond=0)


def exact_now() -> dt.datetime:
    """Tell the time to the microsecond, so that what is made within one second keeps its order."""
    return dt.datetime.now(dt.UTC)


def stored_plan(row: PlanRow, body: str) -> StoredPlan:
    """Give a row with its text as a value."""
    created, modified = row.created.replace(microsecond=0), row.modified.replace(microsecond=0)
    return StoredPlan(row.id, body, created, modified, row.sequence, name=row.name or "", trip=row.trip or row.id)


def stored_share(row: ShareRow, now: dt.datetime) -> StoredShare:
    """Give a share's row as a value."""
    shown = None if row.shown is None else tuple(row.shown.split())
    terms = Terms(row.frozen_sequence is not None, row.expires, shown, row.edits)
    created = row.created.replace(microsecond=0)
    return StoredShare(row.id, row.plan_id, row.token_hash, terms.frozen, created, terms, expired(row, now))


def expired(row: ShareRow, now: dt.datetime) -> bool:
    """Tell whether a share's time is over."""
    return row.expires is not None and row.expires <= now
