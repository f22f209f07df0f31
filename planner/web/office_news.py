"""/office/news, and /feed/office/….atom: what waits for an office, where no mail is sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, session, url_for

from planner.db.listings import Actor
from planner.render.atom import Entry, atom
from planner.web import office_door, state
from planner.web.clock import today
from planner.web.i18n import current, texts
from planner.web.stale import stale_news

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.news import News
    from planner.web.i18n import Texts

bp = Blueprint("office_news", __name__, url_prefix="/office/news")
feed_bp = Blueprint("office_feed", __name__, url_prefix="/feed/office")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("")
def index() -> str:
    """List what waits, and the feed's address."""
    here = office_door.membership()
    return render_template(
        "office/news.html",
        news=_all(here.office_id),
        has_address=state.current().news.has_address(here.office_id),
        feed=session.pop("feed", ""),
        **office_door.languages(),
    )


@bp.post("/seen")
def seen() -> BaseResponse:
    """Mark everything as seen."""
    state.current().news.see(office_door.membership().office_id)
    return redirect(url_for("office_news.index"), 303)


@bp.post("/address")
def address() -> BaseResponse:
    """Give the feed a new address, shown once; or withdraw it."""
    here, news = office_door.membership(), state.current().news
    actor = Actor(here.office_id, here.role, office_door.me().email)
    if request.form.get("off"):
        news.revoke(here.office_id)
        state.current().people.note(actor, "feed_off", "")
    else:
        token = news.renew(here.office_id)
        session["feed"] = url_for("office_feed.feed", token=token, _external=True)
        state.current().people.note(actor, "feed", "")
    return redirect(url_for("office_news.index"), 303)


@feed_bp.get("/<token>.atom")
def feed(token: str) -> Response:
    """Give what waits to whoever has the address; 404 where it is nobody's."""
    found = state.current().news.office_of(token)
    if found is None:
        abort(404)
    office_id, name = found
    words = texts(request.args.get("lang", "ja"))
    base = request.host_url.rstrip("/")
    news = _all(office_id)
    entries = [Entry(f"urn:sasurai:news:{one.id}", say(words, one), base + one.path, one.at) for one in news]
    latest = max((one.at for one in news), default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    body = atom(
        f"urn:sasurai:office:{office_id}", words.t("news.title", office=name), request.base_url, latest, entries
    )
    response = make_response(body)
    response.content_type = "application/atom+xml; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


def say(words: Texts, news: News) -> str:
    """Say in one line what it is."""
    return words.t(f"news.{news.kind}", subject=news.subject)


def _all(office_id: str) -> list[News]:
    """Give what was told and what follows from the day, the newest first."""
    told = state.current().news.of_office(office_id)
    return sorted([*told, *stale_news(office_id, today())], key=lambda one: one.at, reverse=True)


@bp.app_context_processor
def _helpers() -> dict[str, object]:
    return {"say_news": lambda one: say(current(), one)}
