"""/office/: sign in and out, come in by a link, see where one is signed in, change between offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for

from planner.db.passwords import LEAST, WeakPassword
from planner.db.signing import TooManyTries
from planner.web import office_door, state
from planner.web.i18n import current

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("office", __name__, url_prefix="/office")
OPEN = {"office.sign_in", "office.enter", "office.link", "office.use_link"}
bp.before_request(office_door.choose_language)


@bp.before_request
def _guard() -> BaseResponse | None:
    return None if request.endpoint in OPEN else office_door.guard()


@bp.get("/")
def index() -> BaseResponse:
    """Lead to the listings; who is in no office yet, to the sessions."""
    return redirect(url_for("listings.index" if office_door.me().memberships else "office.sessions"))


@bp.get("/sign-in")
def sign_in() -> str:
    """Ask for address and password."""
    return _door()


@bp.post("/sign-in")
def enter() -> tuple[str, int] | BaseResponse:
    """Sign somebody in; what is wrong of address and password is not told."""
    email = request.form.get("email", "")
    device = str(request.user_agent)
    try:
        token = state.current().sign_ins.open(
            email, request.form.get("password", ""), request.remote_addr or "", device
        )
    except TooManyTries:
        return _door(email, "office.too_many"), 429
    if token is None:
        return _door(email, "office.wrong"), 422
    # nothing that was in this browser before belongs to whoever signed in
    lang = session.get("lang")
    session.clear()
    session["lang"] = lang
    return office_door.remember(make_response(redirect(url_for("office.index"), 303)), token)


@bp.get("/link/<token>")
def link(token: str) -> str:
    """Show what a link is for: an invitation, or a new password."""
    return _link_page(token)


@bp.post("/link/<token>")
def use_link(token: str) -> tuple[str, int] | BaseResponse:
    """Accept an invitation or set a new password, and lead to the door."""
    password = request.form.get("password", "")
    # who has the link needs no second guess at a password that somebody else may be guessing
    try:
        state.current().limiter.take(request.remote_addr or "")
        if not _same_twice(token, password):
            return _link_page(token, "office.not_same"), 422
        email = state.current().offices.accept(token, password)
    except WeakPassword:
        return _link_page(token, "office.weak"), 422
    if email is None:
        return _link_page(token, "office.wrong"), 422
    session["arrived"] = email
    return redirect(url_for("office.sign_in"), 303)


@bp.get("/sessions")
def sessions() -> str:
    """List where the person is signed in."""
    mine = office_door.me()
    devices = state.current().sign_ins.devices(mine.person_id)
    return render_template("office/sessions.html", devices=devices, **office_door.languages())


@bp.post("/sessions/<session_id>/end")
def end_session(session_id: str) -> BaseResponse:
    """Sign out somewhere else, or here."""
    mine = office_door.me()
    state.current().sign_ins.close(mine.person_id, session_id)
    return _leave() if session_id == mine.session_id else redirect(url_for("office.sessions"), 303)


@bp.post("/sign-out")
def sign_out() -> BaseResponse:
    """Sign out here."""
    mine = office_door.me()
    state.current().sign_ins.close(mine.person_id, mine.session_id)
    return _leave()


@bp.post("/switch")
def switch() -> BaseResponse:
    """Work in another office of one's own from now on."""
    asked = request.form.get("office", "")
    if asked not in {one.office_id for one in office_door.me().memberships}:
        abort(404)
    session["office"] = asked
    return redirect(url_for("office.index"), 303)


def _leave() -> BaseResponse:
    session.clear()
    response = redirect(url_for("office.sign_in"), 303)
    response.delete_cookie(office_door.COOKIE, path=office_door.COOKIE_PATH)
    return response


def _door(email: str = "", trouble: str = "") -> str:
    arrived = session.pop("arrived", "") if request.method == "GET" else ""
    return render_template(
        "office/sign_in.html",
        email=email or arrived,
        trouble=current().t(trouble) if trouble else "",
        arrived=bool(arrived),
        **office_door.languages(),
    )


def _same_twice(token: str, password: str) -> bool:
    known = state.current().offices.link(token).known
    return known or password == request.form.get("again", "")


def _link_page(token: str, trouble: str = "") -> str:
    found = state.current().offices.link(token)
    text = current().t(trouble) if trouble else ""
    return render_template("office/link.html", link=found, trouble=text, least=LEAST, **office_door.languages())
