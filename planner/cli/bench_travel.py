"""`sasurai bench travel`: modelled against observed journeys."""

from __future__ import annotations

import csv
import json
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError
from geo.observed import Observation, Observer, mode_of
from geo.observed_date import date_of
from geo.paths import Router
from planner.cli.bench_travel_regions import by_region, region_table
from planner.cli.columns import columns
from planner.config import cache_dir, data_dir
from planner.errors import InvalidRequest
from planner.regions import region_of

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = ("origin", "destination", "mode", "minutes")

GOALS = {
    "shinkansen": (0.10, 10),
    "limited_express": (0.10, 10),
    "rail": (0.20, 10),
    "ferry": (0.10, 15),
    "air": (0.10, 15),
    "highway_bus": (0.15, 15),
    "car": (0.15, 15),
}
"""Share and minutes, the larger of which the model may be off."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def travel(file: Path, form: str) -> None:
    """Compare modelled with observed journeys of a CSV file (origin, destination, mode, minutes; km, fare_jpy, date).

    Fares are those in force on the date; a row without one is held to the time that its note or source names.

    \b
    sasurai bench travel observed.csv
    sasurai bench travel observed.csv --format json
    """
    observer = Observer(Router.load(data_dir(), cache_dir()), data_dir())
    rows = [compare(observer, row) for row in read_observed(file)]
    summary, regions = summarise(rows), by_region(rows, GOALS)
    if form == "json":
        click.echo(json.dumps({"rows": rows, "summary": summary, "regions": regions}, ensure_ascii=False, indent=1))
    else:
        click.echo(_table(rows, summary) + "\n\n" + region_table(regions))


def read_observed(file: Path) -> list[dict[str, str]]:
    """Read the rows of an observed table.

    Raises
    ------
    InvalidRequest
        When a column is missing or the file is no UTF-8 CSV.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise InvalidRequest("file", f"{file.name} lacks the column {missing[0]}.")
            return [{key: value or "" for key, value in row.items() if key} for row in reader]
    except UnicodeDecodeError as error:
        raise InvalidRequest("file", f"{file.name} is not UTF-8 text.") from error


def compare(observer: Observer, row: dict[str, str]) -> dict[str, Any]:
    """Model one row; what cannot be resolved is an error of the row."""
    result: dict[str, Any] = {
        "origin": row["origin"], "destination": row["destination"], "mode": row["mode"],
        "observed_minutes": None, "modelled_minutes": None, "observed_fare": None, "modelled_fare": None,
        "basis": None, "error": None, "region": None,
    }  # fmt: skip
    try:
        result["observed_minutes"], result["observed_fare"] = (_number(row.get(k, "")) for k in ("minutes", "fare_jpy"))
        date = date_of(row.get("date", ""), row.get("note", ""), row.get("source", ""))
        result["mode"] = mode_of(row["mode"])
        seen = observer.model(Observation(row["origin"], row["destination"], row["mode"], date))
        result |= {"modelled_minutes": round(seen.minutes, 1), "modelled_fare": seen.fare_jpy, "basis": seen.basis}
        result["region"] = region_of(seen.code)
    except (GeoError, ValueError) as error:
        result["error"] = str(error)
    return result


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def summarise(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Count, by mode, the rows that could be compared and how close they are."""
    summary = {}
    for mode in sorted({row["mode"] for row in rows}):
        times = _pairs(rows, mode, "minutes")
        fares = _pairs(rows, mode, "fare")
        if not times and not fares:
            continue
        share, minutes = GOALS.get(mode, (0.2, 10))
        summary[mode] = {
            "n": len(times),
            "median_ratio": _median([model / seen for seen, model in times]),
            "within_10pct": _share([abs(model - seen) <= 0.1 * seen for seen, model in times]),
            "within_20pct": _share([abs(model - seen) <= 0.2 * seen for seen, model in times]),
            "within_goal": _share([abs(model - seen) <= max(share * seen, minutes) for seen, model in times]),
            "fare_n": len(fares),
            "fare_median_ratio": _median([model / seen for seen, model in fares]),
            "fare_within_3pct": _share([abs(model - seen) <= 0.03 * seen for seen, model in fares]),
            "fare_within_10pct": _share([abs(model - seen) <= 0.1 * seen for seen, model in fares]),
        }
    return summary


def _pairs(rows: Sequence[dict[str, Any]], mode: str, what: str) -> list[tuple[float, float]]:
    both = [(row[f"observed_{what}"], row[f"modelled_{what}"]) for row in rows if row["mode"] == mode]
    return [(seen, model) for seen, model in both if seen and model is not None]


def _median(values: list[float]) -> float | None:
    return round(statistics.median(values), 3) if values else None


def _share(hits: list[bool]) -> float | None:
    return round(sum(hits) / len(hits), 3) if hits else None


def _table(rows: Sequence[dict[str, Any]], summary: dict[str, dict[str, Any]]) -> str:
    head = ("origin", "destination", "mode", "observed", "modelled", "ratio", "fare", "modelled", "basis")
    body = [head]
    for row in rows:
        seen, model = row["observed_minutes"], row["modelled_minutes"]
        ratio = f"{model / seen:.2f}" if seen and model else ""
        cells = (seen, model, ratio, row["observed_fare"], row["modelled_fare"], row["error"] or row["basis"])
        ends = (row["origin"], row["destination"], row["mode"])
        body.append(
            (
                *ends,
                *("" if cell is None else f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells),
            )
        )
    names = list(next(iter(summary.values()), {}))
    foot = [("mode", *names)]
    foot += [(mode, *("" if v is None else f"{v:g}" for v in values.values())) for mode, values in summary.items()]
    right = frozenset(range(3, 8))
    return columns(body, right=right) + "\n\n" + columns(foot, right=frozenset(range(1, len(names) + 1)))
