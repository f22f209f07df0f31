"""Secrets that open something: drawn here, handed out once, kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Draw a token of 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hash a token of full entropy, so that the database alone opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
