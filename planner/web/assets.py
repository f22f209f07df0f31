"""Static files under /static/{build}/: cached for ever, because another content has another address."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, make_response, request
from werkzeug.security import safe_join

from planner import config

if TYPE_CHECKING:
    from flask import Flask

YEAR_SECONDS = 365 * 24 * 3600
IMMUTABLE = f"public, max-age={YEAR_SECONDS}, immutable"

bp = Blueprint("assets", __name__)


def build_of(folder: Path) -> str:
    """Hash names and contents of all static files."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def register(app: Flask) -> None:
    """Give templates `asset(path)`; the path of a module keeps its place, so relative imports hold."""
    build = build_of(config.share_dir() / "static")
    app.config["ASSET_BUILD"] = build
    app.jinja_env.globals.update(
        asset=lambda path: f"/static/{build}/{path}",
        asset_build=build,
        online_tiles=app.config["ONLINE_TILES"],
    )
    app.register_blueprint(bp)


@bp.get("/static/<build>/<path:name>")
def static_file(build: str, name: str) -> Response:
    """Serve one file; at an older build's address without a promise for later."""
    # resolves `..`, and gives nothing outside the folder
    path = safe_join(str(config.share_dir() / "static"), name)
    if path is None or not Path(path).is_file():
        abort(404)
    response = make_response(Path(path).read_bytes())
    response.content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response.headers["Cache-Control"] = IMMUTABLE if build == current_app.config["ASSET_BUILD"] else "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
