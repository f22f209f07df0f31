"""`sasurai data import n02`: newer railways, shown before they are applied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import CrsError, SchemaError, SourceError
from planner import config
from planner.cli.data_import_official import listed, removed
from planner.errors import InvalidRequest
from planner.whole import mending

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geo.n02_changes import RailChanges, Station

CREDIT = "「国土数値情報（鉄道データ）」（国土交通省）を加工して作成"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day the file describes; N02-24 is the end of 2024.")
@click.option("--apply", "applied", is_flag=True, help="Apply without asking.")
@click.option("--remove", is_flag=True, help="Go back to the installed data set.")
def n02(file: Path | None, as_of: dt.datetime | None, applied: bool, remove: bool) -> None:
    """Import railway stations (国土数値情報 N02): GeoJSON, TopoJSON, GML, or a zip with a Shapefile.

    Stations that are new, gone or moved are shown first; only --apply or a yes applies them, and lines are drawn anew
    through them. What opened after the day of the file is left alone. The installed data set is not touched; a file
    that is damaged or not whole changes nothing.

    \b
    sasurai data import n02 N02-24_GML.zip
    sasurai data import n02 stations.geojson --as-of 2025-12-31 --apply
    sasurai data import n02 --remove
    """
    if (file is not None) == remove:
        raise click.UsageError("Give either FILE or --remove.")
    if file is None:
        removed()
        return
    try:
        _import(file, as_of.date() if as_of else None, applied=applied)
    except (SourceError, SchemaError, CrsError) as error:
        raise InvalidRequest("FILE", str(error)) from error


def _import(file: Path, day: dt.date | None, *, applied: bool) -> None:
    from geo.n02 import as_of, read_n02_file
    from geo.n02_changes import changed_stations, compare_stations
    from geo.n02_names import as_we_write, kept_by_hand
    from geo.overlay import write_overlay
    from geo.store import read_table

    day = day or as_of(file)
    if day is None:
        raise click.UsageError("Say with --as-of which day the file describes; its name does not tell.")
    found, data_dir = read_n02_file(file), config.data_dir()
    with mending():
        known = read_table(data_dir, "stations")
    found = as_we_write(found, data_dir / "curated", day)
    changes = compare_stations(known, found, day, file.name, kept_by_hand(data_dir / "curated"))
    click.echo(f"{len(found):,} stations of lines read, as of {day}.")
    for line in report(changes):
        click.echo(line)
    if changes.nothing:
        return
    if not applied and not click.confirm("Apply these railways?", err=True):
        click.echo("Nothing was changed.", err=True)
        return
    stations, links = changed_stations(known, found, changes, day, data_dir / "curated")
    write_overlay(
        data_dir,
        config.installed_data_dir(),
        config.overlay_dir(),
        {"stations": stations, "rail_links": links},
        {},
        {},
        ("n02", file.name, CREDIT),
    )
    click.echo("Applied. Fill the cache for it with: sasurai warm", err=True)


def report(changes: RailChanges) -> list[str]:
    """Tell what a file changes."""
    if changes.nothing:
        return ["The stations are the same."]
    lines = listed("New stations", _names(changes.new)) + listed("Stations gone", _names(changes.gone))
    moved = [f"{_name(station)} {km:.1f} km" for station, km in changes.moved.items()]
    return lines + listed("Stations moved", moved)


def _names(stations: Iterable[Station]) -> list[str]:
    return [_name(station) for station in stations]


def _name(station: Station) -> str:
    operator, line, name = station
    return f"{operator} {line} {name}"
