"""`sasurai data`: what the data set is, whether it is whole, and how to make it again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from geo.manifest import Manifest, edited_since_build, verify
from planner import config
from planner.cli.columns import columns
from planner.cli.data_import import imports
from planner.whole import mending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.gtfs_store import FeedInfo
    from geo.manifest import TableInfo


@click.group()
def data() -> None:
    """Show, check or rebuild the data set, and import files of your own.

    \b
    sasurai data info
    sasurai data check
    sasurai data import gtfs donan_bus.zip
    """


data.add_command(imports)


@data.command()
@click.option("--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
def info(fmt: str) -> None:
    """Show version, tables, rows, sources, licences and vintage, and what was imported: timetables, streets.

    \b
    sasurai data info
    sasurai data info --format json
    """
    from geo.gtfs_store import list_feeds
    from geo.street_store import list_towns
    from planner.cli.data_import_gtfs import feed_table
    from planner.cli.data_import_osm import street_table

    with mending():
        manifest = Manifest.load(config.data_dir())
    feeds, streets = list_feeds(config.feeds_dir()), list_towns(config.instance_dir())
    if fmt == "json":
        found = _as_json(manifest) | {"feeds": _feeds(feeds), "streets": streets}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(f"Data set {manifest.version}, sources pinned {manifest.date}, sha256 {manifest.sha256}\n")
    rows = [(name, f"{table.rows:,}", table.vintage, table.licence) for name, table in sorted(manifest.tables.items())]
    click.echo(columns([("table", "rows", "vintage", "licence"), *rows], right=frozenset({1})))
    if config.overlay_dir().is_dir() and config.data_dir() != config.overlay_dir():
        click.echo("Imported boundaries or railways were made for another data set: import them again.", err=True)
    if feeds:
        click.echo("\nImported timetables\n" + feed_table(feeds))
    if streets:
        click.echo("\nImported streets\n" + street_table(streets))
    click.echo("\nCredits: " + "; ".join(credits_of(manifest.tables.values())))


def _feeds(feeds: list[FeedInfo]) -> list[dict[str, object]]:
    return [asdict(feed) | {"first": feed.first.isoformat(), "last": feed.last.isoformat()} for feed in feeds]


def _as_json(manifest: Manifest) -> dict[str, object]:
    """Shape `data info` of INTERFACE.md."""
    tables = {
        name: {
            "rows": table.rows,
            "source": table.source,
            "version": table.version,
            "licence": table.licence,
            "credit": table.credit,
            "vintage": table.vintage,
        }
        for name, table in sorted(manifest.tables.items())
    }
    return {"version": manifest.version, "sha256": manifest.sha256, "date": manifest.date, "tables": tables}


def credits_of(tables: Iterable[TableInfo]) -> list[str]:
    """Each credit once, in order of appearance."""
    return list(dict.fromkeys(credit for table in tables for credit in table.credit.split("; ")))


@data.command()
def check() -> None:
    """Check that every file is there and whole, and that every table keeps its contract.

    Tables kept by hand may be edited; those that were since the data set was built are listed.

    \b
    sasurai data check
    """
    from geo.check import check_all

    with mending():
        manifest = verify(config.data_dir())
        rows = check_all(config.data_dir())
    click.echo(f"{len(manifest.files)} files whole, {len(rows)} tables sound, {sum(rows.values()):,} rows.")
    edited = edited_since_build(config.data_dir(), manifest)
    if edited:
        click.echo(f"Edited since the build: {', '.join(edited)}")


@data.command()
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def build(quiet: bool) -> None:
    """Build data/japan again from its pinned sources (about 65 MB of downloads, kept in the cache).

    \b
    sasurai data build
    """
    from geo.build import build as build_data

    manifest = build_data(config.installed_data_dir(), config.cache_dir() / "sources", quiet=quiet)
    click.echo(f"Data set {manifest.version}: {len(manifest.files)} files, sha256 {manifest.sha256}", err=True)
