"""How long the timetable search takes on a feed of 700,000 stop times (docs/BENCHMARKS.md, Feeds)."""

from __future__ import annotations

import pytest

from planner.cli.bench_transit import measure

LIMIT_MS = 150
"""For one stop to all others, goal of the travel model."""


@pytest.mark.slow
def test_one_to_all_over_700_000_stop_times() -> None:
    found = measure(700_000, 25, 7)
    assert found["stop_times"] == 700_000
    assert found["median_reached"] > 0.9 * found["stops"]
    assert found["median_ms"] <= LIMIT_MS
