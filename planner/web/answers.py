"""Answers that a browser or cache may keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import json, make_response, request
from flask.json.provider import DefaultJSONProvider

from planner.web.assets import IMMUTABLE

if TYPE_CHECKING:
    from flask import Response

GEOJSON = "application/geo+json"


class Json(DefaultJSONProvider):
    """Writes Japanese as it is, and a lone surrogate out of somebody's request in a way that can be sent."""

    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write JSON; NaN is none."""
        text = super().dumps(obj, ensure_ascii=False, allow_nan=False, **kwargs)
        return text.encode("utf-8", "backslashreplace").decode()


def kept(body: str | bytes, content_type: str, *, version: str | None = None) -> Response:
    """Answer with an ETag; for ever where the address names this very version."""
    response = make_response(body)
    response.content_type = content_type
    response.add_etag()
    forever = version is not None and request.args.get("v") == version
    response.headers["Cache-Control"] = IMMUTABLE if forever else "public, no-cache"
    return conditional(response)


def conditional(response: Response) -> Response:
    """Answer 304 to whoever has this already."""
    response.make_conditional(request)
    return response


def kept_json(value: Any, content_type: str = "application/json", *, version: str | None = None) -> Response:
    """Answer with JSON and an ETag."""
    return kept(json.dumps(value), content_type, version=version)


def named(kind: str, plain: str, name: str) -> str:
    """Give a Content-Disposition (RFC 6266): attachment or inline, with a name in ASCII and the one that is meant."""
    # the plain name is for readers that do not know the other
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
