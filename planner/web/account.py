"""/office/account: what is kept of somebody who works in an office, to take along and to erase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, session, url_for

from planner import mail
from planner.db.people import LastOwner
from planner.db.signing import TooManyTries
from planner.web import office_door, state
from planner.web.answers import named

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("account", __name__, url_prefix="/office/account")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("")
def index() -> str:
    """Say what is kept, and offer a copy and the end of it."""
    return _page()


@bp.get("/data.json")
def export() -> Response:
    """Give everything that is kept of the person as a file."""
    response = jsonify(state.current().accounts.export(office_door.me().person_id))
    response.headers["Content-Disposition"] = named("attachment", "account.json", "account.json")
    return response


@bp.post("/letters")
def letters() -> BaseResponse:
    """Choose whether letters tell of interests."""
    wanted = request.form.get("letters") == "1"
    state.current().accounts.choose_letters(office_door.me().person_id, wanted=wanted)
    session["told"] = ["account.letters.on" if wanted else "account.letters.off", {}]
    return redirect(url_for("account.index"), 303)


@bp.post("/delete")
def delete() -> ResponseReturnValue:
    """Delete the account of whoever knows its password."""
    me = office_door.me()
    try:
        known = state.current().sign_ins.check(me.email, request.form.get("password", ""), request.remote_addr or "")
    except TooManyTries as many:
        return _page("office.too_many", many.minutes), 429, office_door.later(many)
    if known != me.person_id:
        return _page("account.wrong"), 422
    try:
        state.current().accounts.delete(me.person_id)
    except LastOwner:
        return _page("account.last_owner"), 422
    session.clear()
    session["gone"] = True
    response = make_response(redirect(url_for("office.sign_in"), 303))
    response.delete_cookie(office_door.COOKIE, path=office_door.COOKIE_PATH)
    return response


def _page(trouble: str = "", minutes: int = 0) -> str:
    kept = state.current().accounts.export(office_door.me().person_id)
    values = {"kept": kept, "trouble": trouble, "minutes": minutes, "posted": mail.configured()}
    return render_template("office/account.html", told=office_door.told(), **values, **office_door.languages())
