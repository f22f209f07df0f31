"""What search engines may read of a place or a listing: schema.org as JSON-LD, facts only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.web.published import place_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geo.model import Municipality
    from planner.db.listings import Listing
    from planner.demand import DemandWindow
    from planner.regional.contents import Item
    from planner.regional.model import RegionalMap

CONTEXT = "https://schema.org"
Thing = dict[str, Any]


def place(found: Municipality, windows: Iterable[DemandWindow], day: dt.date, address: str, lang: str) -> Thing:
    """Describe a municipality and the next time of each of its seasons."""
    here = _place(found, found.lnglat, lang)
    attraction = {"@type": "TouristAttraction", "@id": f"{address}#place", **here, "url": address}
    events = [event for one in windows if (event := season(one, here, day, address, lang))]
    return {"@context": CONTEXT, "@graph": [attraction, *events]}


def season(window: DemandWindow, here: Thing, day: dt.date, address: str, lang: str) -> Thing | None:
    """Describe the next time that a window is open; None where there is none within two years."""
    found = next(window.occurrences(day, day.replace(year=day.year + 2, day=1)), None)
    if found is None:
        return None
    name = window.title_en if lang == "en" and window.title_en else window.title
    return {
        "@type": "Event",
        "@id": f"{address}#{window.id}",
        "name": name,
        "startDate": found.start.isoformat(),
        "endDate": found.end.isoformat(),
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", **here},
        "url": address,
    }


def listing(one: Listing, found: Municipality, window: DemandWindow, day: dt.date, address: str, lang: str) -> Thing:
    """Describe a listing as an event of its host, at the place that its office shows."""
    here = _place(found, place_of(one), lang)
    event = season(window, here, day, address, lang) or {"@type": "Event", "name": window.title, "url": address}
    told = {"organizer": {"@type": "Organization", "name": one.body["employer"]}}
    text = one.body.get(f"text_{lang}") or one.body.get("text_ja")
    return {"@context": CONTEXT, **event, **told, **({"description": text} if text else {})}


def region(regional: RegionalMap, items: Iterable[Item], day: dt.date, address: str, lang: str) -> Thing:
    """Describe a regional map: a destination, and the next time of each thing that it shows."""
    about = {"name": regional.title(lang), "description": regional.intro(lang), "url": address}
    attraction = {"@type": "TouristAttraction", "@id": f"{address}#map", **{k: v for k, v in about.items() if v}}
    events = [
        event
        for item in items
        if (event := season(item.window, _place(item.place, item.lnglat, lang), day, address, lang))
    ]
    return {"@context": CONTEXT, "@graph": [attraction, *events]}


def _place(found: Municipality, lnglat: tuple[float, float], lang: str) -> Thing:
    lng, lat = lnglat
    japanese = lang == "ja"
    return {
        "name": found.name if japanese else found.name_en,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": found.prefecture_name if japanese else found.prefecture_en,
            "addressLocality": found.name if japanese else found.name_en,
        },
        "geo": {"@type": "GeoCoordinates", "latitude": round(lat, 5), "longitude": round(lng, 5)},
    }
