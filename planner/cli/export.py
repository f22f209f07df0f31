"""`sasurai export`: a stored plan as a file to take along."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

import click

from planner.errors import InvalidRequest
from planner.plan_file import read_plan
from planner.render.formats import FORMATS, PAPER_SIZES, Options, format_for, render
from planner.render.text import LANGS


@click.command()
@click.argument("plan", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--format", "fmt", metavar="F", help=f"{', '.join(FORMATS)} [default: by the suffix of FILE]")
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of the texts.")
@click.option("--paper", type=click.Choice(PAPER_SIZES), default="a4", show_default=True, help="Size of a PDF.")
@click.option("--alarm", type=click.IntRange(1, 168), metavar="HOURS", help="Calendars remind before a leg.")
def export(plan: Path, output: Path, fmt: str | None, lang: str, paper: str, alarm: int | None) -> None:
    """Turn a stored plan into GPX, iCalendar, GeoJSON, KML, CSV, a PDF booklet or an HTML map.

    \b
    sasurai plan --from 東京都千代田区 --start 2027-09-01 --days 92 --format json -o trip.json
    sasurai export trip.json -o trip.gpx
    """
    # the format first: a wrong one should not cost the reading of a large file
    chosen = fmt or format_for(output)
    if chosen not in FORMATS:
        raise InvalidRequest("format", f"no format {chosen!r}; choose from {', '.join(FORMATS)}")
    write_whole(output, render(read_plan(plan), chosen, lang, Options(paper=paper, alarm=alarm)))
    click.echo(f"{output} written", err=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file or leave what was there: never half of it.

    A pipe or device is written to as it is; a link keeps pointing where it did.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise InvalidRequest("output", f"{path} cannot be written: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _mode(path: Path) -> int:
    """Give the permissions of the file that is replaced, or those that any new file gets here."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    # the mask can only be read by setting it
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
