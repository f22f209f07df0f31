"""What a browser may do with our pages, and which requests must prove where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, g, request
from flask_wtf import CSRFProtect

from planner.web.device import HEADER
from planner.web.errors import CrossSite
from planner.web.secret import secret_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
TILE_HOST = "https://cyberjapandata.gsi.go.jp"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SECRET = ("/ja/interests/", "/en/interests/", "/api/v1/interests")
PERSONAL = ("/office", *SECRET)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Sign sessions, check unsafe requests, set the headers."""
    app.secret_key = app.config["SECRET_KEY"] or secret_key()
    csrf.init_app(app)
    app.before_request(refuse_nul)
    app.before_request(refuse_cross_site)
    policy = CONTENT_SECURITY_POLICY
    if app.config["ONLINE_TILES"]:
        policy = policy.replace("img-src 'self'", f"img-src 'self' {TILE_HOST}")

    @app.after_request
    def add_headers(response: Response) -> Response:
        if "csrf_token" in g:
            # a page with somebody's token is nobody else's
            response.headers["Cache-Control"] = "private, no-cache"
        if request.path.startswith(PERSONAL):
            # drafts and names of people are for nobody's cache and no search engine
            response.headers["Cache-Control"] = "no-store"
        if request.path.startswith(("/p/", *PERSONAL)):
            response.headers["X-Robots-Tag"] = "noindex"
        if request.path.startswith(SECRET):
            # the address is the key: it must not travel on with a click
            response.headers["Referrer-Policy"] = "no-referrer"
        framed = g.get("frame_ancestors")
        response.headers.setdefault("Content-Security-Policy", _framed(policy, framed) if framed else policy)
        for name, value in HEADERS.items():
            if not (framed and name == "X-Frame-Options"):
                response.headers.setdefault(name, value)
        return response


def refuse_nul() -> None:
    """Answer 404 to an address with a NUL, which names nothing and which not every database can be asked for."""
    if "\0" in request.path or "%00" in request.query_string.decode("ascii", "replace"):
        abort(404)


def _framed(policy: str, ancestors: Iterable[str]) -> str:
    """Let pages of some origins show this one in a frame; the older header knows no list of them."""
    return policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(ancestors)}")


def refuse_cross_site() -> None:
    """Refuse an unsafe request that another site may have made a browser send.

    A browser sends cookies on its own, so with cookies the session's token is needed. Without cookies, or with our
    own header that no foreign page can set without asking first, nothing is sent on somebody's behalf.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise CrossSite("This request comes from another site.")
    if HEADER in request.headers:
        return
    if request.cookies or not request.path.startswith("/api/"):
        csrf.protect()
