from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from planner.cli.bench import COMMANDS, bench
from planner.cli.bench_travel import GOALS, read_observed, summarise
from planner.cli.bench_travel_regions import by_region, region_table
from planner.errors import InvalidRequest
from planner.regions import REGIONS, region_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "origin,destination,mode,minutes,fare_jpy,date\n"


def test_every_benchmark_can_be_imported_and_has_an_example() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(bench, [name, "--help"])
        assert shown.exit_code == 0
        assert f"sasurai bench {name}" in shown.output


def test_rows_that_cannot_be_modelled_stand_as_errors(tmp_path: Path) -> None:
    file = tmp_path / "observed.csv"
    rows = [
        "東京,京都,shinkansen,132,13850,2026-04-01",
        "Nowhere,Kyoto,rail,10,,",
        "東京,京都,rail,x,,",
        "a,b,teleport,1,,",
    ]
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8-sig")
    done = CliRunner().invoke(bench, ["travel", str(file), "--format", "json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    first, *others = found["rows"]
    assert first["error"] is None
    assert (first["mode"], first["basis"], first["modelled_fare"]) == ("shinkansen", "service", 13_850)
    assert 125 <= first["modelled_minutes"] <= 145
    assert all(row["error"] and row["modelled_minutes"] is None for row in others)
    assert found["summary"]["shinkansen"]["n"] == 1


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "observed.csv"
    file.write_text("origin,destination\nA,B\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="mode"):
        read_observed(file)
    file.write_bytes("駅".encode("cp932"))
    with pytest.raises(InvalidRequest, match="UTF-8"):
        read_observed(file)


def test_the_summary_counts_shares_by_mode() -> None:
    rows = [
        {"mode": "rail", "observed_minutes": 100.0, "modelled_minutes": m, "observed_fare": None, "modelled_fare": None}
        for m in (95.0, 118.0, 150.0, None)
    ]
    found = summarise(rows)["rail"]
    assert (found["n"], found["median_ratio"]) == (3, 1.18)
    assert (found["within_10pct"], found["within_20pct"], found["fare_n"]) == (0.333, 0.667, 0)


def test_every_prefecture_lies_in_one_region() -> None:
    counts = [sum(number in numbers for numbers in REGIONS.values()) for number in range(1, 48)]
    assert counts == [1] * 47
    assert region_of("01202") == "Hokkaido"
    assert region_of("47382") == "Okinawa"


def test_errors_are_counted_by_region_and_mode() -> None:
    rows = [
        {"region": region, "mode": "rail", "observed_minutes": 100.0, "modelled_minutes": model}
        for region, model in (("Tohoku", 90.0), ("Tohoku", 130.0), ("Shikoku", 110.0), ("Kanto", None), (None, 5.0))
    ]
    found = by_region(rows, GOALS)
    assert list(found) == ["Tohoku", "Shikoku"]
    assert found["Tohoku"]["rail"] == {"n": 2, "median_ratio": 1.1, "median_error": 0.2, "within_goal": 0.5}
    assert region_table(found).splitlines()[1].split() == ["Tohoku", "rail", "2", "1.1", "0.2", "0.5"]
