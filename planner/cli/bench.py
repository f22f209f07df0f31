"""`sasurai bench`: measure ourselves; each measurement is imported only when it is asked for."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "travel": ("planner.cli.bench_travel:travel", "Modelled against observed journeys."),
    "matrix": ("planner.cli.bench_matrix:matrix", "Time and memory to build each travel matrix."),
    "route": ("planner.cli.bench_route:route", "Time for single journeys."),
    "plan": ("planner.cli.bench_plan:plan", "Time, gap and value of planned trips."),
}


class LazyBench(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of what builds on what."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyBench)
def bench() -> None:
    """Measure travel model, matrices, routes and plans.

    \b
    sasurai bench travel observed.csv
    sasurai bench matrix --format json
    """
