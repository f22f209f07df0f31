from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import shapely
from shapely.geometry import shape

from geo.errors import SourceError
from geo.neighbours import build_land

if TYPE_CHECKING:
    from pathlib import Path


def test_arcs_are_joined_and_japan_is_left_out(tmp_path: Path) -> None:
    """Two countries share arc 0; Japan (392) is dropped, and what is drawn across its border is cut away."""
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [130, 40]},
        "arcs": [
            [[2, 0], [0, 4]],  # the shared border: x = 131, y from 40 to 42
            [[2, 4], [-2, 0], [0, -4], [2, 0]],
            [[2, 0], [2, 0], [0, 4], [-2, 0]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "643", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "392", "arcs": [[[2, -1]]]},
                    {"type": None},
                ]
            }
        },
    }
    file = tmp_path / "countries.json"
    file.write_text(json.dumps(topology))
    land = shape(build_land(file, shapely.box(130.8, 39, 133, 43))["features"][0]["geometry"])
    assert land.bounds == (130, 40, 130.75, 42)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(SourceError, match=r"x\.json is no TopoJSON"):
        build_land(tmp_path / "x.json", shapely.box(0, 0, 1, 1))
