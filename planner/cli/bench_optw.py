"""`sasurai bench optw`: the search on public instances of the orienteering problem with time windows."""

from __future__ import annotations

import csv
import json
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.errors import InvalidRequest
from planner.solver.optw.audit import audit
from planner.solver.optw.instance import read_instance, usual_decimals
from planner.solver.optw.search import search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BEST_KNOWN = "best_known.csv"


@click.command("optw")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE|DIR ...")
@click.option("--seconds", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Of the processor, each.")
@click.option("--iterations", type=click.IntRange(min=0), help="Steps of the search, instead of seconds.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@click.option(
    "--best-known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"CSV with columns instance and bks.  [default: {BEST_KNOWN} in a folder given]",
)
@click.option("--decimals", type=click.IntRange(0, 4), help="Distances are cut to these.  [default: pr* 2, others 1]")
def optw(
    paths: Sequence[Path],
    seconds: float,
    iterations: int | None,
    seed: int,
    best_known: Path | None,
    decimals: int | None,
) -> None:
    """Search orienteering instances with time windows (KU Leuven text format, one vehicle); print routes as JSON.

    One thread. The limit counts seconds of the processor, which on an idle core are seconds of the clock; reading files
    and compiling are not counted. Every route is checked by a validator that shares no code with the search.

    \b
    sasurai bench optw ../shared/data/optw
    sasurai bench optw r101.txt pr01.txt --seconds 10 --best-known best_known.csv
    """
    files = list(instances(paths))
    known = read_best_known([best_known] if best_known else [p / BEST_KNOWN for p in paths if p.is_dir()])
    search(read_instance(files[0], decimals), 0.0, iterations=1)  # loads or compiles the kernels
    rows = []
    for file in files:
        row = bench_row(file, seconds, seed, iterations, decimals, known)
        click.echo(_line(row), err=True)
        rows.append(row)
    click.echo(json.dumps({"rows": rows, "summary": summarise(rows)}, indent=1))


def instances(paths: Sequence[Path]) -> Iterable[Path]:
    """Give the files, and in folders the text files that begin as an instance does: with four numbers.

    Raises
    ------
    InvalidRequest
        When there are none.
    """
    found = False
    for path in paths:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            if file is path or _begins_as_instance(file):
                found = True
                yield file
    if not found:
        raise InvalidRequest("file", f"{', '.join(p.name for p in paths)} holds no instance (*.txt).")


def _begins_as_instance(file: Path) -> bool:
    with file.open(encoding="utf-8", errors="replace") as stream:
        words = stream.readline().split()
    return len(words) == 4 and all(word.isdigit() for word in words)


def read_best_known(files: Sequence[Path]) -> dict[str, float]:
    """Read instance → best known prize.

    Raises
    ------
    InvalidRequest
        Where a table lacks a column or holds no number; names the file and the line.
    """
    known: dict[str, float] = {}
    for file in files:
        if not file.is_file():
            continue
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                try:
                    known[row["instance"]] = float(row["bks"])
                except (KeyError, TypeError, ValueError) as error:
                    where = f"{file.name} line {reader.line_num}"
                    raise InvalidRequest("best-known", f"{where} needs the columns instance and bks.") from error
    return known


def bench_row(
    file: Path,
    seconds: float,
    seed: int,
    iterations: int | None,
    decimals: int | None,
    known: Mapping[str, float],
) -> dict[str, Any]:
    """Search one instance and have its route checked."""
    found = search(read_instance(file, decimals), seconds, seed, iterations)
    route = [0, *found.route, 0]
    checked = audit(file, route, usual_decimals(file.stem) if decimals is None else decimals)
    best = known.get(file.stem)
    return {
        "instance": file.stem,
        "profit": _number(float(checked.prize)),
        "best_known": None if best is None else _number(best),
        "gap": (best - float(checked.prize)) / best if best else None,
        "seconds": round(found.seconds, 3),
        "feasible": checked.feasible and float(checked.prize) == found.prize,
        "route": route,
        "steps": found.steps,
    }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def summarise(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Average the gaps; a gap below 0 is a route better than the best known, `mean_shortfall` counts it as 0."""
    gaps = [row["gap"] for row in rows if row["gap"] is not None]
    return {
        "n": len(rows),
        "mean_gap": statistics.fmean(gaps) if gaps else None,
        "mean_shortfall": statistics.fmean(max(0.0, gap) for gap in gaps) if gaps else None,
        "worst_gap": max(gaps, default=None),
        "infeasible": sum(not row["feasible"] for row in rows),
        "improved": [row["instance"] for row in rows if row["gap"] is not None and row["gap"] < 0],
    }


def _line(row: dict[str, Any]) -> str:
    gap = "" if row["gap"] is None else f"{100 * row['gap']:7.2f} %"
    fault = "" if row["feasible"] else "  INFEASIBLE"
    return f"{row['instance']:10} {row['profit']:6} {gap} {row['seconds']:7.2f} s {row['steps']:9} steps{fault}"
