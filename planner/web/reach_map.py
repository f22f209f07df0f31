"""A municipality's isochrones as a small drawing for its page: inside any page's rules, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from geo.street_plane import Plane

if TYPE_CHECKING:
    from geo.street_store import TownStreets

ROOM = 0.08
"""Of the drawing's width, left free around the largest area."""

SCALES_KM = (0.5, 1, 2, 5, 10)
FINEST_METRES = 10


def reach_map(town: TownStreets, land: shapely.Geometry) -> list[dict[str, Any]]:
    """Draw each mode's areas, the largest first, over the municipality's land.

    Returns
    -------
    list of dict, one a mode
        mode; box (the viewBox, metres east and south of the office); border, areas (minutes, km2, path) as SVG paths;
        pen (the width of a line); scale (km, x, y, length of its bar)
    """
    plane = Plane(*town.about["origin"])
    outline = plane.flat_shape(land)
    return [_drawing(mode, areas, plane, outline) for mode, areas in town.isochrones.items()]


def _drawing(mode: str, areas: dict[str, Any], plane: Plane, land: shapely.Geometry) -> dict[str, Any]:
    shapes = sorted(((int(minutes), plane.flat_shape(shape(area))) for minutes, area in areas.items()), reverse=True)
    west, south, east, north = shapely.bounds(shapes[0][1])
    room = max(east - west, north - south) * ROOM
    west, south, east, north = west - room, south - 2 * room, east + room, north + room
    width = east - west
    border = shapely.clip_by_rect(shapely.boundary(land), west, south, east, north)
    km = next((km for km in reversed(SCALES_KM) if km * 1000 <= width / 3), SCALES_KM[0])
    return {
        "mode": mode,
        "box": f"{west:.0f} {-north:.0f} {width:.0f} {north - south:.0f}",
        "border": "".join(f"M{_points(line)}" for line in shapely.get_parts(border)),
        "areas": [
            {"minutes": minutes, "km2": float(shapely.area(area)) / 1e6, "path": _path(area)}
            for minutes, area in shapes
        ],
        "pen": round(width / 250),
        "scale": {"km": km, "x": round(west + room / 2), "y": round(-south - room / 2), "length": km * 1000},
    }


def _path(area: shapely.Geometry) -> str:
    """Write polygons as the data of an SVG path; north is up, so y is turned."""
    drawn = shapely.simplify(area, FINEST_METRES)
    rings = [ring for polygon in shapely.get_parts(drawn) for ring in shapely.get_rings(polygon)]
    return "".join(f"M{_points(ring)}Z" for ring in rings)


def _points(line: shapely.Geometry) -> str:
    points = np.round(shapely.get_coordinates(line)).astype(int)
    return "L".join(f"{x} {-y}" for x, y in points.tolist())
