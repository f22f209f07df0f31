"""`sasurai bench`: measure ourselves; each measurement is imported only when it is asked for."""

from __future__ import annotations

import click

from planner.cli.lazy import lazy

COMMANDS = {
    "travel": ("planner.cli.bench_travel:travel", "Modelled against observed journeys."),
    "matrix": ("planner.cli.bench_matrix:matrix", "Time and memory to build each travel matrix."),
    "route": ("planner.cli.bench_route:route", "Time for single journeys."),
    "transit": ("planner.cli.bench_transit:transit", "The timetable search on a large, made-up feed."),
    "plan": ("planner.cli.bench_plan:plan", "Time, gap and value of planned trips."),
    "replan": ("planner.cli.bench_replan:replan_", "Time and gap of edited trips."),
    "optw": ("planner.cli.bench_optw:optw", "The search on public orienteering instances with time windows."),
}


@click.group(cls=lazy(COMMANDS))
def bench() -> None:
    """Measure travel model, matrices, routes, plans and the search.

    \b
    sasurai bench travel observed.csv
    sasurai bench matrix --format json
    """
