"""A trip as tables, for pages that are read without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.render.page import page_context
from planner.web.i18n import current
from planner.web.plain_notebook import notebook_tables

if TYPE_CHECKING:
    from planner.model import Plan


def tables(plan: Plan) -> dict[str, Any]:
    """Give a page its tables of a trip: stays, legs in the files' words, ledger and notebook unless they are hidden."""
    from planner.render.ledger import entries, food_yen

    words = current()
    money = "money" not in plan.unshared
    return {
        "trip": page_context(plan, words.lang, with_land=False),
        "plan": plan,
        "ledger": list(entries(plan, words.lang)) if money else [],
        "food": food_yen(plan) if money else None,
        "notebook": notebook_tables(plan.notebook),
    }
