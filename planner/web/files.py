"""/p/{token}.gpx and its like: a shared plan as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, request

from planner import config
from planner.render.formats import FORMATS, PAPER_SIZES, Options, file_name, render
from planner.serial import dumps
from planner.web import storage
from planner.web.answers import conditional, named
from planner.web.feeds import alarm, language
from planner.web.paging import one_of

if TYPE_CHECKING:
    from planner.web.storage import SharedPlan

bp = Blueprint("files", __name__)


@bp.get(f"/p/<token>.<any({','.join(FORMATS)}):fmt>")
def shared_file(token: str, fmt: str) -> Response:
    """Give a shared plan in one format."""
    lang = language()
    shared = storage.plan_for_token(token)
    response = make_response(_written(shared, fmt, lang))
    response.content_type = FORMATS[fmt].media_type
    response.headers["Content-Disposition"] = named("attachment", f"sasurai.{fmt}", file_name(shared.plan, fmt, lang))
    response.headers["Cache-Control"] = "private, no-cache"
    # a handed-over page carries its own scripts; should it be opened here, it is nobody's
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-scripts" if fmt == "html" else "default-src 'none'; sandbox"
    )
    response.add_etag()
    return conditional(response)


def _written(shared: SharedPlan, fmt: str, lang: str) -> bytes:
    if fmt == "json":
        # as it is stored: a plan that was read and written again would show figures in place of what is hidden
        return dumps(shared.body).encode(errors="replace")
    return render(shared.plan, fmt, lang, _options(shared, lang))


def _options(shared: SharedPlan, lang: str) -> Options:
    root = (config.base_url() or request.host_url).rstrip("/")
    url = root + storage.file_links(shared.token, lang)["page"]
    return Options(shared.modified, shared.sequence, alarm(), one_of("paper", tuple(PAPER_SIZES)) or "a4", url)
