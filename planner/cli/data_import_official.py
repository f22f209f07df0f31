"""`sasurai data import n03`: newer boundaries, shown before they are applied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import CrsError, SchemaError, SourceError
from planner import config
from planner.errors import InvalidRequest
from planner.whole import mending

if TYPE_CHECKING:
    from geo.n03 import N03
    from geo.n03_changes import Changes

SHOWN = 20
"""Lines of a kind that are listed."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--apply", "applied", is_flag=True, help="Apply without asking.")
@click.option("--remove", is_flag=True, help="Go back to the installed data set.")
def n03(file: Path | None, applied: bool, remove: bool) -> None:
    """Import administrative areas (国土数値情報 N03): GeoJSON, TopoJSON, GML, or a zip with a Shapefile.

    What changes is shown first: codes gone, new and renamed, and areas. Only --apply or a yes applies it. Codes that
    are gone stay good as other names of their successors. The installed data set is not touched; a file that is
    damaged, or lacks a municipality, changes nothing.

    \b
    sasurai data import n03 N03-20260101_GML.zip
    sasurai data import n03 N03-20260101.geojson --apply
    sasurai data import n03 --remove
    """
    if (file is not None) == remove:
        raise click.UsageError("Give either FILE or --remove.")
    if file is None:
        removed()
        return
    from geo.n03_apply import apply_n03

    try:
        found, changes = _compared(file)
        for line in report(found, changes):
            click.echo(line)
        if not applied and not click.confirm("Apply these boundaries?", err=True):
            click.echo("Nothing was changed.", err=True)
            return
        folders = (config.data_dir(), config.installed_data_dir(), config.overlay_dir())
        apply_n03(*folders, found, changes, file.name)
    except (SourceError, SchemaError, CrsError) as error:
        raise InvalidRequest("FILE", str(error)) from error
    click.echo("Applied. Fill the cache for it with: sasurai warm", err=True)


def removed() -> None:
    """Go back to the installed data set."""
    if not config.overlay_dir().is_dir():
        raise InvalidRequest("--remove", "nothing is imported.")
    shutil.rmtree(config.overlay_dir())
    click.echo("The installed data set holds again.", err=True)


def _compared(file: Path) -> tuple[N03, Changes]:
    from geo.code_changes import code_book
    from geo.n03 import read_n03
    from geo.n03_changes import compare
    from geo.store import read_boundaries, read_table

    data_dir = config.data_dir()
    with mending():
        known, old = read_table(data_dir, "municipalities"), read_boundaries(data_dir, "full")
        book = code_book(known["code"], read_table(data_dir, "code_changes"))
    names = dict(zip(known["code"], known["name"], strict=True))
    click.echo(f"Reading {file.name}: the file of the whole country takes some minutes.", err=True)
    found = read_n03(file, book, {(code[:2], name): code for code, name in names.items()})
    return found, compare(names, old, found, file.name)


def report(found: N03, changes: Changes) -> list[str]:
    """Tell what a file changes."""
    lines = [f"{len(found.boundaries):,} areas read."]
    lines += [f"  {note}." for note in found.notes]
    if changes.nothing:
        return [*lines, "Codes, names and areas are the same; borders may be drawn finer or coarser."]
    lines += listed("Codes gone", [f"{code} → {successor}" for code, successor in changes.gone.items()])
    lines += listed("New codes", [f"{code} {name}" for code, name in changes.new.items()])
    lines += listed("Renamed", [f"{code} {old} → {new}" for code, (old, new) in changes.renamed.items()])
    areas = [f"{code} {old:,.1f} → {new:,.1f} km²" for code, (old, new) in changes.areas.items()]
    return lines + listed("Areas changed by over 5 % and 2 km²", areas)


def listed(title: str, rows: list[str]) -> list[str]:
    """Lay out what changed in one way; nothing where nothing did."""
    if not rows:
        return []
    more = [f"  … and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return [f"{title}: {len(rows)}", *(f"  {row}" for row in rows[:SHOWN]), *more]
