"""The land of Japan's neighbours, for the background of the map, from Natural Earth as TopoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo import geojson
from geo.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WINDOW = shapely.box(116, 19, 159, 54)
"""What the map shows around Japan."""

_JAPAN = "392"
"""ISO 3166-1 number; Japan itself is drawn from its own boundaries."""

_CLEARANCE_DEGREES = 0.05
"""Land this close to Japan's is Japan's, drawn by another hand."""

_TOLERANCE_DEGREES = 0.02


def build_land(countries_json: Path, japan: shapely.Geometry) -> dict[str, Any]:
    """Return the land around Japan as one GeoJSON feature (id `land`), without anything that is Japan's.

    Parameters
    ----------
    countries_json : Path
        `countries-10m.json` of world-atlas.
    japan : geometry
        All land of Japan, the Northern Territories included.
    """
    abroad = [shape for key, shape in _read_countries(countries_json) if key != _JAPAN]
    near = shapely.intersection(shapely.make_valid(np.array(abroad)), WINDOW)
    land = shapely.difference(shapely.union_all(near), shapely.buffer(japan, _CLEARANCE_DEGREES, quad_segs=2))
    thin = shapely.normalize(shapely.simplify(land, _TOLERANCE_DEGREES))
    return geojson.collection([geojson.feature("land", thin, 2)])


def _read_countries(path: Path) -> list[tuple[str, shapely.Geometry]]:
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        arcs = _decode(topology)
        countries = topology["objects"]["countries"]["geometries"]
        return [(str(country.get("id", "")), _country(country, arcs)) for country in countries if country["type"]]
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(f"{path.name} is no TopoJSON of countries: {error}.") from error


def _decode(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """Undo the quantisation: arcs are integer steps, to be summed, scaled and moved (TopoJSON 1.0, section 2.1.2)."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + origin for arc in topology["arcs"]]


def _country(country: dict[str, Any], arcs: list[NDArray[np.float64]]) -> shapely.Geometry:
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    drawn = [[_ring(ring, arcs) for ring in rings] for rings in polygons]
    # quantisation leaves rings of islets with too few corners to be drawn
    return shapely.MultiPolygon(
        [(rings[0], [hole for hole in rings[1:] if len(hole) >= 4]) for rings in drawn if len(rings[0]) >= 4]
    )


def _ring(indices: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Join arcs end to end; the index of a reversed arc is its ones' complement."""
    pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])
