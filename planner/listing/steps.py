"""From draft to published and back: who may take which step from where."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("draft", "review", "published", "paused", "closed")
REASONS = ("full", "disaster", "weather", "other")
"""Why a listing is paused or closed."""
WRITERS = frozenset({"owner", "editor"})
DECIDERS = frozenset({"owner", "reviewer"})
ALL = WRITERS | DECIDERS


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the statuses it begins at, the one it leads to, the roles that may take it."""

    before: tuple[str, ...]
    after: str
    roles: frozenset[str]


STEPS = {
    "submit": Step(("draft",), "review", WRITERS),
    "send_back": Step(("review",), "draft", DECIDERS),
    "publish": Step(("draft", "review", "published", "paused", "closed"), "published", DECIDERS),
    "pause": Step(("published",), "paused", ALL),
    "resume": Step(("paused",), "published", ALL),
    "close": Step(("published", "paused"), "closed", DECIDERS),
}


def allowed(status: str, role: str) -> tuple[str, ...]:
    """List the steps that a role may take from a status."""
    return tuple(name for name, step in STEPS.items() if status in step.before and role in step.roles)
