"""Compile the solver's kernels once, at set-up, by planning trips in a country of three towns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from geo.model import LngLat, Municipality, TravelMatrix
from planner.demand import DemandCalendar, DemandWindow, MonthDay
from planner.model import Must, TripRequest
from planner.problem import Terms, build_problem
from planner.solver.one_stop import feasible
from planner.solver.solve import Limits, solve

START = dt.date(2027, 9, 1)


def compile_kernels() -> None:
    """Run every compiled function with the types that real plans use; quick where the cache folder has them."""
    request = TripRequest(start=START, days=30, origin="00001", pace="fast")
    changes: tuple[dict[str, object], ...] = (
        {},
        {"budget_jpy": 20_000},
        {"must": (Must("00003"),), "max_per_prefecture": 2, "max_leg_hours": 30.0},
    )
    for change in changes:
        changed = replace(request, **change)  # type: ignore[arg-type]
        problem, table = build_problem(changed, _terms(request.days))
        found = solve(problem, Limits(iterations=2))
        feasible(problem)
        for visit in found.visits or ():
            if visit.node < problem.active and problem.rows[visit.node] >= 0:
                table.stay(int(problem.rows[visit.node]), visit.arrive, visit.nights)


def _terms(days: int) -> Terms:
    codes = ("00001", "00002", "00003", "00004")
    places = [Municipality(c, c, c, c, "00", "", "", LngLat(139.0, 35.0)) for c in codes]
    apart = 1 - np.eye(len(codes), dtype=np.int64)
    nights = np.zeros(apart.shape, np.uint8)
    nights[0, 2] = nights[2, 0] = 1
    matrix = TravelMatrix(
        codes,
        np.where(nights, 900, apart * 60).astype(np.uint16),
        (apart * 1000).astype(np.uint32),
        apart.astype(np.uint8),
        apart.astype(np.uint32),
        nights,
    )
    first, last = MonthDay(9, 1), MonthDay(9, 30)
    windows = [
        DemandWindow(f"{c}{n}", c, "harvest", "", "", first, first, last, last, 2, 9, lodging)
        for c in codes[:3]
        for n, lodging in enumerate(("none", "provided"))
    ]
    prices = np.full((len(codes), days), 3000, np.int32)
    return Terms(places, DemandCalendar.of(windows), matrix, prices, np.zeros(len(codes)), by_car=False)
