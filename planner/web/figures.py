"""/office/figures: how often an office's listings and maps were seen and planned with, by month; counts only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from planner.db.figures import NIGHTS, PLANS, VIEWS
from planner.web import office_door, state
from planner.web.clock import today
from planner.web.i18n import current

bp = Blueprint("figures", __name__, url_prefix="/office/figures")
bp.before_request(office_door.choose_language)
bp.before_request(office_door.guard)

LEAST = 5
"""A smaller number may tell of a person, and is not shown."""
MONTHS = 12
MOST = 200
"""Listings on the page, the last changed first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A month of a listing or map: each number, or None where it is below the least, zero included."""

    month: str
    views: int | None
    plans: int | None
    nights: int | None


@bp.get("")
def index() -> str:
    """Show the last twelve months of every listing and map that anybody saw."""
    here, words = office_door.membership(), current()
    titles = {
        f"listing-{one.id}": one.body.get(f"title_{words.lang}") or one.body.get("title_ja", "")
        for one in state.current().listings.of_office(here.office_id)[:MOST]
    }
    titles |= {
        f"map-{one.slug}": one.body.get(f"title_{words.lang}") or one.body.get("title_ja") or one.slug
        for one in state.current().maps.of_office(here.office_id)
    }
    counts = state.current().figures.of(titles)
    months = _months()
    told = [
        (title, rows)
        for subject, title in titles.items()
        if (rows := [_row(subject, month, counts) for month in months if _any(subject, month, counts)])
    ]
    return render_template("office/figures.html", told=told, least=LEAST, **office_door.languages())


def _months() -> list[str]:
    day = today()
    numbers = [day.year * 12 + day.month - 1 - back for back in range(MONTHS)]
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


def _any(subject: str, month: str, counts: dict[tuple[str, str, str], int]) -> bool:
    return any((subject, month, what) in counts for what in (VIEWS, PLANS, NIGHTS))


def _row(subject: str, month: str, counts: dict[tuple[str, str, str], int]) -> Row:
    views, plans = (_shown(counts.get((subject, month, what), 0)) for what in (VIEWS, PLANS))
    # nights of a single plan would tell how long somebody stays
    nights = counts.get((subject, month, NIGHTS), 0) if plans is not None else None
    return Row(month, views, plans, nights)


def _shown(count: int) -> int | None:
    return count if count >= LEAST else None
