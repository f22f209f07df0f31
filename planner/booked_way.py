"""A booked journey as a leg of an itinerary, drawn along the way that we know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from geo.errors import UnreachableError
from geo.model import Segment
from planner.booked import BOOKED
from planner.clock import JAPAN
from planner.model import MODES, Leg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import Journey, LngLat
    from planner.booked import BookedLeg
    from planner.dataset import Dataset
    from planner.model import TripRequest

GROUPS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("rail", "limited_express", "shinkansen"), ("rail",)),
    **dict.fromkeys(("highway_bus", "local_bus"), ("bus",)),
    "taxi": ("car",),
    "walk": ("car",),
}
"""The modes of a request by which a way is drawn; others are their own."""


def leg_of(booked: BookedLeg, dataset: Dataset, request: TripRequest) -> Leg:
    """Give a booked journey as a leg of one vehicle; it is drawn along the way that we know."""
    a, b = dataset.municipality(booked.origin), dataset.municipality(booked.destination)
    departs = dt.datetime.combine(booked.date, booked.departs, JAPAN) if booked.departs else None
    segment = Segment(
        mode=booked.mode,
        line=booked.title,
        origin=a.name,
        destination=b.name,
        minutes=booked.minutes,
        km=booked.km,
        fare_jpy=round(booked.fare_jpy / request.people),
        fare_estimated=False,
        co2_kg=booked.co2_kg / request.people,
        basis=BOOKED,
        path=_path(booked, dataset, request),
        departs=departs,
        arrives=departs + dt.timedelta(minutes=booked.minutes) if departs else None,
    )
    return Leg(
        date=booked.date,
        origin=a,
        destination=b,
        minutes=booked.minutes,
        nights=booked.nights,
        fare_jpy=booked.fare_jpy,
        fare_estimated=False,
        transfers=0,
        km=booked.km,
        co2_kg=booked.co2_kg,
        basis=BOOKED,
        segments=(segment,),
        departs=departs,
    )


def way_known(booked: BookedLeg, dataset: Dataset, request: TripRequest) -> Journey | None:
    """Find the journey that a booked one is like: by its own mode, else by those of the request; a flight is none."""
    for modes in (GROUPS.get(booked.mode, (booked.mode,)), request.modes):
        if booked.mode != "air" and set(modes) <= set(MODES):
            try:
                return dataset.journey(booked.origin, booked.destination, modes, booked.date)
            except UnreachableError:
                continue
    return None


def _path(booked: BookedLeg, dataset: Dataset, request: TripRequest) -> tuple[LngLat, ...]:
    known = way_known(booked, dataset, request)
    points = tuple(point for segment in known.segments for point in segment.path) if known else ()
    if len(points) > 1:
        return points
    return dataset.municipality(booked.origin).lnglat, dataset.municipality(booked.destination).lnglat
