"""The layers of a regional map as open files: GeoJSON, CSV, GPX, iCalendar, each with its licence and date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.explain import KIND_EN, KIND_JA
from planner.listing.window import pay_per_day
from planner.render.ics_region import render_demand_ics
from planner.render.lines import rounded
from planner.render.region_about import licence_for
from planner.render.region_courses import courses_file
from planner.render.region_write import at, csv_of, geojson_of, gpx_of
from planner.render.text import clean, joined, place_text
from planner.render.xml import add, to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.regional.contents import Contents, Item
    from planner.render.region_about import About

MEDIA = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "gpx": "application/gpx+xml",
    "ics": "text/calendar; charset=utf-8",
}
ITEM_COLUMNS = (
    "id", "layer", "kind", "kind_ja", "title_ja", "title_en", "code", "municipality", "municipality_en", "start",
    "peak_start", "peak_end", "end", "recurring", "min_nights", "max_nights", "lodging", "pay_jpy_per_day", "employer",
    "office", "url", "source", "confidence", "as_of", "lat", "lng", "licence",
)  # fmt: skip


def formats_of(layer: str) -> tuple[str, ...]:
    """List the formats that mean something for a layer."""
    if layer in {"listings", "seasons"}:
        return ("geojson", "csv", "gpx", "ics")
    return ("geojson", "csv", "gpx") if layer == "courses" else ("geojson", "gpx")


def render_layer(contents: Contents, layer: str, fmt: str, about: About, chosen: Sequence[Item] | None = None) -> bytes:
    """Write a layer of a map.

    Parameters
    ----------
    layer, fmt : str
        One of `contents.layers`, and one of its `formats_of`.
    chosen : sequence of Item, optional
        Of listings or seasons only these.
    """
    if layer in {"listings", "seasons"}:
        items = _held(contents, layer) if chosen is None else chosen
        return _items(contents, layer, items, fmt, about)
    if layer == "courses":
        return courses_file(contents, fmt, about)
    return _own(contents, int(layer.removeprefix("own-")) - 1, fmt, about)


def _held(contents: Contents, layer: str) -> Sequence[Item]:
    return contents.listings if layer == "listings" else contents.seasons


def _items(contents: Contents, layer: str, items: Sequence[Item], fmt: str, about: About) -> bytes:
    rows = [_row(item, layer, licence_for(contents, layer)[0]) for item in items]
    if fmt == "csv":
        return csv_of(ITEM_COLUMNS, rows)
    if fmt == "geojson":
        return geojson_of(contents, layer, [_point(row, ITEM_COLUMNS) for row in rows], about)
    if fmt == "gpx":
        root = gpx_of(contents, layer, about)
        for item in items:
            _waypoint(root, item, about.lang)
        return to_bytes(root)
    places = {place.code: place for place in contents.places}
    first = about.today.replace(month=1, day=1)
    days = (first, dt.date(first.year + 1, 12, 31))
    title = f"{about.title} ({', '.join(licence_for(contents, layer)[:1])})"
    return render_demand_ics((i.window for i in items), places.__getitem__, days, title, about.lang, about.updated)


def _row(item: Item, layer: str, licence: str) -> dict[str, Any]:
    window, at = item.window, rounded(item.lnglat)
    body = item.listing.body if item.listing else {}
    years = window.only_years if item.listing else None
    day = (f"{years[0]}-" if years else "") + "{:02}-{:02}"
    return {
        "id": window.id,
        "layer": layer,
        "kind": window.kind,
        "kind_ja": KIND_JA[window.kind],
        "title_ja": clean(window.title),
        "title_en": clean(window.title_en),
        "code": window.code,
        "municipality": item.place.full_name,
        "municipality_en": f"{item.place.name_en}, {item.place.prefecture_en}",
        "start": body.get("start") or day.format(*window.start),
        "peak_start": body.get("peak_start") or day.format(*window.peak_start),
        "peak_end": body.get("peak_end") or day.format(*window.peak_end),
        "end": body.get("end") or day.format(*window.end),
        "recurring": window.only_years is None,
        "min_nights": window.min_nights,
        "max_nights": window.max_nights,
        "lodging": window.lodging,
        "pay_jpy_per_day": pay_per_day(body) if body else None,
        "employer": clean(body.get("employer", "")),
        "office": clean(item.listing.office) if item.listing else "",
        "url": body.get("contact_url", ""),
        "source": clean(window.source),
        "confidence": window.confidence,
        "as_of": window.as_of,
        "lat": at.lat,
        "lng": at.lng,
        "licence": licence,
    }


def _own(contents: Contents, index: int, fmt: str, about: About) -> bytes:
    layer, told = contents.own[index]
    name = f"own-{index + 1}"
    if fmt == "geojson":
        features = [{**f, "properties": {**f["properties"], "layer": clean(layer.name_ja)}} for f in told["features"]]
        return geojson_of(contents, name, features, about)
    root = gpx_of(contents, name, about)
    for feature in (f for f in told["features"] if f["geometry"]["type"] == "Point"):
        add(at(root, "wpt", *feature["geometry"]["coordinates"]), "name", clean(feature["properties"]["name"]))
    for feature in (f for f in told["features"] if f["geometry"]["type"] == "LineString"):
        track = add(root, "trk")
        add(track, "name", clean(feature["properties"]["name"]) or clean(layer.name(about.lang)))
        part = add(track, "trkseg")
        for lng, lat in feature["geometry"]["coordinates"]:
            at(part, "trkpt", lng, lat)
    return to_bytes(root)


def _point(row: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    told = {name: row[name] for name in columns if name not in {"lat", "lng"}}
    geometry = {"type": "Point", "coordinates": [row["lng"], row["lat"]]}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": told}


def _waypoint(root: Any, item: Item, lang: str) -> None:
    window = item.window
    point = at(root, "wpt", *rounded(item.lnglat))
    add(point, "name", clean(item.title(lang)))
    when = f"{window.start.month}/{window.start.day}–{window.end.month}/{window.end.day}"
    add(point, "desc", joined(place_text(item.place, lang), when, window.source, window.as_of))
    add(point, "type", (KIND_JA if lang == "ja" else KIND_EN)[window.kind])
