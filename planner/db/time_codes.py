"""Codes by time (RFC 6238) as a second proof at the door, and codes for when the telephone is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import delete, func, select

from planner.db.errors import RecordMissing
from planner.db.people_tables import RecoveryCodeRow, TimeCodeRow
from planner.db.plans import utc_now
from planner.db.session import transaction
from planner.db.tokens import token_hash

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

STEP_SECONDS = 30
DRIFT = 1
"""Steps that a telephone's clock may be early or late."""
RECOVERY_CODES = 10
SECRET_BYTES = 20


class TimeCodeStore:
    """Codes by person.

    Parameters
    ----------
    key : callable
        Gives the key of this server: secrets are made of it and of a nonce in the database, which alone opens nothing.
        With another key the codes no longer fit, and are switched off by a recovery code or `sasurai office codes-off`.
    """

    def __init__(self, engine: Engine, key: Callable[[], bytes], clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._key, self._clock = key, clock

    def active(self, person_id: str) -> bool:
        """Tell whether a person's sign-in asks for a code."""
        with transaction(self._read) as session:
            row = session.get(TimeCodeRow, person_id)
            return row is not None and row.confirmed is not None

    def left(self, person_id: str) -> int:
        """Count the recovery codes that were not used yet."""
        query = select(func.count()).where(RecoveryCodeRow.person_id == person_id)
        with transaction(self._read) as session:
            return session.scalar(query) or 0

    def begin(self, person_id: str) -> str:
        """Draw a secret and give it in base32; it counts when its first code was shown. One that waits is kept."""
        with transaction(self._write) as session:
            row = session.get(TimeCodeRow, person_id)
            if row is not None and row.confirmed is not None:
                raise RecordMissing("Codes are asked for already; switch them off first.")
            if row is None:
                row = TimeCodeRow(person_id=person_id, nonce=secrets.token_hex(32), last_step=0)
                session.add(row)
            return self._secret(row)

    def confirm(self, person_id: str, code: str) -> list[str] | None:
        """Switch codes on by a first code, and give the recovery codes; None where the code is wrong."""
        with transaction(self._write) as session:
            row = session.get(TimeCodeRow, person_id)
            if row is None or row.confirmed is not None or not self._fits(row, code):
                return None
            row.confirmed = self._clock()
            session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
            fresh = [_recovery_code() for _ in range(RECOVERY_CODES)]
            session.add_all(RecoveryCodeRow(code_hash=_hash(person_id, one), person_id=person_id) for one in fresh)
            return fresh

    def check(self, person_id: str, code: str) -> bool:
        """Tell whether a code opens now; one that did opens nothing again, and a recovery code is used up."""
        with transaction(self._write) as session:
            row = session.get(TimeCodeRow, person_id)
            if row is None or row.confirmed is None:
                return False
            return self._fits(row, code) or _use_recovery_code(session, person_id, code)

    def off(self, person_id: str) -> None:
        """Ask for no code any more."""
        with transaction(self._write) as session:
            for table in (RecoveryCodeRow, TimeCodeRow):
                session.execute(delete(table).where(table.person_id == person_id))

    def _fits(self, row: TimeCodeRow, code: str) -> bool:
        totp = pyotp.TOTP(self._secret(row))
        now = int(self._clock().timestamp()) // STEP_SECONDS
        digits = "".join(code.split())
        for step in range(now - DRIFT, now + DRIFT + 1):
            right = hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), digits.encode("utf-8", "replace"))
            if right and step > row.last_step:
                row.last_step = step
                return True
        return False

    def _secret(self, row: TimeCodeRow) -> str:
        made = hmac.new(self._key(), f"time code {row.person_id} {row.nonce}".encode(), hashlib.sha256).digest()
        return base64.b32encode(made[:SECRET_BYTES]).decode()


def _recovery_code() -> str:
    return "-".join(secrets.token_hex(4) for _ in range(4))


def _hash(person_id: str, code: str) -> str:
    return token_hash(f"{person_id} {''.join(code.split()).casefold()}")


def _use_recovery_code(session: Session, person_id: str, code: str) -> bool:
    row = session.get(RecoveryCodeRow, _hash(person_id, code))
    if row is None:
        return False
    session.delete(row)
    return True
