"""/office/listings: write, look over, publish, pause; what an office says about its season."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, session, url_for

from planner.clock import day_of
from planner.db.errors import RecordChanged
from planner.db.listings import Actor, NotReady, Outdated
from planner.listing.check import check
from planner.listing.fields import FIELDS, GROUPS
from planner.listing.steps import REASONS, STEPS, WRITERS, allowed
from planner.listing.window import next_year, window_of
from planner.web import bulk, office_door, state
from planner.web.i18n import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.listings import Listing, ListingStore, Version

bp = Blueprint("listings", __name__, url_prefix="/office/listings")
FORM_BYTES = 512 * 1024
PAGE_ROWS = 100
MOST_PARTS = 200
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # before the form is read, which looking for its token does
    request.max_form_parts = MOST_PARTS
    if endpoint in {"listings.create", "listings.save"}:
        # the longest texts, each character of nine bytes on its way
        request.max_content_length = request.max_form_memory_size = FORM_BYTES


@bp.get("")
def index() -> str:
    """List the office's listings, or its trash: searched, by status, a page at a time."""
    shelf, office_id, wanted = state.current().shelf, _here().office_id, bulk.wanted_of(request.args)
    number = max(1, min(request.args.get("page", 1, int) or 1, 10**6))
    rows, total = shelf.page(office_id, wanted, PAGE_ROWS, (number - 1) * PAGE_ROWS)
    counts = shelf.counts(office_id, wanted.oldest, wanted.today)
    query = {"q": wanted.words or None, "status": wanted.status or None}
    return _page(
        "list",
        told=office_door.told(),
        undo="undo" in session,
        rows=rows,
        total=total,
        number=number,
        pages=-(-total // PAGE_ROWS),
        trash=wanted.status == "trash",
        wanted=wanted,
        query=query,
        counts=counts,
        begins=not any(counts.values()) and not total and not wanted.words and not wanted.status,
        deeds=bulk.deeds_of(wanted.status, _here().role),
    )


@bp.get("/new")
def new() -> str:
    """Show an empty form."""
    codes = _here().codes
    return _form({"municipality_code": codes[0]} if codes else {})


@bp.post("/new")
def create() -> tuple[str, int] | BaseResponse:
    """Keep a new draft, or show what is wrong beside each field."""
    body, errors = check(request.form, _here().codes, state.current().ground)
    if errors:
        return _form(request.form, errors), 422
    return _to(_store().create(_actor(), body))


@bp.get("/<listing_id>")
def show(listing_id: str) -> str:
    """Show a listing as a traveller will see it, what can be done with it, and what was."""
    found = _store().get(_here().office_id, listing_id)
    steps = () if found.deleted else allowed(found.status, _here().role)
    history = _store().history(_here().office_id, listing_id)
    window = window_of(found.id, found.body, _here().office, day_of(found.modified))
    if found.status in {"published", "paused"} and not found.unpublished_changes:
        steps = tuple(name for name in steps if name != "publish")
    return _page(
        "show",
        listing=found,
        steps=steps,
        history=_with_changes(history),
        window=window,
        told_before=office_door.told(),
        places=office_door.place_names([window.code]),
    )


@bp.get("/<listing_id>/edit")
def edit(listing_id: str) -> str:
    """Show the form of a listing."""
    found = _store().get(_here().office_id, listing_id)
    return _form(found.body, listing=found)


@bp.post("/<listing_id>/edit")
def save(listing_id: str) -> tuple[str, int] | BaseResponse:
    """Keep what was changed; what is published stays so until it is published again."""
    found = _store().get(_here().office_id, listing_id)
    body, errors = check(request.form, _here().codes, state.current().ground)
    if errors:
        return _form(request.form, errors, found), 422
    try:
        return _to(_store().change(_actor(), listing_id, body, request.form.get("sequence", -1, int)))
    except RecordChanged:
        return _collided(listing_id, body), 409


@bp.post("/<listing_id>/step/<name>")
def step(listing_id: str, name: str) -> tuple[str, int] | BaseResponse:
    """Submit, send back, publish, pause, resume or close; where something must be said first, ask for it."""
    try:
        return _to(_store().step(_actor(), listing_id, name, bulk.reason(), request.form.get("sequence", None, int)))
    except Outdated:
        session["told"] = ["listing.step.outdated", {}]
        return redirect(url_for("listings.show", listing_id=listing_id), 303)
    except NotReady as short:
        found = _store().get(_here().office_id, listing_id)
        return _form(found.body, short.lacks, found, trouble="listing.lacks"), 422


@bp.post("/<listing_id>/trash")
def trash(listing_id: str) -> BaseResponse:
    """Put a listing into the trash, or take it out again."""
    back = request.form.get("back") == "1"
    _store().trash(_actor(), listing_id, back=back)
    session["told"] = ["listing.untrash.done" if back else "listing.trash.done", {}]
    return redirect(url_for("listings.show", listing_id=listing_id) if back else url_for("listings.index"), 303)


@bp.post("/<listing_id>/duplicate")
def duplicate(listing_id: str) -> tuple[str, int] | BaseResponse:
    """Make a draft of it for next year."""
    found = _store().get(_here().office_id, listing_id)
    copy = next_year(found.body)
    body, errors = check(copy, _here().codes, state.current().ground)
    if errors:
        # a town that the office no longer speaks for, a wage that has risen: what is new is checked as such
        return _form(copy, errors), 422
    return _to(_store().create(_actor(), body, "duplicate"))


@bp.post("/<listing_id>/restore/<int(max=999999999):sequence>")
def restore(listing_id: str, sequence: int) -> BaseResponse:
    """Take up the words of an earlier version."""
    return _to(_store().restore(_actor(), listing_id, sequence))


def _here() -> Any:
    return office_door.membership()


def _actor() -> Actor:
    here = _here()
    return Actor(here.office_id, here.role, office_door.me().email)


def _store() -> ListingStore:
    return state.current().listings


def _to(listing: Listing) -> BaseResponse:
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


def _form(
    given: Mapping[str, str], errors: Mapping[str, str] | None = None, listing: Listing | None = None, trouble: str = ""
) -> str:
    told = current().t(trouble, n=len(errors or ())) if trouble else ""
    return _edit(given, listing, errors=errors or {}, trouble=told)


def _collided(listing_id: str, mine: Mapping[str, str]) -> str:
    """Show what somebody else changed beside what was typed; saved again, now knowingly, what was typed holds."""
    now = _store().get(_here().office_id, listing_id)
    history = {one.sequence: one.body for one in _store().history(_here().office_id, listing_id)}
    theirs = _changes(history.get(request.form.get("sequence", -1, int), {}), now.body)
    told = [(name, old, new, mine.get(name, "")) for name, old, new in theirs if mine.get(name, "") != new]
    given = {**request.form, "sequence": now.sequence}
    return _edit(given, now, errors={}, trouble=current().t("listing.changed_meanwhile"), theirs=told)


def _edit(given: Mapping[str, Any], listing: Listing | None, **values: Any) -> str:
    return _page("edit", given=given, listing=listing, places=office_door.place_names(), groups=GROUPS, **values)


def _page(name: str, **values: Any) -> str:
    here = _here()
    values |= {"writes": here.role in WRITERS, "fields": FIELDS, "reasons": REASONS, "steps_known": STEPS}
    return render_template(f"office/{name}.html", **values, **office_door.languages())


def _with_changes(history: list[Version]) -> list[tuple[Version, list[tuple[str, str, str]]]]:
    """Give each version with the fields that differ from the one before: name, old and new text."""
    older = [*(version.body for version in history[1:]), None]
    return [(version, _changes(before, version.body)) for version, before in zip(history, older, strict=True)]


def _changes(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    return [(n, before.get(n, ""), after.get(n, "")) for n in FIELDS if before.get(n, "") != after.get(n, "")]
