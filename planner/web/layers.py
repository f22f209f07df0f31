"""/api/v1/layers: the land, for the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

if TYPE_CHECKING:
    from flask import Flask

bp = Blueprint("layers", __name__, url_prefix="/api/v1/layers")


def register(app: Flask) -> None:
    """Give templates `layer_url(name)`."""
    app.jinja_env.globals["layer_url"] = lambda name: ""
