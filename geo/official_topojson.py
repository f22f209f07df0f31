"""TopoJSON as geometries: arcs shared by neighbours, stored as steps on a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import SchemaError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def topojson_features(topology: dict[str, Any], source: str) -> list[tuple[dict[str, Any], shapely.Geometry | None]]:
    """Give properties and geometry of every polygon of a topology; None where it has no geometry.

    Raises
    ------
    SchemaError
        When arcs are missing or rings do not close.
    """
    try:
        arcs = _arcs(topology)
        shapes = [shape for named in topology["objects"].values() for shape in named.get("geometries", [named])]
        return [(dict(shape.get("properties") or {}), _geometry(shape, arcs)) for shape in shapes]
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        shapely.errors.GEOSException,
    ) as error:
        raise SchemaError(f"{source}: the TopoJSON is damaged ({type(error).__name__}: {error}).") from error


def _arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    transform = topology.get("transform")
    arcs = [np.asarray(arc, dtype=np.float64)[:, :2] for arc in topology["arcs"]]
    if transform is None:
        return arcs
    scale, origin = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [np.cumsum(arc, axis=0) * scale + origin for arc in arcs]


def _geometry(shape: dict[str, Any], arcs: list[NDArray[np.float64]]) -> shapely.Geometry | None:
    if shape.get("type") is None:
        return None
    rings = {"Polygon": [shape["arcs"]], "MultiPolygon": shape["arcs"]}[shape["type"]]
    polygons = [
        shapely.Polygon(_ring(outer, arcs), [_ring(hole, arcs) for hole in holes]) for outer, *holes in rings if outer
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _ring(numbers: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Join arcs end to end; a negative number ~n is arc n backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
