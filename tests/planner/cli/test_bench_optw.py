from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from planner.cli.bench import bench
from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "1 1 2 1\n0 0\n0 0 0 0 0 0 0 0 60\n1 10 0 5 7 1 1 1 0 20\n2 20 0 5 9 1 1 1 0 30\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "solomon").mkdir()
    (tmp_path / "solomon" / "a1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "solomon" / "a2.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "FORMAT.txt").write_text("What the columns mean.\n", encoding="utf-8")
    (tmp_path / "best_known.csv").write_text("instance,set,bks\na1,solomon,20\nb9,x,1\n", encoding="utf-8")
    return tmp_path


def run(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(bench, ["optw", *words, "--iterations", "50"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_folder_is_searched_and_measured_by_its_best_known_values(folder: Path) -> None:
    found = run(str(folder))
    first, second = found["rows"]
    assert (first["instance"], first["profit"], first["best_known"], first["gap"]) == ("a1", 16, 20, 0.2)
    assert (first["feasible"], first["route"], first["steps"]) == (True, [0, 1, 2, 0], 50)
    assert (second["instance"], second["best_known"], second["gap"]) == ("a2", None, None)
    assert found["summary"]["mean_gap"] == 0.2
    assert found["summary"]["infeasible"] == 0


def test_a_route_better_than_the_best_known_is_listed_as_improved(folder: Path) -> None:
    table = folder / "other.csv"
    table.write_text("instance,bks\na1,8\n", encoding="utf-8")
    found = run(str(folder / "solomon" / "a1.txt"), "--best-known", str(table))
    assert found["rows"][0]["gap"] == -1.0
    assert found["summary"] == {
        "n": 1,
        "mean_gap": -1.0,
        "mean_shortfall": 0.0,
        "worst_gap": -1.0,
        "infeasible": 0,
        "improved": ["a1"],
    }


def test_a_folder_without_instances_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="no instance"):
        CliRunner().invoke(bench, ["optw", str(tmp_path)], catch_exceptions=False)


@pytest.mark.parametrize("text", ["instance,best\na1,3\n", "instance,bks\na1,many\n", "instance,bks\na1\n"])
def test_a_bad_table_of_best_known_values_names_its_line(folder: Path, text: str) -> None:
    (folder / "best_known.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRequest, match=r"best_known\.csv line 2"):
        CliRunner().invoke(bench, ["optw", str(folder)], catch_exceptions=False)
