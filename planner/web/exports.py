"""/office/listings/export.*: an office's listings as the files that the import reads back, and a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, request

from planner.listing.files.example import EXAMPLE
from planner.listing.files.writing import TYPES, write
from planner.web import office_door, state
from planner.web.answers import named
from planner.web.i18n import current
from planner.web.import_work import words_here

if TYPE_CHECKING:
    from planner.listing.check import Body

bp = Blueprint("exports", __name__, url_prefix="/office/listings")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("/export.<kind>")
def export(kind: str) -> Response:
    """Give all listings; with `?plain=1` under our own names and codes instead of people's words."""
    if kind not in TYPES:
        abort(404)
    here = office_door.membership()
    rows = sorted((row.key, row.body) for row in state.current().listings.of_office(here.office_id))
    return _file(kind, rows, "listings", here.office, plain=request.args.get("plain") == "1")


@bp.get("/template.<kind>")
def template(kind: str) -> Response:
    """Give a file with an example in it, which the import leaves out."""
    if kind not in {"csv", "xlsx"}:
        abort(404)
    codes = office_door.membership().codes
    body = {**EXAMPLE, "municipality_code": codes[0] if codes else ""}
    return _file(kind, [(current().t("listing.template.id"), body)], "template", current().t("listing.template.name"))


def _file(kind: str, rows: list[tuple[str, Body]], plain_name: str, name: str, *, plain: bool = False) -> Response:
    response = make_response(write(kind, rows, None if plain else words_here()))
    response.content_type = TYPES[kind]
    response.headers["Content-Disposition"] = named("attachment", f"{plain_name}.{kind}", f"{name}.{kind}")
    return response
