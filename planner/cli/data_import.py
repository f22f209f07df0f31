"""`sasurai data import`: real files a person downloaded; each kind is imported on use."""

from __future__ import annotations

import click

from planner.cli.lazy import lazy

KINDS = {
    "gtfs": ("planner.cli.data_import_gtfs:gtfs", "A timetable (GTFS, GTFS-JP): journeys true to their date."),
    "n03": ("planner.cli.data_import_official:n03", "Newer boundaries (国土数値情報 N03)."),
    "n02": ("planner.cli.data_import_rail:n02", "Newer railways (国土数値情報 N02)."),
    "demand": ("planner.cli.data_import_demand:demand", "Listings of a tourism office, as CSV."),
    "osm": ("planner.cli.data_import_osm:osm", "Streets of a municipality from an OpenStreetMap extract."),
}
"""Name, where it lives, and its line in `sasurai data import --help`."""


@click.group("import", cls=lazy(KINDS))
def imports() -> None:
    """Import a file you downloaded; no address is ever opened, and a damaged file changes nothing.

    \b
    sasurai data import gtfs donan_bus.zip
    sasurai data import n03 N03-20260101_GML.zip
    sasurai data import osm nanto.osm.pbf
    """
