"""`sasurai group`: plan the trips of travellers who meet, and print them or write them down."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.places import PlaceIndex
from planner import config
from planner.cli.export import write_whole
from planner.cli.plan_table import plan_table
from planner.dataset import Dataset
from planner.errors import InvalidRequest
from planner.groups.plan import plan_group
from planner.groups.request_json import group_request_from_json
from planner.groups.serial import group_to_json
from planner.json_file import content_of, value_of
from planner.render.formats import FORMATS, format_for, render
from planner.render.text import LANGS
from planner.serial import dumps

if TYPE_CHECKING:
    from planner.groups.model import Group

MOST_BYTES = 1024 * 1024


@click.command()
@click.argument("file", metavar="GROUP.json", type=click.Path(path_type=Path))
@click.option("--seconds", type=float, metavar="S", help="Of the whole search. [default: the file's, else 10]")
@click.option("--iterations", type=int, metavar="N", help="Rounds instead of seconds: the same bytes every time.")
@click.option("--format", "fmt", metavar="F", help="table or json; with --traveller any format. [default: by suffix]")
@click.option("--traveller", metavar="NAME", help="Write the trip of one traveller only: GPX, iCalendar, ...")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="File to write.")
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of the texts.")
def group(
    file: Path,
    seconds: float | None,
    iterations: int | None,
    fmt: str | None,
    traveller: str | None,
    output: Path | None,
    lang: str,
) -> None:
    """Plan the trips of two to six travellers who meet at given or chosen places.

    GROUP.json says who travels and where or for how many nights they meet (docs/groups.md):

    \b
    {"travellers": [{"name": "葵", "from": "東京都千代田区", "start": "2027-09-01", "days": 45, "skills": ["design"]},
                    {"name": "Ben", "from": "大阪市", "start": "2027-09-08", "days": 30, "pace": "fast"}],
     "meetings": [{"nights": 3, "place": "南砺市"}]}

    \b
    sasurai group friends.json -o trips.json
    sasurai group friends.json --traveller 葵 -o aoi.ics
    """
    chosen = fmt or (format_for(output) if output else "table")
    if chosen not in ("table", "json") and traveller is None:
        raise InvalidRequest("traveller", f"{chosen} is of one traveller: name them with --traveller")
    if chosen != "table" and chosen not in FORMATS:
        raise InvalidRequest("format", f"no format {chosen!r}; choose from table, {', '.join(FORMATS)}")
    told = value_of(content_of(file, "group", MOST_BYTES), "group", file.name)
    asked = group_request_from_json(told, PlaceIndex.load(config.data_dir()))
    names = [member.name for member in asked.members]
    if traveller is not None and traveller not in names:
        raise InvalidRequest("traveller", f"{traveller!r} is none of {', '.join(names)}")
    asked = replace(asked, seconds=seconds or asked.seconds, iterations=iterations or asked.iterations)
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    began = time.perf_counter()
    found = plan_group(asked, dataset)
    click.echo(f"group {time.perf_counter() - began:.2f} s, {found.status}, gap {found.gap:.2%}", err=True)
    content = _content(found, None if traveller is None else names.index(traveller), chosen, lang)
    if output is None:
        click.echo(content, nl=False)
        return
    write_whole(output, content)
    click.echo(f"{output} written", err=True)


def _content(found: Group, member: int | None, fmt: str, lang: str) -> bytes:
    if member is not None:
        plan = found.plans[member]
        return (plan_table(plan) + "\n").encode() if fmt == "table" else render(plan, fmt, lang)
    return (group_table(found) + "\n").encode() if fmt == "table" else dumps(group_to_json(found)).encode()


def group_table(found: Group) -> str:
    """Lay out everybody's trip, then the meetings and the proof for all."""
    names = [member.name for member in found.asked.members]
    parts = [f"■ {name}\n{plan_table(plan)}" for name, plan in zip(names, found.plans, strict=True)]
    lines = [
        f"合流  {met.place.name}  {met.start.isoformat()} - {met.end.isoformat()}  {met.nights}泊  "
        + "、".join(names[member] for member in met.members)
        for met in found.meetings
    ]
    proof = "  (最適と証明済み)" if found.status == "optimal" else ""
    lines.append(f"全員の評価 {found.objective:.2f}  上限 {found.upper_bound:.2f}  差 {found.gap:.1%}{proof}")
    return "\n\n".join([*parts, "\n".join(lines)])
