"""/office/: sign in and out, come in by a link, see where one is signed in, change between offices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for

from planner import mail
from planner.db.offices import LinkOver
from planner.db.passwords import LEAST, WeakPassword
from planner.db.signing import TooManyTries
from planner.web import office_door, state
from planner.web.i18n import current

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("office", __name__, url_prefix="/office")
OPEN = {
    "office.sign_in",
    "office.enter",
    "office.code",
    "office.use_code",
    "office.link",
    "office.use_link",
    "office.forgot",
}
HALF_SECONDS = 300
"""Between the password and the code."""
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
def enter() -> ResponseReturnValue:
    """Sign somebody in; what is wrong of address and password is not told."""
    email = request.form.get("email", "")
    door = state.current().sign_ins
    try:
        person = door.check(email, request.form.get("password", ""), request.remote_addr or "")
    except TooManyTries as many:
        return _door(email, "office.too_many", many.minutes), 429, office_door.later(many)
    if person is None:
        return _door(email, "office.wrong"), 422
    if state.current().codes.active(person):
        _forget_all()
        session["half"] = {"person": person, "until": time.time() + HALF_SECONDS}
        return redirect(url_for("office.code"), 303)
    return _let_in(person)


@bp.get("/code")
def code() -> str | BaseResponse:
    """Ask whoever knew the password for a code."""
    return _code_page() if _half() else redirect(url_for("office.sign_in"))


@bp.post("/code")
def use_code() -> ResponseReturnValue:
    """Sign in by the code of this minute, or by a recovery code."""
    person = _half()
    if not person:
        return redirect(url_for("office.sign_in"), 303)
    door = state.current().sign_ins
    try:
        tried = door.count_try(f"code {person}", request.remote_addr or "")
    except TooManyTries as many:
        return _code_page("office.too_many", many.minutes), 429, office_door.later(many)
    if not state.current().codes.check(person, request.form.get("code", "")[:80]):
        return _code_page("office.code.wrong"), 422
    door.forgive(tried)
    return _let_in(person)


@bp.post("/forgot")
def forgot() -> ResponseReturnValue:
    """Send a link to a new password, where letters can be sent; the answer is the same for every address."""
    if not mail.configured():
        abort(404)
    email = request.form.get("email", "")
    try:
        state.current().sign_ins.count_try(f"forgot {email.strip().casefold()[:254]}", request.remote_addr or "")
    except TooManyTries as many:
        return _door(email, "office.too_many", many.minutes), 429, office_door.later(many)
    office_door.send_reset(email)
    return _door(email, "office.forgot.sent"), 200


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


@bp.errorhandler(LinkOver)
def over(error: LinkOver) -> tuple[str, int]:
    """Say why a link opens nothing, and how one comes in all the same."""
    letters = mail.configured()
    return render_template("office/link_over.html", why=error.why, letters=letters, **office_door.languages()), 404


@bp.get("/sessions")
def sessions() -> str:
    """List where the person is signed in."""
    mine = office_door.me()
    devices = state.current().sign_ins.devices(mine.person_id)
    mine_codes = state.current().codes
    return render_template(
        "office/sessions.html",
        devices=devices,
        codes=mine_codes.active(mine.person_id),
        codes_left=mine_codes.left(mine.person_id),
        **office_door.languages(),
    )


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


def _half() -> str:
    """Give who knew the password a moment ago; empty where nobody did."""
    half = session.get("half")
    return str(half["person"]) if half and half["until"] > time.time() else ""


def _forget_all() -> None:
    # nothing that was in this browser before belongs to whoever signs in
    lang = session.get("lang")
    session.clear()
    session["lang"] = lang


def _let_in(person: str) -> BaseResponse:
    token = state.current().sign_ins.begin(person, str(request.user_agent))
    _forget_all()
    return office_door.remember(make_response(redirect(url_for("office.index"), 303)), token)


def _code_page(trouble: str = "", minutes: int = 0) -> str:
    told = current().t(trouble, n=minutes) if trouble else ""
    return render_template("office/code.html", trouble=told, **office_door.languages())


def _leave() -> BaseResponse:
    session.clear()
    response = redirect(url_for("office.sign_in"), 303)
    response.delete_cookie(office_door.COOKIE, path=office_door.COOKIE_PATH)
    return response


def _door(email: str = "", trouble: str = "", minutes: int = 0) -> str:
    arrived = session.pop("arrived", "") if request.method == "GET" else ""
    return render_template(
        "office/sign_in.html",
        email=email or arrived,
        trouble=current().t(trouble, n=minutes) if trouble else "",
        arrived=bool(arrived),
        gone=request.method == "GET" and session.pop("gone", False),
        letters=mail.configured(),
        **office_door.languages(),
    )


def _same_twice(token: str, password: str) -> bool:
    known = state.current().offices.link(token).known
    return known or password == request.form.get("again", "")


def _link_page(token: str, trouble: str = "") -> str:
    found = state.current().offices.link(token)
    text = current().t(trouble) if trouble else ""
    return render_template("office/link.html", link=found, trouble=text, least=LEAST, **office_door.languages())
