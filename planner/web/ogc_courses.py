"""The collection `courses`: model courses of the regional maps that offices have published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from planner.render.credits import ODBL, licence_of
from planner.render.lines import leg_lines
from planner.web import regional_state, state
from planner.web.site import public_root

if TYPE_CHECKING:
    from planner.model import Plan
    from planner.regional.model import Course
    from planner.web.ogc_query import Query


class Row(NamedTuple):
    """A course with its map's address and office."""

    slug: str
    office: str
    course: Course
    plan: Plan

    @property
    def id(self) -> str:
        """Name it among all courses of all maps."""
        return f"{self.slug}.{self.course.id}"


def matched(query: Query) -> list[Row]:
    """List the courses that begin, stay or end in the rectangle and have a day between the dates."""
    code = query.filters.get("municipality")
    return [
        row
        for row in _all()
        if code in (None, *(stay.municipality.code for stay in row.plan.itinerary.stays))
        and _inside(row.plan, query)
        and (query.dates is None or _meets(row.plan, query))
    ]


def feature(row: Row) -> dict[str, Any]:
    """Give a course as one line of many parts."""
    legs, stays = row.plan.itinerary.legs, row.plan.itinerary.stays
    lines = [[list(point) for point in line.points] for leg in legs for line in leg_lines(leg)]
    told = {
        "id": row.id,
        "title_ja": row.course.title_ja,
        "title_en": row.course.title_en,
        "text_ja": row.course.text_ja,
        "text_en": row.course.text_en,
        "office": row.office,
        "start": legs[0].date.isoformat(),
        "end": legs[-1].date.isoformat(),
        "nights": sum(stay.nights for stay in stays),
        "municipalities": [stay.municipality.code for stay in stays],
        "names": [stay.municipality.full_name for stay in stays],
        "travel_minutes": sum(leg.minutes for leg in legs),
        "licence": "ODbL 1.0" if licence_of(row.plan) == ODBL else "CC BY 4.0",
        "map": f"{public_root()}/m/{row.slug}",
        "gpx": f"{public_root()}/m/{row.slug}/courses/{row.course.id}.gpx",
    }
    geometry = {"type": "MultiLineString", "coordinates": lines} if lines else None
    return {"type": "Feature", "id": row.id, "geometry": geometry, "properties": told}


def find(identity: str) -> Row | None:
    """Find a course by its id; None for one of a draft as for none."""
    return next((row for row in _all() if row.id == identity), None)


def _all() -> list[Row]:
    maps = state.current().maps.all_public()
    return [
        Row(kept.slug, kept.office, course, plan)
        for kept in maps
        for course, plan in regional_state.of_kept(kept).contents.courses
    ]


def _inside(plan: Plan, query: Query) -> bool:
    ends = (plan.itinerary.legs[0].origin, plan.itinerary.legs[-1].destination)
    places = [*(stay.municipality.lnglat for stay in plan.itinerary.stays), *(end.lnglat for end in ends)]
    return any(query.holds(lnglat) for lnglat in places)


def _meets(plan: Plan, query: Query) -> bool:
    legs = plan.itinerary.legs
    return query.dates is None or (legs[0].date <= query.dates[1] and legs[-1].date >= query.dates[0])
