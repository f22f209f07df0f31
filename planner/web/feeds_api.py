"""/api/v1/plans/{id}/feed: the address at which calendars follow a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from planner import config
from planner.db.errors import RecordMissing
from planner.db.plans import new_id
from planner.db.tokens import token_hash
from planner.web import state
from planner.web.device import owner
from planner.web.storage import token_of

if TYPE_CHECKING:
    from planner.db.feeds import StoredFeed

bp = Blueprint("feeds_api", __name__, url_prefix="/api/v1/plans/<plan_id>/feed")


@bp.get("")
def show(plan_id: str) -> Response:
    """Give the feed of a plan of this device."""
    feed = state.current().feeds.current(owner(), plan_id)
    if token_hash(_token(feed.id)) != feed.token_hash:
        # after the server's key was changed the address still works, but can no longer be told
        raise RecordMissing("The address of this calendar can no longer be told; make a new one.")
    return jsonify(_feed(feed))


@bp.post("")
def renew(plan_id: str) -> tuple[Response, int]:
    """Make a feed; the address that the plan's feed had before leads nowhere from now on."""
    feed_id = new_id()
    feed = state.current().feeds.renew(owner(), plan_id, token_hash(_token(feed_id)), feed_id)
    return jsonify(_feed(feed)), 201


@bp.delete("")
def revoke(plan_id: str) -> tuple[str, int]:
    """Withdraw a plan's feed."""
    state.current().feeds.revoke(owner(), plan_id)
    return "", 204


def _token(feed_id: str) -> str:
    return token_of("feed", feed_id)


def _feed(feed: StoredFeed) -> dict[str, Any]:
    root = (config.base_url() or request.host_url).rstrip("/")
    https = f"{root}/feed/{_token(feed.id)}.ics"
    links = {"https": https, "webcal": f"webcal://{https.partition('://')[2]}"}
    return {"id": feed.id, "created": feed.created.isoformat(), "links": links}
