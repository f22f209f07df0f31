"""/office/people: who works in the office, invitations, roles, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from planner import mail
from planner.db.listings import Actor
from planner.db.offices import ROLES, plain_email
from planner.db.people import OWNERS, LastOwner
from planner.errors import InvalidRequest
from planner.listing.steps import STEPS
from planner.web import office_door, state
from planner.web.i18n import current

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("people", __name__, url_prefix="/office/people")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("")
def index() -> str:
    """List the people of the office, and what was done lately."""
    return _page()


@bp.post("/invite")
def invite() -> tuple[str, int] | str:
    """Make an invitation and show its link, which is also sent where letters can be."""
    here, words = _owner(), current()
    email, role = request.form.get("email", ""), request.form.get("role", "")
    try:
        email = plain_email(email)
        token = state.current().offices.invite(here.office_id, email, role)
    except InvalidRequest as wrong:
        return _page(trouble=f"people.wrong.{wrong.field}", given={"email": email, "role": role}), 422
    state.current().people.note(here, "invite", f"{email} {role}")
    link = office_door.link_address(token)
    text = words.t("office.letter.invite", office=office_door.membership().office, link=link)
    sent = mail.send(email, words.t("office.letter.invite.subject"), text)
    return _page(link=link, sent=sent, email=email)


@bp.post("/role")
def role() -> tuple[str, int] | BaseResponse:
    """Give somebody another role."""
    here = _owner()
    try:
        state.current().people.set_role(here, request.form.get("email", ""), request.form.get("role", ""))
    except LastOwner:
        return _page(trouble="people.last_owner"), 422
    return redirect(url_for("people.index"), 303)


@bp.post("/remove")
def remove() -> tuple[str, int] | BaseResponse:
    """Take somebody out of the office, or leave it."""
    email = request.form.get("email", "")
    try:
        state.current().people.remove(_actor(), email)
    except LastOwner:
        return _page(trouble="people.last_owner"), 422
    return redirect(url_for("office.index" if email == office_door.me().email else "people.index"), 303)


def _actor() -> Actor:
    here = office_door.membership()
    return Actor(here.office_id, here.role, office_door.me().email)


def _owner() -> Actor:
    """Give the owner who asks; 404 for anybody else."""
    actor = _actor()
    if actor.role not in OWNERS:
        abort(404)
    return actor


def _page(trouble: str = "", **values: Any) -> str:
    here = office_door.membership()
    office = state.current().offices.named(here.office_id)
    values = {"given": {}, "link": "", "sent": False} | values
    return render_template(
        "office/people.html",
        people=office.people,
        deeds=state.current().people.deeds(here.office_id),
        roles=ROLES,
        steps_known=STEPS,
        owner=here.role in OWNERS,
        trouble=current().t(trouble) if trouble else "",
        places=office_door.place_names(),
        **values,
        **office_door.languages(),
    )
