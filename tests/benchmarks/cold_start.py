"""How long a solver process of the web app takes from its start to its first plan, with the caches warm (goal 5 s).

    python tests/benchmarks/cold_start.py --times 5

`ready` is from nothing to a process that has imported the program, loaded the data set and its kernels and rehearsed a
plan; `planned` is when a first request of 92 days, at most half a second of search, is answered.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time

from planner import config
from planner.db.upgrade import upgrade
from planner.model import TripRequest
from planner.web.jobs import SolverPool
from planner.web.loading import make_solver

REQUEST = TripRequest(start=dt.date(2027, 9, 1), days=92, origin="13101", seconds=0.5)


def once() -> dict[str, float]:
    """Start a process, ask it once, end it."""
    pool, began = SolverPool(make_solver, 1, 0), time.perf_counter()
    try:
        pool.start()
        ready = time.perf_counter() - began
        pool(REQUEST)
        return {"ready": round(ready, 2), "planned": round(time.perf_counter() - began, 2)}
    finally:
        pool.close()


def main() -> None:
    """Print the seconds of each time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    upgrade(config.database_url())
    parser.add_argument("--times", type=int, default=5)
    print(json.dumps([once() for _ in range(parser.parse_args().times)]))


if __name__ == "__main__":
    main()
