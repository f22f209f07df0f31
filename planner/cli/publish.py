"""`sasurai publish`: a regional map as a static folder."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner import config
from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.dataset import Dataset
    from planner.regional.contents import Contents
    from planner.render.region_about import About


@click.command()
@click.argument("region")
@click.option(
    "-o", "--output", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR"
)
def publish(region: str, folder: Path) -> None:
    """Write the map of REGION into a folder that opens from a file system and on any web host.

    REGION is a municipality's code, a prefecture's two digits, or the address of a published map; only the last
    needs the database.

    \b
    sasurai publish 16210 -o nanto
    sasurai publish 16 -o toyama
    sasurai publish nanto -o site
    """
    from geo.layers import Layers
    from planner.dataset import Dataset
    from planner.render.region_site import render_site

    if folder.exists() and any(folder.iterdir()):
        raise InvalidRequest("output", f"{folder} holds something already; choose an empty or new folder.")
    data = Dataset.load(config.data_dir(), config.cache_dir())
    contents, abouts = _by_code(region, data) if re.fullmatch("[0-9]{2}|[0-9]{5,6}", region) else _by_slug(region, data)
    files = render_site(contents, Layers(config.data_dir()), abouts)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    size = sum(len(content) for content in files.values()) / 1e6
    click.echo(f"Wrote {len(files)} files, {size:.1f} MB: open {folder / 'index.html'}")


def _by_code(code: str, data: Dataset) -> tuple[Contents, Mapping[str, About]]:
    from geo.places import PlaceIndex
    from planner.regional.contents import contents_of
    from planner.regional.model import Area, RegionalMap
    from planner.render.region_about import About

    if len(code) == 2:
        found = next((place for place in data.municipalities if place.prefecture == code), None)
        if found is None:
            raise InvalidRequest("region", f"no prefecture has the code {code}.")
        area, names = Area(prefectures=(code,)), (found.prefecture_name, found.prefecture_en)
    else:
        place = PlaceIndex.load(config.data_dir()).resolve(code)
        area, names = Area((place.code,)), (place.full_name, f"{place.name_en}, {place.prefecture_en}")
    titles = {"ja": f"{names[0]}の季節の仕事", "en": f"Seasonal work in {names[1]}"}
    regional = RegionalMap(titles["ja"], area, titles["en"], seasons="all", listings=False)
    contents = contents_of(regional, data.municipalities, data.demand.windows, (), _no_part, data.date)
    moment = dt.datetime.combine(data.date, dt.time(), dt.UTC)
    return contents, {lang: About(title, "Sasurai", moment, data.date, lang) for lang, title in titles.items()}


def _by_slug(slug: str, data: Dataset) -> tuple[Contents, Mapping[str, About]]:
    from planner.clock import day_of, today
    from planner.db.engine import connect
    from planner.db.listings import ListingStore
    from planner.db.maps import MapStore
    from planner.regional.contents import Published, contents_of
    from planner.regional.serial import map_from_json
    from planner.render.region_about import About

    engine = connect(config.database_url())
    maps = MapStore(engine)
    kept = maps.public(slug)
    regional = map_from_json(kept.public or {})
    rows = [
        Published(one.id, one.body, one.office, day_of(one.modified), window)
        for one, window, _ in ListingStore(engine).public.look().open_on(today(), data.index)
    ]
    part = partial(maps.part, kept.id)
    contents = contents_of(regional, data.municipalities, data.demand.windows, rows, part, data.date)
    root = (config.base_url() or "").rstrip("/")
    url = f"{root}/m/{slug}" if root else ""
    updated = kept.published or kept.modified
    return contents, {
        lang: About(regional.title(lang), kept.office, updated, today(), lang, url) for lang in regional.languages
    }


def _no_part(part: str, kind: str) -> bytes:
    raise InvalidRequest("region", f"a map of the national table has no {kind} {part}.")
