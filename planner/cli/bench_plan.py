"""`sasurai bench plan`: how long a plan takes, and how far it is from its bound."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import time
from typing import Any

import click

from planner import config
from planner.dataset import Dataset
from planner.errors import NoFeasibleItinerary
from planner.model import DEFAULT_MODES, TripRequest
from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.solve import Limits, solve

START = dt.date(2027, 9, 1)
ORIGIN = "13101"


@click.command("plan")
@click.option("--days", default="30,92,180,365", show_default=True, help="Lengths of trips.")
@click.option("--budgets", default="none,300000,150000,80000", show_default=True, help="Yen, or none.")
@click.option("--seconds", type=float, default=2.0, show_default=True, help="Limit of each solve.")
def plan(days: str, budgets: str, seconds: float) -> None:
    """Solve a set of trips from Tokyo and print times and gaps as JSON.

    \b
    sasurai bench plan --days 92 --budgets none
    """
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    cases = [(int(d), None if b == "none" else int(b)) for d in days.split(",") for b in budgets.split(",")]
    bench_row(dataset, *cases[0], seconds)  # the first run loads kernels and matrices
    rows = [bench_row(dataset, *case, seconds) for case in cases]
    click.echo(json.dumps({"rows": rows, "summary": _summary(rows)}, indent=2))


def bench_row(dataset: Dataset, days: int, budget: int | None, seconds: float) -> dict[str, Any]:
    """Build and solve one problem."""
    request = TripRequest(start=START, days=days, origin=ORIGIN, budget_jpy=budget, seconds=seconds)
    began = time.perf_counter()
    problem, _ = build_problem(request, terms_for(request, dataset))
    built = time.perf_counter() - began
    found = solve(problem, Limits(seconds - built))
    if found.visits is None:
        raise NoFeasibleItinerary(f"No trip of {days} days with budget {budget}.", ["budget"])
    return {
        "seed": request.seed,
        "days": days,
        "budget": budget,
        "from": ORIGIN,
        "modes": list(DEFAULT_MODES),
        "first_ms": round(built * 1000) + found.first_ms,
        "gap": max(0.0, found.bound - found.objective) / max(abs(found.bound), 1.0),
        "certified_ms": round((time.perf_counter() - began) * 1000),
        "stops": len(found.visits),
        "value": found.objective,
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "mean_gap": statistics.fmean(row["gap"] for row in rows),
        "max_gap": max(row["gap"] for row in rows),
        "median_certified_ms": statistics.median(row["certified_ms"] for row in rows),
    }
