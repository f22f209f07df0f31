from __future__ import annotations

import pytest

from geo.street_access import CAR, CYCLE, NOBODY, WALK, access_of

ALL = WALK | CYCLE | CAR


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"highway": "residential"}, ALL, ALL),
        ({"highway": "residential", "oneway": "yes"}, ALL, WALK),
        ({"highway": "residential", "oneway": "-1"}, WALK, ALL),
        ({"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}, ALL, WALK | CYCLE),
        ({"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"}, ALL, WALK | CYCLE),
        ({"highway": "tertiary", "junction": "roundabout"}, ALL, WALK),
        ({"highway": "motorway"}, CAR, 0),
        ({"highway": "motorway_link"}, CAR, CAR),
        ({"highway": "trunk", "motorroad": "yes"}, CAR, CAR),
        ({"highway": "footway"}, WALK, WALK),
        ({"highway": "footway", "bicycle": "yes"}, WALK | CYCLE, WALK | CYCLE),
        ({"highway": "footway", "access": "yes"}, WALK, WALK),
        ({"highway": "path", "foot": "no"}, CYCLE, CYCLE),
        ({"highway": "track", "motor_vehicle": "yes"}, ALL, ALL),
        ({"highway": "service", "access": "private"}, 0, 0),
        ({"highway": "service", "access": "private", "foot": "permissive"}, WALK, WALK),
        ({"highway": "residential", "vehicle": "no"}, WALK, WALK),
        ({"highway": "residential", "vehicle": "no", "bicycle": "yes"}, WALK | CYCLE, WALK | CYCLE),
        ({"highway": "residential", "motor_vehicle": "private"}, WALK | CYCLE, WALK | CYCLE),
        ({"highway": "construction"}, 0, 0),
        ({"building": "yes"}, 0, 0),
    ],
)
def test_who_may_use_a_way(tags: dict[str, str], forward: int, backward: int) -> None:
    found = access_of(tags)
    assert (found.forward, found.backward) == (forward, backward)
    assert (found.kmh > 0) == bool((forward | backward) & CAR)
    assert (found == NOBODY) == (forward | backward == 0)


def test_a_posted_limit_slows_and_never_quickens() -> None:
    def kmh(limit: str) -> int:
        return access_of({"highway": "secondary", "maxspeed": limit}).kmh

    assert kmh("30") < kmh("40") < kmh("") == kmh("100") == kmh("walk") == kmh("²")
    assert kmh("0") > 0
