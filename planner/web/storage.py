"""Plans as the web keeps and shows them: the record, its shares, the addresses of its files."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import current_app

from planner.db.plans import new_id
from planner.db.shares import EVERYTHING
from planner.db.tokens import token_hash
from planner.redact import FIGURES, redact
from planner.render.formats import FORMATS, render
from planner.serial import dumps, plan_from_json, plan_to_json
from planner.web import counting, state

if TYPE_CHECKING:
    import datetime as dt

    from planner.db.records import StoredPlan, StoredShare, Terms
    from planner.model import Plan

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan as its share shows it."""

    plan: Plan
    body: dict[str, Any]
    """The object of INTERFACE.md, without what the share hides."""
    id: str
    token: str
    edits: bool
    created: dt.datetime
    modified: dt.datetime
    sequence: int
    links: dict[str, str]


def keep(owner_hash: str, plan: Plan, *, name: str = "", trip: str | None = None) -> StoredPlan:
    """Keep a plan under a random id, with a first share for its owner's own files."""
    plan_id = new_id()
    body = dumps(plan_to_json(replace(plan, id=plan_id)))
    stored = state.current().store.add(owner_hash, body, plan_id, name=name, trip=trip)
    share(owner_hash, plan_id)
    counting.planned(plan)
    return stored


def share(owner_hash: str, plan_id: str, terms: Terms = EVERYTHING) -> StoredShare:
    """Make a share of a plan."""
    share_id = new_id()
    return state.current().store.share(
        owner_hash, plan_id, token_hash(share_token(share_id)), share_id=share_id, terms=terms
    )


def share_token(share_id: str) -> str:
    """Give the token of a share."""
    return token_of("share", share_id)


def token_of(what: str, record_id: str) -> str:
    """Derive the token of a share or feed from the server's key.

    So its owner can be told the address again, while neither the database nor the id alone gives it away.
    """
    key = current_app.secret_key
    assert key is not None
    digest = hmac.digest(
        key if isinstance(key, bytes) else key.encode(), f"{what}:{record_id}".encode(), hashlib.sha256
    )
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).rstrip(b"=").decode()


def plan_for_token(token: str) -> SharedPlan:
    """Read what a share shows.

    Raises
    ------
    RecordMissing, RecordGone
        Where there is no such share, or it was withdrawn.
    """
    stored = state.current().store.shared(token_hash(token))
    plan, body = told(stored)
    record = stored.created, stored.modified, stored.sequence
    return SharedPlan(plan, body, stored.id, token, stored.edits, *record, shared_links(token))


def told(stored: StoredPlan) -> tuple[Plan, dict[str, Any]]:
    """Give what may be told of a stored plan, as a plan and as its object."""
    body = redact(json.loads(stored.body), stored.shown)
    # a plan has its figures; nothing that is made of a share shows those it hides
    figures = {name: 0.0 for name in FIGURES if body[name] is None}
    return plan_from_json(body | figures), body


def plan_object(stored: StoredPlan, lang: str, links: dict[str, str]) -> dict[str, Any]:
    """Give a plan as the API shows it: the object of INTERFACE.md, where its files are, and its shape on the map."""
    answer: dict[str, Any] = json.loads(stored.body)
    shape = render(plan_from_json(answer), "geojson", lang)
    answer["record"] = {
        "created": stored.created.isoformat(),
        "modified": stored.modified.isoformat(),
        "sequence": stored.sequence,
        "name": stored.name,
        "trip": stored.trip,
    }
    answer["links"] = {"self": f"/api/v1/plans/{stored.id}", **links}
    answer["geometry"] = json.loads(shape)
    return answer


def own_links(owner_hash: str, plan_id: str, lang: str) -> dict[str, str]:
    """Give the addresses of an own plan's files, by its oldest share that shows all; none where all were withdrawn."""
    for found in state.current().store.shares(owner_hash, plan_id):
        token = share_token(found.id)
        # after the server's key was changed, older addresses can no longer be told, though they still work
        if found.terms == EVERYTHING and token_hash(token) == found.token_hash:
            return file_links(token, lang)
    return {}


def file_links(token: str, lang: str = "ja") -> dict[str, str]:
    """Give the addresses of a share's page and files."""
    query = "" if lang == "ja" else f"?lang={lang}"
    return {"page": f"/p/{token}{query}", **{name: f"/p/{token}.{name}{query}" for name in FORMATS}}


def shared_links(token: str, lang: str = "ja") -> dict[str, str]:
    """Give what others may have of a share: page, files and a calendar; its owner's calendar has its own address."""
    query = "" if lang == "ja" else f"?lang={lang}"
    return {**file_links(token, lang), "feed": f"/feed/{token}.ics{query}"}
