import types

import pytest

from geo.errors import UnknownPlaceError
from geo.places import PlaceIndex
from planner.ends import journey_between


class Stops:
    """A router that knows two municipalities and one station, and gives back what it was asked."""

    network = types.SimpleNamespace(codes=("13101", "16210"))

    def find(self, name):
        if name == "新大阪駅":
            return 7
        raise UnknownPlaceError(f"No station, port or airport is called {name}.")

    def between(self, origin, destination, modes, date):
        return origin, destination, modes, date


@pytest.fixture
def places(small_dataset):
    return PlaceIndex(small_dataset.municipalities)


def test_a_municipality_is_taken_before_a_stop(places):
    assert journey_between(Stops(), places, ("南砺市", "新大阪駅"), ("rail",), None) == (1, 7, ("rail",), None)


def test_a_name_that_is_neither_is_told_with_what_helps_more(places):
    with pytest.raises(UnknownPlaceError, match="No station"):
        journey_between(Stops(), places, ("南砺市", "zzzz"), ("rail",), None)
    with pytest.raises(UnknownPlaceError) as caught:
        journey_between(Stops(), places, ("南砺", "なんとう市"), ("rail",), None)
    assert "富山県南砺市" in caught.value.candidates
