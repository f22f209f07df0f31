"""`sasurai plan`: plan a trip and print it, or write it in any format."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.places import PlaceIndex
from planner import config
from planner.cli.export import write_whole
from planner.cli.front_table import front_table
from planner.cli.plan_table import plan_table
from planner.cli.why_table import conflict_lines, why_table
from planner.dataset import Dataset
from planner.errors import InvalidRequest, NoFeasibleItinerary
from planner.front_json import front_to_json
from planner.model import DEFAULT_MODES, PACE_MIN_NIGHTS, TripRequest
from planner.others import FRONT_SECONDS, front_of
from planner.plan import plan as make_plan
from planner.render.formats import FORMATS, format_for, render
from planner.render.text import LANGS
from planner.request_json import request_from_json
from planner.serial import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model import Plan

DEFAULTS: Any = TripRequest.__dataclass_fields__


def _default(name: str) -> Any:
    return DEFAULTS[name].default


@click.command()
@click.option("--from", "origin", metavar="PLACE", required=True, help="Where the trip begins: a name or code.")
@click.option("--to", metavar="PLACE", help="Where it ends. [default: where it begins]")
@click.option("--start", metavar="YYYY-MM-DD", required=True, help="First day.")
@click.option("--days", type=int, metavar="N", required=True, help="Most nights, 1 to 400.")
@click.option("--modes", default=",".join(DEFAULT_MODES), show_default=True, help="Of rail, bus, ferry, air, car.")
@click.option("--budget", type=int, metavar="YEN", help="Fares and lodging of all people. [default: none]")
@click.option("--budget-net", is_flag=True, help="Count pay stated in published listings against the budget.")
@click.option("--max-leg-hours", type=float, metavar="H", default=_default("max_leg_hours"), show_default=True)
@click.option("--pace", default=_default("pace"), show_default=True, help=f"{', '.join(PACE_MIN_NIGHTS)}.")
@click.option("--min-nights", type=int, metavar="N", help="Fewest nights of a stay. [default: by pace, 7, 4 or 2]")
@click.option("--max-nights", type=int, metavar="N", default=_default("max_nights"), show_default=True)
@click.option("--skills", metavar="A,B", help="driving, english, cooking, design, it ... [default: none]")
@click.option("--interests", metavar="A,B", help="Words looked for in the demand calendar. [default: none]")
@click.option("--kinds", metavar="A,B", help="Kinds of work, as in `sasurai calendar`. [default: all]")
@click.option("--must", multiple=True, metavar="PLACE[@DATE[/NIGHTS]]", help="Has to be visited (repeatable).")
@click.option("--avoid", multiple=True, metavar="PLACE", help="Is not to be visited (repeatable).")
@click.option("--rest-days-per-week", type=int, metavar="N", default=_default("rest_days_per_week"), show_default=True)
@click.option(
    "--remote-days-per-week", type=int, metavar="N", default=_default("remote_days_per_week"), show_default=True
)
@click.option("--people", type=int, metavar="N", default=_default("people"), show_default=True)
@click.option("--max-stops", type=int, metavar="N", default=_default("max_stops"), show_default=True)
@click.option("--max-per-prefecture", type=int, metavar="K", help="Most stays in a prefecture. [default: none]")
@click.option("--weight", multiple=True, metavar="NAME=X", help="value, cost, time, co2 or novelty (repeatable).")
@click.option("--alternatives", type=int, metavar="K", default=_default("alternatives"), show_default=True)
@click.option("--front", is_flag=True, help="Show the trips between which value, cost and hours decide: table or json.")
@click.option("--why", is_flag=True, help="Show each stay's share of the value and the runner-up for its days: table.")
@click.option("--seconds", type=float, metavar="S", default=_default("seconds"), show_default=True)
@click.option("--iterations", type=int, metavar="N", help="Rounds instead of seconds: the same bytes every time.")
@click.option("--seed", type=int, metavar="N", default=_default("seed"), show_default=True)
@click.option("--format", "fmt", metavar="F", help=f"table, {', '.join(FORMATS)}. [default: by suffix, else table]")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="File to write instead of the terminal."
)
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of the texts.")
def plan(fmt: str | None, output: Path | None, lang: str, *, front: bool, why: bool, **options: Any) -> None:
    """Plan a trip: which places, when, for how long, in what order.

    \b
    sasurai plan --from 東京都千代田区 --start 2027-09-01 --days 92
    sasurai plan --from 札幌市 --to 那覇市 --start 2027-10-01 --days 120 --budget 150000 -o trip.ics
    """
    chosen = fmt or (format_for(output) if output else "table")
    if chosen != "table" and chosen not in FORMATS:
        raise InvalidRequest("format", f"no format {chosen!r}; choose from table, {', '.join(FORMATS)}")
    if front and chosen not in {"table", "json"}:
        raise InvalidRequest("format", "--front comes as table or json")
    began = time.perf_counter()
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    request = request_from_json(_told(options), PlaceIndex.load(config.data_dir()))
    loaded = time.perf_counter()
    try:
        found = make_plan(request, dataset)
    except NoFeasibleItinerary as error:
        if chosen == "json":
            click.echo(dumps(infeasible_json(error)), nl=False)
        for line in conflict_lines(error, lambda code: dataset.municipality(code).full_name):
            _note(line)
        raise
    _note(
        f"data {loaded - began:.2f} s, plan {time.perf_counter() - loaded:.2f} s, {found.status}, gap {found.gap:.2%}"
    )
    if front:
        _put(_front(found, dataset, chosen), output)
    else:
        table = plan_table(found) + (f"\n\n{why_table(found)}" if why else "")
        _put(f"{table}\n".encode() if chosen == "table" else render(found, chosen, lang), output)


def _front(found: Plan, dataset: Dataset, fmt: str) -> bytes:
    began = time.perf_counter()
    points = front_of(found, dataset, FRONT_SECONDS if found.request.iterations is None else None)
    _note(f"front {time.perf_counter() - began:.2f} s, {len(points)} trips")
    return (dumps(front_to_json(found, points)) if fmt == "json" else f"{front_table(points)}\n").encode()


def infeasible_json(error: NoFeasibleItinerary) -> dict[str, Any]:
    """Give the answer where nothing is feasible."""
    return {
        "error": "no_feasible_itinerary",
        "message": str(error),
        "binding": list(error.binding),
        "smallest_relaxation": error.smallest_relaxation,
        "conflicts": list(error.conflicts),
        "relaxations": list(error.relaxations),
        "proven": error.proven,
    }


def _told(options: dict[str, Any]) -> dict[str, Any]:
    """Give the options as the JSON of a request: what reads that also checks these."""
    told = {name: value for name, value in options.items() if value is not None}
    told["from"] = told.pop("origin")
    told["must"], told["avoid"] = list(options["must"]), list(options["avoid"])
    for name in ("modes", "skills", "interests", "kinds"):
        told[name] = _words(options[name])
    told["weights"] = dict(_weight(text) for text in told.pop("weight"))
    return told


def _words(text: str | None) -> Sequence[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _weight(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        return name, float(number)
    except ValueError:
        raise InvalidRequest("weight", f"{text!r} is not NAME=X") from None


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    write_whole(output, content)
    _note(f"{output} written")


def _note(text: str) -> None:
    click.echo(text, err=True)
