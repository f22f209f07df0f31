"""A trip as GPX 1.1: stays and stops as waypoints, the order of stays as a route, the ways between as tracks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lxml import etree

from planner.render.credits import credit_texts, licence_of
from planner.render.lines import leg_lines, rounded
from planner.render.notebook import own_places, stay_lines, where_text
from planner.render.stops import stops_of
from planner.render.text import (
    demand_texts,
    joined,
    leg_facts,
    leg_notes,
    leg_title,
    place_text,
    segment_texts,
    stay_dates,
    trip_span,
    trip_title,
    why_text,
    word,
)
from planner.render.xml import add, to_bytes

if TYPE_CHECKING:
    from geo.model import LngLat, Municipality
    from planner.model import Leg, Plan, Stay
    from planner.notebook.model import OwnPlace
    from planner.render.lines import Line

GPX = "http://www.topografix.com/GPX/1/1"
OWN = "urn:sasurai:gpx:1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def render_gpx(plan: Plan, lang: str, modified: dt.datetime) -> bytes:
    """Write the trip; children stand in the order the schema asks for."""
    root = etree.Element(f"{{{GPX}}}gpx", nsmap={None: GPX, "sasurai": OWN, "xsi": _XSI})
    root.set("version", "1.1")
    root.set("creator", "Sasurai")
    root.set(f"{{{_XSI}}}schemaLocation", f"{GPX} {GPX}/gpx.xsd")
    _metadata(root, plan, lang, modified)
    for stay in plan.itinerary.stays:
        _waypoint(root, stay, lang, stay_lines(plan, stay, lang))
    for place in own_places(plan):
        _own_place(root, place, plan, lang)
    for stop in stops_of(plan):
        point = _point(root, "wpt", stop.lnglat)
        add(point, "name", stop.name)
        add(point, "type", stop.kind)
    _route(root, plan, lang)
    for number, leg in enumerate(plan.itinerary.legs, 1):
        _track(root, leg, number, lang)
    return to_bytes(root)


def _metadata(root: Any, plan: Plan, lang: str, modified: dt.datetime) -> None:
    metadata = add(root, "metadata")
    add(metadata, "name", trip_title(plan, lang))
    add(metadata, "desc", joined(trip_span(plan, lang), word("straight_line", lang), *credit_texts(plan, lang)))
    licence = add(metadata, "copyright", author="; ".join(credit_texts(plan, lang)))
    add(licence, "license", licence_of(plan))
    add(metadata, "time", modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    points = [point for leg in plan.itinerary.legs for line in leg_lines(leg) for point in line.points]
    points += [rounded(place.lnglat) for leg in plan.itinerary.legs for place in (leg.origin, leg.destination)]
    lngs, lats = [p.lng for p in points], [p.lat for p in points]
    bounds = {"minlat": min(lats), "minlon": min(lngs), "maxlat": max(lats), "maxlon": max(lngs)}
    add(metadata, "bounds", **{key: str(value) for key, value in bounds.items()})
    _extend(metadata, plan=plan.id, dataset=plan.dataset_version)


def _own_place(root: Any, place: OwnPlace, plan: Plan, lang: str) -> None:
    point = _point(root, "wpt", place.lnglat)
    add(point, "name", place.name)
    add(point, "desc", joined(where_text(place, plan, lang), place.note))
    if place.link:
        add(point, "link", href=place.link)
    add(point, "type", "own place")
    _extend(point, code=place.code, kind=place.kind)


def _waypoint(root: Any, stay: Stay, lang: str, book: tuple[str, ...]) -> None:
    point = _point(root, "wpt", stay.lnglat)
    add(point, "name", place_text(stay.municipality, lang))
    add(point, "desc", joined(stay_dates(stay, lang), why_text(stay, lang), *demand_texts(stay, lang), *book))
    add(point, "type", stay.role)
    _extend(
        point,
        code=stay.municipality.code,
        arrive=stay.arrive.isoformat(),
        depart=stay.depart.isoformat(),
        nights=str(stay.nights),
    )


def _route(root: Any, plan: Plan, lang: str) -> None:
    route = add(root, "rte")
    add(route, "name", trip_title(plan, lang))
    legs = plan.itinerary.legs
    for place in (legs[0].origin, *(leg.destination for leg in legs)):
        _route_point(route, place, lang)


def _route_point(route: Any, place: Municipality, lang: str) -> None:
    add(_point(route, "rtept", place.lnglat), "name", place_text(place, lang))


def _track(root: Any, leg: Leg, number: int, lang: str) -> None:
    if not leg.segments:
        return
    track = add(root, "trk")
    add(track, "name", leg_title(leg, lang))
    told = (*leg_facts(leg, lang), *segment_texts(leg, lang), *leg_notes(leg, lang))
    add(track, "desc", joined(*told))
    add(track, "number", number)
    _extend(
        track,
        date=leg.date.isoformat(),
        nights=str(leg.nights),
        minutes=str(leg.minutes),
        basis=leg.basis,
    )
    for line in leg_lines(leg):
        _track_segment(track, line)


def _track_segment(track: Any, line: Line) -> None:
    part = add(track, "trkseg")
    for point in line.points:
        _point(part, "trkpt", point)
    segment = line.segment
    _extend(
        part,
        mode=segment.mode,
        line=segment.line,
        minutes=str(segment.minutes),
        basis=segment.basis,
        departs=segment.departs.isoformat() if segment.departs else "",
        arrives=segment.arrives.isoformat() if segment.arrives else "",
        estimated="true" if line.estimated else "false",
    )


def _point(parent: Any, tag: str, lnglat: LngLat) -> Any:
    point = rounded(lnglat)
    return add(parent, tag, lat=str(point.lat), lon=str(point.lng))


def _extend(parent: Any, **values: str) -> None:
    extensions = add(parent, "extensions")
    for name, value in values.items():
        if value:
            add(extensions, f"{{{OWN}}}{name}", value)
