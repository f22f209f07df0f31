"""JSON as strangers write it: no more than it may be, and no number that JSON does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from pathlib import Path


def strict(content: bytes | str) -> Any:
    """Read JSON; ValueError or RecursionError where it is none, also for NaN and Infinity, which Python would read."""
    return json.loads(content, parse_constant=_refuse)


def content_of(path: Path, field: str, most: int) -> bytes:
    """Read a file of at most `most` bytes; InvalidRequest of `field` where it cannot be read or is larger."""
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise InvalidRequest(field, f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > most:
        raise InvalidRequest(field, f"{path.name} is larger than {most // 1024**2} MB")
    return raw


def value_of(raw: bytes, field: str, name: str) -> Any:
    """Read the content of a file called `name`; InvalidRequest of `field` where it is no JSON."""
    try:
        return strict(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(field, f"{name} is not JSON: {error}") from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON.")
