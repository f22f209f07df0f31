"""/office/listings/many: one thing done to many listings, told before it is done; a trash can be undone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, session, url_for

from planner.db.listings import Actor
from planner.db.shelf import Wanted
from planner.listing.steps import REASONS, STATUSES, STEPS, WRITERS
from planner.web import office_door, state
from planner.web.clock import today
from planner.web.i18n import current
from planner.web.stale import oldest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("bulk", __name__, url_prefix="/office/listings/many")
MOST_PARTS = 200
SHOWN = 10
"""Titles that are told before it is done."""
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.url_value_preprocessor
def _room_for_marks(_endpoint: str | None, _values: object) -> None:
    # before the form is read, which looking for its token does
    request.max_form_parts = MOST_PARTS


@bp.post("")
def do() -> str | BaseResponse:
    """Do one thing to the listings that were marked, or to all that were found; first ask."""
    shelf, wanted, actor = state.current().shelf, wanted_of(request.form), _actor()
    deed, everything = request.form.get("deed", ""), bool(request.form.get("all"))
    ids = shelf.ids(actor.office_id, wanted) if everything else request.form.getlist("id")
    if deed not in deeds_of(wanted.status, actor.role):
        abort(404)
    if not ids:
        return _back(wanted, "listing.many.nothing")
    if request.form.get("sure") != "1":
        titles = [one.body for one in shelf.some(actor.office_id, ids[:SHOWN])]
        values = {"deed": deed, "ids": ids, "everything": everything, "wanted": wanted, "titles": titles}
        values |= {"reason": reason(), "steps_known": STEPS}
        return render_template("office/many.html", **values, **office_door.languages())
    session.pop("undo", None)
    done = shelf.all_at_once(actor, ids, deed, reason())
    if deed == "trash" and done.changed:
        session["undo"] = done.at.isoformat()
    left = "".join(current().t(f"listing.many.left.{why}", n=count) for why, count in done.left.items())
    return _back(wanted, "listing.many.done", n=done.changed, left=left)


@bp.post("/undo")
def undo() -> BaseResponse:
    """Take out of the trash, as drafts, what was put there at once the last time."""
    kept = session.pop("undo", None)
    count = 0 if kept is None else state.current().shelf.undo_trash(_actor(), dt.datetime.fromisoformat(kept))
    return _back(Wanted(), "listing.many.undone", n=count)


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """Read what a list is to show; `?trash=1` is what it was before there were other kinds."""
    day = today()
    status = "trash" if given.get("trash") == "1" else given.get("status", "")
    status = status if status in {*STATUSES, "stale", "over", "trash"} else ""
    return Wanted(given.get("q", "").strip()[:100], status, oldest(day), day.isoformat())


def deeds_of(status: str, role: str) -> tuple[str, ...]:
    """List what somebody of this role may do to many listings of this status."""
    writes = role in WRITERS
    if status == "trash":
        return ("untrash",) if writes else ()
    steps = tuple(name for name, one in STEPS.items() if role in one.roles)
    return (*steps, "confirm", "year", "trash") if writes else steps


def reason() -> str:
    """Give the reason that was chosen to pause or close; empty where none was."""
    given = request.form.get("reason", "")
    return given if given in REASONS else ""


def _actor() -> Actor:
    here = office_door.membership()
    return Actor(here.office_id, here.role, office_door.me().email)


def _back(wanted: Wanted, key: str, **values: object) -> BaseResponse:
    session["told"] = [key, values]
    return redirect(url_for("listings.index", q=wanted.words or None, status=wanted.status or None), 303)
