"""/ogc/: OGC API – Features, part 1 (core, GeoJSON, HTML, OpenAPI 3.0), for GIS programs and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, json, render_template, request

from planner.errors import InvalidRequest
from planner.web import ogc_api
from planner.web.answers import GEOJSON, kept
from planner.web.i18n import LANGS, current
from planner.web.licences import TERMS
from planner.web.ogc_query import COMMON, only, read_query
from planner.web.ogc_rows import COLLECTIONS, Collection
from planner.web.site import public_root

if TYPE_CHECKING:
    from planner.web.ogc_query import Query

bp = Blueprint("ogc", __name__, url_prefix="/ogc")

SPECIFICATION = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS = tuple(f"{SPECIFICATION}/{name}" for name in ("core", "oas30", "html", "geojson"))
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
TEMPORAL = {"temporal": {"interval": [[None, None]], "trs": GREGORIAN}}
"""Seasons recur: they begin and end nowhere."""
JAPAN = [122.0, 20.0, 154.5, 46.0]
JSON, HTML, OPENAPI = "application/json", "text/html", "application/vnd.oai.openapi+json;version=3.0"
Links = list[dict[str, str]]


@bp.get("/")
def landing() -> Response:
    """Say what is here and where it is described."""
    words = current()
    links = [
        *_own("/ogc/", JSON),
        _link("service-desc", "/ogc/api", OPENAPI, "OpenAPI 3.0"),
        _link("service-doc", f"/{words.lang}/open-data", HTML, words.t("open_data.heading")),
        _link("conformance", "/ogc/conformance", JSON, words.t("ogc.conformance")),
        _link("data", "/ogc/collections", JSON, words.t("ogc.collections")),
    ]
    told = {"title": words.t("ogc.title"), "description": words.t("ogc.description"), "links": links}
    return _answer("landing", told, JSON)


@bp.get("/conformance")
def conformance() -> Response:
    """List what of the standard is kept to."""
    return _answer("conformance", {"conformsTo": list(CONFORMS), "links": _own("/ogc/conformance", JSON)}, JSON)


@bp.get("/api")
def api() -> Response:
    """Define this interface in OpenAPI 3.0."""
    only(COMMON)
    return _open(kept(json.dumps(ogc_api.document(public_root() + "/ogc", COLLECTIONS.values())), OPENAPI))


@bp.get("/collections")
def collections() -> Response:
    """List the collections."""
    told = {"links": _own("/ogc/collections", JSON), "collections": [_described(one) for one in COLLECTIONS.values()]}
    return _answer("collections", told, JSON)


@bp.get("/collections/<name>")
def collection(name: str) -> Response:
    """Describe one collection."""
    return _answer("collection", _described(_named(name)), JSON)


@bp.get("/collections/<name>/items")
def items(name: str) -> Response:
    """Give one page of a collection's features."""
    asked = _named(name)
    query = read_query(asked.filters)
    matched = asked.matched(query)
    chosen = matched[query.offset : query.offset + query.limit]
    told = {
        "type": "FeatureCollection",
        "numberMatched": len(matched),
        "numberReturned": len(chosen),
        "links": _pages(asked, query, len(matched)),
        "features": [asked.feature(row) for row in chosen],
    }
    return _answer("items", told, GEOJSON, name=name, first=query.offset)


@bp.get("/collections/<name>/items/<identity>")
def item(name: str, identity: str) -> Response:
    """Give one feature."""
    asked = _named(name)
    row = asked.find(identity)
    if row is None:
        abort(404, f"{name} has no feature {identity[:80]!r}.")
    found = asked.feature(row)
    links = _own(f"/ogc/collections/{name}/items/{identity}", GEOJSON)
    found["links"] = [*links, _link("collection", f"/ogc/collections/{name}", JSON, name)]
    return _answer("item", found, GEOJSON, name=name)


def _named(name: str) -> Collection:
    if name not in COLLECTIONS:
        abort(404, f"There is no collection {name[:40]!r}; there are {', '.join(COLLECTIONS)}.")
    return COLLECTIONS[name]


def _described(one: Collection) -> dict[str, Any]:
    words = current()
    address = f"/ogc/collections/{one.id}"
    spatial = {"spatial": {"bbox": [JAPAN], "crs": CRS84}}
    links = [
        *_own(address, JSON),
        _link("items", f"{address}/items", GEOJSON, words.t(f"ogc.{one.id}")),
        _link("items", f"{address}/items?f=html", HTML, words.t(f"ogc.{one.id}")),
        *({"rel": "license", "href": terms.href, "title": terms.title} for terms in TERMS[one.id]),
    ]
    return {
        "id": one.id,
        "title": words.t(f"ogc.{one.id}"),
        "description": words.t(f"ogc.{one.id}.text"),
        "itemType": "feature",
        "extent": spatial | (TEMPORAL if one.dated else {}),
        "crs": [CRS84],
        "links": links,
    }


def _pages(asked: Collection, query: Query, matched: int) -> Links:
    address = f"/ogc/collections/{asked.id}/items"
    given = {name: value for name, value in request.args.items() if name not in {"f", "limit", "offset"}}

    def at(offset: int) -> str:
        return f"{address}?{urlencode({**given, 'limit': query.limit, 'offset': offset})}"

    links = _own(at(query.offset), GEOJSON)
    others = {"next": query.offset + query.limit, "prev": max(0, query.offset - query.limit)}
    for rel, offset in others.items():
        if offset < matched if rel == "next" else query.offset:
            links.append(_link(rel, _as_asked(at(offset)), _type(GEOJSON), current().t(f"ogc.{rel}")))
    return [*links, _link("collection", f"/ogc/collections/{asked.id}", JSON, asked.id)]


def _own(address: str, media: str) -> Links:
    """Give the links to this very thing: as it is shown, and in its other form."""
    both = {media: _with(address, "json"), HTML: _with(address, "html")}
    mine = _type(media)
    other = media if mine == HTML else HTML
    names = {HTML: "HTML", JSON: "JSON", GEOJSON: "GeoJSON"}
    return [_link("self", both[mine], mine, names[mine]), _link("alternate", both[other], other, names[other])]


def _with(address: str, form: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}f={form}"


def _as_asked(address: str) -> str:
    return _with(address, request.args["f"]) if request.args.get("f") else address


def _link(rel: str, href: str, media: str, title: str) -> dict[str, str]:
    lang = current().lang
    if lang != "ja" and href.startswith("/ogc"):
        href = f"{href}{'&' if '?' in href else '?'}lang={lang}" if "lang=" not in href else href
    return {"rel": rel, "href": public_root() + href, "type": media, "title": title, "hreflang": lang}


def _type(media: str) -> str:
    """Choose between data and page: by `f`, else by what the program would rather have."""
    form = request.args.get("f", "")
    if form not in {"", "json", "html"}:
        raise InvalidRequest("f", "it is json or html.")
    if form:
        return HTML if form == "html" else media
    best = request.accept_mimetypes.best_match((media, JSON, HTML), media)
    return HTML if best == HTML else media


def _answer(template: str, told: dict[str, Any], media: str, **values: Any) -> Response:
    if template != "items":
        only(COMMON)
    if _type(media) != HTML:
        return _open(kept(json.dumps(told), media))
    others = {lang: f"{request.path}?{urlencode({**request.args, 'lang': lang})}" for lang in LANGS}
    values |= {"languages": others, "canonical": None, "root_address": public_root() + "/ogc/"}
    page = render_template(f"ogc/{template}.html", told=told, **values)
    return _open(kept(page, "text/html; charset=utf-8"))


def _open(response: Response) -> Response:
    """Let pages of other sites read it, and caches know that it comes in two forms."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = f'<{public_root()}/ogc/api>; rel="service-desc"; type="{OPENAPI}"'
    response.vary.add("Accept")
    return response
