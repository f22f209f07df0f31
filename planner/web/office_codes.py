"""/office/codes: switch codes by time on and off, for oneself."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pyotp
import segno
from flask import Blueprint, redirect, render_template, request, url_for

from planner.db.signing import TooManyTries
from planner.web import office_door, state
from planner.web.i18n import current

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("office_codes", __name__, url_prefix="/office/codes")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("")
def setup() -> str | BaseResponse:
    """Show the picture that a telephone reads, and ask for its first code."""
    if state.current().codes.active(office_door.me().person_id):
        return redirect(url_for("office.sessions"))
    return _setup()


@bp.post("")
def confirm() -> tuple[str, int] | str:
    """Switch codes on, and show the recovery codes, this one time."""
    mine = office_door.me()
    fresh = state.current().codes.confirm(mine.person_id, request.form.get("code", "")[:80])
    if fresh is None:
        return _setup("office.code.wrong"), 422
    return render_template("office/recovery.html", fresh=fresh, **office_door.languages())


@bp.post("/off")
def off() -> ResponseReturnValue:
    """Switch codes off, by a code: whoever finds an open browser cannot."""
    mine, door = office_door.me(), state.current().sign_ins
    try:
        tried = door.count_try(f"code {mine.person_id}", request.remote_addr or "")
    except TooManyTries as many:
        return _off_page("office.too_many", many.minutes), 429, office_door.later(many)
    if not state.current().codes.check(mine.person_id, request.form.get("code", "")[:80]):
        return _off_page("office.code.wrong"), 422
    door.forgive(tried)
    state.current().codes.off(mine.person_id)
    return redirect(url_for("office.sessions"), 303)


@bp.get("/off")
def ask_off() -> str:
    """Ask for a code before codes are switched off."""
    return _off_page()


def _setup(trouble: str = "") -> str:
    mine = office_door.me()
    secret = state.current().codes.begin(mine.person_id)
    address = pyotp.TOTP(secret).provisioning_uri(name=mine.email, issuer_name="Sasurai")
    stream = io.BytesIO()
    segno.make(address, micro=False).save(stream, kind="png", scale=5, border=4)
    picture = base64.b64encode(stream.getvalue()).decode()
    told = current().t(trouble) if trouble else ""
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template("office/codes.html", picture=picture, secret=spaced, trouble=told, **office_door.languages())


def _off_page(trouble: str = "", minutes: int = 0) -> str:
    told = current().t(trouble, n=minutes) if trouble else ""
    return render_template("office/codes_off.html", trouble=told, **office_door.languages())
