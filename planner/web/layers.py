"""/api/v1/layers: the land, for the map."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response, abort, current_app, request

from geo.geojson import dumps
from geo.layers import FILES, Layers
from planner.errors import InvalidRequest
from planner.web import state
from planner.web.answers import GEOJSON, kept, kept_json
from planner.web.paging import bbox, one_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

bp = Blueprint("layers", __name__, url_prefix="/api/v1/layers")

LEVELS = ("mid", "full")
ALIASES = {"neighbours": "land"}
WIDEST_DEGREES = 6.0
"""A region is for a near look; the country has its overview."""


class _Body(NamedTuple):
    plain: bytes
    compressed: bytes


def register(app: Flask) -> None:
    """Give templates `layer_url(name)`: an address for ever, or nothing where the data set has no such layer."""
    folder: Path = app.config["DATA_DIR"]

    def layer_url(name: str) -> str:
        there = (folder / FILES[ALIASES.get(name, name)]).is_file()
        return f"/api/v1/layers/{name}?v={state.version()}" if there else ""

    app.jinja_env.globals["layer_url"] = layer_url


@bp.get("/<name>")
def layer(name: str) -> Response:
    """Give a layer of the whole country: overview, prefectures or land."""
    name = ALIASES.get(name, name)
    if name not in FILES:
        abort(404)
    body = state.derived(f"layer {name}", lambda _: _read(name))
    compressed = bool(request.accept_encodings["gzip"])
    response = kept(body.compressed if compressed else body.plain, GEOJSON, version=state.version())
    response.vary.add("Accept-Encoding")
    if compressed and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    return response


@bp.get("/municipality/<code>")
def municipality(code: str) -> Response:
    """Give one municipality in full detail."""
    return kept_json(_layers().municipality(code, one_of("level", LEVELS) or "full"), GEOJSON, version=state.version())


@bp.get("/region")
def region() -> Response:
    """Give the municipalities that touch a rectangle."""
    box = bbox()
    if box is None or max(box.east - box.west, box.north - box.south) > WIDEST_DEGREES:
        raise InvalidRequest("bbox", f"it is west,south,east,north, at most {WIDEST_DEGREES:g} degrees wide and high.")
    found = _layers().region(box, one_of("level", LEVELS) or "mid")
    return kept(dumps(found), GEOJSON, version=state.version())


def _layers() -> Layers:
    return state.derived("layers", lambda _: Layers(current_app.config["DATA_DIR"]))


def _read(name: str) -> _Body:
    plain = _layers().file(name)
    return _Body(plain, gzip.compress(plain, 9, mtime=0))
