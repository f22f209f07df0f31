"""The command `sasurai`: sub-commands are loaded only when called, so that `--help` is quick."""

from __future__ import annotations

import sys

import click

from geo.errors import GeoError, UnknownPlaceError
from planner.cli.lazy import lazy
from planner.errors import (
    DatasetMissing,
    InvalidRequest,
    NoFeasibleItinerary,
    PlannerError,
    UnknownPlace,
)

COMMANDS = {
    "plan": ("planner.cli.plan:plan", "Plan a trip: which places, when, how long, in what order."),
    "replan": ("planner.cli.replan:replan", "Change a plan; what is fixed stays, the rest is planned around it."),
    "recheck": ("planner.cli.recheck:recheck", "Say what of a stored plan is otherwise by today's data."),
    "group": ("planner.cli.group:group", "Plan the trips of travellers who meet."),
    "route": ("planner.cli.route:route", "Show one journey and its segments."),
    "places": ("planner.cli.places:places", "Find municipalities by kanji, kana, romaji or code."),
    "calendar": ("planner.cli.calendar:calendar", "List the seasonal demand calendar."),
    "export": ("planner.cli.export:export", "Turn a stored plan into GPX, iCalendar, GeoJSON, HTML ..."),
    "publish": ("planner.cli.publish:publish", "Write a regional map as a static folder."),
    "serve": ("planner.cli.serve:serve", "Serve the web app."),
    "warm": ("planner.cli.warm:warm", "Fill the cache: travel matrices and compiled kernels."),
    "data": ("planner.cli.data:data", "What the data set is, whether it is whole; rebuild it."),
    "office": ("planner.cli.office:office", "Tourism offices and their people."),
    "db": ("planner.cli.db:db", "Upgrade, back up and restore the database."),
    "bench": ("planner.cli.bench:bench", "Measure planning, matrices and routes."),
}
"""Name, where it lives, and its line in `sasurai --help`."""


@click.group(cls=lazy(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sasurai")
def cli() -> None:
    """Sasurai plans wandering, working trips across Japan.

    \b
    sasurai plan --from 東京都千代田区 --start 2027-09-01 --days 92
    sasurai route 南砺市 海士町
    sasurai serve
    """


EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (NoFeasibleItinerary, 3),
    (DatasetMissing, 4),
    (InvalidRequest, 2),
    (UnknownPlace, 2),
    (PlannerError, 2),
    (UnknownPlaceError, 2),
    (GeoError, 4),
)


def _explain(error: Exception) -> str:
    candidates = getattr(error, "candidates", ())
    return f"{error} ({', '.join(candidates)})" if candidates else str(error)


def main() -> None:
    """Run the command line; known errors become one line and the exit code of INTERFACE.md."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.UsageError as error:
        hint = f" See: {error.ctx.command_path} --help" if error.ctx else ""
        click.echo(f"sasurai: {error.format_message()}{hint}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"sasurai: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (PlannerError, GeoError) as error:
        click.echo(f"sasurai: {_explain(error)}", err=True)
        sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))
