from __future__ import annotations

import json

from click.testing import CliRunner

from planner.cli.bench import bench


def run(*arguments: str) -> str:
    result = CliRunner().invoke(bench, ["transit", "--stop-times", "3000", "--searches", "3", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_search_is_measured_on_a_feed_of_the_size_asked_for() -> None:
    found = json.loads(run("--format", "json"))
    assert 3000 <= found["stop_times"] < 3000 + 25 * 14
    assert found["stop_times"] == found["trips"] * 25
    assert found["searches"] == 3
    assert 0 <= found["median_ms"] <= found["max_ms"]
    assert 1 < found["median_reached"] <= found["stops"]


def test_a_seed_gives_the_same_feed() -> None:
    same, again, other = (json.loads(run("--format", "json", "--seed", seed)) for seed in ("7", "7", "8"))
    assert same["median_reached"] == again["median_reached"]
    assert other["stop_times"] == same["stop_times"]
    assert "median_ms" in run()
