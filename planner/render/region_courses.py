"""The model courses of a regional map as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner.render.geojson import render_geojson
from planner.render.lines import leg_lines, rounded
from planner.render.region_about import licence_for
from planner.render.region_write import at, csv_of, geojson_of, gpx_of
from planner.render.text import clean, joined, place_text, word
from planner.render.xml import add, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model import Plan
    from planner.regional.contents import Contents
    from planner.regional.model import Course
    from planner.render.region_about import About

COLUMNS = (
    "course", "title_ja", "title_en", "number", "code", "municipality", "arrive", "depart", "nights",
    "minutes_to_here", "fare_jpy_to_here", "note_ja", "note_en", "lat", "lng", "licence",
)  # fmt: skip


def courses_file(contents: Contents, fmt: str, about: About) -> bytes:
    """Write all courses: geojson, csv or gpx."""
    if fmt == "csv":
        licence = licence_for(contents, "courses")[0]
        return csv_of(COLUMNS, [row for course, plan in contents.courses for row in _stays(course, plan, licence)])
    if fmt == "geojson":
        features = [f for course, plan in contents.courses for f in course_features(course, plan, about.lang)]
        return geojson_of(contents, "courses", features, about)
    root = gpx_of(contents, "courses", about)
    for course, plan in contents.courses:
        for stay in plan.itinerary.stays:
            point = at(root, "wpt", *rounded(stay.lnglat))
            add(point, "name", place_text(stay.municipality, about.lang))
            add(point, "desc", joined(course.title(about.lang), course.note(stay.municipality.code, about.lang)))
    for course, plan in contents.courses:
        track = add(root, "trk")
        add(track, "name", clean(course.title(about.lang)))
        add(track, "desc", joined(course.text(about.lang), word("straight_line", about.lang)))
        for leg in plan.itinerary.legs:
            for line in leg_lines(leg):
                part = add(track, "trkseg")
                for lng, lat in line.points:
                    at(part, "trkpt", lng, lat)
    return to_bytes(root)


def course_features(course: Course, plan: Plan, lang: str) -> list[dict[str, Any]]:
    """Give the stays and ways of a course as GeoJSON features, named by the course."""
    features: list[dict[str, Any]] = json.loads(render_geojson(plan, lang))["features"]
    for feature in features:
        code = feature["properties"].get("code", "")
        note = {"note": clean(course.note(code, lang))} if code else {}
        feature["id"] = f"{course.id}-{feature['id']}"
        feature["properties"] |= {"course": course.id, "title": clean(course.title(lang)), **note}
    return features


def _stays(course: Course, plan: Plan, licence: str) -> Iterable[dict[str, Any]]:
    for number, (leg, stay) in enumerate(zip(plan.itinerary.legs, plan.itinerary.stays, strict=False), 1):
        ja, en = course.notes.get(stay.municipality.code, ("", ""))
        lng, lat = rounded(stay.lnglat)
        what = (course.id, course.title_ja, course.title_en, number, stay.municipality.code)
        when = (stay.municipality.full_name, stay.arrive.isoformat(), stay.depart.isoformat(), stay.nights)
        told = (*what, *when, leg.minutes, leg.fare_jpy, ja, en, lat, lng, licence)
        yield dict(zip(COLUMNS, told, strict=True))
