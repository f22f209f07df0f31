"""Points lie in the municipality around them; at sea and abroad they lie in none."""

import pytest
import shapely

from geo.locate import Locator
from geo.model import LngLat
from geo.store import read_boundaries
from planner import config


@pytest.fixture(scope="module")
def locator():
    return Locator(config.data_dir())


@pytest.mark.parametrize(
    ("lng", "lat", "code"),
    [
        (136.9, 36.58, "16210"),
        (139.7536, 35.694, "13101"),
        (141.3545, 43.0621, "01100"),
        (127.6792, 26.2123, "47201"),
        (137.2, 37.9, None),
        (129.04, 35.115, None),
        (0.0, 0.0, None),
        (147.9, 44.9, None),
    ],
    ids=["Nanto", "Chiyoda", "Sapporo", "Naha", "at sea", "Busan", "far away", "Iturup"],
)
def test_a_point_lies_in_one_municipality_or_in_none(locator, lng, lat, code):
    assert locator.code_at(LngLat(lng, lat)) == code


def test_a_quay_is_land(locator):
    table = read_boundaries(config.data_dir(), "full")
    hachijo = table.geometry[table["code"] == "13401"].iloc[0]
    east, north = max(shapely.get_coordinates(hachijo).tolist())
    assert locator.code_at(LngLat(east + 0.002, north)) == "13401"
    assert locator.code_at(LngLat(east + 0.01, north)) is None
