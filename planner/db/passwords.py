"""Passwords, as argon2id with the library's own defaults (RFC 9106, the profile for little memory)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.db.errors import DatabaseTrouble

LEAST = 12
"""Characters of a password."""
MOST = 200
_hasher = PasswordHasher()
_turn = threading.BoundedSemaphore(2)
"""Each takes 64 MB and a part of a second of all processors; a crowd at the door must not stop the planner."""


class WeakPassword(DatabaseTrouble):
    """A password that is too short, or so long that it is no password."""


def hashed(password: str) -> str:
    """Hash a new password; WeakPassword where it is too short or too long."""
    if not LEAST <= len(password) <= MOST:
        raise WeakPassword(f"A password has {LEAST} to {MOST} characters.")
    with _turn:
        return _hasher.hash(_plain(password))


def matches(password: str, known: str | None) -> bool:
    """Tell whether a password is the one of a hash; takes as long where there is none."""
    with _turn:
        try:
            return _hasher.verify(known or _nobodys(), _plain(password[:MOST])) and known is not None
        except (VerificationError, InvalidHashError):
            return False


def _plain(password: str) -> str:
    # the same keys give other characters on other machines; what no UTF-8 can carry is no password of anybody's
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody at all")
