"""What browsers and search engines ask of every site: icon, manifest, which addresses are for machines to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, json, redirect, request, url_for

from planner import config
from planner.db.errors import DatabaseTrouble
from planner.web import state
from planner.web.answers import kept
from planner.web.i18n import LANGS, texts

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("site", __name__)

PRIVATE = ("/api/", "/p/", "/feed/", "/office", "/metrics", "/ja/interests/", "/en/interests/")
"""Addresses that no search engine should fetch; shared plans are `noindex` besides."""
ICONS = (
    ("mark-192.png", "192x192", "any"),
    ("mark-512.png", "512x512", "any"),
    ("mark-maskable-512.png", "512x512", "maskable"),
)
LAND = "#fbfaf5"


@bp.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Lead those who ask without reading the page to the icon."""
    return redirect(_asset("img/mark-48.png"))


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Describe the site as an app that can be installed, in the language asked for by `?lang=`."""
    words = texts(request.args.get("lang", "ja"))
    told: dict[str, Any] = {
        "id": "/",
        "name": words.t("site.title"),
        "short_name": words.t("site.name"),
        "description": words.t("site.description"),
        "lang": words.lang,
        "start_url": url_for("pages.index", lang=words.lang),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": LAND,
        "theme_color": LAND,
        "icons": [
            {"src": _asset(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return kept(json.dumps(told), "application/manifest+json")


@bp.get("/robots.txt")
def robots() -> Response:
    """Say what search engines may read: pages, not plans."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    return kept("\n".join([*rules, f"Sitemap: {site_root()}/sitemap.xml", ""]), "text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages that stand by themselves, each with its other language."""
    root = site_root()
    entries: list[str] = []
    pages: list[dict[str, str]] = []
    for endpoint in ("pages.index", "pages.calendar", "pages.about", "open_data.index", "legal.privacy", "legal.terms"):
        pages.append({lang: root + url_for(endpoint, lang=lang) for lang in LANGS})
    for slug in _map_slugs():
        path = root + url_for("regional.show", slug=slug)
        pages.append({"ja": path, "en": f"{path}?lang=en"})
    for links in pages:
        others = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{links[lang]}"/>' for lang in LANGS)
        entries += [f"<url><loc>{href}</loc>{others}</url>" for href in links.values()]
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(entries)}</urlset>\n'
    return kept(body, "application/xml")


def _map_slugs() -> list[str]:
    """List the addresses of published maps; none where the database cannot be read."""
    try:
        return [kept.slug for kept in state.current().maps.all_public()]
    except DatabaseTrouble:
        return []


def site_root() -> str:
    """Give the public address without its last slash; empty where none was set.

    Never the Host header: whoever sends a request chooses it, and a cache would hand it on to others.
    """
    return (config.base_url() or "").rstrip("/")


def public_root() -> str:
    """Give the address that links in files begin with: the public one, else the one that was asked for."""
    return site_root() or request.host_url.rstrip("/")


def _asset(path: str) -> str:
    return f"/static/{current_app.config['ASSET_BUILD']}/{path}"
