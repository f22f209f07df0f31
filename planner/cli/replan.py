"""`sasurai replan`: change a stored plan, complete what is fixed, and say what changed and why."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.locate import Locator
from geo.places import PlaceIndex
from planner import config
from planner.cli.export import write_whole
from planner.cli.plan_table import plan_table
from planner.dataset import Dataset
from planner.errors import InvalidRequest, NoFeasibleItinerary
from planner.notebook.read import notebook_from_json
from planner.plan_file import read_plan
from planner.render.formats import FORMATS, format_for, render
from planner.render.text import LANGS
from planner.replan.changes import change_to_json
from planner.replan.conflicts import conflict_to_json
from planner.replan.edits import MODES, Write, edits_from_json
from planner.replan.replan import SECONDS
from planner.replan.replan import replan as edit_plan
from planner.request_json import Names, parse_must
from planner.serial import dumps, plan_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.notebook.model import Notebook
    from planner.replan.replan import Replanned


@click.command()
@click.argument("plan", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option("--lock", multiple=True, metavar="PLACE", help="Keep a stay exactly as it is (repeatable).")
@click.option(
    "--unlock",
    multiple=True,
    metavar="PLACE",
    help="Let the planner decide again about a stay; all: about all of them.",
)
@click.option("--drop", multiple=True, metavar="PLACE", help="Take a place out and do not come back (repeatable).")
@click.option("--allow", multiple=True, metavar="PLACE", help="Let a place that was dropped or parked be chosen again.")
@click.option("--park", multiple=True, metavar="PLACE", help="Set a stay aside (repeatable).")
@click.option("--move", multiple=True, metavar="PLACE@DATE[/NIGHTS]", help="Begin a stay on another day.")
@click.option("--nights", multiple=True, metavar="PLACE=N", help="Stay longer or shorter.")
@click.option("--insert", multiple=True, metavar="PLACE[@DATE[/NIGHTS]]", help="Visit a place, with or without work.")
@click.option("--swap", multiple=True, metavar="PLACE=PLACE", help="Stay at another place on the same days.")
@click.option("--shift", type=int, metavar="DAYS", help="Move the whole trip by so many days.")
@click.option("--start", metavar="YYYY-MM-DD", help="Begin on another day; see --dates.")
@click.option("--days", type=int, metavar="N", help="Most nights; see --dates.")
@click.option("--dates", type=click.Choice(MODES), default="keep", show_default=True, help="What becomes of the stays.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="Other wishes: budget=300000, pace=slow")
@click.option("--fill/--by-hand", default=None, help="Fill free days, or add nothing and let days stay open.")
@click.option(
    "--notebook",
    metavar="FILE.json",
    type=click.Path(path_type=Path),
    help="Put a notebook beside the plan: bookings, appointments, own places, notes.",
)
@click.option("--seconds", type=float, default=SECONDS, show_default=True, help="Of searching, about.")
@click.option("--rounds", type=int, metavar="N", help="Instead of seconds: the same edits give the same plan.")
@click.option("--format", "fmt", metavar="F", help=f"table, {', '.join(FORMATS)}. [default: by suffix, else table]")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="File to write the plan to.")
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of the texts.")
def replan(
    plan: Path,
    notebook: Path | None,
    seconds: float,
    rounds: int | None,
    fmt: str | None,
    output: Path | None,
    lang: str,
    **told: Any,
) -> None:
    """Change a plan: what you fix stays, and the rest is the best trip around it.

    `--format json` without -o gives {"plan", "changes", "conflicts"}; what cannot be together is named, exit code 3.

    \b
    sasurai replan trip.json --lock 南砺市 --drop 16202 -o trip.json
    sasurai replan trip.json --insert 海士町@2027-10-01/5 --shift 7
    """
    chosen = fmt or (format_for(output) if output else "table")
    if chosen != "table" and chosen not in FORMATS:
        raise InvalidRequest("format", f"no format {chosen!r}; choose from table, {', '.join(FORMATS)}")
    before = read_plan(plan)
    places = PlaceIndex.load(config.data_dir())
    edits = edits_from_json(list(_edits(told, places, before.request.start.toordinal())), places)
    if notebook is not None:
        edits = (*edits, Write(_notebook(notebook, places)))
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    done = edit_plan(before, edits, dataset, places=places, seconds=seconds, rounds=rounds)
    _write(done, chosen, output, lang)


def _notebook(file: Path, places: PlaceIndex) -> Notebook:
    """Read a notebook as the HTTP API takes it."""
    try:
        data = json.loads(file.read_bytes())
    except OSError as error:
        raise InvalidRequest("notebook", f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("notebook", f"{file.name} is not JSON: {error}") from error
    return notebook_from_json(data, Names(places).code, Locator(config.data_dir()).code_at)


def _edits(told: dict[str, Any], places: PlaceIndex, start: int) -> Iterator[dict[str, Any]]:
    """Give the edits in an order in which none takes another back: what is free, what stays, then what changes."""
    for code in told["unlock"]:
        yield {"edit": "unlock", "place": None if code == "all" else code}
    for name in ("allow", "lock"):
        yield from ({"edit": name, "place": place} for place in told[name])
    yield from _dates(told, start)
    if told["fields"]:
        yield {"edit": "change", "fields": dict(_field(text) for text in told["fields"])}
    for name in ("drop", "park"):
        yield from ({"edit": name, "place": place} for place in told[name])
    for text in told["swap"]:
        place, by = _pair("swap", text)
        yield {"edit": "swap", "place": place, "by": by}
    for text in told["nights"]:
        place, nights = _pair("nights", text)
        yield {"edit": "resize", "place": place, "nights": _whole("nights", nights)}
    for name in ("move", "insert"):
        for text in told[name]:
            must = parse_must(text, lambda place: places.resolve(place).code)
            arrive = must.date.isoformat() if must.date else None
            yield {"edit": name, "place": must.code, "arrive": arrive, "nights": must.nights}
    if told["fill"] is not None:
        yield {"edit": "fill", "on": told["fill"]}


def _dates(told: dict[str, Any], start: int) -> Iterator[dict[str, Any]]:
    if told["shift"] is not None:
        yield {"edit": "dates", "start": dt.date.fromordinal(start + told["shift"]).isoformat(), "mode": "shift"}
    if told["start"] or told["days"]:
        yield {"edit": "dates", "start": told["start"], "days": told["days"], "mode": told["dates"]}


def _pair(option: str, text: str) -> tuple[str, str]:
    one, sign, other = text.partition("=")
    if not sign:
        raise InvalidRequest(option, f"{text[:60]!r} lacks a =")
    return one.strip(), other.strip()


def _whole(option: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 3:
        raise InvalidRequest(option, f"{text[:40]!r} is not a number of nights")
    return int(text)


def _field(text: str) -> tuple[str, Any]:
    """Read FIELD=VALUE; a value that is no JSON is a text."""
    name, value = _pair("set", text)
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _write(done: Replanned, fmt: str, output: Path | None, lang: str) -> None:
    if done.conflicts and fmt == "json" and output is None:
        click.echo(dumps(_told(done)), nl=False)
    if done.conflicts:
        text = " ".join(conflict.text_en if lang == "en" else conflict.text for conflict in done.conflicts)
        raise NoFeasibleItinerary(text, ["must"])
    for change in done.changes:
        if change.kind != "kept":
            name, text = (change.name_en, change.text_en) if lang == "en" else (change.name, change.text)
            click.echo(f"{name}: {text}", err=True)
    if output is not None:
        write_whole(output, render(done.plan, fmt, lang) if fmt != "table" else (plan_table(done.plan) + "\n").encode())
        click.echo(f"{output} written", err=True)
    elif fmt == "json":
        click.echo(dumps(_told(done)), nl=False)
    else:
        click.echo(plan_table(done.plan).encode() + b"\n" if fmt == "table" else render(done.plan, fmt, lang), nl=False)


def _told(done: Replanned) -> dict[str, Any]:
    return {
        "plan": None if done.conflicts else plan_to_json(done.plan),
        "changes": [change_to_json(change) for change in done.changes],
        "conflicts": [conflict_to_json(conflict) for conflict in done.conflicts],
    }
