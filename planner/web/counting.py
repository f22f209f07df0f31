"""Count how pages are used by month: numbers only, no addresses, no cookies."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from flask import current_app, request

from planner.db.errors import DatabaseTrouble
from planner.db.figures import NIGHTS, PLANS, VIEWS
from planner.web import state
from planner.web.clock import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model import Plan

_PROGRAMS = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless|http", re.IGNORECASE)
LISTING = "listing-"


def viewed(subject: str) -> None:
    """Count a view of a page by somebody who is no program and does not merely load it ahead."""
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    if request.method == "GET" and "prefetch" not in ahead and not _PROGRAMS.search(str(request.user_agent)):
        _add([(subject, VIEWS, 1)])


def planned(plan: Plan, before: Plan | None = None) -> None:
    """Count the listings that a plan includes, once each, with the nights of their stays; not those of `before`."""
    known = _nights(before) if before else {}
    new = {name: nights for name, nights in _nights(plan).items() if name not in known}
    _add([row for name, nights in new.items() for row in ((name, PLANS, 1), (name, NIGHTS, nights))])


def _nights(plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for stay in plan.itinerary.stays:
        for name in {window.id for window in stay.demand if window.id.startswith(LISTING)}:
            found[name] += stay.nights
    return found


def _add(counts: Iterable[tuple[str, str, int]]) -> None:
    rows = list(counts)
    try:
        if rows:
            state.current().figures.add(today(), rows)
    except DatabaseTrouble as error:
        # a page is worth more than its count
        current_app.logger.warning("Not counted: %s", error)
