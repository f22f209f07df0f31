"""/{lang}/listings/{id}: one published listing for everybody, with a form for those who are interested."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from planner.clock import day_of
from planner.listing.fields import FIELDS, GROUPS
from planner.listing.letters import INTEREST, TRAP, check_interest
from planner.listing.window import window_of
from planner.web import counting, letters, stale, state, structured
from planner.web.clock import today
from planner.web.device import hand_over
from planner.web.errors import TooMany
from planner.web.i18n import Texts, current
from planner.web.licences import LISTINGS
from planner.web.pages import addresses
from planner.web.published import place_of, published
from planner.web.site import public_root

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from planner.db.listings import Listing

bp = Blueprint("hosts", __name__, url_prefix="/<any(ja, en):lang>/listings")
bp.after_request(hand_over)

IN_HEAD = {
    *("municipality_code", "kind", "title_ja", "title_en", "start", "end", "peak_start", "peak_end"),
    *("min_nights", "max_nights", "lng", "lat", "precision", "pay_unit"),
}
ALWAYS = {
    "pay_jpy",
    "hours_per_day",
    "days_per_week",
    "days_off",
    "headcount",
    "lodging",
    "meals",
    "travel_subsidy",
    "internet",
}
"""Told as unknown where the listing does not say."""


@bp.url_value_preprocessor
def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "ja")
    if endpoint == "hosts.send":
        request.max_content_length = letters.MOST_BYTES


@bp.get("/<listing_id>")
def show(listing_id: str) -> str:
    """Show all facts of a listing; 410 once it is closed, 404 for what is not public."""
    listing = find(listing_id)
    counting.viewed(f"listing-{listing_id}")
    return _page(listing, {}, {})


@bp.post("/<listing_id>/interest")
def send(listing_id: str) -> ResponseReturnValue:
    """Send an interest and lead to its secret page, or say beside each field what is wrong."""
    listing = find(listing_id)
    letter, errors = check_interest(request.form, today())
    if errors:
        return _page(listing, request.form, errors), 422
    try:
        _, token = letters.send_interest(listing, letter)
    except TooMany as wait:
        return _page(listing, request.form, {"": "wait"}), 429, {"Retry-After": str(wait.retry_after)}
    return redirect(url_for("interests.show", lang=current().lang, token=token, sent=1), 303)


def find(listing_id: str) -> Listing:
    """Find what is public; RecordGone or RecordMissing where it is not."""
    listing_id = listing_id.removeprefix("listing-")
    found = published().by_id.get(listing_id)
    if found is None:
        state.current().interests.standing(listing_id)
    assert found is not None
    return found.listing


def _page(listing: Listing, given: Mapping[str, str], errors: Mapping[str, str]) -> str:
    words, place = current(), state.dataset().municipality(listing.body["municipality_code"])
    updated = day_of(listing.modified)
    window = window_of(listing.id, listing.body, listing.office, updated)
    address = url_for("hosts.show", lang=words.lang, listing_id=listing.id)
    return render_template(
        "hosts/show.html",
        listing=listing,
        body=listing.body,
        window=window,
        place=place,
        point=place_of(listing),
        title=in_language(listing.body, "title", words)[0],
        groups=facts(listing.body, words),
        fields=FIELDS,
        updated=updated,
        stale=(today() - _as_of(listing.body, updated)).days > stale.DAYS,
        stale_days=stale.DAYS,
        licence=LISTINGS,
        structured=structured.listing(listing, place, window, today(), public_root() + address, words.lang),
        given=given,
        errors=errors,
        letter=INTEREST,
        trap=TRAP,
        soonest=today().isoformat(),
        **addresses("hosts.show", listing_id=listing.id),
    )


def in_language(body: Mapping[str, str], name: str, words: Texts) -> tuple[str, str]:
    """Give the text of a field that comes in two languages, and the language that it is in."""
    mine, other = words.lang, "ja" if words.lang == "en" else "en"
    for lang in (mine, other):
        if text := body.get(f"{name}_{lang}"):
            return text, lang
    return "", mine


def facts(body: Mapping[str, str], words: Texts) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """List by group what a listing says: field, label, text (empty: unknown) and the text's language."""
    told = []
    for group, fields in GROUPS.items():
        rows = []
        for name in (field.name for field in fields):
            base = name.removesuffix("_ja")
            if name in IN_HEAD or name.endswith("_en"):
                continue
            text, lang = in_language(body, base, words) if base != name else (body.get(name, ""), words.lang)
            if text or name in ALWAYS & FIELDS.keys():
                rows.append((name, _label(name, words), text, lang))
        if rows:
            told.append((group, rows))
    return told


def _label(name: str, words: Texts) -> str:
    return re.sub(r"（日本語）| \(Japanese\)", "", words.t(f"listing.{name}"))


def _as_of(body: Mapping[str, str], updated: dt.date) -> dt.date:
    return type(updated).fromisoformat(body["as_of"]) if "as_of" in body else updated
