"""Our search and three others on the same instances, one after the other, each with the same seconds of the processor.

    pip install -e '.[peers]'        (PyVRP, pyvroom, OR-Tools; no part of the usual set-up)
    python tests/benchmarks/optw_peers.py ../shared/data/optw --seconds 1

Each gets the same whole-number matrix, windows and prizes, one vehicle and one thread, and each route is checked by the
same validator. The prize comes first and the way second: for PyVRP by a prize that is larger than any way, for VROOM by
priorities (it takes those up to 100). OR-Tools does much better with smaller prizes, for its guided search looks at the
way: it gets what did best among five scales. VROOM stops by itself, mostly before the second; it is given no limit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.bench_optw import BEST_KNOWN, instances, read_best_known
from planner.solver.optw.audit import audit
from planner.solver.optw.instance import read_instance, usual_decimals
from planner.solver.optw.search import search

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.solver.optw.instance import Instance

    Solver = Callable[[Instance, float], list[int]]


OR_TOOLS_PRIZE = 150
"""A unit of prize is worth this part of the day on the way; 1, 50, 400 and 1000 gave less."""


def ours(instance: Instance, seconds: float) -> list[int]:
    return list(search(instance, seconds).route)


def pyvrp(instance: Instance, seconds: float) -> list[int]:
    from pyvrp import Model

    model, close, far = Model(), int(instance.closes[0]), int(instance.closes[0]) + 1
    places = [model.add_location(0, node) for node in range(len(instance.service))]
    depot = model.add_depot(places[0], tw_early=int(instance.opens[0]), tw_late=close)
    for node in range(1, len(places)):
        model.add_client(
            places[node],
            service_duration=int(instance.service[node]),
            tw_early=int(instance.opens[node]),
            tw_late=int(instance.closes[node]),
            prize=int(instance.prize[node]) * far,
            required=False,
        )
    model.add_vehicle_type(1, start_depot=depot, end_depot=depot, tw_early=int(instance.opens[0]), tw_late=close)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            if i != j:
                model.add_edge(a, b, distance=int(instance.time[i, j]), duration=int(instance.time[i, j]))
    end = time.process_time() + seconds
    result = model.solve(stop=lambda _: time.process_time() > end, seed=0, collect_stats=False, display=False)
    if not result.is_feasible():
        return []
    return [visit.idx + 1 for route in result.best.routes() for visit in route.schedule() if _is_client(visit)]


def _is_client(visit: object) -> bool:
    return bool(visit.is_client())  # type: ignore[attr-defined]


def vroom(instance: Instance, _seconds: float) -> list[int]:
    import vroom as library

    problem = library.Input()
    problem.set_durations_matrix("car", instance.time.astype("uint32"))
    window = library.TimeWindow(int(instance.opens[0]), int(instance.closes[0]))
    problem.add_vehicle(library.Vehicle(1, start=0, end=0, time_window=window))
    for node in range(1, len(instance.service)):
        opening = library.TimeWindow(int(instance.opens[node]), int(instance.closes[node]))
        service, prize = int(instance.service[node]), min(100, int(instance.prize[node]))
        problem.add_job(
            library.Job(node, location=node, default_service=service, priority=prize, time_windows=[opening])
        )
    steps = problem.solve(exploration_level=5, nb_threads=1).routes
    return [int(node) for node in steps[steps["type"] == "job"]["id"]]


def ortools(instance: Instance, seconds: float) -> list[int]:
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver.routing_enums_pb2 import FirstSolutionStrategy, LocalSearchMetaheuristic

    size, close = len(instance.service), int(instance.closes[0])
    manager = pywrapcp.RoutingIndexManager(size, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    way, service = instance.time.tolist(), instance.service.tolist()
    ways = routing.RegisterTransitMatrix(way)
    times = routing.RegisterTransitMatrix([[w + service[i] for w in row] for i, row in enumerate(way)])
    routing.SetArcCostEvaluatorOfAllVehicles(ways)
    routing.AddDimension(times, close, close, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for node in range(1, size):
        index = manager.NodeToIndex(node)
        clock.CumulVar(index).SetRange(int(instance.opens[node]), int(min(close, instance.closes[node])))
        routing.AddDisjunction([index], int(instance.prize[node]) * (close // OR_TOOLS_PRIZE + 1))
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    options.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    options.time_limit.FromTimedelta(timedelta(seconds=100 * seconds))
    end = time.process_time() + seconds
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() > end))
    found = routing.SolveWithParameters(options)
    route, index = [], routing.Start(0)
    while found and not routing.IsEnd(index):
        route.append(manager.IndexToNode(index))
        index = found.Value(routing.NextVar(index))
    return route[1:]


SOLVERS: dict[str, Solver] = {"ours": ours, "pyvrp": pyvrp, "vroom": vroom, "ortools": ortools}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--only", help="names of instances, separated by commas")
    parser.add_argument("--solvers", default=",".join(SOLVERS))
    given = parser.parse_args()
    known, names = read_best_known([given.folder / BEST_KNOWN]), given.solvers.split(",")
    files = [f for f in instances([given.folder]) if not given.only or f.stem in given.only.split(",")]
    ours(read_instance(files[0]), 0.0)  # compiles
    rows = []
    for file in files:
        row: dict[str, object] = {"instance": file.stem, "best_known": known[file.stem]}
        for name in names:
            row[name] = measure(file, SOLVERS[name], given.seconds, known[file.stem])
        rows.append(row)
        print(json.dumps(row), file=sys.stderr, flush=True)
    print(json.dumps({name: summarise([row[name] for row in rows]) for name in names}, indent=1))


def measure(file: Path, solver: Solver, seconds: float, best: float) -> dict[str, float | bool]:
    instance = read_instance(file)
    began, wall = time.process_time(), time.perf_counter()
    route = solver(instance, seconds)
    spent, passed = time.process_time() - began, time.perf_counter() - wall
    checked = audit(file, [0, *route, 0], usual_decimals(file.stem))
    return {
        "profit": float(checked.prize) if checked.feasible else 0.0,
        "gap": (best - float(checked.prize)) / best if checked.feasible else 1.0,
        "feasible": checked.feasible,
        "seconds": round(spent, 2),
        "wall": round(passed, 2),
    }


def summarise(results: list[dict[str, float]]) -> dict[str, float]:
    return {
        "n": len(results),
        "mean_gap": statistics.fmean(result["gap"] for result in results),
        "worst_gap": max(result["gap"] for result in results),
        "infeasible": sum(not result["feasible"] for result in results),
        "mean_seconds": statistics.fmean(result["seconds"] for result in results),
        "mean_wall": statistics.fmean(result["wall"] for result in results),
    }


if __name__ == "__main__":
    main()
