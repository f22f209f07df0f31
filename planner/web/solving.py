"""Ask the solvers for something while a request waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import request

from planner.web import state
from planner.web.errors import Busy
from planner.web.jobs import SolverPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model import TripRequest
    from planner.web.jobs import Task


def solve(asked: TripRequest | Task) -> Any:
    """Plan a trip, or do another task, in a solver's process.

    Raises
    ------
    Busy
        Where no solver is free in time.
    PlannerError
        Whatever the solver says of what was asked.
    """
    solver = state.current().solve
    if solver is None:
        raise Busy("The solver is still being started.")
    if isinstance(solver, SolverPool):
        # waitress tells when the browser has gone; other servers may not
        gone = cast("Callable[[], bool] | None", request.environ.get("waitress.client_disconnected"))
        return solver(asked, gone or (lambda: False))
    return solver(asked)
