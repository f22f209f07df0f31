"""/{lang}/interests/{token}: the secret page of an interest: how it stands, take it back, take it along, erase it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, url_for

from planner.db.tokens import token_hash
from planner.web import letters, state
from planner.web.answers import named
from planner.web.i18n import LANGS, current

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("interests", __name__, url_prefix="/<any(ja, en):lang>/interests")


@bp.url_value_preprocessor
def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "ja")


@bp.get("/<token>")
def show(token: str) -> str:
    """Show an interest to whoever has its link."""
    found = state.current().interests.by_token(token_hash(token))
    languages = {lang: url_for("interests.show", lang=lang, token=token) for lang in LANGS}
    return render_template(
        "hosts/interest.html",
        interest=found,
        token=token,
        address=letters.page_of(token),
        sent=request.args.get("sent") == "1",
        erased_now=False,
        languages=languages,
        canonical=None,
    )


@bp.get("/<token>.json")
def export(token: str) -> Response:
    """Give everything that is kept of an interest as a file."""
    response = jsonify(letters.interest_json(state.current().interests.by_token(token_hash(token))))
    response.headers["Content-Disposition"] = named("attachment", "interest.json", "interest.json")
    return response


@bp.post("/<token>/withdraw")
def withdraw(token: str) -> BaseResponse:
    """Take an interest back."""
    state.current().interests.withdraw(token_hash(token))
    return redirect(url_for("interests.show", lang=current().lang, token=token), 303)


@bp.post("/<token>/delete")
def delete(token: str) -> str:
    """Erase an interest at once."""
    state.current().interests.delete(token_hash(token))
    languages = {lang: url_for("pages.index", lang=lang) for lang in LANGS}
    return render_template("hosts/interest.html", erased_now=True, languages=languages, canonical=None)
