"""How long the timetable search takes on a feed of 700,000 stop times (docs/BENCHMARKS.md, Feeds)."""

from __future__ import annotations

import datetime as dt
import importlib.util
import time
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.gtfs_day import build_day
from geo.gtfs_feed import compile_feed
from geo.gtfs_raptor import NEVER, earliest
from geo.gtfs_read import read_feed
from geo.gtfs_stops import join_stops

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_MS = 150
"""For one stop to all others, goal of the travel model."""


@pytest.mark.slow
def test_one_to_all_over_700_000_stop_times(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("made_feeds", root / "tests" / "geo" / "gtfs" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    files = made.RandomFeed(7, lines=2000, stops=20_000, trips=7, length=25).files()
    with zipfile.ZipFile(tmp_path / "feed.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    begin = time.perf_counter()
    feed = compile_feed(read_feed(tmp_path / "feed.zip"))
    imported = time.perf_counter() - begin
    assert len(feed.trips.arrive) == 700_000
    stops = join_stops([feed], lambda points: np.zeros(len(points), dtype=np.int32))
    date = dt.date(2026, 5, 13)
    earliest(build_day([feed], stops.first, date, {"local_bus"}), stops, 0, 8 * 3600)
    begin = time.perf_counter()
    day = build_day([feed], stops.first, date, {"local_bus"})
    laid = (time.perf_counter() - begin) * 1000
    times = []
    for stop in np.random.default_rng(1).integers(0, len(stops.points), 25).tolist():
        begin = time.perf_counter()
        found = earliest(day, stops, stop, 8 * 3600)
        times.append((time.perf_counter() - begin) * 1000)
        assert (found < NEVER).sum() >= 1
    with capsys.disabled():
        print(
            f"\nimport {imported:.1f} s, day {laid:.0f} ms, one to all {np.median(times):.0f} ms, most {max(times):.0f}"
        )
    assert np.median(times) <= LIMIT_MS
