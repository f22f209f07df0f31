"""What goes wrong, as HTTP: one table, problem JSON (RFC 9457) for programs and a page for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import current_app, g, json, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from geo.errors import GeoError, SourceError, UnknownPlaceError, UnreachableError
from planner.db.errors import DatabaseTrouble, RecordChanged, RecordExpired, RecordGone, RecordMissing
from planner.errors import DatasetMissing, InvalidRequest, NoFeasibleItinerary, PlannerError, UnknownPlace
from planner.web.error_texts import detail, title
from planner.web.i18n import LANGS

if TYPE_CHECKING:
    from flask import Flask, Response

PROBLEM = "application/problem+json"
API_PREFIX = "/api/"
OGC_PREFIX = "/ogc/"
MEMBERS = (
    "field", "reason", "candidates", "binding", "smallest_relaxation", "conflicts", "relaxations", "proven", "mend",
)  # fmt: skip
"""Attributes of an error that go into its problem as they are."""


class WebError(PlannerError):
    """An error that only the web can have."""


class CrossSite(WebError):
    """An unsafe request that another site may have caused."""


class EditConflict(WebError):
    """Edits that cannot all be; `conflicts` names what stands against what."""

    def __init__(self, conflicts: list[dict[str, Any]]) -> None:
        super().__init__(" ".join(str(conflict["text_en"]) for conflict in conflicts))
        self.conflicts = conflicts


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
        super().__init__("Too much was asked for from this address; wait a little.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Kind:
    """How an error is told."""

    status: HTTPStatus
    error: str
    mend: str | None = None
    """The command that mends it, where the error itself names none."""


TABLE: dict[type[Exception], Kind] = {
    InvalidRequest: Kind(HTTPStatus.BAD_REQUEST, "invalid_request"),
    UnknownPlace: Kind(HTTPStatus.NOT_FOUND, "unknown_place"),
    UnknownPlaceError: Kind(HTTPStatus.NOT_FOUND, "unknown_place"),
    NoFeasibleItinerary: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "no_feasible_itinerary"),
    UnreachableError: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "unreachable"),
    DatasetMissing: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_missing"),
    SourceError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_missing", "sasurai data build"),
    GeoError: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "dataset_damaged", "sasurai data check"),
    DatabaseTrouble: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "database", "sasurai db upgrade"),
    RecordMissing: Kind(HTTPStatus.NOT_FOUND, "not_found"),
    RecordExpired: Kind(HTTPStatus.GONE, "expired"),
    RecordGone: Kind(HTTPStatus.GONE, "gone"),
    RecordChanged: Kind(HTTPStatus.PRECONDITION_FAILED, "changed"),
    EditConflict: Kind(HTTPStatus.CONFLICT, "conflict"),
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
    428: "precondition_required",
}
ABOUT_THE_BODY = {413, 415}


def register(app: Flask) -> None:
    """Answer every known error by the table, and bugs without their insides."""
    for kind in TABLE:
        app.register_error_handler(kind, answer_known)
    app.register_error_handler(CSRFError, answer_http)
    app.register_error_handler(HTTPException, answer_http)


def answer_known(error: Exception) -> Response:
    """Answer an error of the core."""
    kind = next(TABLE[base] for base in type(error).__mro__ if base in TABLE)
    members: dict[str, Any] = {"mend": kind.mend} if kind.mend else {}
    members |= {name: getattr(error, name) for name in MEMBERS if getattr(error, name, None)}
    response = answer(
        kind.status, kind.error, _page_detail(kind.error) or str(error), members, getattr(error, "retry_after", None)
    )
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(error, Later):
        current_app.logger.error("%s: %s", type(error).__name__, error)
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer an error of the protocol; redirects are none."""
    code = error.code or 500
    if code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    name = "csrf" if isinstance(error, CSRFError) else HTTP_ERRORS.get(code, "error" if code < 500 else "internal")
    # the protocol's own sentences are for programs; one given to abort() is for people
    ours = error.description != type(error).description and not isinstance(error, CSRFError)
    text = (None if ours else _page_detail(name)) or error.description or title(code, _lang())
    members = {"field": "body"} if code in ABOUT_THE_BODY else {}
    response = answer(HTTPStatus(code), name, text, members, None)
    for header, value in error.get_headers():
        if header.lower() not in {"content-type", "content-length"}:
            response.headers.setdefault(header, value)
    return response


def answer(status: HTTPStatus, error: str, text: str, members: dict[str, Any], retry_after: int | None) -> Response:
    """Make the problem, as JSON for the API and as a page elsewhere."""
    # a page speaks the reader's language; the API's own sentences are English, and so are the phrases of its titles
    problem = {
        "type": "about:blank",
        "title": status.phrase if _wants_json() else title(status, _lang()),
        "status": status.value,
        "detail": text,
        "error": error,
        **members,
    }
    if request.path.startswith(OGC_PREFIX):
        # OGC API – Features' own names for the same
        problem |= {"code": error, "description": text}
    response = _problem_json(problem) if _wants_json() else _problem_page(problem, retry_after)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _page_detail(error: str) -> str | None:
    return None if _wants_json() else detail(error, _lang())


def _wants_json() -> bool:
    if request.path.startswith(OGC_PREFIX):
        # programs of geographers mostly, unless a page was asked for
        asked = request.args.get("f") or request.accept_mimetypes.best_match(("application/json", "text/html"), "json")
        return asked not in {"html", "text/html"}
    return request.path.startswith((API_PREFIX, "/healthz", "/readyz"))


def _problem_json(problem: dict[str, Any]) -> Response:
    response = make_response(json.dumps(problem))
    response.content_type = PROBLEM
    return response


def _problem_page(problem: dict[str, Any], retry_after: int | None) -> Response:
    template = "errors/starting.html" if problem["error"] == "starting" else "errors/error.html"
    context = {
        "status": problem["status"],
        "title": problem["title"],
        "detail": problem["detail"],
        "problem": problem,
        "lang": _lang(),
        "retry_after": retry_after,
    }
    return make_response(render_template(template, **context))


def _lang() -> str:
    lang = g.get("lang") or request.args.get("lang") or request.path[1:3]
    return lang if lang in LANGS else "ja"
