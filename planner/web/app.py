"""The web app: reads as a table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask

from planner import config
from planner.web import (
    account,
    answers,
    assets,
    bulk,
    compress,
    demand_api,
    errors,
    exports,
    feeds,
    feeds_api,
    figures,
    files,
    groups_api,
    hosts,
    i18n,
    imports,
    inbox,
    interests,
    interests_api,
    layers,
    legal,
    listings,
    listings_api,
    map_parts,
    maps,
    metrics,
    notebook_api,
    office,
    office_codes,
    office_news,
    offline,
    ogc,
    open_data,
    openapi,
    ops,
    others_api,
    pages,
    people,
    places_api,
    plain,
    plan_import,
    plans_api,
    regional,
    regional_files,
    replan_api,
    reports,
    root,
    route_api,
    season,
    security,
    settings,
    site,
    state,
    streets_api,
    through_api,
    tidy,
    tracks_api,
    variants_api,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

BLUEPRINTS = (
    root.bp,
    pages.bp,
    pages.share_bp,
    plain.bp,
    files.bp,
    feeds.bp,
    feeds_api.bp,
    plans_api.bp,
    plan_import.bp,
    groups_api.bp,
    variants_api.bp,
    replan_api.bp,
    notebook_api.bp,
    others_api.bp,
    places_api.bp,
    demand_api.bp,
    season.season_bp,
    layers.bp,
    streets_api.bp,
    through_api.bp,
    route_api.bp,
    tracks_api.bp,
    office.bp,
    listings.bp,
    bulk.bp,
    imports.bp,
    office_codes.bp,
    people.bp,
    office_news.bp,
    office_news.feed_bp,
    exports.bp,
    listings_api.bp,
    hosts.bp,
    interests.bp,
    interests_api.bp,
    reports.bp,
    legal.bp,
    inbox.bp,
    maps.bp,
    map_parts.bp,
    figures.bp,
    account.bp,
    ogc.bp,
    open_data.bp,
    regional.bp,
    regional_files.bp,
    openapi.bp,
    ops.bp,
    metrics.bp,
    site.bp,
    offline.bp,
)


def create_app(given: Mapping[str, Any] | None = None) -> Flask:
    """Make the app.

    Parameters
    ----------
    given : mapping, optional
        Settings over the defaults of settings.py. With `DATASET` and `SOLVER` the app is ready at once; without them
        it answers 503 until the server has loaded them (readiness.py).
    """
    app = Flask("planner.web", template_folder=str(config.share_dir() / "templates"), static_folder=None)
    app.config.from_mapping(settings.defaults())
    app.config.from_mapping(given or {})
    app.json = answers.Json(app)
    metrics.register(app)
    compress.register(app)
    state.register(app)
    security.register(app)
    errors.register(app)
    assets.register(app)
    i18n.register(app)
    layers.register(app)
    tidy.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
