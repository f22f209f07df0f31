"""Static files under /static/{build}/: cached for ever, because another content has another address."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, send_from_directory

from planner import config

if TYPE_CHECKING:
    from pathlib import Path

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
    response = send_from_directory(config.share_dir() / "static", name)
    response.headers["Cache-Control"] = IMMUTABLE if build == current_app.config["ASSET_BUILD"] else "no-cache"
    return response
