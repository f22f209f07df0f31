"""/office/listings/import: a file, what it would do, what is wrong in it, and then its listings; and files of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, session, url_for

from planner.listing.fields import FIELDS
from planner.listing.files.sheet import MOST_ROWS, NoSheet
from planner.listing.files.words import COLUMNS, ID
from planner.listing.steps import WRITERS
from planner.web import office_door, state
from planner.web.import_jobs import CalledOff
from planner.web.import_work import SHOWN_WRONG, Look, look, take_in

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.import_works import ImportWork
    from planner.db.uploads import Upload
    from planner.listing.files.reading import Reading
    from planner.web.import_jobs import Job

bp = Blueprint("imports", __name__, url_prefix="/office/listings/import")
MOST_BYTES = 16 * 1024 * 1024
MOST_PARTS = 600
PATIENCE_SECONDS = 2.0
"""A page waits so long for what is usually quick; after that it shows how far it is."""
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # before the form is read, which looking for its token does
    request.max_form_parts = MOST_PARTS
    if endpoint == "imports.upload":
        request.max_content_length = MOST_BYTES


@bp.before_request
def _writers_only() -> None:
    if office_door.membership().role not in WRITERS:
        abort(404)


@bp.get("")
def start() -> str:
    """Ask for a file."""
    return _page("import", trouble="")


@bp.post("")
def upload() -> tuple[str, int] | BaseResponse:
    """Keep a file and lead to what it would do."""
    file = request.files.get("file")
    content = file.read() if file else b""
    if file is not None:
        file.close()
    if file is None or not content:
        return _page("import", trouble="empty"), 422
    kept = state.current().uploads.hold(office_door.membership().office_id, file.filename or "", content)
    return redirect(url_for("imports.preview", upload_id=kept), 303)


@bp.get("/<upload_id>")
def preview(upload_id: str) -> tuple[str, int] | str:
    """Say what a file would do, which column is read as what, and what is wrong in which row and column."""
    held = _held(upload_id)
    job = look(held)
    if not job.wait(PATIENCE_SECONDS):
        return _waiting(job.share, url_for("imports.preview", upload_id=upload_id), "look", upload_id)
    if isinstance(job.trouble, NoSheet):
        return _page("import", trouble=str(job.trouble)), 422
    if isinstance(job.trouble, CalledOff):
        return _page("import", trouble="called_off")
    found: Look = _result(job)
    shown = {one.column for one in found.wrong if one.key == "missing"}
    return _page("preview", upload=held, look=found, missing=shown, names=COLUMNS), 422 if found.wrong else 200


@bp.post("/<upload_id>/columns")
def columns(upload_id: str) -> BaseResponse:
    """Read the file's columns as other fields, and remember it."""
    held = _held(upload_id)
    chosen = {header: request.form.get(f"column:{n}", "") for n, header in enumerate(request.form.getlist("header"))}
    fixed = {name: text for name in FIELDS if (text := request.form.get(f"fixed:{name}", "").strip())}
    known = {header: name if name in COLUMNS else "" for header, name in chosen.items()}
    return _read_as(held, dataclasses.replace(held.reading, columns=known, fixed=fixed))


@bp.post("/<upload_id>/mend")
def mend(upload_id: str) -> BaseResponse:
    """Put other texts in the place of what is wrong in the file."""
    held = _held(upload_id)
    mended = {row: dict(texts) for row, texts in held.reading.mended.items()}
    for key, text in request.form.items():
        kind, _, rest = key.partition(":")
        row, _, name = rest.partition(":")
        if kind == "cell" and row.isdecimal() and (name in FIELDS or name == ID):
            mended.setdefault(row, {})[name] = text
    return _read_as(held, dataclasses.replace(held.reading, columns=_columns(held), mended=mended))


@bp.post("/<upload_id>")
def take(upload_id: str) -> BaseResponse:
    """Begin to take the file in; a short one is taken in before the answer."""
    if job := take_in(_held(upload_id)):
        job.wait(PATIENCE_SECONDS)
    return redirect(url_for("imports.taking", upload_id=upload_id), 303)


@bp.get("/<upload_id>/taking")
def taking(upload_id: str) -> str | BaseResponse:
    """Show how far it is; when it is over, lead to the listings."""
    work, job = _taken(upload_id), _job("take", upload_id)
    if work.outcome is None:
        share = job.share if job else work.share
        return _waiting(share, url_for("imports.taking", upload_id=upload_id), "take", upload_id)
    if job and job.trouble is not None and not isinstance(job.trouble, CalledOff):
        raise job.trouble
    if not work.outcome:
        return redirect(url_for("imports.preview", upload_id=upload_id), 303)
    session["told"] = ["listing.import.done", dict(work.outcome)]
    return redirect(url_for("listings.index"), 303)


@bp.get("/<upload_id>/progress/<kind>")
def progress(upload_id: str, kind: str) -> Response:
    """Tell the share that is done; an import may be another worker's, a look is then begun here too."""
    if kind == "take":
        work, here = _taken(upload_id), _job(kind, upload_id)
        return jsonify(share=round(here.share if here else work.share, 3), over=work.outcome is not None)
    job = _job(kind, upload_id) or look(_held(upload_id))
    return jsonify(share=round(job.share, 3), over=job.over)


@bp.post("/<upload_id>/stop/<kind>")
def stop(upload_id: str, kind: str) -> BaseResponse:
    """Call the work off; nothing of it is kept."""
    (_taken if kind == "take" else _held)(upload_id)
    # first here: while it writes, the database has no room for the news
    if job := _job(kind, upload_id):
        job.call_off()
        job.wait(PATIENCE_SECONDS)
    elif kind == "take":
        state.current().import_works.stop(office_door.membership().office_id, upload_id)
        return redirect(url_for("imports.taking", upload_id=upload_id), 303)
    return redirect(url_for("imports.start" if kind == "look" else "imports.preview", upload_id=upload_id), 303)


def _columns(held: Upload) -> dict[str, str]:
    if held.reading.columns:
        return dict(held.reading.columns)
    job = look(held)
    job.wait(60)
    found: Look = _result(job)
    return dict(found.columns)


def _read_as(held: Upload, reading: Reading) -> BaseResponse:
    state.current().uploads.read_as(office_door.membership().office_id, held.id, reading)
    return redirect(url_for("imports.preview", upload_id=held.id), 303)


def _held(upload_id: str) -> Upload:
    return state.current().uploads.held(office_door.membership().office_id, upload_id)


def _job(kind: str, upload_id: str) -> Job | None:
    """Find a job of this office and of this worker."""
    return state.current().jobs.find(f"{kind} {office_door.membership().office_id} {upload_id}")


def _taken(upload_id: str) -> ImportWork:
    """Find an import of this office, whichever worker is at it; 404 for anybody else's."""
    return state.current().import_works.find(office_door.membership().office_id, upload_id)


def _result(job: Job) -> Any:
    if job.trouble is not None:
        raise job.trouble
    return job.result


def _waiting(share: float, there: str, kind: str, upload_id: str) -> str:
    return _page("waiting", share=share, there=there, kind=kind, upload_id=upload_id)


def _page(name: str, **values: Any) -> str:
    values |= {"fields": FIELDS, "most_rows": MOST_ROWS, "shown_wrong": SHOWN_WRONG}
    values["places"] = office_door.place_names()
    return render_template(f"office/{name}.html", **values, **office_door.languages())
