"""A trip as KML 2.2: stays as points with their dates, segments as styled lines."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from lxml import etree

from planner.render.credits import credit_texts
from planner.render.lines import leg_lines, rounded
from planner.render.notebook import own_places, where_text
from planner.render.text import (
    clean,
    demand_texts,
    leg_facts,
    leg_notes,
    leg_title,
    place_text,
    segment_text,
    stay_dates,
    trip_span,
    trip_title,
    why_text,
    word,
)
from planner.render.xml import add, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import LngLat
    from planner.model import Leg, Plan, Stay

KML = "http://www.opengis.net/kml/2.2"

# KML knows no line patterns, so widths tell the modes apart: aabbggrr and pixels
_STYLES = {
    "shinkansen": ("ff1c1c1c", 5),
    "limited_express": ("ff1c1c1c", 4),
    "rail": ("ff1c1c1c", 3),
    "ferry": ("ff835e16", 3),
    "highway_bus": ("ff1b56c4", 3),
    "air": ("ff7b55c8", 1),
    "car": ("ff638f2f", 3),
}
_OTHER = ("ff636363", 2)


def render_kml(plan: Plan, lang: str) -> bytes:
    """Write the trip as a document of two folders, stays and legs."""
    root = etree.Element(f"{{{KML}}}kml", nsmap={None: KML})
    document = add(root, "Document")
    add(document, "name", trip_title(plan, lang))
    notes = (trip_span(plan, lang), word("straight_line", lang), *credit_texts(plan, lang))
    add(document, "description", _plain(notes))
    for mode in ("other", *_STYLES):
        _style(document, mode)
    stays = _folder(document, word("stay", lang))
    for number, stay in enumerate(plan.itinerary.stays, 1):
        _stay(stays, stay, number, lang)
    if own_places(plan):
        folder = _folder(document, word("own_places", lang))
        for place in own_places(plan):
            mark = add(folder, "Placemark")
            add(mark, "name", place.name)
            add(mark, "description", _plain((where_text(place, plan, lang), place.note, place.link)))
            add(add(mark, "Point"), "coordinates", _coordinates((rounded(place.lnglat),)))
    legs = _folder(document, word("leg", lang))
    for leg in plan.itinerary.legs:
        if leg.segments:
            _leg(legs, leg, lang)
    return to_bytes(root)


def _plain(lines: Iterable[str]) -> str:
    """Escape text for `description`, which viewers show as HTML."""
    return "<br>".join(html.escape(clean(line)) for line in lines if line)


def _style(document: Any, mode: str) -> None:
    color, width = _STYLES.get(mode, _OTHER)
    style = add(add(document, "Style", id=mode), "LineStyle")
    add(style, "color", color)
    add(style, "width", width)


def _folder(parent: Any, name: str) -> Any:
    folder = add(parent, "Folder")
    add(folder, "name", name)
    return folder


def _stay(folder: Any, stay: Stay, number: int, lang: str) -> None:
    mark = add(folder, "Placemark", id=f"stay-{stay.municipality.code}")
    add(mark, "name", f"{number} {place_text(stay.municipality, lang)}")
    add(mark, "description", _plain((stay_dates(stay, lang), why_text(stay, lang), *demand_texts(stay, lang))))
    span = add(mark, "TimeSpan")
    add(span, "begin", stay.arrive.isoformat())
    add(span, "end", stay.depart.isoformat())
    _data(mark, code=stay.municipality.code, nights=str(stay.nights), role=stay.role)
    add(add(mark, "Point"), "coordinates", _coordinates((rounded(stay.lnglat),)))


def _leg(parent: Any, leg: Leg, lang: str) -> None:
    folder = _folder(parent, leg_title(leg, lang))
    add(folder, "description", _plain((*leg_facts(leg, lang), *leg_notes(leg, lang))))
    for line in leg_lines(leg):
        mark = add(folder, "Placemark")
        add(mark, "name", segment_text(line.segment, lang))
        add(add(mark, "TimeStamp"), "when", leg.date.isoformat())
        add(mark, "styleUrl", f"#{line.segment.mode if line.segment.mode in _STYLES else 'other'}")
        _data(mark, mode=line.segment.mode, basis=line.segment.basis, estimated=str(line.estimated).lower())
        shape = add(mark, "LineString")
        add(shape, "tessellate", 1)
        add(shape, "coordinates", _coordinates(line.points))


def _data(mark: Any, **values: str) -> None:
    extended = add(mark, "ExtendedData")
    for name, value in values.items():
        add(add(extended, "Data", name=name), "value", value)


def _coordinates(points: Iterable[LngLat]) -> str:
    return " ".join(f"{point.lng},{point.lat}" for point in points)
