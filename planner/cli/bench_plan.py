"""`sasurai bench plan`: how long a plan takes, and how far it is from its bound."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from planner import config
from planner.cli.bench_requests import CLASSES, draw_requests, length_class
from planner.dataset import Dataset
from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.clock import Limits
from planner.solver.solve import solve

if TYPE_CHECKING:
    from planner.model import TripRequest


@click.command("plan")
@click.option("--count", type=click.IntRange(1), default=48, show_default=True, help="Requests to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the requests.")
@click.option("--seconds", type=float, help="Limit of each solve; by default that of its class: 0.5, 1 or 5.")
@click.option("--only", type=int, multiple=True, help="Only the requests of these numbers.")
def plan(count: int, seed: int, seconds: float | None, only: tuple[int, ...]) -> None:
    """Solve requests drawn by seed and print times and gaps as JSON.

    Starts lie in all regions, trips last 14 to 400 days, budgets go from tight to free. Times are of one thread with a
    warm cache and begin before the problem is built.

    \b
    sasurai bench plan --count 12 --seed 7
    """
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    drawn = draw_requests(count, seed)
    for modes in {request.modes for request in drawn}:  # the first run of each kind loads kernels and matrices
        bench_row(dataset, -1, next(request for request in drawn if request.modes == modes), 0.5)
    rows = []
    for number, request in enumerate(drawn):
        if not only or number in only:
            rows.append(bench_row(dataset, number, request, seconds or CLASSES[length_class(request.days)]))
            click.echo(_line(rows[-1]), err=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    click.echo(json.dumps({"rows": rows, "summary": {**summary(rows), "peak_bytes": peak}}, indent=2))


def bench_row(dataset: Dataset, number: int, request: TripRequest, seconds: float) -> dict[str, Any]:
    """Build and solve one problem; `gap` is null and `stops` 0 where no trip was found."""
    began, used = time.perf_counter(), time.process_time()
    problem, _ = build_problem(request, terms_for(request, dataset))
    built = time.perf_counter() - began
    found = solve(problem, Limits(max(0.05, seconds - built)))
    return {
        "seed": number,
        "days": request.days,
        "budget": request.budget_jpy,
        "from": request.origin,
        "modes": list(request.modes),
        "pace": request.pace,
        "first_ms": round(built * 1000) + found.first_ms,
        "gap": None if found.visits is None else max(0.0, found.bound - found.objective) / max(abs(found.bound), 1.0),
        "certified_ms": round((time.perf_counter() - began) * 1000),
        "cpu_ms": round((time.process_time() - used) * 1000),
        "rounds": found.rounds,
        "stops": len(found.visits or ()),
        "value": found.objective if found.visits else None,
    }


def _line(row: dict[str, Any]) -> str:
    gap = "no trip" if row["gap"] is None else f"{row['gap']:7.3%}"
    what = f"{row['seed']:3d} {row['days']:4d} days  from {row['from']}  {row['budget'] or 'free':>8}  {row['pace']:6}"
    times = f"first {row['first_ms']:5d}  all {row['certified_ms']:5d} ms  cpu {row['cpu_ms']:5d} ms"
    return f"{what} {'+'.join(row['modes']):20} gap {gap}  {times}  {row['stops']} stops"


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give medians and worst figures by length of trip, and over all."""
    told: dict[str, Any] = {}
    for name in CLASSES:
        of_class = [row for row in rows if length_class(row["days"]) == name and row["gap"] is not None]
        if of_class:
            told[name] = {
                "n": len(of_class),
                "first_ms_median": statistics.median(row["first_ms"] for row in of_class),
                "first_ms_worst": max(row["first_ms"] for row in of_class),
                "gap_median": statistics.median(row["gap"] for row in of_class),
                "gap_worst": max(row["gap"] for row in of_class),
                "certified_ms_median": statistics.median(row["certified_ms"] for row in of_class),
                "certified_ms_worst": max(row["certified_ms"] for row in of_class),
            }
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    return {
        "mean_gap": statistics.fmean(gaps) if gaps else None,
        "max_gap": max(gaps, default=None),
        "without_trip": sum(row["gap"] is None for row in rows),
        "by_days": told,
    }
