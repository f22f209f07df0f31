"""Who stands at the office's door: the cookie, the person behind it, the office they are in, and the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import abort, current_app, g, redirect, request, session, url_for

from planner import config, mail
from planner.db.errors import RecordMissing
from planner.db.offices import plain_email
from planner.errors import InvalidRequest
from planner.web import state
from planner.web.i18n import LANGS, current

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Response
    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.signing import Membership, SignedIn, TooManyTries

COOKIE = "sasurai_office"
COOKIE_PATH = "/office"
COOKIE_SECONDS = 30 * 24 * 3600


def choose_language() -> None:
    """Take the language of the address, of the session, or the one that the browser prefers."""
    asked = request.args.get("lang", "")
    if asked in LANGS:
        session["lang"] = asked
    lang = session.get("lang")
    g.lang = lang if lang in LANGS else request.accept_languages.best_match(LANGS, "ja")


def guard() -> BaseResponse | None:
    """Let in who is signed in and works in an office; others are led to the door, whatever they asked for."""
    token = request.cookies.get(COOKIE, "")
    g.me = state.current().sign_ins.who(token) if token else None
    if g.me is None:
        return redirect(url_for("office.sign_in"))
    return None


def me() -> SignedIn:
    """Give the person who is signed in."""
    return cast("SignedIn", g.me)


def membership() -> Membership:
    """Give the office that the person works in now; 404 for who works in none."""
    found = me().memberships
    if not found:
        abort(404, current().t("office.no_office"))
    chosen = session.get("office")
    return next((one for one in found if one.office_id == chosen), found[0])


def place_names(codes: Collection[str] | None = None) -> dict[str, str]:
    """Name municipalities by their codes, the office's own unless others are given; without a name a code stays."""
    codes = membership().codes if codes is None else codes
    known = state.dataset()
    found = {code: known.municipality(code) for code in codes if code in known.index}
    japanese = current().lang == "ja"
    names = {code: place.full_name if japanese else place.name_en for code, place in found.items()}
    return {code: names.get(code, code) for code in codes}


def told() -> str:
    """Give what the page before has to say, once."""
    kept = session.pop("told", None)
    return current().t(kept[0], **kept[1]) if kept else ""


def remember(response: Response, token: str) -> Response:
    """Hand the session's token to the browser."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"]) or request.is_secure
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path=COOKIE_PATH, httponly=True, samesite="Lax", secure=secure
    )
    return response


def link_address(token: str) -> str:
    """Give the public address of a link."""
    base = config.base_url() or request.host_url
    return f"{base.rstrip('/')}{url_for('office.link', token=token)}"


def send_reset(email: str) -> bool:
    """Send a link to a new password to whoever has the address; False where nobody has, or it could not be sent."""
    try:
        token = state.current().offices.reset(email)
    except (RecordMissing, InvalidRequest):
        return False
    words = current()
    text = words.t("office.letter.reset", link=link_address(token))
    # to the address as it is kept: one that is written otherwise may be somebody else's
    return mail.send(plain_email(email), words.t("office.letter.reset.subject"), text)


def later(error: TooManyTries) -> dict[str, str]:
    """Give the header that tells programs when to try again."""
    return {"Retry-After": str(error.retry_after)}


def languages() -> dict[str, Any]:
    """Give what the frame of every page needs: its address in each language, the person, the office they are in."""
    mine = g.get("me")
    here = membership() if mine and mine.memberships else None
    unread = state.current().interests.count(here.office_id, unread=True) if here else 0
    languages = {lang: f"{request.path}?lang={lang}" for lang in LANGS}
    return {"languages": languages, "me": mine, "here": here, "unread": unread}
