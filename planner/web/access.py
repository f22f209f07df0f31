"""Who may read and change a plan: its owner's device, and whoever has a share that lets change it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from planner.db.tokens import token_hash
from planner.web import state
from planner.web.device import owner

SHARE_HEADER = "X-Sasurai-Share"
"""Carries the token of a share that lets its holder change the plan."""


@dataclass(frozen=True, slots=True)
class Access:
    """The right to read and change one plan."""

    owner_hash: str
    token: str | None = None
    """Of the share it came by; None for the owner."""


def access(plan_id: str) -> Access:
    """Give the right that a request has to a plan.

    Raises
    ------
    RecordMissing, RecordGone
        Where it has none, or the share it names has ended.
    """
    token = request.headers.get(SHARE_HEADER)
    if token:
        return Access(state.current().store.editor(token_hash(token), plan_id), token)
    return Access(owner())
