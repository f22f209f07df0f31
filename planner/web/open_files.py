"""Open data as files: GeoJSON, CSV and GPX of a collection, each with licence and day in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from flask import json

from geo.model import LngLat
from planner.clock import day_of
from planner.listing.fields import FIELDS
from planner.render.csv import guard
from planner.render.open_gpx import Head, Waypoint, render_points
from planner.web.licences import TERMS, licence_text
from planner.web.site import public_root

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.web.i18n import Texts

Feature = dict[str, Any]
FORMATS = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "gpx": "application/gpx+xml",
}
OFFERED: Mapping[str, tuple[str, ...]] = {
    "municipalities": ("geojson", "csv"),
    "demand": ("geojson", "csv", "gpx"),
    "listings": ("geojson", "csv", "gpx"),
}
BY_NAME = {
    "listings": (
        "id", "office", *(name for name in FIELDS if name not in {"lng", "lat"}), "recurring", "pay_jpy_per_day",
        "updated",
    ),
}  # fmt: skip
"""The columns of what may be empty."""


def geojson(name: str, features: Sequence[Feature], as_of: dt.date, lang: str) -> bytes:
    """Write a feature collection; licence, credit and day stand beside the features."""
    head = {
        "type": "FeatureCollection",
        "name": name,
        "licence": [{"title": one.title, "href": one.href} for one in TERMS[name]],
        "credit": licence_text(name, lang),
        "as_of": as_of.isoformat(),
        "features": features,
    }
    return json.dumps(head).encode()


def table(
    name: str, columns: Sequence[str], features: Sequence[Feature], as_of: dt.date, lang: str, *, mark: bool
) -> bytes:
    """Write a table; `mark` puts the byte order mark before it that some spreadsheets need to read UTF-8.

    Every row carries position, licence and day of the data, so that rows that are cut out keep them.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*columns, "lng", "lat", "data_as_of", "licence"])
    rights = licence_text(name, lang)
    for one in features:
        told = one["properties"]
        cells = [_cell(told.get(column)) for column in columns]
        writer.writerow([*cells, *_position(one), as_of.isoformat(), rights])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def gpx(name: str, features: Sequence[Feature], as_of: dt.date, words: Texts) -> bytes:
    """Write waypoints."""
    rights = licence_text(name, words.lang)
    text = f"{rights}; {words.t('as_of', when=as_of.isoformat())}"
    author = ", ".join(dict.fromkeys(one.credit[0 if words.lang == "ja" else 1] for one in TERMS[name]))
    head = Head(words.t(f"ogc.{name}"), text, author, TERMS[name][-1].href, as_of)
    return render_points((_waypoint(one, words) for one in features), head)


def _waypoint(one: Feature, words: Texts) -> Waypoint:
    told, english = one["properties"], words.lang == "en"
    title = told.get("title_ja") or told["title"]
    name = told["title_en"] if english and told["title_en"] else title
    facts = [
        f"{told['start']} – {told['end']}",
        words.t("nights.range", low=told["min_nights"], high=told["max_nights"]),
        words.t("source.label") + " " + (told.get("office") or told["source"] or ""),
        words.t("as_of", when=told["as_of"] or _day(told["updated"])),
    ]
    code = told.get("code") or told["municipality_code"]
    address = f"{public_root()}/{words.lang}/places/{code}"
    if one["id"].startswith("listing-"):
        address = f"{public_root()}/{words.lang}/listings/{one['id'].removeprefix('listing-')}"
    lng, lat = one["geometry"]["coordinates"]
    return Waypoint(LngLat(lng, lat), name, words.named("kind", told["kind"]), "\n".join(facts), address)


def _day(moment: str) -> str:
    return day_of(dt.datetime.fromisoformat(moment)).isoformat()


def _position(one: Feature) -> tuple[float, float]:
    told = one["properties"]
    if "office_lng" in told:
        return told["office_lng"], told["office_lat"]
    lng, lat = one["geometry"]["coordinates"]
    return lng, lat


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = ";".join(map(str, value))
    return guard(value) if isinstance(value, str) else value
