"""/{lang}/windows/{id}/report: say that something in a listing or in the national table is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, g, render_template, request

from planner.listing.letters import REPORT, TRAP, WRONG, check_report
from planner.web import letters, state
from planner.web.errors import TooMany
from planner.web.i18n import current
from planner.web.pages import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from planner.demand import DemandWindow

bp = Blueprint("reports", __name__, url_prefix="/<any(ja, en):lang>/windows")


@bp.url_value_preprocessor
def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "ja")
    if endpoint == "reports.send":
        request.max_content_length = letters.MOST_BYTES


@bp.get("/<window_id>/report")
def ask(window_id: str) -> str:
    """Show the form."""
    return _page(_window(window_id), {}, {})


@bp.post("/<window_id>/report")
def send(window_id: str) -> ResponseReturnValue:
    """Keep a report: for the office of a listing, for the operator otherwise."""
    window = _window(window_id)
    letter, errors = check_report(request.form)
    if errors:
        return _page(window, request.form, errors), 422
    try:
        letters.slow_down()
    except TooMany as wait:
        return _page(window, request.form, {"": "wait"}), 429, {"Retry-After": str(wait.retry_after)}
    state.current().reports.send(window.id, window.title, letter["what"], letter["text"])
    return _page(window, {}, {}, sent=True)


def _window(window_id: str) -> DemandWindow:
    found = state.dataset().demand.by_id.get(window_id)
    if found is None:
        abort(404, current().t("report.unknown"))
    return found


def _page(window: DemandWindow, given: Mapping[str, str], errors: Mapping[str, str], *, sent: bool = False) -> str:
    return render_template(
        "hosts/report.html",
        window=window,
        place=state.dataset().municipality(window.code),
        to_office=window.confidence == "listing",
        choices=WRONG,
        letter=REPORT,
        trap=TRAP,
        given=given,
        errors=errors,
        sent=sent,
        **addresses("reports.ask", window_id=window.id),
    )
