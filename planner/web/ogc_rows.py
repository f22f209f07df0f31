"""The collections: what a query finds in each, and how one found thing becomes a feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from geo.layers import Layers
from planner.errors import InvalidRequest, UnknownPlace
from planner.model import KINDS
from planner.web import ogc_courses, state
from planner.web.demand_api import window_json
from planner.web.listings_api import listing_feature
from planner.web.paging import point
from planner.web.places_api import properties
from planner.web.published import place_of, published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model import Municipality
    from planner.db.listings import Listing
    from planner.demand import DemandWindow
    from planner.web.ogc_query import Query

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: `matched` lists what a query finds, cheaply; `feature` makes one; `find` looks one up by its id."""

    id: str
    geometry: str
    filters: tuple[str, ...]
    matched: Callable[[Query], Sequence[Any]]
    feature: Callable[[Any], Feature]
    find: Callable[[str], Any | None]
    dated: bool = False


def layers() -> Layers:
    """Give the outlines, read once."""
    return state.derived("layers", lambda _: Layers(current_app.config["DATA_DIR"]))


def _municipalities(query: Query) -> Sequence[Municipality]:
    data = state.dataset()
    prefecture = query.filters.get("prefecture")
    if not query.boxes:
        rows: Sequence[Municipality] = data.municipalities
    else:
        codes = sorted({code for box in query.boxes for code in layers().codes_in(box)})
        rows = [data.municipality(code) for code in codes if code in data.index]
    return [one for one in rows if one.prefecture == prefecture] if prefecture else rows


def _municipality_feature(one: Municipality) -> Feature:
    outline = layers().municipality(one.code, "mid")
    lng, lat = one.lnglat
    told = {**properties(one), "office_lng": round(lng, 5), "office_lat": round(lat, 5)}
    return {"type": "Feature", "id": one.code, "geometry": outline["geometry"], "properties": told}


def _find_municipality(identity: str) -> Municipality | None:
    data = state.dataset()
    return data.municipality(identity) if identity in data.index else None


def _windows(query: Query) -> Sequence[DemandWindow]:
    data = state.dataset()
    code, kind, prefecture = asked_code(query), _kind(query), query.filters.get("prefecture", "")
    rows = data.demand.windows if code is None else data.demand.by_code.get(code, ())
    return [
        window
        for window in rows
        if kind in (None, window.kind)
        and window.code.startswith(prefecture)
        and query.holds(data.municipality(window.code).lnglat)
        and (query.dates is None or window.open_between(*query.dates))
    ]


def _window_feature(window: DemandWindow) -> Feature:
    place = state.dataset().municipality(window.code)
    return point(place.lnglat, window.id, window_json(window, place))


def _listings(query: Query) -> Sequence[Listing]:
    code, kind, prefecture = asked_code(query), _kind(query), query.filters.get("prefecture", "")
    rows = published().entries if code is None else published().by_code.get(code, ())
    return [
        one.listing
        for one in rows
        if one.window.code.startswith(prefecture)
        and kind in (None, one.window.kind)
        and (not query.boxes or query.holds(place_of(one.listing)))
        and (query.dates is None or one.window.open_between(*query.dates))
    ]


def _find_listing(identity: str) -> Listing | None:
    found = published().by_id.get(identity.removeprefix("listing-"))
    return None if found is None else found.listing


def asked_code(query: Query) -> str | None:
    """Give the municipality asked for by a code of today or from before a merger; an unknown one finds nothing."""
    given = query.filters.get("municipality")
    try:
        return state.municipality(given).code if given else None
    except UnknownPlace:
        return given


def _kind(query: Query) -> str | None:
    kind = query.filters.get("kind")
    if kind is not None and kind not in KINDS:
        raise InvalidRequest("kind", f"it is one of {', '.join(KINDS)}.")
    return kind


COLLECTIONS: dict[str, Collection] = {
    one.id: one
    for one in (
        Collection(
            "municipalities", "MultiPolygon", ("prefecture",),
            _municipalities, _municipality_feature, _find_municipality,
        ),
        Collection(
            "demand", "Point", ("kind", "municipality", "prefecture"),
            _windows, _window_feature, lambda identity: state.dataset().demand.by_id.get(identity), dated=True,
        ),
        Collection(
            "listings", "Point", ("kind", "municipality", "prefecture"),
            _listings, listing_feature, _find_listing, dated=True,
        ),
        Collection(
            "courses", "MultiLineString", ("municipality",),
            ogc_courses.matched, ogc_courses.feature, ogc_courses.find, dated=True,
        ),
    )
}  # fmt: skip
"""In the order in which they are told."""
