"""The pages for people, in Japanese and English: planner, calendar, places, about, and a shared trip."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for

from planner import config
from planner.errors import UnknownPlace
from planner.food import food_price
from planner.model import DEFAULT_MODES, KINDS, PACE_MIN_NIGHTS
from planner.render.formats import FORMATS
from planner.reprice import is_priced
from planner.web import calendar_page, regional_state, sources, state, storage, structured, year_strip
from planner.web.climate import climate_of
from planner.web.clock import today
from planner.web.i18n import LANGS, Texts, catalogue, current
from planner.web.plain_tables import tables
from planner.web.site import public_root, site_root

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from planner.web.storage import SharedPlan

bp = Blueprint("pages", __name__, url_prefix="/<any(ja, en):lang>")
share_bp = Blueprint("shared", __name__)

EXAMPLE_ORIGIN = "13101"
EXAMPLE_MONTH = 9
EXAMPLE_DAYS = 92
EXAMPLE_ROUNDS = 4
"""The example is planned in so many rounds, not by the clock: it gives the same trip however busy the machine is."""


@dataclass(frozen=True, slots=True)
class Example:
    """The worked example that the form begins with."""

    from_code: str
    from_name: str
    start: dt.date
    days: int = EXAMPLE_DAYS
    modes: tuple[str, ...] = DEFAULT_MODES
    rounds: int = EXAMPLE_ROUNDS


@bp.url_value_preprocessor
def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the language out of the views' arguments."""
    g.lang = (values or {}).pop("lang", "ja")


@bp.get("/")
def index() -> str:
    """Show the planner with its worked example."""
    return render_template("planner/index.html", **planner(current()))


def planner(words: Texts) -> dict[str, Any]:
    """Give the planner's page what it is made of."""
    return {
        "page_title": words.t("site.title"),
        "readonly": False,
        "example": example(words),
        "kinds": KINDS,
        "skills": skills(),
        "layers": layers(),
        "modules": modules(),
        "month": _month(),
        "boot": boot(words),
        **addresses("pages.index"),
    }


@bp.get("/calendar")
def calendar() -> str:
    """List the demand calendar by month, kind and prefecture."""
    chosen = calendar_page.read_filter(request.args)
    found = calendar_page.find(state.dataset(), chosen)
    return render_template(
        "calendar/index.html",
        page=calendar_page.page_of(found, request.args.get("page", "")),
        chosen=chosen,
        kinds=KINDS,
        prefectures=calendar_page.prefectures(state.dataset()),
        year=state.dataset().date.year,
        **addresses("pages.calendar", **chosen.as_query()),
    )


@bp.get("/places/<code>")
def place(code: str) -> str | BaseResponse:
    """Show one municipality and all its windows; a code from before a merger leads to its successor."""
    try:
        found = state.municipality(code)
    except UnknownPlace:
        abort(404, current().t("place.unknown", code=code[:20]))
    if found.code != code:
        return redirect(url_for("pages.place", lang=current().lang, code=found.code))
    windows, lang = state.dataset().demand.by_code.get(code, ()), current().lang
    address = public_root() + url_for("pages.place", lang=lang, code=code)
    page = calendar_page.page_of(windows, request.args.get("page", ""))
    return render_template(
        "places/show.html",
        place=found,
        page=page,
        windows=page.rows,
        maps=regional_state.maps_with(code),
        climate=climate_of(code),
        year_bars=year_strip.bars(page.rows),
        month_starts=year_strip.month_starts(),
        structured=structured.place(found, page.rows, today(), address, lang),
        **addresses("pages.place", code=code),
    )


@bp.get("/about")
def about() -> str:
    """Say how trips are found, where the data comes from, and what it cannot say."""
    data = state.dataset()
    return render_template(
        "about/index.html",
        data=data,
        shares=calendar_page.shares(data),
        sources=sources.groups(current_app.config["DATA_DIR"]),
        co2=sources.co2_rows(current_app.config["DATA_DIR"]),
        **addresses("pages.about"),
    )


@share_bp.get("/p/<token>")
def shared(token: str) -> str:
    """Show a shared trip to whoever has its address."""
    found = storage.plan_for_token(token)
    words = current()
    return render_template(
        "planner/index.html",
        page_title=words.t("shared.title", start=words.date(found.plan.request.start), days=found.plan.request.days),
        readonly=not found.edits,
        guest=found.edits,
        kinds=KINDS,
        shared_lead=_lead(found, words),
        token=token,
        unpriced=not is_priced(found.plan),
        **tables(found.plan),
        files={name: found.links[name] for name in FORMATS},
        layers=layers(),
        modules=modules(),
        month=_month(found.plan.request.start.month),
        boot=guest_boot(words, found) if found.edits else shared_boot(words, found),
        canonical=None,
        languages={lang: f"/p/{token}?lang={lang}" for lang in LANGS},
    )


def example(words: Texts) -> Example:
    """Make the worked example: three months from Tokyo, from the coming September."""
    now = today()
    start = dt.date(now.year + (now.month >= EXAMPLE_MONTH), EXAMPLE_MONTH, 1)
    place = state.dataset().municipality(EXAMPLE_ORIGIN)
    name = place.full_name if words.lang == "ja" else f"{place.name_en}, {place.prefecture_en}"
    return Example(EXAMPLE_ORIGIN, name, start)


@cache
def modules() -> tuple[str, ...]:
    """List the page's scripts, so that the browser fetches them at once rather than one after another."""
    return tuple(sorted(file.stem for file in (config.share_dir() / "static" / "js").glob("*.js")))


def skills() -> tuple[str, ...]:
    """List the skills that windows ask for and that we have a word for, the most asked for first."""
    asked = Counter(skill for window in state.dataset().demand.windows for skill in window.skills)
    return tuple(skill for skill, _ in asked.most_common() if f"skill.{skill}" in catalogue())


def layers() -> dict[str, str]:
    """Give the addresses of the map's layers; empty where the data set has none."""
    layer_url = current_app.jinja_env.globals["layer_url"]
    names = ("overview", "prefectures", "land")
    return {"season": f"/api/v1/layers/season?v={state.version()}"} | {name: layer_url(name) for name in names}  # type: ignore[operator]


def boot(words: Texts, plan: str = "", geometry: str = "", links: dict[str, str] | None = None) -> dict[str, Any]:
    """Give what the scripts need to know, for the page's JSON block."""
    asset = current_app.jinja_env.globals["asset"]
    return {
        "lang": words.lang,
        "texts": words.for_scripts(),
        "readonly": bool(plan),
        "guest": None,
        "pace_nights": dict(PACE_MIN_NIGHTS),
        "food_jpy_per_day": food_price(current_app.config["DATA_DIR"]),
        "shared": {"plan": plan, "geometry": geometry, "links": links or {}},
        "urls": {
            **layers(),
            "icons": asset("img/modes.svg"),  # type: ignore[operator]
            "sources": url_for("pages.about", lang=words.lang) + "#sources",
            "plans": "/api/v1/plans",
            "preview": "/api/v1/plans/preview",
            "tracks": "/api/v1/tracks",
            "region": "/api/v1/layers/region",
            "route": "/api/v1/route",
            "municipalities": "/api/v1/municipalities",
            "place_page": url_for("pages.place", lang=words.lang, code="00000"),
        },
    }


def shared_boot(words: Texts, found: SharedPlan) -> dict[str, Any]:
    """Give the scripts what they need to show a shared trip."""
    query = "" if words.lang == "ja" else f"?lang={words.lang}"
    page = f"/p/{found.token}"
    links = storage.shared_links(found.token, words.lang)
    return boot(words, f"{page}.json{query}", f"{page}.geojson{query}", links)


def guest_boot(words: Texts, found: SharedPlan) -> dict[str, Any]:
    """Give them what they need to change a shared trip, as its owner does."""
    return boot(words) | {"guest": {"token": found.token, "plan": found.id}}


def addresses(endpoint: str, **values: Any) -> dict[str, Any]:
    """Give a page's own address and its address in each language; search engines are told them with `root` before."""
    languages = {lang: url_for(endpoint, lang=lang, **values) for lang in LANGS}
    return {"canonical": languages[current().lang], "languages": languages, "root": site_root()}


def _month(default: int | None = None) -> int:
    """Read the month of the map from the address, else take this month."""
    return calendar_page.month_of(request.args.get("month", "")) or default or today().month


def _lead(found: SharedPlan, words: Texts) -> str:
    asked = found.plan.request
    # as it was called when the trip was planned: a merger may have taken the name and the code away
    origin = found.plan.itinerary.legs[0].origin
    name = origin.full_name if words.lang == "ja" else origin.name_en
    return words.t("form.summary", **{"from": name, "start": words.date(asked.start), "days": asked.days})
