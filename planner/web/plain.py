"""The planner for browsers without scripts: the form is posted, the trip comes back as a page of tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from planner.db.errors import RecordMissing
from planner.errors import InvalidRequest, NoFeasibleItinerary, UnknownPlace
from planner.model import KINDS
from planner.render.formats import FORMATS
from planner.reprice import Repricing, is_priced
from planner.request_json import request_from_json
from planner.validate import validate
from planner.web import pages, state, storage
from planner.web.device import hand_over, owner, owner_or_new
from planner.web.errors import Later
from planner.web.i18n import current
from planner.web.plain_form import asked_of, typed_from, typed_of, wrong
from planner.web.plain_tables import tables
from planner.web.solving import solve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("plain", __name__, url_prefix="/<any(ja, en):lang>")
bp.after_request(hand_over)

QUERY_MAX = 60
MOST_FOUND = 60


@bp.url_value_preprocessor
def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "ja")


@bp.post("/trips")
def plan() -> tuple[str, int] | BaseResponse:
    """Plan the trip that the form asks for, keep it and lead to its page; or show the form with what is wrong."""
    words, typed = current(), typed_of(request.form)
    asked, errors = asked_of(typed, words)
    if errors:
        return _form(typed, errors, 422)
    try:
        found = request_from_json(asked, state.places())
        found = replace(found, seconds=min(found.seconds, current_app.config["SOLVE_MAX_SECONDS"]))
        validate(found, state.dataset().index)
        state.current().limiter.take(request.remote_addr or "")
        stored = storage.keep(owner_or_new(), solve(found))
    except (InvalidRequest, UnknownPlace, NoFeasibleItinerary, Later) as error:
        return _form(typed, *wrong(error, asked, words))
    return redirect(url_for("plain.trip", lang=words.lang, plan_id=stored.id), 303)


@bp.post("/trips/shared")
def adopt() -> BaseResponse:
    """Keep what a share shows as a trip of this device; money it hides is that of today's data."""
    lang = current().lang
    plan = storage.plan_for_token(request.form.get("token", "")).plan
    state.current().limiter.take(request.remote_addr or "")
    if not is_priced(plan):
        plan = solve(Repricing(plan, current_app.config["SOLVE_MAX_SECONDS"]))
    stored = storage.keep(owner_or_new(), plan)
    if "plain" in request.form:
        return redirect(url_for("plain.trip", lang=lang, plan_id=stored.id), 303)
    return redirect(url_for("pages.index", lang=lang, plan=stored.id), 303)


@bp.get("/trips")
def trips() -> str:
    """List this device's trips."""
    try:
        found = state.current().store.owned(owner())
    except RecordMissing:
        found = []
    rows = [(stored, storage.told(stored)[0]) for stored in found]
    return render_template("plain/trips.html", rows=rows, **pages.addresses("plain.trips"))


@bp.get("/trips/<plan_id>")
def trip(plan_id: str) -> str:
    """Show a trip of this device as tables, with its files and the form to ask again."""
    words, mine, skills = current(), owner(), pages.skills()
    stored = state.current().store.get(mine, plan_id)
    found, _ = storage.told(stored)
    links = storage.own_links(mine, plan_id, words.lang)
    return render_template(
        "plain/trip.html",
        **tables(found),
        files={name: links[name] for name in FORMATS if name in links},
        example=pages.example(words),
        typed=_named(typed_from(found.request, skills)),
        kinds=KINDS,
        skills=skills,
        on_map=url_for("pages.index", lang=words.lang, plan=plan_id),
        **(pages.addresses("plain.trip", plan_id=plan_id) | {"canonical": None}),
    )


@bp.get("/places")
def places() -> str:
    """Find municipalities by kanji, kana, romaji or code."""
    query = request.args.get("q", "").strip()[:QUERY_MAX]
    found = state.places().search(query, MOST_FOUND) if query else ()
    return render_template("plain/places.html", query=query, found=found, **pages.addresses("plain.places"))


def _form(typed: Mapping[str, Any], errors: Mapping[str, str], status: int) -> tuple[str, int]:
    return render_template("planner/index.html", **pages.planner(current()), typed=typed, errors=errors), status


def _named(typed: dict[str, Any]) -> dict[str, Any]:
    """Write codes as names where the names are clear."""

    def name(code: str) -> str:
        index = state.dataset().index
        return state.dataset().municipality(code).full_name if code in index else code

    lists = {field: "、".join(name(code) for code in typed[field].split("、") if code) for field in ("must", "avoid")}
    return typed | lists | {field: name(typed[field]) if typed[field] else "" for field in ("from", "to")}
