"""The first and last kilometres of a journey over imported streets, in place of averages over crow distances."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.journeys import nights_of
from geo.model import NO_NIGHT, LngLat
from geo.sphere import crow_km
from geo.street_net import DETOUR
from geo.street_store import read_town
from geo.street_way import find_way

if TYPE_CHECKING:
    from pathlib import Path

    from geo.fares import FareTables
    from geo.model import Journey, Segment
    from geo.street_net import ModeNet, StreetNet
    from geo.street_way import StreetWay

ACCESS = {"walk": "walk", "taxi": "car"}
"""Segments that are nothing but access, and what they use of a street."""

END_KM = 6.0
"""So far from its ends a drive keeps to the streets; beyond, main roads are known well enough."""

STEP_KM = 0.3
"""Points of a drive are tried this far apart."""

JOINS_TRIED = 5
"""The farthest points of a drive on streets are tried in turn, until streets lead from one to the end."""

JOIN_MINUTES = 1.5
"""A main road's point this near to a street, in minutes on foot, lies on it."""

SIMPLIFY_DEGREES = 0.00005

NOTE = (
    "両端の徒歩や車の道のりは、取り込んだ街路（© OpenStreetMap contributors）でたどったものです。",
    "Ways on foot or by car at the ends follow imported streets (© OpenStreetMap contributors).",
)
"""Said of a journey that they changed, in Japanese and English: the licence asks for the credit."""


def by_streets(journey: Journey, root: Path, origin: str | None, destination: str | None, fares: FareTables) -> Journey:
    """Lead a journey's first and last segments over the streets of the municipalities where it begins and ends.

    Parameters
    ----------
    journey : Journey
    root : Path
        The instance folder.
    origin, destination : str or None
        Five-digit codes; None where an end is no municipality. Where no streets were imported nothing changes.
    fares : FareTables
        Prices taxis by their true kilometres.
    """
    segments = list(journey.segments)
    for code, first in ((origin, True), (destination, False)):
        town = read_town(root, code) if code and segments else None
        if town is not None:
            at = 0 if first else len(segments) - 1
            segments[at] = _led(segments[at], town.net, fares, first=first)
    changes = [(new, old) for new, old in zip(segments, journey.segments, strict=True) if new is not old]
    return _with(journey, tuple(segments), changes) if changes else journey


def _with(journey: Journey, segments: tuple[Segment, ...], changes: list[tuple[Segment, Segment]]) -> Journey:
    """Put segments into a journey and bring its sums up to date."""
    minutes = journey.minutes + sum(new.minutes - old.minutes for new, old in changes)
    return replace(
        journey,
        minutes=minutes,
        nights=_nights(journey, minutes),
        fare_jpy=journey.fare_jpy + sum((new.fare_jpy or 0) - (old.fare_jpy or 0) for new, old in changes),
        km=round(journey.km + sum(new.km - old.km for new, old in changes), 1),
        co2_kg=round(journey.co2_kg + sum(new.co2_kg - old.co2_kg for new, old in changes), 2),
        departs=_departs(journey, segments[0]),
        segments=segments,
        notes=(*journey.notes, NOTE[0]),
        notes_en=(*journey.notes_en, NOTE[1]),
    )


def _nights(journey: Journey, minutes: int) -> int:
    """Midnights crossed; where a timetable tells them, a few minutes more on foot at the end change nothing."""
    if any(segment.basis == "timetable" for segment in journey.segments):
        return journey.nights
    overnight = np.array([0 if journey.nights == NO_NIGHT else journey.nights])
    return int(nights_of(np.array([minutes]), overnight)[0])


def _departs(journey: Journey, first: Segment) -> dt.datetime | None:
    """When to set out for the same vehicle by a longer or shorter way."""
    if journey.departs is None:
        return None
    return journey.departs + dt.timedelta(minutes=journey.segments[0].minutes - first.minutes)


def _led(segment: Segment, net: StreetNet, fares: FareTables, *, first: bool) -> Segment:
    """Lead one segment over streets, as far as they know the way; else give it back."""
    if len(segment.path) < 2:
        return segment
    if segment.mode in ACCESS:
        way = find_way(net.mode(ACCESS[segment.mode]), segment.path[0], segment.path[-1])
        return segment if way is None else _access(segment, way, fares)
    return _drive(segment, net.mode("car"), first=first) if segment.mode == "car" else segment


def _access(segment: Segment, way: StreetWay, fares: FareTables) -> Segment:
    yen = segment.fare_jpy
    if segment.mode == "taxi" and yen is not None:
        yen = int(fares.yen_by_km[fares.system("taxi"), int(np.ceil(way.km))])
    return _changed(replace(segment, fare_jpy=yen), way.minutes, way.km, way.path)


def _drive(segment: Segment, net: ModeNet, *, first: bool) -> Segment:
    """Replace the part of a drive between its end and the last point of a main road that lies on these streets."""
    path = segment.path if first else segment.path[::-1]
    for join, following in _joins(net, path)[: -JOINS_TRIED - 1 : -1]:
        # at the edge of the streets a one-way may lead out, and none in
        way = find_way(net, *((path[0], join) if first else (join, path[0])))
        if way is not None:
            return _driven(segment, way, path, join, following, first=first)
    return segment


def _driven(
    segment: Segment, way: StreetWay, path: tuple[LngLat, ...], join: LngLat, following: int, *, first: bool
) -> Segment:
    replaced = np.array([*path[:following], join])
    legs = crow_km(replaced[:-1], replaced[1:])
    # the first step is the connector that ties an office to the main road
    km = min(segment.km, float(legs.sum() + legs[0] * (DETOUR - 1)))
    minutes = segment.minutes * km / max(segment.km, 0.1)
    rest = path[following:]
    points = (*way.path, *rest) if first else (*rest[::-1], *way.path)
    return _changed(segment, segment.minutes - minutes + way.minutes, segment.km - km + way.km, points)


def _joins(net: ModeNet, path: tuple[LngLat, ...]) -> list[tuple[LngLat, int]]:
    """Find the points of a drive within END_KM of its beginning that lie on a street, each with what follows it."""
    found: list[tuple[LngLat, int]] = []
    for i, (a, b) in enumerate(pairwise(path), 1):
        # main roads are drawn with few points: a straight stretch may leave the town between two of them
        pieces = max(1, int(np.ceil(float(crow_km(a, b)) / STEP_KM)))
        for share in np.arange(1, pieces + 1) / pieces:
            point = LngLat(a.lng + (b.lng - a.lng) * float(share), a.lat + (b.lat - a.lat) * float(share))
            footholds = net.footholds(point) if float(crow_km(path[0], point)) <= END_KM else []
            if not footholds:
                return found
            if footholds[0].minutes <= JOIN_MINUTES:
                found.append((point, i + bool(share == 1)))
    return found


def _changed(segment: Segment, minutes: float, km: float, path: tuple[LngLat, ...]) -> Segment:
    line = shapely.get_coordinates(shapely.LineString(path).simplify(SIMPLIFY_DEGREES))
    return replace(
        segment,
        minutes=max(1, round(minutes)),
        km=round(km, 1),
        co2_kg=round(segment.co2_kg * km / max(segment.km, 0.1), 2),
        path=tuple(LngLat(round(lng, 5), round(lat, 5)) for lng, lat in line.tolist()),
    )
