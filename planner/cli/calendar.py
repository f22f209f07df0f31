"""`sasurai calendar`: the demand calendar by month, place and kind."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import click

from geo.errors import UnknownPlaceError
from geo.places import PlaceIndex
from planner import config
from planner.cli.columns import columns
from planner.dataset import Dataset
from planner.errors import UnknownPlace
from planner.model import KINDS
from planner.render.text import LANGS, place_text, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.demand import DemandWindow, MonthDay


@click.command()
@click.option("--month", type=click.IntRange(1, 12), help="Open in this month. [default: any]")
@click.option("--place", metavar="P", help="A municipality, or a prefecture's two digits. [default: all]")
@click.option("--kind", type=click.Choice(KINDS), help="Kind of work. [default: all]")
@click.option("--format", "fmt", type=click.Choice(["table", "json", "ics"]), default="table", show_default=True)
@click.option(
    "--year", type=click.IntRange(1900, 2199), help="First of two years of an ics file. [default: the data's]"
)
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of an ics file.")
def calendar(month: int | None, place: str | None, kind: str | None, fmt: str, year: int | None, lang: str) -> None:
    """List the seasonal demand calendar: recurring needs, not vacancies.

    \b
    sasurai calendar --month 10 --place 南砺市
    sasurai calendar --kind brewing --format json
    sasurai calendar --place 16 --format ics > toyama.ics
    """
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    codes = None if place is None else _codes(place, dataset)
    found = dataset.demand.select(month=month, codes=codes, kinds=None if kind is None else [kind])
    if fmt == "json":
        click.echo(json.dumps([window_json(w, dataset) for w in found], ensure_ascii=False, indent=2))
        return
    if fmt == "ics":
        click.echo(_ics(found, dataset, year or dataset.date.year, place, kind, lang), nl=False)
        return
    if found:
        click.echo(_table(found, dataset))
    click.echo(f"{len(found)} windows; most recur by the editor's account and are no vacancies", err=True)


def _ics(
    found: Iterable[DemandWindow], dataset: Dataset, year: int, place: str | None, kind: str | None, lang: str
) -> bytes:
    # only whoever writes such a file waits for its library
    from planner.render.ics_region import region_title, render_demand_ics

    days = dt.date(year, 1, 1), dt.date(year + 1, 12, 31)
    modified = dt.datetime.combine(dataset.date, dt.time(), dt.UTC)
    title = region_title(_named(place, dataset, lang), kind, lang)
    return render_demand_ics(found, dataset.municipality, days, title, lang, modified)


def _named(place: str | None, dataset: Dataset, lang: str) -> str:
    if place is None:
        return word("all_japan", lang)
    codes = list(_codes(place, dataset))
    if not codes:
        return place
    first = dataset.municipality(codes[0])
    if len(place) == 2 and place.isdigit():
        return first.prefecture_name if lang == "ja" else first.prefecture_en
    return place_text(first, lang)


def _codes(place: str, dataset: Dataset) -> Iterable[str]:
    if len(place) == 2 and place.isdigit():
        return [m.code for m in dataset.municipalities if m.prefecture == place]
    try:
        return [PlaceIndex(dataset.municipalities).resolve(place).code]
    except UnknownPlaceError as error:
        raise UnknownPlace(place, str(error), error.candidates) from error


def _table(found: Iterable[DemandWindow], dataset: Dataset) -> str:
    rows = [("place", "kind", "work", "season", "peak", "nights", "lodging", "confidence", "as of")]
    for w in found:
        season, peak = (f"{_md(a)}-{_md(b)}" for a, b in ((w.start, w.end), (w.peak_start, w.peak_end)))
        nights = f"{w.min_nights}-{w.max_nights}"
        place = dataset.municipality(w.code).full_name
        rows.append((place, w.kind, w.title, season, peak, nights, w.lodging, w.confidence, w.as_of))
    return columns(rows, right=frozenset({5}))


def window_json(w: DemandWindow, dataset: Dataset) -> dict[str, Any]:
    """Give a window with the name of its place."""
    return {
        "id": w.id,
        "code": w.code,
        "place": dataset.municipality(w.code).full_name,
        "kind": w.kind,
        "title": w.title,
        "title_en": w.title_en,
        **{name: _md(getattr(w, name)) for name in ("start", "peak_start", "peak_end", "end")},
        "only_years": None if w.only_years is None else list(w.only_years),
        "min_nights": w.min_nights,
        "max_nights": w.max_nights,
        "lodging": w.lodging,
        "skills": list(w.skills),
        "exchange": w.exchange,
        "confidence": w.confidence,
        "source": w.source,
        "as_of": w.as_of,
    }


def _md(day: MonthDay) -> str:
    return f"{day.month:02d}-{day.day:02d}"
