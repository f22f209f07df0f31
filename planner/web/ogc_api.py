"""The definition of /ogc/ in OpenAPI 3.0, made of the collections that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model import KINDS
from planner.web.ogc_query import LIMIT, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.web.ogc_rows import Collection

FORM = {"name": "f", "in": "query", "schema": {"type": "string", "enum": ["json", "html"]}}
LANG = {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["ja", "en"], "default": "ja"}}
PAGING = (
    {
        "name": "bbox",
        "in": "query",
        "description": "west,south,east,north in CRS84; six numbers carry heights, which are not looked at.",
        "style": "form",
        "explode": False,
        "schema": {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": {"type": "number"},
        },
    },
    {
        "name": "datetime",
        "in": "query",
        "description": "A day or time (RFC 3339), or an interval first/last with .. for an open end.",
        "style": "form",
        "explode": False,
        "schema": {"type": "string"},
    },
    {
        "name": "limit",
        "in": "query",
        "description": "Features on a page; more than the maximum gives the maximum.",
        "style": "form",
        "explode": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    },
    {
        "name": "offset",
        "in": "query",
        "description": "Features before this page, as the links next and prev set it.",
        "schema": {"type": "integer", "minimum": 0, "default": 0},
    },
)
FILTERS: dict[str, dict[str, Any]] = {
    "kind": {"type": "string", "enum": list(KINDS)},
    "municipality": {"type": "string", "pattern": "^[0-9]{5}$"},
    "prefecture": {"type": "string", "pattern": "^[0-9]{2}$"},
}
_ERROR = {
    "description": "What is wrong (RFC 9457, with the standard's code and description).",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["code"],
                "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
            }
        }
    },
}


def document(root: str, collections: Iterable[Collection]) -> dict[str, Any]:
    """Give the definition, with one pair of paths for each collection."""
    paths = {
        "/": _get("landing", "Landing page", "application/json"),
        "/conformance": _get("conformance", "What of the standard is kept to", "application/json"),
        "/api": _get("api", "This definition", "application/vnd.oai.openapi+json;version=3.0"),
        "/collections": _get("collections", "The collections", "application/json"),
    }
    for one in collections:
        base, geo = f"/collections/{one.id}", "application/geo+json"
        filters = [{"name": name, "in": "query", "schema": FILTERS[name]} for name in one.filters]
        identity = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[base] = _get(f"describe_{one.id}", f"About {one.id}", "application/json")
        paths[f"{base}/items"] = _get(f"{one.id}", f"Features of {one.id}", geo, *PAGING, *filters)
        paths[f"{base}/items/{{featureId}}"] = _get(f"one_of_{one.id}", f"One of {one.id}", geo, identity)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Sasurai: OGC API - Features",
            "version": "1.0.0",
            "license": {"name": "see each collection"},
        },
        "servers": [{"url": root}],
        "paths": paths,
    }


def _get(name: str, summary: str, media: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    found = {
        "description": summary,
        "content": {media: {"schema": {"type": "object"}}, "text/html": {"schema": {"type": "string"}}},
    }
    operation = {
        "operationId": name,
        "summary": summary,
        "parameters": [*parameters, FORM, LANG],
        "responses": {"200": found, "400": _ERROR, "404": _ERROR},
    }
    return {"get": operation}
