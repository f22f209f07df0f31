"""/api/v1/listings: what offices have published, and nothing else of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from planner.listing.fields import FIELDS
from planner.listing.window import pay_per_day
from planner.model import KINDS
from planner.web.answers import GEOJSON, kept_json
from planner.web.demand_api import asked_municipality
from planner.web.paging import bbox, inside, one_of, page, point
from planner.web.published import place_of, published

if TYPE_CHECKING:
    from planner.db.listings import Listing

bp = Blueprint("listings_api", __name__, url_prefix="/api/v1/listings")
PAGE = 500


@bp.get("")
def index() -> Response:
    """List published listings that are open still: in a rectangle, of a kind, at a municipality."""
    box, kind, code = bbox(), one_of("kind", KINDS), asked_municipality()
    rows = [
        one
        for one in published().rows
        if kind in (None, one.body["kind"])
        and code in ("", one.body["municipality_code"])
        and (box is None or inside(box, place_of(one)))
    ]
    return kept_json(page(rows, listing_feature, PAGE), GEOJSON)


def listing_feature(listing: Listing) -> dict[str, Any]:
    """Give a listing as everybody sees it; unknown is null."""
    told: dict[str, Any] = {"id": f"listing-{listing.id}", "office": listing.office}
    for name, field in FIELDS.items():
        if name not in {"lng", "lat"}:
            told[name] = _value(field.shape, listing.body.get(name))
    told["precision"] = told["precision"] or "municipality"
    told |= {
        "recurring": len(listing.body["start"]) == len("01-01"),
        "pay_jpy_per_day": pay_per_day(listing.body),
        "updated": listing.modified.isoformat(),
    }
    return point(place_of(listing), told["id"], told)


def _value(shape: str, text: str | None) -> Any:
    if shape == "words":
        return text.split(",") if text else []
    if text is None or shape not in {"whole", "decimal"}:
        return text
    return int(text) if shape == "whole" else float(text)
