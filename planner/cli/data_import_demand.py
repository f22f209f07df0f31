"""`sasurai data import demand`: a tourism office's listings, from the files that its pages read and write too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.listing.files.words import Words

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", "name", required=True, help="Name of the office; see: sasurai office list")
def demand(file: Path, name: str) -> None:
    """Import FILE into an office's drafts: all rows or none, and the same file twice changes nothing.

    FILE is CSV (UTF-8 or CP932), Excel or GeoJSON; columns are known by their headers, or as the office chose on its
    page.

    \b
    sasurai data import demand season.csv --office 南砺市観光協会
    """
    from planner import config
    from planner.cli.office import store
    from planner.db.engine import connect
    from planner.db.listings import Actor, ListingStore
    from planner.db.uploads import UploadStore
    from planner.listing.files.reading import Reading, guess, take_rows
    from planner.listing.files.sheet import NoSheet, read_sheet
    from planner.listing.ground import Ground

    office = store().named(name)
    engine = connect(config.database_url())
    words = _words(office.codes)
    try:
        sheet = read_sheet(file.read_bytes())
    except NoSheet as no:
        raise InvalidRequest("file", f"{file} cannot be read: {str(no).replace('_', ' ')}.") from None
    columns = guess(sheet, words, UploadStore(engine).remembered(office.id))
    _tell_left_out(columns)
    fixed = {"municipality_code": office.codes[0]} if len(office.codes) == 1 else {}
    found = take_rows(sheet, Reading(columns, fixed), words, office.codes, Ground(config.data_dir()))
    for wrong in found.wrong[:SHOWN]:
        click.echo(f"row {wrong.row}, column {wrong.column or '-'}: {wrong.key.replace('_', ' ')}", err=True)
    if found.wrong:
        raise InvalidRequest("file", f"{len(found.wrong)} things are wrong in {file}; nothing was imported.")
    listings = ListingStore(engine)
    counts = listings.take_in(Actor(office.id, "owner", "sasurai data import"), found.rows)
    click.echo(f"{counts.made} new drafts, {counts.changed} changed, {counts.same} the same.")


def _words(codes: Sequence[str]) -> Words:
    from geo.places import PlaceIndex
    from planner import config
    from planner.web.listing_words import listing_words

    index = PlaceIndex.load(config.data_dir())
    return listing_words([index.resolve(code) for code in codes])


def _tell_left_out(columns: Mapping[str, str]) -> None:
    left_out = [header for header, name in columns.items() if not name]
    if left_out:
        click.echo(f"Left out, because no field is known by that name: {', '.join(left_out)}", err=True)
