"""/api/v1/tracks: read somebody's GPX, KML or GeoJSON, to lie on the map beside the trip. Nothing of it is kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, json, make_response, request

from planner.tracks.model import MOST_BYTES
from planner.tracks.outline import outline
from planner.tracks.read import read_tracks
from planner.web import state
from planner.web.answers import GEOJSON
from planner.web.errors import Busy

if TYPE_CHECKING:
    from typing import BinaryIO

bp = Blueprint("tracks_api", __name__, url_prefix="/api/v1/tracks")

_AT_ONCE = 2
"""Large files take seconds of a processor, which planning and pages need too."""
_turn = threading.Semaphore(_AT_ONCE)


@bp.post("")
def read() -> Response:
    """Give what a file holds as GeoJSON, light enough to draw; the body is the file itself, told by its content."""
    # the archive's own bytes beside what it unpacks to
    request.max_content_length = MOST_BYTES + 1024
    state.current().limiter.take(request.remote_addr or "")
    if not _turn.acquire(blocking=False):
        raise Busy("Other files are being read; please try again in a few seconds.")
    try:
        found = outline(read_tracks(cast("BinaryIO", request.stream)))
    finally:
        _turn.release()
    response = make_response(json.dumps(found))
    response.content_type = GEOJSON
    response.headers["Cache-Control"] = "no-store"
    return response
