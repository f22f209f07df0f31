"""/office/inbox: what people sent to the office: interests, which it answers, and reports, which it sees to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from planner.db.interests import ANSWERS
from planner.listing.letters import WRONG
from planner.web import office_door, state

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.interests import Interest

bp = Blueprint("inbox", __name__, url_prefix="/office/inbox")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)

PAGE_ROWS = 50
MOST_NOTE = 1000


@bp.get("")
def index() -> str:
    """List what was sent to the office, unread first told by a mark, and the reports that wait."""
    here = office_door.membership()
    store = state.current().interests
    number = max(1, min(request.args.get("page", 1, int) or 1, 10**6))
    total = store.count(here.office_id)
    return render_template(
        "office/inbox.html",
        rows=store.of_office(here.office_id, PAGE_ROWS, (number - 1) * PAGE_ROWS),
        reports=state.current().reports.of_office(here.office_id),
        wrong=WRONG,
        number=number,
        pages=-(-total // PAGE_ROWS),
        **office_door.languages(),
    )


@bp.get("/<interest_id>")
def show(interest_id: str) -> str:
    """Open a message, which is read from now on."""
    found = state.current().interests.open(office_door.membership().office_id, interest_id)
    return _page(found)


@bp.post("/<interest_id>")
def answer(interest_id: str) -> tuple[str, int] | BaseResponse:
    """Answer a message: accepted, full, or other dates, with a note."""
    here = office_door.membership()
    given, note = request.form.get("answer", ""), request.form.get("note", "").replace("\r\n", "\n").strip()
    errors = {} if given in ANSWERS else {"answer": "required"}
    if len(note) > MOST_NOTE:
        errors["note"] = "too_long"
    if given == "dates" and not note:
        errors["note"] = "which_dates"
    if errors:
        return _page(state.current().interests.open(here.office_id, interest_id), given, note, errors), 422
    state.current().interests.answer(here.office_id, interest_id, given, note)
    return redirect(url_for("inbox.show", interest_id=interest_id), 303)


@bp.post("/reports/<report_id>/done")
def done(report_id: str) -> BaseResponse:
    """Mark a report as seen to."""
    state.current().reports.finish(office_door.membership().office_id, report_id)
    return redirect(url_for("inbox.index"), 303)


def _page(found: Interest, given: str = "", note: str = "", errors: dict[str, str] | None = None) -> str:
    return render_template(
        "office/letter.html",
        interest=found,
        answers=ANSWERS,
        given=given or found.answer,
        note=note or found.note,
        errors=errors or {},
        **office_door.languages(),
    )
