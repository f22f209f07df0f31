"""The oracle: every trip of a small problem, one after another. It shares no idea with the solver but the Problem."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.solver.dynamic import POSSIBLE, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.problem import Problem


def best_trip(problem: Problem) -> tuple[float, tuple[Visit, ...]] | None:
    """Give the best trip and its value; None where there is none."""
    best: tuple[float, tuple[Visit, ...]] | None = None
    for value, visits in all_trips(problem):
        if best is None or value > best[0]:
            best = value, visits
    return best


def all_trips(problem: Problem) -> Iterator[tuple[float, tuple[Visit, ...]]]:
    """Give every trip that keeps all constraints."""
    legs = problem.legs
    for node in range(problem.size):
        if legs.start_gain[node] > POSSIBLE:
            gain, yen = float(legs.start_gain[node]), int(legs.start_yen[node])
            yield from _stays(problem, (), node, int(legs.start_nights[node]), gain, yen)


def _stays(
    p: Problem, before: tuple[Visit, ...], node: int, day: int, value: float, yen: int
) -> Iterator[tuple[float, tuple[Visit, ...]]]:
    if any(p.group[v.node] == p.group[node] for v in before) or day >= p.days or len(before) >= p.max_stops:
        return
    idle = node - p.active
    gains, yens = (p.gain[node], p.yen[node]) if idle < 0 else (p.idle_gain[idle], p.idle_yen[idle])
    for nights in range(1, min(gains.shape[1] - 1, p.days - day) + 1):
        if gains[day, nights] > POSSIBLE:
            visits = (*before, Visit(node, day, nights))
            more, spent = value + float(gains[day, nights]), yen + int(yens[day, nights])
            yield from _ends(p, visits, more, spent)
            for other in range(p.size):
                if p.legs.gain[node, other] > POSSIBLE:
                    on = day + nights + int(p.legs.nights[node, other])
                    gain, fare = float(p.legs.gain[node, other]), int(p.legs.yen[node, other])
                    yield from _stays(p, visits, other, on, more + gain, spent + fare)


def _ends(p: Problem, visits: tuple[Visit, ...], value: float, yen: int) -> Iterator[tuple[float, tuple[Visit, ...]]]:
    last = visits[-1]
    home = last.arrive + last.nights + int(p.legs.end_nights[last.node])
    if p.legs.end_gain[last.node] <= POSSIBLE or home > p.days:
        return
    if p.budget is not None and yen + int(p.legs.end_yen[last.node]) > p.budget:
        return
    if not set(p.group[p.must].tolist()) <= {int(p.group[v.node]) for v in visits}:
        return
    if p.max_per_area is not None and max(Counter(int(p.area[v.node]) for v in visits).values()) > p.max_per_area:
        return
    if any(v.node < p.active and p.worth[v] for v in visits):
        yield value + float(p.legs.end_gain[last.node]), visits
