"""/m/{slug}/…: a published map's layers, courses and pictures as files, on paper, and through oEmbed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, make_response, request, url_for

from planner.db.errors import RecordMissing
from planner.model import KINDS
from planner.render.formats import FORMATS, Options, file_name, render, safe_name
from planner.render.region_about import About
from planner.render.region_drawing import drawing
from planner.render.region_files import MEDIA, formats_of, render_layer
from planner.web import regional, regional_state, state
from planner.web.answers import conditional, kept, kept_json, named
from planner.web.clock import today
from planner.web.i18n import current
from planner.web.paging import one_of, whole
from planner.web.site import public_root

if TYPE_CHECKING:
    from planner.web.regional_state import Shown

bp = Blueprint("regional_files", __name__)

COURSE_FORMATS = ("gpx", "geojson", "kml", "csv", "pdf")
FRAME = (800, 600)
LEAST_FRAME, MOST_FRAME = 200, 4000


@bp.get(f"/m/<slug>/<layer>.<any({','.join(MEDIA)}):fmt>")
def layer_file(slug: str, layer: str, fmt: str) -> Response:
    """Give a layer as a file; of listings and seasons those of `?month=` and `?kind=` only, if asked."""
    shown = regional_state.published(slug)
    if layer not in shown.contents.layers or fmt not in formats_of(layer):
        abort(404)
    lang = regional.choose_language(shown)
    month, kind = whole("month", None, 1, 12), one_of("kind", KINDS)
    if layer in {"listings", "seasons"}:
        every = shown.contents.items(month, [kind] if kind else ())
        chosen = [item for item in every if (item.listing is not None) is (layer == "listings")]
    else:
        chosen = None
    body = render_layer(shown.contents, layer, fmt, about(shown, lang), chosen)
    return _file(body, MEDIA[fmt], f"{slug}-{layer}.{fmt}", f"{shown.regional.title(lang)}-{layer}.{fmt}")


@bp.get(f"/m/<slug>/courses/<course_id>.<any({','.join(COURSE_FORMATS)}):fmt>")
def course_file(slug: str, course_id: str, fmt: str) -> Response:
    """Give one model course as a file, as trips are handed over."""
    shown = regional_state.published(slug)
    lang = regional.choose_language(shown)
    for course, plan in shown.contents.courses:
        if course.id == course_id:
            options = Options(modified=shown.kept.published, url=_address(shown, lang))
            body = render(plan, fmt, lang, options)
            return _file(body, FORMATS[fmt].media_type, f"{slug}-{course_id}.{fmt}", file_name(plan, fmt, lang))
    raise RecordMissing("There is no such course.")


@bp.get("/m/<slug>/logo.png")
def logo(slug: str) -> Response:
    """Give the office's logo."""
    shown = regional_state.published(slug)
    if shown.regional.logo is None:
        abort(404)
    return kept(state.current().maps.part(shown.kept.id, shown.regional.logo, "logo"), "image/png")


@bp.get("/m/<slug>/preview.png")
def picture(slug: str) -> Response:
    """Give the picture for links to the map."""
    shown = regional_state.published(slug)
    lang = regional.choose_language(shown)
    return kept(shown.once(f"picture {lang}", lambda: _picture(shown, lang)), "image/png")


@bp.get("/m/<slug>/map.pdf")
def paper(slug: str) -> Response:
    """Give the map on paper: A4 or A3 by `?paper=`, of `?month=` (0 = the whole year) and `?kind=`."""
    from planner.render.region_pdf import PAPERS, Sheet, render_region_pdf

    shown = regional_state.published(slug)
    size = one_of("paper", tuple(PAPERS)) or "a4"
    lang, chosen = regional.choose_language(shown), regional.chosen_of(shown)
    told = about(shown, lang, month=chosen.month)
    body = render_region_pdf(Sheet(shown.contents, told, chosen.month, chosen.kinds), regional_state.layers(), size)
    return _file(body, "application/pdf", f"{slug}-{size}.pdf", f"{shown.regional.title(lang)}.pdf", "inline")


@bp.get("/oembed")
def oembed() -> Response:
    """Answer oEmbed (version 1.0, type rich) for the address of a published map."""
    if (one_of("format", ("json", "xml")) or "json") != "json":
        abort(501)
    parts = urlsplit(request.args.get("url", ""))
    root = public_root()
    slug = parts.path.removeprefix("/m/").rstrip("/")
    if f"{parts.scheme}://{parts.netloc}" != root or not parts.path.startswith("/m/") or "/" in slug:
        abort(404)
    shown = regional_state.published(slug)
    lang = regional.choose_language(shown)
    width, height = (
        min(most, whole(f"max{name}", most, LEAST_FRAME, MOST_FRAME) or most)
        for name, most in zip(("width", "height"), FRAME, strict=True)
    )
    return kept_json(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Sasurai",
            "provider_url": f"{root}/",
            "title": shown.regional.title(lang),
            "author_name": shown.kept.office,
            "cache_age": 3600,
            "thumbnail_url": f"{root}{url_for('regional_files.picture', slug=slug, lang=lang)}",
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
            "width": width,
            "height": height,
            "html": snippet(slug, shown.regional.title(lang), lang, width, height),
        }
    )


def snippet(slug: str, title: str, lang: str, width: int | str = "100%", height: int = FRAME[1]) -> str:
    """Write the frame that an office puts into its own page."""
    address = f"{public_root()}{url_for('regional.embed', slug=slug, lang=lang)}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy" '
        'allow="fullscreen" style="border:0"></iframe>'
    )


def about(shown: Shown, lang: str, **query: Any) -> About:
    """Say what files of a map tell of themselves."""
    updated = shown.kept.published or shown.kept.modified
    return About(shown.regional.title(lang), shown.kept.office, updated, today(), lang, _address(shown, lang, **query))


def _address(shown: Shown, lang: str, **query: Any) -> str:
    path = url_for("regional.show", slug=shown.kept.slug, lang=None if lang == "ja" else lang, **query)
    return f"{public_root()}{path}"


def _picture(shown: Shown, lang: str) -> bytes:
    from planner.render.region_picture import render_picture

    contents = shown.contents
    drawn = drawing(contents, regional_state.layers(), lang)
    count = len(contents.listings) + len(contents.seasons)
    foot = current().t("region_map.foot", n=count)
    return render_picture(drawn, shown.regional.title(lang), shown.kept.office, foot)


def _file(body: bytes, media: str, plain: str, name: str, kind: str = "attachment") -> Response:
    response = make_response(body)
    response.content_type = media
    response.headers["Content-Disposition"] = named(kind, plain, safe_name(name))
    response.headers["Cache-Control"] = "public, no-cache"
    # open data: any page may read it
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.add_etag()
    return conditional(response)
