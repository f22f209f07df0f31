"""/sw.js: the worker that keeps the planner readable without a connection, and the page it shows where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, json, render_template, url_for

from planner import config
from planner.web import pages, state
from planner.web.answers import kept
from planner.web.i18n import LANGS

if TYPE_CHECKING:
    from pathlib import Path

bp = Blueprint("offline", __name__)

PARTS = (
    "css/*.css", "js/*.js", "js/notebook/*.js", "js/keeping/*.js", "img/*.svg", "img/mark-48.png",
    "vendor/leaflet/*.css", "vendor/leaflet/*.js",
)  # fmt: skip
"""Files of static/ that the planner's page is made of; fonts are for printed trips."""


@bp.get("/sw.js")
def worker() -> Response:
    """Give the worker: what it should keep, then how it does so; from the root, so that it serves every page."""
    body = (_static() / "worker" / "sw.js").read_text(encoding="utf-8")
    response = kept(f"const KEEP = {json.dumps(to_keep())};\n{body}", "text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/<any(ja, en):lang>/offline")
def page(lang: str) -> str:
    """Say what can be done without a connection."""
    return render_template("offline/index.html", canonical=None, languages={word: f"/{word}/offline" for word in LANGS})


def to_keep() -> dict[str, Any]:
    """List what a browser keeps: another version of program or data has other addresses, and drops the old ones."""
    build = current_app.config["ASSET_BUILD"]
    files = sorted(file.relative_to(_static()).as_posix() for part in PARTS for file in _static().glob(part))
    return {
        "version": state.version(),
        "build": build,
        "shell": [f"/static/{build}/{file}" for file in files] + [url for url in pages.layers().values() if url],
        "pages": [url_for(endpoint, lang=lang) for endpoint in ("pages.index", "offline.page") for lang in LANGS],
    }


def _static() -> Path:
    return config.share_dir() / "static"
