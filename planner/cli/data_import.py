"""`sasurai data import`: real files a person downloaded; each kind is imported on use."""

from __future__ import annotations

import importlib

import click

KINDS = {
    "gtfs": ("planner.cli.data_import_gtfs:gtfs", "A timetable (GTFS, GTFS-JP): journeys true to their date."),
    "n03": ("planner.cli.data_import_official:n03", "Newer boundaries (国土数値情報 N03)."),
    "n02": ("planner.cli.data_import_rail:n02", "Newer railways (国土数値情報 N02)."),
    "osm": ("planner.cli.data_import_osm:osm", "Streets of a municipality from an OpenStreetMap extract."),
}
"""Name, where it lives, and its line in `sasurai data import --help`."""


class LazyKinds(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the kinds."""
        return list(KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in KINDS:
            return None
        module, name = KINDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in KINDS.items()])


@click.group("import", cls=LazyKinds)
def imports() -> None:
    """Import a file you downloaded; no address is ever opened, and a damaged file changes nothing.

    \b
    sasurai data import gtfs donan_bus.zip
    sasurai data import n03 N03-20260101_GML.zip
    sasurai data import osm nanto.osm.pbf
    """
