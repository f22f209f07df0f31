"""A trip as GeoJSON (RFC 7946): stays as points, segments as lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner.render.credits import credit_texts
from planner.render.lines import leg_lines, rounded
from planner.render.notebook import own_places
from planner.render.text import clean, place_text, trip_span, trip_title, why_text, word

if TYPE_CHECKING:
    from geo.model import Segment
    from planner.model import Leg, Plan, Stay
    from planner.notebook.model import OwnPlace


def render_geojson(plan: Plan, lang: str) -> bytes:
    """Write a FeatureCollection; what is not of RFC 7946 is a foreign member (its section 6.1)."""
    features = [_stay(stay, number, lang) for number, stay in enumerate(plan.itinerary.stays, 1)]
    for number, leg in enumerate(plan.itinerary.legs):
        features += _segments(leg, number, lang)
    features += [_own_place(place) for place in own_places(plan)]
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": trip_title(plan, lang),
        "plan": plan.id,
        "span": trip_span(plan, lang),
        "credits": list(credit_texts(plan, lang)),
        "note": word("straight_line", lang),
        **({"bbox": _bbox(features)} if features else {}),
        "features": features,
    }
    return (json.dumps(_cleaned(document), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _stay(stay: Stay, number: int, lang: str) -> dict[str, Any]:
    place = stay.municipality
    return {
        "type": "Feature",
        "id": f"stay-{place.code}",
        "geometry": {"type": "Point", "coordinates": list(rounded(stay.lnglat))},
        "properties": {
            "what": "stay",
            "number": number,
            "code": place.code,
            "name": place_text(place, lang),
            "arrive": stay.arrive.isoformat(),
            "depart": stay.depart.isoformat(),
            "nights": stay.nights,
            "role": stay.role,
            "lodging_jpy": stay.lodging_jpy,
            "lodging_estimated": stay.lodging_estimated,
            "earnings_jpy": stay.earnings_jpy,
            "why": why_text(stay, lang),
            "demand": [window.title if lang == "ja" else window.title_en or window.title for window in stay.demand],
        },
    }


def _own_place(place: OwnPlace) -> dict[str, Any]:
    told = {"code": place.code, "name": place.name, "kind": place.kind, "note": place.note, "link": place.link}
    return {
        "type": "Feature",
        "id": f"own-{place.id}",
        "geometry": {"type": "Point", "coordinates": list(rounded(place.lnglat))},
        "properties": {"what": "own_place", **told},
    }


def _segments(leg: Leg, number: int, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": f"leg-{number}-{part}",
            "geometry": {"type": "LineString", "coordinates": [list(point) for point in line.points]},
            "properties": {
                "what": "segment",
                "leg": number,
                "date": leg.date.isoformat(),
                "mode": line.segment.mode,
                "line": line.segment.line,
                "from": line.segment.origin,
                "to": line.segment.destination,
                "minutes": line.segment.minutes,
                "km": round(line.segment.km, 1),
                "fare_jpy": line.segment.fare_jpy,
                "fare_estimated": line.segment.fare_estimated,
                "basis": line.segment.basis,
                **_times(line.segment),
                **({} if line.segment.trips_per_day is None else {"trips_per_day": line.segment.trips_per_day}),
                "estimated": line.estimated,
                "name": word(line.segment.mode, lang),
            },
        }
        for part, line in enumerate(leg_lines(leg), 1)
    ]


def _bbox(features: list[dict[str, Any]]) -> list[float]:
    """Give west, south, east, north (RFC 7946, 5)."""
    shapes = [feature["geometry"] for feature in features]
    points = [p for s in shapes for p in ([s["coordinates"]] if s["type"] == "Point" else s["coordinates"])]
    lngs, lats = [p[0] for p in points], [p[1] for p in points]
    return [min(lngs), min(lats), max(lngs), max(lats)]


def _times(segment: Segment) -> dict[str, str]:
    """When a vehicle leaves and arrives, where a timetable of that day tells it."""
    moments = {"departs": segment.departs, "arrives": segment.arrives}
    return {name: moment.isoformat() for name, moment in moments.items() if moment is not None}


def _cleaned(value: Any) -> Any:
    """Clean every text: a lone surrogate, for one, has no UTF-8."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
