"""/api/v1/layers/isochrone: how far one gets from a municipality's office on foot and by bicycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, url_for
from shapely.geometry import shape

from geo.geojson import collection
from geo.layers import Layers
from geo.street_reach import MINUTES, REACH_MODES
from geo.street_store import read_town
from planner import config
from planner.web import state
from planner.web.answers import GEOJSON, kept_json
from planner.web.paging import one_of
from planner.web.reach_map import reach_map

if TYPE_CHECKING:
    from geo.street_store import TownStreets

bp = Blueprint("streets_api", __name__, url_prefix="/api/v1/layers/isochrone")


@bp.get("/<code>")
def isochrone(code: str) -> Response:
    """Give the areas within 15, 30 and 60 minutes of the office, the largest first, or one of them.

    They are drawn when the streets are imported and end at the municipality's border.
    """
    code = state.municipality(code).code
    mode = one_of("mode", tuple(REACH_MODES)) or "walk"
    asked = one_of("minutes", [str(minutes) for minutes in MINUTES])
    town = read_town(config.instance_dir(), code)
    if town is None or mode not in town.isochrones:
        abort(404, description=f"No streets of {code} have been imported: sasurai data import osm FILE.")
    wanted = [asked] if asked else [str(minutes) for minutes in reversed(MINUTES)]
    return kept_json(collection(_feature(town, mode, minutes) for minutes in wanted), GEOJSON)


@bp.app_template_global()
def isochrone_url(code: str) -> str:
    """Give the address of a municipality's isochrones, to which `?mode=` may be added; empty where there are none."""
    town = read_town(config.instance_dir(), code)
    return url_for("streets_api.isochrone", code=code) if town is not None and town.isochrones else ""


@bp.app_template_global()
def reach_of(code: str) -> dict[str, Any] | None:
    """Give a municipality's page the drawings of its isochrones and their source; None where there are none."""
    town = read_town(config.instance_dir(), code)
    if town is None or not town.isochrones:
        return None
    land = state.derived("layers", lambda _: Layers(current_app.config["DATA_DIR"])).municipality(code, "mid")
    return {"drawings": reach_map(town, shape(land["geometry"])), **town.about}


def _feature(town: TownStreets, mode: str, minutes: str) -> dict[str, Any]:
    about = town.about
    return {
        "type": "Feature",
        "id": f"{about['code']}-{mode}-{minutes}",
        "properties": {
            "code": about["code"],
            "mode": mode,
            "minutes": int(minutes),
            "origin": about["origin"],
            "as_of": about["as_of"],
            "credit": about["credit"],
            "licence": about["licence"],
        },
        "geometry": town.isochrones[mode][minutes],
    }
