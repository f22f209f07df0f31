"""`sasurai places`: municipalities by kanji, kana, romaji or code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from geo.errors import UnknownPlaceError
from geo.places import PlaceIndex
from planner import config
from planner.cli.columns import columns
from planner.whole import mending

if TYPE_CHECKING:
    from geo.model import Municipality


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1741), default=20, show_default=True, help="Most places listed.")
@click.option("--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
def places(query: str, limit: int, fmt: str) -> None:
    """Find municipalities by kanji, kana, romaji or code; the best match comes first.

    \b
    sasurai places なんと
    sasurai places "Nanto, Toyama" --format json
    """
    with mending():
        index = PlaceIndex.load(config.data_dir())
    found = index.search(query, limit)
    if not found:
        # a ward, an old code, a slip of the pen: whoever resolves it, or explains what it may mean
        found = (_resolve(index, query),)
    if fmt == "json":
        click.echo(json.dumps([_as_json(place) for place in found], ensure_ascii=False, indent=2))
        return
    rows = [(p.code, p.full_name, p.name_kana, f"{p.name_en}, {p.prefecture_en}", _people(p)) for p in found]
    click.echo(columns([("code", "name", "kana", "romaji", "people"), *rows], right=frozenset({4})))


def _resolve(index: PlaceIndex, query: str) -> Municipality:
    try:
        return index.resolve(query)
    except UnknownPlaceError as error:
        if error.candidates:
            raise UnknownPlaceError(f"{error} Did you mean one of these?", error.candidates) from error
        raise


def _people(place: Municipality) -> str:
    return "" if place.population is None else f"{place.population:,}"


def _as_json(place: Municipality) -> dict[str, object]:
    return {
        "code": place.code,
        "name": place.name,
        "name_kana": place.name_kana,
        "name_en": place.name_en,
        "prefecture": place.prefecture_name,
        "prefecture_en": place.prefecture_en,
        "lnglat": list(place.lnglat),
        "population": place.population,
    }
