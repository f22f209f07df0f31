"""`sasurai data import gtfs`: timetables for journeys that are true to their date."""

from __future__ import annotations

from pathlib import Path

import click

from geo.errors import SchemaError, SourceError
from geo.gtfs_store import FeedInfo, import_feed, list_feeds, remove_feed
from geo.transit import rehearse
from planner import config
from planner.cli.columns import columns
from planner.clock import today
from planner.errors import InvalidRequest


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--id", "name", help="Name to keep it under; that of the file unless given.")
@click.option("--list", "listing", is_flag=True, help="List the imported timetables.")
@click.option("--remove", metavar="ID", help="Remove an imported timetable.")
def gtfs(file: Path | None, name: str | None, listing: bool, remove: str | None) -> None:
    """Import a timetable in GTFS or GTFS-JP: a zip file or a folder.

    Journeys on a day of its calendar then take its vehicles, at their times, where they serve the way; on other days
    the averages hold. A feed of the same id is replaced. A damaged feed is refused and changes nothing.

    \b
    sasurai data import gtfs donan_bus.zip
    sasurai data import gtfs --list
    sasurai data import gtfs --remove donan-bus
    """
    if (file is not None) + listing + (remove is not None) != 1 or (name and file is None):
        raise click.UsageError("Give one of FILE (with --id where wanted), --list and --remove ID.")
    folder = config.feeds_dir()
    try:
        if file is not None:
            info = import_feed(file, folder, name)
            rehearse(folder / info.id)
            _imported(info)
        elif remove is not None:
            remove_feed(folder, remove)
            click.echo(f"Removed {remove}.", err=True)
        else:
            click.echo(feed_table(list_feeds(folder)))
    except (SourceError, SchemaError) as error:
        raise InvalidRequest("FILE" if file else "--remove", str(error)) from error


def _imported(info: FeedInfo) -> None:
    click.echo(feed_table([info]))
    if info.last < today():
        click.echo(
            f"This timetable ran out on {info.last}: later journeys fall back to average times and say so. "
            "Import a newer one.",
            err=True,
        )
    elif info.first > today():
        click.echo(f"This timetable begins on {info.first}; until then average times hold.", err=True)


def feed_table(feeds: list[FeedInfo]) -> str:
    """Lay feeds out for a terminal."""
    if not feeds:
        return "No timetable is imported."
    rows = [
        (feed.id, feed.name, str(feed.first), str(feed.last), f"{feed.stops:,}", f"{feed.trips:,}",
         f"{feed.stop_times:,}")
        for feed in feeds
    ]  # fmt: skip
    head = ("id", "operator", "from", "to", "stops", "trips", "stop times")
    return columns([head, *rows], right=frozenset({4, 5, 6}))
