"""/office/maps/{id}/…: the logo, own layers and model courses of a map."""

from __future__ import annotations

import io
import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from planner.db.errors import RecordMissing
from planner.errors import InvalidRequest, NoFeasibleItinerary
from planner.regional.area import places_of
from planner.regional.course import MOST_DAYS, CourseTask, by_hand
from planner.regional.form import WrongField, checked_colour, plain_text
from planner.regional.model import OWN_COLOUR, Course, OwnLayer, RegionalMap
from planner.regional.picture import logo_of
from planner.regional.serial import map_from_json, map_to_json
from planner.serial import dumps, plan_from_json, plan_to_json
from planner.tracks.model import RefusedFile
from planner.tracks.outline import outline
from planner.tracks.read import read_tracks
from planner.web import course_form, maps, office_door, state
from planner.web.i18n import current
from planner.web.solving import solve

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.maps import KeptMap
    from planner.model import Plan, TripRequest

bp = Blueprint("map_parts", __name__, url_prefix="/office/maps/<map_id>")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)

MOST_LAYER_BYTES = 8 * 1024 * 1024
MOST_LAYERS, MOST_COURSES = 10, 20
FILES = {"map_parts.add_logo", "map_parts.add_layer"}
Page = tuple[str, int]


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # before the form is read, which looking for its token does
    if endpoint in FILES:
        request.max_content_length = MOST_LAYER_BYTES + 64 * 1024


@bp.get("/logo")
def logo(map_id: str) -> str:
    """Ask for a logo."""
    return _page("logo", *_map(map_id))


@bp.post("/logo")
def add_logo(map_id: str) -> Page | BaseResponse:
    """Keep a logo, or take it away."""
    kept, regional = _map(map_id)
    if request.form.get("remove"):
        return _keep(kept, replace(regional, logo=None), "logo")
    try:
        part = _part(map_id, "logo", logo_of(_file()))
    except WrongField as wrong:
        return _page("logo", kept, regional, file=wrong), 422
    return _keep(kept, replace(regional, logo=part), "logo")


@bp.get("/layers")
def layers(map_id: str) -> str:
    """List own layers, and ask for another."""
    return _page("layers", *_map(map_id))


@bp.post("/layers")
def add_layer(map_id: str) -> Page | BaseResponse:
    """Keep a GPX, KML or GeoJSON file as a layer."""
    kept, regional = _map(map_id)
    wrong: dict[str, WrongField] = {}
    layer = _layer(regional, wrong)
    content = b""
    try:
        found = outline(read_tracks(io.BytesIO(_file())))
        content = json.dumps(found, ensure_ascii=False).encode()
    except WrongField as error:
        wrong["file"] = error
    except RefusedFile as error:
        wrong["file"] = WrongField("track", current().t(f"overlay.refused.{error.reason}"))
    try:
        part = "" if wrong else _part(map_id, "layer", content)
    except WrongField as error:
        wrong["file"] = error
    if wrong:
        return _page("layers", kept, regional, **wrong), 422
    return _keep(kept, replace(regional, own=(*regional.own, replace(layer, part=part))), "layer")


@bp.post("/layers/<int:number>/remove")
def remove_layer(map_id: str, number: int) -> BaseResponse:
    """Take a layer away; earlier versions keep it."""
    kept, regional = _map(map_id)
    own = tuple(layer for at, layer in enumerate(regional.own, 1) if at != number)
    return _keep(kept, replace(regional, own=own), "layer")


@bp.get("/courses")
def courses(map_id: str) -> str:
    """List the model courses, and ask for another."""
    return _page("courses", *_map(map_id))


@bp.post("/courses")
def plan_course(map_id: str) -> Page | BaseResponse:
    """Plan a course within the map's area."""
    kept, regional = _map(map_id)
    wrong: dict[str, WrongField] = {}
    if len(regional.courses) >= MOST_COURSES:
        wrong["title_ja"] = WrongField("too_many", str(MOST_COURSES))
    words = course_form.words(wrong)
    asked = course_form.asked(regional, wrong)
    if wrong or asked is None:
        return _page("courses", kept, regional, **wrong), 422
    try:
        made = _solve(asked, regional)
    except NoFeasibleItinerary:
        return _page("courses", kept, regional, days=WrongField("no_course")), 422
    if not made.itinerary.stays:
        return _page("courses", kept, regional, days=WrongField("no_course")), 422
    course = Course(secrets.token_hex(4), _kept_plan(map_id, made), **_words(words))
    return _keep(kept, replace(regional, courses=(*regional.courses, course)), "course")


@bp.get("/courses/<course_id>")
def course(map_id: str, course_id: str) -> str:
    """Show a course, to be changed by hand."""
    kept, regional = _map(map_id)
    found = _course(regional, course_id)
    return _page("course", kept, regional, course=found, plan=_plan(kept, found))


@bp.post("/courses/<course_id>")
def save_course(map_id: str, course_id: str) -> Page | BaseResponse:
    """Keep a course in another order, with other nights, stays or words; the legs are found anew."""
    kept, regional = _map(map_id)
    found = _course(regional, course_id)
    before = _plan(kept, found)
    wrong: dict[str, WrongField] = {}
    words, notes = course_form.words(wrong), course_form.notes(before, wrong)
    stays = course_form.stays(before, wrong)
    start = course_form.day(wrong) or before.request.start
    made = before
    if not wrong and (stays != course_form.stays_of(before) or start != before.request.start):
        try:
            made = _solve(by_hand(before.request, stays, start), regional)
        except NoFeasibleItinerary as error:
            wrong["stays"] = WrongField("no_legs", str(error))
    if wrong:
        return _page("course", kept, regional, course=found, plan=before, **wrong), 422
    part = found.part if made is before else _kept_plan(map_id, made)
    changed = replace(found, part=part, notes=notes, **_words(words))
    every = tuple(changed if one.id == course_id else one for one in regional.courses)
    return _keep(kept, replace(regional, courses=every), "course")


@bp.post("/courses/<course_id>/remove")
def remove_course(map_id: str, course_id: str) -> BaseResponse:
    """Take a course away; earlier versions keep it."""
    kept, regional = _map(map_id)
    found = _course(regional, course_id)
    return _keep(kept, replace(regional, courses=tuple(c for c in regional.courses if c is not found)), "course")


def _map(map_id: str) -> tuple[KeptMap, RegionalMap]:
    kept = maps.store().get(maps.here().office_id, map_id)
    return kept, map_from_json(kept.body)


def _keep(kept: KeptMap, regional: RegionalMap, act: str) -> BaseResponse:
    body = map_to_json(regional)
    return maps.to(maps.store().change(maps.actor(), kept.id, kept.slug, body, kept.sequence, act))


def _page(name: str, kept: KeptMap, regional: RegionalMap, /, **values: Any) -> str:
    """Render a page; what is wrong stands beside its field, and what was typed stays."""
    wrong = {name: maps.wrong_text(value) for name, value in values.items() if isinstance(value, WrongField)}
    others = {name: value for name, value in values.items() if not isinstance(value, WrongField)}
    given = request.form if request.method == "POST" else {}
    others |= {"plans": {c.id: _plan(kept, c) for c in regional.courses}} if name == "courses" else {}
    return maps.page(
        name,
        kept=kept,
        regional=regional,
        wrong=wrong,
        given=given,
        own_colour=OWN_COLOUR,
        most_days=MOST_DAYS,
        most_mb=MOST_LAYER_BYTES // 1024**2,
        **others,
    )


def _part(map_id: str, kind: str, content: bytes) -> str:
    """Keep a file with a map; WrongField where its room is full."""
    try:
        return maps.store().add_part(maps.actor(), map_id, kind, content)
    except InvalidRequest:
        raise WrongField("full") from None


def _file() -> bytes:
    file = request.files.get("file")
    content = file.read() if file else b""
    if not content:
        raise WrongField("required")
    return content


def _layer(regional: RegionalMap, wrong: dict[str, WrongField]) -> OwnLayer:
    found = {}
    for name in ("name_ja", "name_en", "source"):
        try:
            found[name] = plain_text(request.form.get(name, ""), 120)
        except WrongField as error:
            wrong[name] = error
    if not found.get("name_ja"):
        wrong.setdefault("name_ja", WrongField("required"))
    if len(regional.own) >= MOST_LAYERS:
        wrong["name_ja"] = WrongField("too_many", str(MOST_LAYERS))
    try:
        found["colour"] = checked_colour(request.form.get("colour", OWN_COLOUR))
    except WrongField as error:
        wrong["colour"] = error
    return OwnLayer("", **found) if not wrong else OwnLayer("", "")


def _words(words: dict[str, str]) -> dict[str, Any]:
    return dict(words)


def _course(regional: RegionalMap, course_id: str) -> Course:
    for one in regional.courses:
        if one.id == course_id:
            return one
    raise RecordMissing("There is no such course.")


def _plan(kept: KeptMap, course: Course) -> Plan:
    return plan_from_json(json.loads(maps.store().part(kept.id, course.part, "course")))


def _kept_plan(map_id: str, plan: Plan) -> str:
    # what else it could have been is of no use to a course
    plain = replace(plan, alternatives=(), passes=())
    return maps.store().add_part(maps.actor(), map_id, "course", dumps(plan_to_json(plain)).encode())


def _solve(asked: TripRequest, regional: RegionalMap) -> Plan:
    state.current().limiter.take(request.remote_addr or "")
    places = places_of(regional.area, state.dataset().municipalities)
    found: Plan = solve(CourseTask(asked, frozenset(place.code for place in places)))
    return found
