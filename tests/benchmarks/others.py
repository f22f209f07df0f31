"""How long alternatives and the front take on the real data set, and what they are.

    python tests/benchmarks/others.py --count 12

Requests are those of `sasurai bench plan` (drawn by seed) of at most 120 days, after one that warms up. Seconds are of
the clock and of the processor; on a busy machine only the latter say something. Exits 1 where a rule is broken.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

from planner import config
from planner.check import check_itinerary
from planner.check_others import check_others
from planner.cli.bench_requests import draw_requests
from planner.dataset import Dataset
from planner.errors import NoFeasibleItinerary
from planner.front import dominates
from planner.others import FRONT_SECONDS, alternatives_of, front_of
from planner.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model import TripRequest

LONGEST, ALTERNATIVES = 120, 4


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Do something; give it with its seconds of the clock and of the processor."""
    clock, used = time.perf_counter(), time.process_time()
    done = work()
    return done, round(time.perf_counter() - clock, 2), round(time.process_time() - used, 2)


def row_of(dataset: Dataset, request: TripRequest) -> dict[str, Any]:
    """Measure one request."""
    made = plan(request, dataset)
    others, clock, used = timed(lambda: alternatives_of(made, dataset, ALTERNATIVES))
    points, front_clock, front_used = timed(lambda: front_of(made, dataset, FRONT_SECONDS))
    wrong = list(check_others(replace(made, alternatives=others), dataset))
    wrong += [text for point in points for text in check_itinerary(point.itinerary, request, dataset)]
    wrong += ["a point is dominated" for one, other in permutations(points, 2) if dominates(one, other)]
    return {
        "days": request.days,
        "from": request.origin,
        "budget": request.budget_jpy,
        "gap": round(made.gap, 4),
        "labels": [other.label for other in others],
        "shares": [None if other.share_of_best is None else round(other.share_of_best, 2) for other in others],
        "shared_nights": [round(other.shared_nights or 0.0, 2) for other in others],
        "seconds": clock,
        "processor": used,
        "points": len(points),
        "front_seconds": front_clock,
        "front_processor": front_used,
        "wrong": wrong,
    }


def main() -> None:
    """Print the rows, and medians and worst figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    drawn = [request for request in draw_requests(4 * asked.count, asked.seed) if request.days <= LONGEST]
    rows: list[dict[str, Any]] = []
    for number, request in enumerate([drawn[0], *drawn[: asked.count]]):
        try:
            row = row_of(dataset, replace(request, seconds=1.0))
        except NoFeasibleItinerary:
            continue
        if number:
            rows.append(row)
            print(json.dumps(row, ensure_ascii=False), file=sys.stderr)
    told = {
        name: {"median": statistics.median(row[name] for row in rows), "worst": max(row[name] for row in rows)}
        for name in ("seconds", "processor", "front_seconds", "front_processor")
    }
    found = statistics.fmean(len(row["labels"]) for row in rows)
    points = statistics.median(row["points"] for row in rows)
    print(json.dumps({"rows": rows, "summary": {**told, "alternatives": found, "points": points}}, ensure_ascii=False))
    sys.exit(any(row["wrong"] for row in rows))


if __name__ == "__main__":
    main()
