"""A trip that was shared without its money: the same stays and days, with the fares and prices of today's data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest
from planner.replan.apply import as_must
from planner.replan.replan import replan

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan


@dataclass(frozen=True, slots=True)
class Repricing:
    """Work for a solver's process, which has the networks at hand."""

    plan: Plan
    seconds: float = 10.0

    def __call__(self, dataset: Dataset) -> Plan:
        """Do it on the process's own data set."""
        return repriced(self.plan, dataset)


def is_priced(plan: Plan) -> bool:
    """Tell whether a plan has its money."""
    return "money" not in plan.unshared


def repriced(plan: Plan, dataset: Dataset) -> Plan:
    """Lay the trip out again as one made by hand: nothing is chosen anew, so nothing is claimed to be best.

    Raises
    ------
    InvalidRequest
        Where it can no longer be travelled as it was.
    UnknownPlace
        Where a municipality of it is no more.
    """
    stays = tuple(as_must(stay) for stay in plan.itinerary.stays)
    asked = replace(plan.request, fill=False, must=stays, avoid=(), alternatives=0)
    done = replan(replace(plan, request=asked, unshared=()), (), dataset)
    if done.conflicts:
        raise InvalidRequest("itinerary", " ".join(conflict.text_en for conflict in done.conflicts))
    return done.plan
