"""Streets out of graphs of OSMnx: those it saved as GraphML, and those it downloads."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import WGS84
from geo.errors import CrsError, SchemaError
from geo.sphere import crow_km
from geo.street_access import BACKWARD, NOBODY, ONE_WAY, TAGS, Access, access_of
from geo.street_files import check_graphml
from geo.street_pieces import both_directions, simplify
from geo.street_table import StreetTable, make_table

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    from numpy.typing import NDArray

    from geo.street_extract import Progress

_BOUND = ONE_WAY | BACKWARD | {"True"}
_OSMNX_CRS = (WGS84.lower(), "ogc:crs84")


def read_graphml(file: Path, progress: Progress) -> nx.MultiDiGraph[int]:
    """Read a graph that OSMnx saved.

    Raises
    ------
    SourceError, SchemaError, CrsError
        When the file is damaged, is another program's GraphML, or is in a metric system.
    """
    import networkx as nx
    import osmnx

    check_graphml(file, lambda size: progress("bytes", size))
    texts = {"oneway": str, "reversed": str, "osmid": str, "bearing": str, "grade": str, "grade_abs": str}
    broken = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError)
    try:
        # a number too large for a coordinate is only warned of
        with warnings.catch_warnings(action="error", category=RuntimeWarning):
            graph: nx.MultiDiGraph[int] = osmnx.load_graphml(file, edge_dtypes=texts)
    except (*broken, nx.NetworkXException, shapely.GEOSException, RuntimeWarning) as error:
        raise SchemaError(f"{file.name} is no graph as OSMnx saves them: {error!r:.200}") from error
    crs = str(graph.graph.get("crs", "")).lower()
    if crs not in _OSMNX_CRS:
        raise CrsError(f"{file.name} is in {crs[:40] or 'no known system'}: save the graph in {WGS84}, unprojected.")
    return graph


def graph_points(graph: nx.MultiDiGraph[int], name: str) -> NDArray[np.float64]:
    """Give the nodes' places, (N, 2) lng/lat, in the graph's order.

    Raises
    ------
    SchemaError
        When a node has none, or one that is not on the globe.
    """
    found = []
    for node, data in graph.nodes(data=True):
        x, y = data.get("x"), data.get("y")
        on_globe = isinstance(x, float) and isinstance(y, float) and abs(x) <= 180 and abs(y) <= 90
        if not on_globe:
            raise SchemaError(f"{name}: node {node} has no longitude x and latitude y in degrees ({x}, {y}).")
        found.append((x, y))
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def table_of(graph: nx.MultiDiGraph[int], area: shapely.Geometry, name: str) -> StreetTable:
    """Cut one municipality's streets out of a graph of OSMnx, simplified or not.

    Raises
    ------
    SchemaError
        When an edge has no class or a length that cannot be.
    """
    lnglat = graph_points(graph, name)
    inside = shapely.contains_xy(area, lnglat)
    row = {node: i for i, node in enumerate(graph.nodes)}
    ends, access, lines, metres = [], [], [], []
    for u, v, data in graph.edges(data=True):
        tail, head = row[u], row[v]
        if not (inside[tail] and inside[head]):
            continue
        allowed = _access(data)
        if allowed == NOBODY:
            continue
        line = _line(data.get("geometry"), lnglat[tail], lnglat[head])
        ends.append((tail, head))
        access.append(allowed)
        lines.append(line)
        metres.append(_metres(data.get("length"), line, f"{name}: edge {u} → {v}"))
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    lengths = np.array(metres, dtype=np.float64)
    if not graph.graph.get("simplified"):
        numbers = {one: i for i, one in enumerate(dict.fromkeys(access))}
        of = np.array([numbers[one] for one in access], dtype=np.int64)
        return simplify(both_directions(lnglat, pairs[:, 0], pairs[:, 1], lengths, numbers, of))
    return _as_it_is(lnglat, pairs, lengths, access, lines)


def _as_it_is(
    lnglat: NDArray[np.float64],
    pairs: NDArray[np.int64],
    metres: NDArray[np.float64],
    access: list[Access],
    lines: list[NDArray[np.float64]],
) -> StreetTable:
    """Keep the edges of a simplified graph, and let people walk one-way streets against their direction."""
    allowed = np.array(access, dtype=np.int64).reshape(-1, 3)
    both = np.vstack([pairs, pairs[:, ::-1]])
    modes = np.concatenate([allowed[:, 0], allowed[:, 1]])
    kmh, length = np.tile(allowed[:, 2], 2), np.tile(metres, 2)
    keys = np.column_stack([both, modes, np.round(length).astype(np.int64)])
    _, first = np.unique(keys, axis=0, return_index=True)
    first = first[modes[first] > 0]
    used, rows = np.unique(both[first], return_inverse=True)
    rows = rows.reshape(-1, 2)
    drawn = [lines[i] if i < len(lines) else lines[i - len(lines)][::-1] for i in first]
    return make_table(
        lnglat[used],
        rows[:, 0],
        rows[:, 1],
        length[first],
        modes[first].astype(np.uint8),
        kmh[first].astype(np.uint8),
        np.concatenate([[0], np.cumsum([len(line) for line in drawn])]).astype(np.int64),
        np.concatenate(drawn) if drawn else np.zeros((0, 2)),
    )


def _access(data: dict[str, Any]) -> Access:
    """Read an edge's tags; where OSMnx joined ways of several kinds, what all of them allow."""
    plain = {key: [str(one) for one in _several(value)] for key, value in data.items() if key in TAGS}
    # OSMnx draws every one-way street in the direction of travel, one tagged -1 too, and writes True unless told not to
    bound = _BOUND.intersection(plain.get("oneway", ()))
    plain["oneway"] = ["yes" if bound else "no"] if "oneway" in plain else []
    first = {key: values[0] for key, values in plain.items() if values}
    found = [access_of(first)]
    found += [access_of({**first, key: other}) for key, values in plain.items() for other in values[1:]]
    forward, backward, kmh = found[0]
    for one in found[1:]:
        forward, backward, kmh = forward & one.forward, backward & one.backward, min(kmh, one.kmh)
    return Access(forward, backward, kmh if (forward | backward) else 0)


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | set | tuple) else [value]


def _line(geometry: Any, tail: NDArray[np.float64], head: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give an edge's line from tail to head; a straight one where the graph has none."""
    if not isinstance(geometry, shapely.LineString) or geometry.is_empty:
        return np.array([tail, head])
    line = shapely.get_coordinates(geometry)
    turned = np.abs(line[0] - tail).sum() > np.abs(line[-1] - tail).sum()
    return line[::-1] if turned else line


def _metres(length: Any, line: NDArray[np.float64], where: str) -> float:
    """Take the graph's length where it can be; measure the line where there is none."""
    measured = float(crow_km(line[:-1], line[1:]).sum()) * 1000
    if length is None:
        return measured
    if not isinstance(length, float) or not math.isfinite(length) or length < 0.9 * measured - 1:
        raise SchemaError(f"{where} has the length {length!s:.40}, though its line is {measured:.1f} m long.")
    return length
