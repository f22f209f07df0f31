"""The terms of a share, as requests bring them and as answers tell them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.clock import JAPAN
from planner.db.records import Terms, utc_now
from planner.errors import InvalidRequest
from planner.redact import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.db.records import StoredShare

FIELDS = ("frozen", "edits", "expires", "shown")
LONGEST = dt.timedelta(days=3660)


def terms_from_json(body: Mapping[str, Any]) -> Terms:
    """Read `frozen`, `edits`, `expires` (a date in Japan, its last day, or a time with its offset) and `shown`.

    Raises
    ------
    InvalidRequest
        Where a field is unknown or not what it should be, or two of them cannot be together.
    """
    if unknown := [name for name in body if name not in FIELDS]:
        raise InvalidRequest(str(unknown[0]), f"unknown field; known are {', '.join(FIELDS)}.")
    terms = Terms(_flag(body, "frozen"), _expires(body.get("expires")), _shown(body.get("shown")), _flag(body, "edits"))
    if terms.edits and terms.frozen:
        raise InvalidRequest("edits", "a version that is kept cannot be changed; share the latest one.")
    if terms.edits and terms.shown is not None:
        raise InvalidRequest("edits", "whoever changes a plan sees all of it; leave shown out.")
    return terms


def terms_to_json(found: StoredShare) -> dict[str, Any]:
    """Give the terms of a share, every part named."""
    terms = found.terms
    return {
        "frozen": terms.frozen,
        "edits": terms.edits,
        "expires": terms.expires.isoformat() if terms.expires else None,
        "expired": found.expired,
        "shown": list(PARTS if terms.shown is None else terms.shown),
    }


def _flag(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise InvalidRequest(name, "it is true or false.")
    return value


def _shown(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or any(part not in PARTS for part in value):
        raise InvalidRequest("shown", f"it is a list of {', '.join(PARTS)}.")
    return None if set(value) == set(PARTS) else tuple(part for part in PARTS if part in value)


def _expires(value: Any) -> dt.datetime | None:
    if value is None:
        return None
    try:
        moment = _moment(value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidRequest("expires", "it is a date YYYY-MM-DD, or a time with its offset.") from None
    now = utc_now()
    if not now < moment <= now + LONGEST:
        raise InvalidRequest("expires", "it lies ahead, within ten years.")
    return moment


def _moment(value: str) -> dt.datetime:
    if len(value) == len("2027-09-01"):
        # until the end of that day in Japan
        return dt.datetime.combine(dt.date.fromisoformat(value) + dt.timedelta(days=1), dt.time(), JAPAN)
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.replace(microsecond=0)
