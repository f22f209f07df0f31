"""/office/maps: make a regional map, look at it, publish it, go back to an earlier version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from planner.db.errors import RecordChanged
from planner.db.listings import Actor
from planner.errors import InvalidRequest
from planner.listing.steps import DECIDERS, WRITERS
from planner.model import KINDS
from planner.regional.area import places_of
from planner.regional.form import Given, Read, WrongField, read_form
from planner.regional.model import COLOURS, LICENCES, SEASONS, Area, RegionalMap
from planner.regional.serial import map_from_json, map_to_json
from planner.render.region_drawing import drawing
from planner.web import office_door, regional, regional_files, regional_state, state
from planner.web.answers import kept_json, named
from planner.web.i18n import current
from planner.web.site import public_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as BaseResponse

    from planner.db.maps import KeptMap, MapStore
    from planner.db.signing import Membership

bp = Blueprint("maps", __name__, url_prefix="/office/maps")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)


@bp.get("")
def index() -> str:
    """List the office's maps."""
    return page("list", rows=store().of_office(here().office_id))


@bp.get("/new")
def new() -> str:
    """Show an empty form, with the office's municipalities as its area."""
    return _form("", RegionalMap("", Area(here().codes)), None)


@bp.post("/new")
def create() -> tuple[str, int] | BaseResponse:
    """Keep a new draft, or show what is wrong beside each field."""
    read = _read(None)
    if not read.wrong:
        try:
            return to(store().create(actor(), read.slug, map_to_json(read.regional)))
        except InvalidRequest as error:
            read = _taken(read, error)
    return _form(read.slug, read.regional, None, read), 422


@bp.get("/<map_id>")
def show(map_id: str) -> str:
    """Show what a map is, what can be done with it, and what was."""
    kept = store().get(here().office_id, map_id)
    regional_map = map_from_json(kept.body)
    history = store().history(here().office_id, map_id)
    places = places_of(regional_map.area, state.dataset().municipalities)
    return page(
        "show",
        kept=kept,
        regional=regional_map,
        history=history,
        places=places,
        root_url=public_root(),
        snippet=regional_files.snippet(kept.slug, regional_map.title("ja"), regional_map.languages[0]),
    )


@bp.get("/<map_id>/edit")
def edit(map_id: str) -> str:
    """Show the form of a map."""
    kept = store().get(here().office_id, map_id)
    return _form(kept.slug, map_from_json(kept.body), kept)


@bp.post("/<map_id>/edit")
def save(map_id: str) -> tuple[str, int] | BaseResponse:
    """Keep what was changed; what is published stays so until it is published again."""
    kept = store().get(here().office_id, map_id)
    read = _read(map_from_json(kept.body))
    if read.wrong:
        return _form(read.slug, read.regional, kept, read), 422
    try:
        sequence = request.form.get("sequence", -1, int)
        return to(store().change(actor(), map_id, read.slug, map_to_json(read.regional), sequence))
    except RecordChanged:
        return _form(read.slug, read.regional, kept, read, trouble="maps.changed_meanwhile"), 409
    except InvalidRequest as error:
        return _form(read.slug, read.regional, kept, _taken(read, error)), 422


@bp.get("/<map_id>/preview")
def preview(map_id: str) -> Response:
    """Show the draft as everybody would see it."""
    kept = store().get(here().office_id, map_id)
    shown = regional_state.draft(kept)
    return regional.page(
        shown, "maps.preview", "preview", ids={"map_id": map_id}, data_url=url_for("maps.preview_data", map_id=map_id)
    )


@bp.get("/<map_id>/preview.json")
def preview_data(map_id: str) -> Response:
    """Give what the preview draws."""
    shown = regional_state.draft(store().get(here().office_id, map_id))
    return kept_json(drawing(shown.contents, regional_state.layers(), regional.choose_language(shown)))


@bp.get("/<map_id>/site.zip")
def site(map_id: str) -> Response:
    """Give the published map as a folder that opens anywhere."""
    from planner.render.region_site import render_site, zipped

    kept = store().get(here().office_id, map_id)
    if kept.public is None:
        abort(404)
    shown = regional_state.of_kept(kept)
    abouts = {lang: regional_files.about(shown, lang) for lang in shown.regional.languages}
    response = make_response(zipped(render_site(shown.contents, regional_state.layers(), abouts), kept.slug))
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = named("attachment", f"{kept.slug}.zip", f"{kept.slug}.zip")
    return response


@bp.post("/<map_id>/publish")
def publish(map_id: str) -> BaseResponse:
    """Publish the draft that was looked at."""
    return to(store().publish(actor(), map_id, request.form.get("sequence", -1, int)))


@bp.post("/<map_id>/unpublish")
def unpublish(map_id: str) -> BaseResponse:
    """Take it out of the public."""
    return to(store().unpublish(actor(), map_id))


@bp.post("/<map_id>/restore/<int(max=999999999):sequence>")
def restore(map_id: str, sequence: int) -> BaseResponse:
    """Take an earlier version up as the draft."""
    return to(store().restore(actor(), map_id, sequence))


@bp.post("/<map_id>/roll-back/<int(max=999999999):sequence>")
def roll_back(map_id: str, sequence: int) -> BaseResponse:
    """Publish an earlier version at once."""
    return to(store().roll_back(actor(), map_id, sequence))


@bp.post("/<map_id>/delete")
def delete(map_id: str) -> tuple[str, int] | BaseResponse:
    """Delete it for good, where its address was typed to say so."""
    kept = store().get(here().office_id, map_id)
    if request.form.get("slug", "").strip() != kept.slug:
        return page("delete", kept=kept, trouble=current().t("maps.wrong.delete")), 422
    store().delete(actor(), map_id)
    return redirect(url_for("maps.index"), 303)


@bp.get("/<map_id>/delete")
def ask_delete(map_id: str) -> str:
    """Ask whether it shall really go."""
    return page("delete", kept=store().get(here().office_id, map_id), trouble="")


def here() -> Membership:
    """Give the office that the person works in."""
    return office_door.membership()


def actor() -> Actor:
    """Say who does something."""
    return Actor(here().office_id, here().role, office_door.me().email)


def store() -> MapStore:
    """Give the maps."""
    return state.current().maps


def to(kept: KeptMap) -> BaseResponse:
    """Lead to a map."""
    return redirect(url_for("maps.show", map_id=kept.id), 303)


def page(name: str, **values: Any) -> str:
    """Render a page of the office's maps."""
    role = here().role
    values |= {"writes": role in WRITERS, "decides": role in DECIDERS, "owns": role in WRITERS & DECIDERS}
    return render_template(f"maps/{name}.html", **values, **office_door.languages())


def wrong_text(wrong: WrongField) -> str:
    """Say what is wrong with a field, and how it is mended."""
    return current().t(f"maps.wrong.{wrong.key}", what=wrong.what)


def _read(before: RegionalMap | None) -> Read:
    return read_form(Given(request.form.to_dict(flat=False)), before, state.places(), state.dataset().municipalities)


def _taken(read: Read, error: InvalidRequest) -> Read:
    key = "slug_kept" if "keeps" in str(error) else "slug_taken"
    return Read(read.slug, read.regional, {**read.wrong, error.field: WrongField(key)})


def _form(
    slug: str, regional_map: RegionalMap, kept: KeptMap | None, read: Read | None = None, trouble: str = ""
) -> str:
    # what was typed stays as it was typed, also where it cannot be read
    given: Mapping[str, str] = request.form if read is not None else _typed(slug, regional_map)
    return page(
        "edit",
        kept=kept,
        given=given,
        regional=regional_map,
        wrong={name: wrong_text(error) for name, error in read.wrong.items()} if read else {},
        trouble=current().t(trouble) if trouble else "",
        # saved again, now knowingly, what was typed holds; the other's words are a version that can be taken up
        sequence=kept.sequence if kept and trouble else given.get("sequence", kept.sequence if kept else 0),
        kinds=KINDS,
        colours={kind: given.get(f"colour_{kind}") or regional_map.colour(kind) for kind in KINDS},
        default_colours=COLOURS,
        seasons=SEASONS,
        licences=LICENCES,
    )


def _typed(slug: str, regional_map: RegionalMap) -> dict[str, str]:
    """Write a map the way its form is filled in."""
    view, known = regional_map.view, state.dataset()
    names = {place.prefecture: place.prefecture_name for place in known.municipalities}
    lines = [f"{code} {names[code]}" for code in regional_map.area.prefectures]
    for code in regional_map.area.codes:
        lines.append(f"{code} {known.municipality(code).full_name}" if code in known.index else code)
    return {
        "slug": slug,
        "title_ja": regional_map.title_ja,
        "title_en": regional_map.title_en,
        "intro_ja": regional_map.intro_ja,
        "intro_en": regional_map.intro_en,
        "places": "\n".join(lines),
        "polygon": "\n".join(f"{corner.lng}, {corner.lat}" for corner in regional_map.area.polygon),
        "hosts": "\n".join(regional_map.hosts),
        "logo_alt": regional_map.logo_alt,
        **({"view_lng": str(view.lng), "view_lat": str(view.lat), "view_zoom": str(view.zoom)} if view else {}),
    }
