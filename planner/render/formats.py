"""The formats a plan can be taken along in, by name and by suffix."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InvalidRequest
from planner.render.text import LANGS, clean, place_name, trip_dates

if TYPE_CHECKING:
    import os

    from planner.model import Plan


@dataclass(frozen=True, slots=True)
class Format:
    """How a file of a format is called and served."""

    suffix: str
    media_type: str
    title: str


FORMATS: dict[str, Format] = {
    "json": Format(".json", "application/json", "JSON"),
    "gpx": Format(".gpx", "application/gpx+xml", "GPX"),
    "ics": Format(".ics", "text/calendar; charset=utf-8", "iCalendar"),
    "geojson": Format(".geojson", "application/geo+json", "GeoJSON"),
    "kml": Format(".kml", "application/vnd.google-earth.kml+xml", "KML"),
    "csv": Format(".csv", "text/csv; charset=utf-8", "CSV"),
    "pdf": Format(".pdf", "application/pdf", "PDF"),
    "html": Format(".html", "text/html; charset=utf-8", "HTML"),
}


PAPER_SIZES = ("a4", "a5")


@dataclass(frozen=True, slots=True)
class Options:
    """What a file may tell beside the plan itself."""

    modified: dt.datetime | None = None
    """When the stored record changed last, aware; the data set's date where there is no record."""
    sequence: int = 0
    """Revision of the stored record."""
    alarm: int | None = None
    """iCalendar: hours before a leg at which a device should remind of it."""
    paper: str = "a4"
    """PDF: one of PAPER_SIZES."""
    url: str | None = None
    """PDF: where the live plan is, for the QR code."""


def render(plan: Plan, fmt: str, lang: str = "ja", options: Options | None = None) -> bytes:
    """Turn a plan into a file; the same arguments give the same bytes.

    Parameters
    ----------
    fmt : str
        A key of FORMATS.
    lang : str
        ja or en.
    options : Options, optional
        What the record, the reader's device or paper ask for.

    Raises
    ------
    InvalidRequest
        If the format or language is unknown.
    """
    if fmt not in FORMATS:
        raise InvalidRequest("format", f"no format {fmt!r}; choose from {', '.join(FORMATS)}")
    if lang not in LANGS:
        raise InvalidRequest("lang", f"no language {lang!r}; choose from {', '.join(LANGS)}")
    return _write(plan, fmt, lang, options or Options())


def format_for(path: str | os.PathLike[str]) -> str:
    """Tell the format by a file's suffix."""
    suffix = Path(path).suffix.lower()
    for name, form in FORMATS.items():
        if form.suffix == suffix:
            return name
    known = ", ".join(form.suffix for form in FORMATS.values())
    raise InvalidRequest("format", f"the suffix {suffix!r} names no format; choose from {known} or give a format")


def file_name(plan: Plan, fmt: str, lang: str = "ja") -> str:
    """Propose a name for the file, safe on every system: さすらい_2027-09-01_南砺市.gpx."""
    start, _ = trip_dates(plan)
    stays = plan.itinerary.stays
    first = place_name(stays[0].municipality, lang) if stays else ""
    stem = "_".join(part for part in ("さすらい" if lang == "ja" else "sasurai", start.isoformat(), first) if part)
    return safe_name(stem) + FORMATS[fmt].suffix


def safe_name(stem: str) -> str:
    """Replace what some system takes for more than a letter in the name of a file."""
    return "".join("-" if char in '<>:"/\\|?*\n\t ' else char for char in clean(stem))


def _dataset_time(plan: Plan) -> dt.datetime:
    return dt.datetime.combine(plan.dataset_date, dt.time(), dt.UTC)


def _write(plan: Plan, fmt: str, lang: str, options: Options) -> bytes:
    modified = options.modified or _dataset_time(plan)
    # each writer is loaded when it is called: folium alone takes a second
    match fmt:
        case "gpx":
            from planner.render.gpx import render_gpx

            return render_gpx(plan, lang, modified)
        case "ics":
            from planner.render.ics import render_ics

            return render_ics(plan, lang, modified, options.sequence, options.alarm)
        case "geojson":
            from planner.render.geojson import render_geojson

            return render_geojson(plan, lang)
        case "kml":
            from planner.render.kml import render_kml

            return render_kml(plan, lang)
        case "csv":
            from planner.render.csv import render_csv

            return render_csv(plan, lang)
        case "pdf":
            from planner.render.booklet import render_pdf

            return render_pdf(plan, lang, options.paper, options.url)
        case "html":
            from planner.render.map import render_html

            return render_html(plan, lang)
    from planner.serial import dumps, plan_to_json

    # a lone surrogate, which JSON may smuggle in, has no UTF-8
    return dumps(plan_to_json(plan)).encode(errors="replace")
