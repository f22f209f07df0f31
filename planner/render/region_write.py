"""GeoJSON, CSV and GPX of a regional map: the frame that every layer's file is put into."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

from lxml import etree

from planner.render.csv import guard
from planner.render.gpx import GPX
from planner.render.region_about import as_of, credits_for, licence_for
from planner.render.text import clean, joined
from planner.render.xml import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.regional.contents import Contents
    from planner.render.region_about import About


def geojson_of(contents: Contents, layer: str, features: list[dict[str, Any]], about: About) -> bytes:
    """Write a FeatureCollection with licence, credits and dates as foreign members (RFC 7946, 6.1)."""
    licence, address = licence_for(contents, layer)
    told = {
        "type": "FeatureCollection",
        "name": clean(about.title),
        "layer": layer,
        "publisher": clean(about.office),
        "licence": licence,
        "licence_url": address,
        "credits": credits_for(contents, layer, about),
        "as_of": as_of(contents, layer, about),
        "updated": about.updated.isoformat(),
        **({"url": about.url} if about.url else {}),
        "features": features,
    }
    return (json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def csv_of(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """Write with a byte order mark, CRLF, and nothing that a spreadsheet would calculate."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard(value) if isinstance(value := row[name], str) else value for name in columns])
    return out.getvalue().encode("utf-8-sig")


def gpx_of(contents: Contents, layer: str, about: About) -> Any:
    """Begin a GPX 1.1 document; waypoints go before tracks."""
    root = etree.Element(f"{{{GPX}}}gpx", nsmap={None: GPX})
    root.set("version", "1.1")
    root.set("creator", "Sasurai")
    metadata = add(root, "metadata")
    add(metadata, "name", clean(about.title))
    licence, address = licence_for(contents, layer)
    add(metadata, "desc", joined(licence, as_of(contents, layer, about), *credits_for(contents, layer, about)))
    held = add(metadata, "copyright", author="; ".join(credits_for(contents, layer, about)))
    add(held, "license", address)
    add(metadata, "time", about.updated.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return root


def at(parent: Any, tag: str, lng: float, lat: float) -> Any:
    """Append a point."""
    return add(parent, tag, lat=str(lat), lon=str(lng))
