"""The key that signs sessions and makes share tokens: drawn once, kept in the instance."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from planner import config

KEY_BYTES = 32


def secret_key(file: Path | None = None) -> bytes:
    """Give SASURAI_SECRET_KEY, or the instance's own key, which the first call makes.

    The file is readable by its owner only. Of two first calls at once one wins and both use its key.
    """
    given = os.environ.get("SASURAI_SECRET_KEY")
    if given:
        return given.encode()
    file = file or config.instance_dir() / "secret.key"
    if not file.exists():
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as partial:
            partial.write(secrets.token_hex(KEY_BYTES).encode())
            partial.flush()
            os.fsync(partial.fileno())
        with contextlib.suppress(FileExistsError):
            # a link, unlike a rename, never replaces the key of a quicker process
            os.link(name, file)
    finally:
        Path(name).unlink()
