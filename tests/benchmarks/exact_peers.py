"""Our solver and two others on the same middle-sized problems, each asked for the best trip and its proof.

    python tests/benchmarks/exact_peers.py --count 20
    pip install -e '.[peers]' && python tests/benchmarks/exact_peers.py --count 20 --solver cp-sat

20 to 40 places and 30 days: odd seeds are made up, even ones are a part of a real request on the real data set. HiGHS
(of scipy) and CP-SAT both get the time-indexed arc-flow programme of programme.py beside this file; the two cannot be
imported in one process, so each has a run of its own. Exits 1 where anybody's value lies above somebody's bound.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from programme import Proof, prove, rows_of, trip_of, variables_of

from planner import config
from planner.cli.bench_requests import ORIGINS, YEN_A_DAY, YEN_TO_GO
from planner.dataset import Dataset
from planner.model import TripRequest
from planner.plan import terms_for
from planner.problem import Legs, Problem, build_problem
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE
from planner.solver.solve import solve
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

    Solver = Callable[[Problem, float], Proof]

DAYS = 30
TOLERANCE = 1e-4
"""Of HiGHS, 1e-6 a binary variable, and of CP-SAT's whole numbers."""

SCALE = 10**6
WORKERS = 8
"""CP-SAT is made for eight strategies side by side; they share the cores there are."""


def made(seed: int, size: int | None = None) -> Problem:
    """Make places on a square of 600 km up; windows open and close, some places are only nights on the way."""
    rng = np.random.default_rng(seed)
    n = size or int(rng.integers(20, 41))
    idle = n // 5
    active = n - idle
    gain = np.full((active, DAYS, 13), NEVER)
    yen = np.zeros(gain.shape, np.int32)
    for m in range(active):
        peak, width = rng.uniform(0, DAYS), rng.uniform(4, 12)
        day = np.maximum(0.0, 1.0 - np.abs(np.arange(DAYS) - peak) / width) * rng.uniform(0.5, 1.0)
        night = int(rng.choice([0, 1700, 3300]))
        for d in range(DAYS):
            for nights in range(int(rng.integers(2, 6)), min(12, DAYS - d) + 1):
                worth = day[d] / 2 + day[d + 1 : d + nights].sum()
                if worth > 0:
                    gain[m, d, nights], yen[m, d, nights] = worth - night * nights / 20_000, night * nights
    idle_gain, idle_yen = np.full((idle, DAYS, 4), NEVER), np.zeros((idle, DAYS, 4), np.int32)
    for nights in (1, 2, 3):
        idle_gain[:, : DAYS - nights + 1, nights] = -3300 * nights / 20_000
        idle_yen[:, : DAYS - nights + 1, nights] = 3300 * nights
    where = rng.uniform(0, 600, (n, 2))
    where = np.vstack([where, [[300.0, 300.0]]])
    km = np.hypot(*(where[:, None] - where[None, :]).T)
    fare = (300 + 17 * km).astype(np.int32)
    leg = np.where((km < 350) | (rng.random(km.shape) < 0.3), -(fare / 20_000 + 0.06 * (0.7 + km / 100)), NEVER)
    nights = np.where((km > 350) & (rng.random(km.shape) < 0.5), 1, 0).astype(np.uint8)
    np.fill_diagonal(leg, NEVER)
    parts = [a[:n, :n].copy() for a in (leg, fare, nights)]
    ends = [a[n, :n].copy() for a in (leg, fare, nights)] + [a[:n, n].copy() for a in (leg, fare, nights)]
    numbers = np.arange(n)
    return Problem(
        days=DAYS,
        group=numbers,
        area=rng.integers(0, 6, n),
        rows=np.arange(active),
        gain=gain,
        yen=yen,
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        worth=gain > POSSIBLE,
        legs=Legs(*parts, *ends, (0.0, 0, 0)),
        must=np.isin(numbers, rng.choice(active, int(rng.integers(0, 3)), replace=False)),
        budget=[None, 90_000, 50_000, 30_000][int(rng.integers(4))],
        max_stops=int(rng.choice([60, 60, 4])),
        max_per_area=None if rng.random() < 0.6 else int(rng.integers(1, 3)),
        nodes=numbers,
    )


def real(dataset: Dataset, seed: int, size: int | None = None) -> Problem:
    """Draw a request and keep some of its places: those around one of them, or any."""
    chance, rng = random.Random(seed), np.random.default_rng(seed)
    a_day = YEN_A_DAY[seed // 2 % len(YEN_A_DAY)]
    request = TripRequest(
        start=dt.date(2027, 1, 1) + dt.timedelta(days=chance.randrange(365)),
        days=DAYS,
        origin=chance.choice(ORIGINS),
        budget_jpy=None if a_day is None else YEN_TO_GO + a_day * DAYS,
        pace=chance.choice(("slow", "normal", "fast")),
        max_nights=14,
        max_stops=chance.choice((60, 60, 3)),
        max_per_prefecture=chance.choice((None, None, 2)),
    )
    whole, _ = build_problem(request, terms_for(request, dataset))
    n, home = size or int(rng.integers(20, 41)), int(rng.integers(whole.active))
    near = np.argsort(-whole.legs.gain[home], kind="stable")
    reach = chance.choice((3 * n, whole.size))
    active, idle = near[near < whole.active][:reach], near[near >= whole.active][: reach // 4]
    nodes = np.concatenate([rng.permutation(active)[: n - 4], rng.permutation(idle)[:3], [home]])
    part = whole.restrict(np.unique(nodes))
    return replace(part, nodes=np.arange(part.size))


def highs(problem: Problem, seconds: float) -> Proof:
    """Ask HiGHS."""
    return prove(problem, seconds)


def cp_sat(problem: Problem, seconds: float) -> Proof:
    """Ask CP-SAT, one thread; gains in millionths."""
    from ortools.sat.python import cp_model

    model, x = cp_model.CpModel(), variables_of(problem)
    chosen = [model.new_bool_var("") for _ in x.kind]
    for columns, factors, low, high in rows_of(problem, x):
        total = cp_model.LinearExpr.weighted_sum([chosen[k] for k in columns], [round(f) for f in factors])
        model.add_linear_constraint(total, round(low), round(high))
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, [round(g * SCALE) for g in x.gain.tolist()]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = WORKERS, seconds
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Proof(None, POSSIBLE, POSSIBLE, True)
    bound = solver.best_objective_bound / SCALE
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Proof(None, POSSIBLE, bound, False)
    trip = trip_of(x, np.array([solver.boolean_value(v) for v in chosen]))
    return Proof(trip, solver.objective_value / SCALE, bound, status == cp_model.OPTIMAL)


SOLVERS: dict[str, Solver] = {"highs": highs, "cp-sat": cp_sat}


def wrong(value: float, bound: float, optimal: bool, proof: Proof) -> str | None:
    """Say what cannot be true of our answer and another's; None where all of it can."""
    scale = TOLERANCE * max(1.0, abs(bound))
    if value > proof.bound + scale:
        return f"our trip of {value} is above their bound {proof.bound}"
    if proof.value > bound + scale:
        return f"their trip of {proof.value} is above our bound {bound}"
    if optimal and proof.optimal and abs(value - proof.value) > scale:
        return f"two optima: {value} and {proof.value}"
    return None


def compare(problem: Problem, solver: Solver, seconds: float) -> dict[str, Any]:
    """Solve by both; `wrong` is null where they agree."""
    began = time.perf_counter()
    ours = solve(problem, Limits(iterations=20))
    middle = time.perf_counter()
    proof = solver(problem, seconds)
    return {
        "places": problem.size,
        "variables": len(variables_of(problem).kind),
        "value": ours.objective if ours.visits else None,
        "bound": ours.bound,
        "optimal": ours.optimal,
        "seconds": round(middle - began, 3),
        "their_value": proof.value if proof.visits else None,
        "their_bound": proof.bound,
        "their_optimal": proof.optimal,
        "their_seconds": round(time.perf_counter() - middle, 2),
        "wrong": wrong(ours.objective, ours.bound, ours.optimal, proof),
    }


def main() -> None:
    """Compare on problems drawn by seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="seed of the first problem")
    parser.add_argument("--size", type=int, help="places of each, instead of 20 to 40")
    parser.add_argument("--seconds", type=float, default=120.0, help="for the other solver, a problem")
    parser.add_argument("--solver", choices=list(SOLVERS), default="highs")
    parser.add_argument("--made-up", action="store_true", help="no real ones: needs no travel matrices")
    given = parser.parse_args()
    dataset = None if given.made_up else Dataset.load(config.data_dir(), config.cache_dir())
    rows = []
    for seed in range(given.first, given.first + given.count):
        problem = made(seed, given.size) if dataset is None or seed % 2 else real(dataset, seed, given.size)
        rows.append({"seed": seed, **compare(problem, SOLVERS[given.solver], given.seconds)})
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(json.dumps({"solver": given.solver, "rows": rows}, indent=1))
    sys.exit(1 if any(row["wrong"] for row in rows) else 0)


if __name__ == "__main__":
    main()
