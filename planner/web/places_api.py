"""/api/v1/municipalities: where one can go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from planner.errors import InvalidRequest
from planner.place_json import municipality_to_json
from planner.web import state
from planner.web.answers import GEOJSON, kept_json
from planner.web.climate import climate_of
from planner.web.demand_api import window_json
from planner.web.paging import bbox, inside, page, point

if TYPE_CHECKING:
    from geo.model import Municipality

bp = Blueprint("places_api", __name__, url_prefix="/api/v1/municipalities")

QUERY_MAX = 60
PAGE = 100


@bp.get("")
def index() -> Response:
    """List municipalities: found by name, in a rectangle, of a prefecture."""
    query, prefecture, box = request.args.get("q", "").strip(), _prefecture(), bbox()
    if len(query) > QUERY_MAX:
        raise InvalidRequest("q", f"a name has at most {QUERY_MAX} characters.")
    found = state.places().search(query) if query else state.dataset().municipalities
    rows = [m for m in found if inside(box, m.lnglat) and prefecture in (None, m.prefecture)]
    return kept_json(page(rows, _feature, PAGE), GEOJSON)


@bp.get("/<code>")
def show(code: str) -> Response:
    """Give one municipality with its demand windows; a code from before a merger means its successor."""
    municipality = state.municipality(code)
    found = state.dataset().demand.by_code.get(municipality.code, ())
    windows = [window_json(window, municipality) for window in found]
    told = municipality_to_json(municipality)
    return jsonify(municipality=told, windows=windows, climate=climate_of(municipality.code))


def properties(municipality: Municipality) -> dict[str, Any]:
    """Give what is known of a municipality, without its place, which stands in the geometry beside it."""
    return {name: value for name, value in municipality_to_json(municipality).items() if name != "lnglat"}


def _feature(municipality: Municipality) -> dict[str, Any]:
    return point(municipality.lnglat, municipality.code, properties(municipality))


def _prefecture() -> str | None:
    text = request.args.get("prefecture", "").strip()
    if text and not (len(text) == 2 and text.isdecimal() and "01" <= text <= "47"):
        raise InvalidRequest("prefecture", "it is a two-digit code, 01 to 47.")
    return text or None
