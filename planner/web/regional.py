"""/m/{slug} and /embed/{slug}: an office's published map, with a list that tells the same without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, json, make_response, redirect, render_template, request, url_for

from planner.model import KINDS
from planner.regional.model import STEP_TEXTS
from planner.render.region_about import licence_for
from planner.render.region_drawing import drawing
from planner.render.region_files import formats_of
from planner.web import counting, regional_state, structured
from planner.web.answers import kept
from planner.web.clock import today
from planner.web.i18n import LANGS, current
from planner.web.site import public_root, site_root

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from planner.regional.contents import Item
    from planner.web.regional_state import Shown

bp = Blueprint("regional", __name__)

PAGE_ROWS = 50
WHOLE_YEAR = 0
NO_LAYER = "none"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a map is asked for; month 0 is the whole year, no kinds are all."""

    month: int
    kinds: tuple[str, ...]
    layers: tuple[str, ...]
    page: int
    item: str

    def query(self, **other: Any) -> dict[str, Any]:
        """Give the arguments of an address that asks for the same, with some others."""
        return {"month": self.month, "kind": list(self.kinds), "layers": ",".join(self.layers), **other}


@bp.get("/m/<slug>")
def show(slug: str) -> Response:
    """Show a published map."""
    shown = regional_state.published(slug)
    counting.viewed(f"map-{slug}")
    items = rows_of(shown, chosen_of(shown))[:PAGE_ROWS]
    lang, address = choose_language(shown), public_root() + url_for("regional.show", slug=slug)
    return page(shown, "regional.show", structured=structured.region(shown.regional, items, today(), address, lang))


@bp.get("/<any(ja, en):lang>/m/<slug>")
def in_language(lang: str, slug: str) -> BaseResponse:
    """Lead from the address that other pages' would be to the map in that language."""
    regional_state.published(slug)
    asked = [(name, text) for name, text in request.args.items(multi=True) if name != "lang"]
    query = urlencode([*asked, *([("lang", lang)] if lang != "ja" else [])])
    return redirect(url_for("regional.show", slug=slug) + (f"?{query}" if query else ""), 301)


@bp.get("/embed/<slug>")
def embed(slug: str) -> Response:
    """Show a published map in another site's page: without cookies, and only where its office lets it."""
    shown = regional_state.published(slug)
    g.frame_ancestors = ("'self'", *shown.regional.hosts)
    return page(shown, "regional.embed", "embed")


@bp.get("/m/<slug>/map.json")
def data(slug: str) -> Response:
    """Give what the map's script draws."""
    shown = regional_state.published(slug)
    lang = choose_language(shown)
    drawn = shown.once(
        f"drawing {lang}", lambda: json.dumps(drawing(shown.contents, regional_state.layers(), lang)).encode()
    )
    return kept(drawn, "application/json", version=shown.version)


def page(
    shown: Shown, endpoint: str, template: str = "show", ids: dict[str, Any] | None = None, **values: Any
) -> Response:
    """Render a map's page, or the preview of a draft; `ids` name it in its own addresses."""
    own = partial(url_for, endpoint, **(ids or {"slug": shown.kept.slug}))
    lang, contents, chosen = choose_language(shown), shown.contents, chosen_of(shown)
    rows = rows_of(shown, chosen)
    number, pages = _number(rows, chosen), max(1, -(-len(rows) // PAGE_ROWS))
    slug = shown.kept.slug
    values = {
        "shown": shown,
        "slug": slug,
        "regional": shown.regional,
        "contents": contents,
        "chosen": chosen,
        "rows": rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS],
        "number": number,
        "pages": pages,
        "total": len(rows),
        "own_url": own,
        "data_url": url_for("regional.data", slug=slug, lang=lang, v=shown.version),
        "languages": {code: own(**chosen.query(lang=code)) for code in shown.regional.languages},
        "canonical": url_for("regional.show", slug=slug, lang=None if lang == "ja" else lang),
        "root": site_root(),
        "here": public_root(),
        "files": [(name, formats_of(name), licence_for(contents, name)) for name in contents.layers],
        "step_texts": STEP_TEXTS,
        "months": [current().month(number) for number in range(1, 13)],
    } | values
    response = make_response(render_template(f"regional/{template}.html", **values))
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def choose_language(shown: Shown) -> str:
    """Take the language of `?lang=` where the map has it, else the map's first."""
    spoken = [lang for lang in LANGS if lang in shown.regional.languages]
    asked = request.args.get("lang", "")
    g.lang = asked if asked in spoken else spoken[0]
    return current().lang


def chosen_of(shown: Shown) -> Chosen:
    """Read what is asked for; a value that cannot be is as if it were not there."""
    args, contents = request.args, shown.contents
    month = args.get("month", "")
    default = shown.regional.month or today().month
    asked = [name for name in args.get("layers", "").split(",") if name in (*contents.layers, NO_LAYER)]
    number = args.get("page", "")
    item = args.get("item", "")[:100]
    return Chosen(
        WHOLE_YEAR if item else int(month) if re.fullmatch("[0-9]|1[0-2]", month) else default,
        tuple(kind for kind in KINDS if kind in args.getlist("kind") and kind in contents.kinds),
        tuple(asked),
        int(number) if re.fullmatch("[1-9][0-9]{0,5}", number) else 1,
        item,
    )


def rows_of(shown: Shown, chosen: Chosen) -> list[Item]:
    """List what the map's list shows: listings first, each part by place and start."""
    found = [
        item
        for item in shown.contents.items(chosen.month or None, chosen.kinds)
        if not chosen.layers or ("seasons" if item.listing is None else "listings") in chosen.layers
    ]
    return sorted(found, key=lambda item: (item.listing is None, item.place.code, item.window.start, item.window.id))


def _number(rows: list[Item], chosen: Chosen) -> int:
    """Give the page that is asked for, or the one that an item stands on; the last where there are fewer."""
    wanted = next((at for at, item in enumerate(rows) if item.window.id == chosen.item), None)
    if wanted is not None:
        return wanted // PAGE_ROWS + 1
    return min(chosen.page, max(1, -(-len(rows) // PAGE_ROWS)))
