"""/{lang}/privacy and /{lang}/terms: what is kept where and how long, and under what terms all of this is given."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g, render_template

from planner.db import interests, prune, reports
from planner.web.device import COOKIE_SECONDS
from planner.web.i18n import current
from planner.web.office_door import COOKIE_SECONDS as OFFICE_SECONDS
from planner.web.pages import addresses

bp = Blueprint("legal", __name__, url_prefix="/<any(ja, en):lang>")
DAY = 24 * 3600


@bp.url_value_preprocessor
def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.lang = (values or {}).pop("lang", "ja")


@bp.get("/privacy")
def privacy() -> str:
    """Say what is stored; its figures are those that the program keeps to."""
    figures = {
        "device_days": COOKIE_SECONDS // DAY,
        "office_days": OFFICE_SECONDS // DAY,
        "plan_days": prune.UNTOUCHED.days,
        "interest_days": interests.KEPT.days,
        "report_days": reports.KEPT.days,
        "newest": prune.NEWEST,
    }
    return _page("privacy", figures, tiles=bool(current_app.config["ONLINE_TILES"]))


@bp.get("/terms")
def terms() -> str:
    """Say what this is, what it is not, and what may be done with the data."""
    return _page("terms", {})


def _page(name: str, figures: dict[str, int], **values: Any) -> str:
    sections = {one: n for one, n in SECTIONS[name].items() if one != "tiles" or values.get("tiles")}
    told = [
        (
            one,
            current().t(f"{name}.{one}"),
            [_text(f"{name}.{one}.{number}", figures) for number in range(1, count + 1)],
        )
        for one, count in sections.items()
    ]
    return render_template("legal/show.html", name=name, told=told, **addresses(f"legal.{name}"))


def _text(key: str, figures: dict[str, int]) -> str:
    """Give a text with the figures that it names."""
    text = current().t(key)
    used = {name: value for name, value in figures.items() if f"{{{name}}}" in text}
    return current().t(key, **used)


SECTIONS = {
    "privacy": {
        "plans": 4,
        "cookies": 4,
        "interest": 5,
        "reports": 2,
        "offices": 4,
        "counts": 3,
        "server": 3,
        "tiles": 1,
        "rights": 3,
    },
    "terms": {"what": 4, "listings": 4, "data": 5, "maps": 2},
}
"""The sections of each page and how many paragraphs each has."""
