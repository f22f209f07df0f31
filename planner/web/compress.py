"""Send text compressed."""

from __future__ import annotations

import functools
import gzip
from typing import TYPE_CHECKING

from flask import Response, g, request

if TYPE_CHECKING:
    from flask import Flask

SMALLEST = 1024
TEXT = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/problem+json",
    "application/javascript",
    "image/svg+xml",
    "application/manifest+json",
    "application/gpx+xml",
    "application/vnd.google-earth.kml+xml",
)


def register(app: Flask) -> None:
    """Compress what is text, large enough and asked for compressed."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress a response's body.

    A page with a CSRF token stays as it is: the length of a compressed page that also repeats the address's query
    would tell the token letter by letter (BREACH).
    """
    if not _wanted(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    immutable = bool(response.cache_control.immutable)
    response.set_data(_kept(body) if immutable else gzip.compress(body, 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag and not weak:
        # one tag for two encodings can only be a weak one
        response.set_etag(tag, weak=True)
    return response


def _wanted(response: Response) -> bool:
    return (
        response.status_code not in {204, 206, 304}
        and (response.mimetype or "").startswith(TEXT)
        and "Content-Encoding" not in response.headers
        and "csrf_token" not in g
    )


@functools.lru_cache(maxsize=64)
def _kept(body: bytes) -> bytes:
    """Compress what never changes once, and well."""
    return gzip.compress(body, 9, mtime=0)
