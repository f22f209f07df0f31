from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo.model import LngLat
from planner.render.lines import leg_lines, rounded
from planner.render.strokes import arc


@given(missing=st.sets(st.integers(0, 3)))
def test_missing_paths_are_bridged_without_a_gap(trip, missing):
    leg = trip.itinerary.legs[0]
    segments = tuple(replace(s, path=()) if i in missing else s for i, s in enumerate(leg.segments))
    lines = leg_lines(replace(leg, segments=segments))
    assert lines[0].points[0] == rounded(leg.origin.lnglat)
    assert lines[-1].points[-1] == rounded(leg.destination.lnglat)
    assert all(a.points[-1] == b.points[0] for a, b in pairwise(lines))
    assert all(len(line.points) > 1 for line in lines)


def test_only_a_road_that_bends_is_more_than_a_sketch(trip):
    car = trip.itinerary.legs[1].segments[0]
    straight = replace(car, path=car.path[:2])
    leg = replace(trip.itinerary.legs[1], segments=(car, straight))
    assert [line.estimated for line in leg_lines(leg)] == [False, True]


def test_a_flight_bows_to_the_north_and_keeps_its_ends():
    ends = (LngLat(127.6458, 26.1958), LngLat(139.7847, 35.5494))
    for a, b in (ends, ends[::-1]):
        points = arc((a, b))
        assert (points[0], points[-1]) == (a, b)
        assert points[len(points) // 2].lat > (a.lat + b.lat) / 2
