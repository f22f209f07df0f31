"""Public instances, where they are: they are no part of the project."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.solver.optw.audit import audit
from planner.solver.optw.instance import read_instance, usual_decimals
from planner.solver.optw.search import search

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT.parent / "shared" / "data" / "optw"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/data/optw, with the public instances, is not beside this checkout"
)


@pytest.mark.parametrize(
    ("file", "optimum"),
    [
        ("solomon/c101", 320),
        ("solomon/r101", 198),
        ("solomon/rc105", 244),
        ("solomon/r105", 247),
        ("cordeau/pr01", 308),
    ],
)
def test_easy_public_instances_reach_the_proven_optimum(file: str, optimum: int) -> None:
    path = FOLDER / f"{file}.txt"
    found = search(read_instance(path), 0, iterations=20_000)
    checked = audit(path, [0, *found.route, 0], usual_decimals(path.stem))
    assert checked.faults == ()
    assert checked.prize == found.prize == optimum


def test_every_public_file_is_read_and_its_route_passes_the_validator() -> None:
    files = sorted(FOLDER.glob("*/*.txt"))
    assert len(files) == 66
    for path in files:
        found = search(read_instance(path), 0, iterations=20)
        assert audit(path, [0, *found.route, 0], usual_decimals(path.stem)).feasible
        assert found.prize > 0


def test_every_route_listed_as_an_improvement_is_feasible_and_worth_what_it_says() -> None:
    with (ROOT / "docs" / "optw_routes.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    for row in rows:
        (path,) = FOLDER.glob(f"*/{row['instance']}.txt")
        checked = audit(path, [int(node) for node in row["route"].split()], usual_decimals(path.stem))
        assert checked.faults == ()
        assert checked.prize == int(row["prize"])
