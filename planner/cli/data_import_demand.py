"""`sasurai data import demand`: a tourism office's listings, from the CSV file that its pages read and write too."""

from __future__ import annotations

from pathlib import Path

import click

from planner.errors import InvalidRequest

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", "name", required=True, help="Name of the office; see: sasurai office list")
def demand(file: Path, name: str) -> None:
    """Import FILE into an office's drafts: all rows or none, and the same file twice changes nothing.

    \b
    sasurai data import demand season.csv --office 南砺市観光協会
    """
    from planner import config
    from planner.cli.office import store
    from planner.db.engine import connect
    from planner.db.listings import Actor, ListingStore
    from planner.listing.table import read

    office = store().named(name)
    found = read(file.read_bytes(), office.codes)
    for wrong in found.wrong[:SHOWN]:
        click.echo(f"row {wrong.row}, column {wrong.column or '-'}: {wrong.key.replace('_', ' ')}", err=True)
    if found.wrong:
        raise InvalidRequest("file", f"{len(found.wrong)} things are wrong in {file}; nothing was imported.")
    listings = ListingStore(connect(config.database_url()))
    counts = listings.take_in(Actor(office.id, "owner", "sasurai data import"), found.rows)
    click.echo(f"{counts.made} new drafts, {counts.changed} changed, {counts.same} the same.")
