"""`sasurai bench transit`: how long the timetable search takes on a large, made-up feed."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from geo.gtfs_day import build_day
from geo.gtfs_feed import compile_feed
from geo.gtfs_made import MadeFeed
from geo.gtfs_raptor import NEVER, earliest
from geo.gtfs_read import read_feed
from geo.gtfs_stops import join_stops
from planner.cli.columns import columns

if TYPE_CHECKING:
    from collections.abc import Callable

STOPS_A_LINE, TRIPS_A_LINE, STOPS_A_LINE_ADDED = 25, 14, 10
"""Calls of a trip, trips of a line both ways, and stops in the feed for each of its lines."""

DATE = dt.date(2026, 5, 13)
LEAVE = 8 * 3600
MODES = frozenset({"local_bus"})


@click.command()
@click.option("--stop-times", default=700_000, show_default=True, help="Size of the feed, to the next whole line.")
@click.option("--searches", default=25, show_default=True, help="Stops to search from, to all others.")
@click.option("--seed", default=7, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def transit(stop_times: int, searches: int, seed: int, form: str) -> None:
    """Time the earliest arrivals from one stop at all others, up to six vehicles, on a feed made from a seed.

    \b
    sasurai bench transit
    sasurai bench transit --stop-times 70000 --format json
    """
    found = measure(stop_times, searches, seed)
    if form == "json":
        click.echo(json.dumps(found, indent=1))
    else:
        click.echo(columns([("figure", "value"), *((name, f"{value:,}") for name, value in found.items())]))


def measure(stop_times: int, searches: int, seed: int) -> dict[str, Any]:
    """Make a feed, import it, lay out a date and search it; the first search, which compiles, is not counted."""
    lines = -(-stop_times // (STOPS_A_LINE * TRIPS_A_LINE))
    made = MadeFeed(seed, lines, max(STOPS_A_LINE, lines * STOPS_A_LINE_ADDED), TRIPS_A_LINE // 2, STOPS_A_LINE)
    with tempfile.TemporaryDirectory() as folder:
        path = made.write(Path(folder) / "feed.zip")
        imported, feed = _timed(lambda: compile_feed(read_feed(path)))
    stops = join_stops([feed], lambda points: np.zeros(len(points), dtype=np.int32))
    earliest(build_day([feed], stops.first, DATE, MODES), stops, 0, LEAVE)
    laid, day = _timed(lambda: build_day([feed], stops.first, DATE, MODES))
    drawn = np.random.default_rng(seed).integers(0, len(stops.points), searches).tolist()
    timed = [_timed(partial(earliest, day, stops, stop, LEAVE)) for stop in drawn]
    milliseconds = [took for took, _ in timed]
    reached = [int((arrive < NEVER).sum()) for _, arrive in timed]
    return {
        "stop_times": len(feed.trips.arrive),
        "stops": len(feed.points),
        "trips": len(feed.trips),
        "import_ms": round(imported),
        "day_ms": round(laid),
        "searches": searches,
        "median_ms": round(float(np.median(milliseconds)), 1),
        "max_ms": round(max(milliseconds), 1),
        "median_reached": int(np.median(reached)),
    }


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = run()
    return (time.perf_counter() - begin) * 1000, result
