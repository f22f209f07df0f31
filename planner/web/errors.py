"""What goes wrong, as HTTP: one table, problem JSON (RFC 9457) for programs and a page for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import current_app, g, json, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException

from geo.errors import GeoError, SourceError, UnknownPlaceError, UnreachableError
from planner.db.errors import DatabaseTrouble, RecordChanged, RecordGone, RecordMissing
from planner.errors import DatasetMissing, InvalidRequest, NoFeasibleItinerary, PlannerError, UnknownPlace

if TYPE_CHECKING:
    from flask import Flask, Response

PROBLEM = "application/problem+json"
API_PREFIX = "/api/"
MEMBERS = ("field", "candidates", "binding", "smallest_relaxation", "mend")
"""Attributes of an error that go into its problem as they are."""


class WebError(PlannerError):
    """An error that only the web can have."""


class CrossSite(WebError):
    """An unsafe request that another site may have caused."""


class Later(WebError):
    """Not now; `retry_after` says in how many seconds."""

    retry_after = 5


class Busy(Later):
    """Every solver works and the queue is full, or a solver was lost."""


class Starting(Later):
    """The server still loads its data."""

    retry_after = 2


class TooMany(Later):
    """An address asks too often."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many plans were asked for from this address; wait a little.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Kind:
    """How an error is told."""

    status: HTTPStatus
    error: str


TABLE: dict[type[Exception], Kind] = {
    InvalidRequest: Kind(HTTPStatus.BAD_REQUEST, "invalid_request"),
    UnknownPlace: Kind(HTTPStatus.NOT_FOUND, "unknown_place"),
    UnknownPlaceError: Kind(HTTPStatus.NOT_FOUND, "unknown_place"),
    NoFeasibleItinerary: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "no_feasible_itinerary"),
    UnreachableError: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "unreachable"),
    DatasetMissing: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_missing"),
    SourceError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_missing"),
    GeoError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_damaged"),
    DatabaseTrouble: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "database"),
    RecordMissing: Kind(HTTPStatus.NOT_FOUND, "not_found"),
    RecordGone: Kind(HTTPStatus.GONE, "gone"),
    RecordChanged: Kind(HTTPStatus.PRECONDITION_FAILED, "changed"),
    CrossSite: Kind(HTTPStatus.FORBIDDEN, "cross_site"),
    Busy: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "busy"),
    Starting: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "starting"),
    TooMany: Kind(HTTPStatus.TOO_MANY_REQUESTS, "rate_limited"),
}
HTTP_ERRORS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}
TITLES = {
    "ja": {
        400: "この入力では計画できません",
        403: "別のサイトからの操作は受け付けません",
        404: "見つかりません",
        405: "この操作はできません",
        410: "この共有は終了しました",
        412: "ほかの画面で変更されています",
        413: "送られた内容が大きすぎます",
        415: "この形式は読めません",
        422: "条件に合う旅がありません",
        429: "少し待ってからお試しください",
        500: "思わぬ不具合が起きました",
        503: "ただいま準備中です",
    },
    "en": {
        400: "This cannot be planned as asked",
        403: "Not accepted from another site",
        404: "Not found",
        405: "Not possible here",
        410: "No longer shared",
        412: "Changed elsewhere",
        413: "Too large",
        415: "Unreadable format",
        422: "No trip meets the conditions",
        429: "Please wait a little",
        500: "Something unexpected went wrong",
        503: "Not ready just now",
    },
}


def register(app: Flask) -> None:
    """Answer every known error by the table, and bugs without their insides."""
    for kind in TABLE:
        app.register_error_handler(kind, answer_known)
    app.register_error_handler(CSRFError, answer_http)
    app.register_error_handler(HTTPException, answer_http)


def answer_known(error: Exception) -> Response:
    """Answer an error of the core."""
    kind = next(TABLE[base] for base in type(error).__mro__ if base in TABLE)
    members = {name: getattr(error, name) for name in MEMBERS if getattr(error, name, None)}
    detail = str(error) or _title(kind.status)
    response = answer(kind.status, kind.error, detail, members, getattr(error, "retry_after", None))
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(error, Later):
        current_app.logger.error("%s: %s", type(error).__name__, error)
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer an error of the protocol; redirects are none."""
    code = error.code or 500
    if code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    name = "csrf" if isinstance(error, CSRFError) else HTTP_ERRORS.get(code, "error" if code < 500 else "internal")
    response = answer(HTTPStatus(code), name, error.description or _title(code), {}, None)
    for header, value in error.get_headers():
        if header.lower() not in {"content-type", "content-length"}:
            response.headers.setdefault(header, value)
    return response


def answer(status: HTTPStatus, error: str, detail: str, members: dict[str, Any], retry_after: int | None) -> Response:
    """Make the problem, as JSON for the API and as a page elsewhere."""
    problem = {
        "type": "about:blank",
        "title": _title(status),
        "status": status.value,
        "detail": detail,
        "error": error,
        **members,
    }
    response = _problem_json(problem) if _wants_json() else _problem_page(problem, retry_after)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _wants_json() -> bool:
    return request.path.startswith((API_PREFIX, "/healthz", "/readyz"))


def _problem_json(problem: dict[str, Any]) -> Response:
    response = make_response(json.dumps(problem))
    response.content_type = PROBLEM
    return response


def _problem_page(problem: dict[str, Any], retry_after: int | None) -> Response:
    names = ["errors/starting.html"] if problem["error"] == "starting" else []
    context = {
        "status": problem["status"],
        "title": problem["title"],
        "detail": problem["detail"],
        "problem": problem,
        "lang": _lang(),
        "retry_after": retry_after,
    }
    try:
        return make_response(render_template([*names, "errors/error.html"], **context))
    except TemplateNotFound:
        response = make_response(f"{problem['status']} {problem['title']}\n{problem['detail']}\n")
        response.content_type = "text/plain; charset=utf-8"
        return response


def _lang() -> str:
    lang = g.get("lang") or request.args.get("lang") or request.path[1:3]
    return lang if lang in TITLES else "ja"


def _title(status: int) -> str:
    return TITLES[_lang()].get(int(status)) or HTTPStatus(int(status)).phrase
