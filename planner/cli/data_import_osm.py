"""`sasurai data import osm`: a town's streets from an OpenStreetMap extract a person downloaded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import click
from tqdm import tqdm

from geo.errors import CrsError, SchemaError, SourceError
from planner import config
from planner.cli.columns import columns
from planner.errors import PlannerError
from planner.whole import mending

if TYPE_CHECKING:
    from collections.abc import Callable

    import shapely

    from geo.model import Municipality
    from geo.places import PlaceIndex


class BadFile(PlannerError):
    """The file, or Overpass, gave nothing that can be used; nothing has changed."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--municipality", "chosen", multiple=True, metavar="PLACE", help="Take only this one; repeatable.")
@click.option("--place", metavar="PLACE", help="No FILE: fetch this municipality's streets from Overpass now.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def osm(file: Path | None, chosen: tuple[str, ...], place: str | None, quiet: bool) -> None:
    """Import streets: for ways on foot, by bicycle and by car inside a municipality, and its isochrones.

    FILE is .osm, .osm.pbf or a .graphml of OSMnx. It may be larger than the municipality; without --municipality,
    those whose offices it covers are taken. They replace what was imported before; a damaged file changes nothing.

    \b
    sasurai data import osm nanto.osm.pbf
    sasurai data import osm toyama.osm.pbf --municipality 南砺市 --municipality 砺波市
    sasurai data import osm --place 南砺市
    """
    if (file is None) == (place is None) or (place and chosen):
        raise click.UsageError("Give either FILE, with --municipality where wanted, or --place PLACE.")
    from geo.places import PlaceIndex
    from geo.store import read_municipalities

    with mending():
        index, towns = PlaceIndex.load(config.data_dir()), read_municipalities(config.data_dir())
    bars = Bars(quiet)
    try:
        stored = _import(file, place, [index.resolve(name) for name in chosen], towns, index, bars)
    except (SourceError, SchemaError, CrsError) as error:
        raise BadFile(str(error)) from error
    finally:
        bars.close()
    click.echo(street_table(stored))
    click.echo(f"\nCredit: {stored[0]['credit']} ({stored[0]['licence']})")


def _import(
    file: Path | None,
    place: str | None,
    chosen: list[Municipality],
    towns: tuple[Municipality, ...],
    index: PlaceIndex,
    bars: Bars,
) -> list[dict[str, Any]]:
    from geo.streets import import_file, import_place

    root, outline = config.instance_dir(), _outlines()
    if file is not None:
        return import_file(file, root, towns, chosen, outline, bars)
    return import_place(root, index.resolve(place or ""), outline, config.cache_dir() / "osmnx", bars)


def _outlines() -> Callable[[Municipality], shapely.Geometry]:
    from geo.store import read_boundaries

    with mending():
        frame = read_boundaries(config.data_dir(), "full")
    shapes: dict[str, shapely.Geometry] = dict(zip(frame["code"], frame.geometry, strict=True))
    return lambda town: shapes[town.code]


def street_table(towns: list[dict[str, Any]]) -> str:
    """Show what was imported: where, how much, of which file and day."""
    rows = [
        (
            town["code"],
            town["name"],
            f"{town['streets_km']:,.1f}",
            f"{town['nodes']:,}",
            town["source"],
            town["as_of"] or "",
        )
        for town in towns
    ]
    head = ("code", "municipality", "km", "junctions", "file", "as of")
    return columns([head, *rows], right=frozenset({2, 3}))


class Bars:
    """A counter on stderr for each stage of an import."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: tqdm[Never] | None = None
        self._stage = ""

    def __call__(self, stage: str, more: int) -> None:
        """Count `more` of a stage."""
        if self._bar is None or stage != self._stage:
            self.close()
            pause = 0.2 if sys.stderr.isatty() else 5.0
            self._stage = stage
            self._bar = tqdm(
                desc=f"Streets: {stage}",
                unit="",
                unit_scale=True,
                file=sys.stderr,
                mininterval=pause,
                disable=self._quiet,
            )
        self._bar.update(more)

    def close(self) -> None:
        """End the counter that is shown."""
        if self._bar is not None:
            self._bar.close()
