"""The national road graph, clipped from a world graph, and distances over it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.errors import SourceError
from geo.sphere import crow_km, neighbours

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.land import Land

JAPAN = (122.5, 24.0, 149.0, 46.0)
"""West, south, east, north of the first rough cut, degrees."""

BENDS = 1.11
"""Real over drawn length: the world's roads are drawn with few bends. Median of published road distances between large
cities (Tokyo-Sendai 366 km, Nagoya-Osaka 185, Osaka-Hiroshima 345, Sapporo-Obihiro 201 ...) over the graph's."""

COAST_DEGREES = 0.02
"""Bridges and shore roads lie up to about 2 km off the drawn land."""


def build_roads(module: Path, land: BaseGeometry) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut the roads of Japan out of the world's main roads.

    Parameters
    ----------
    module : Path
        `world_highways.py` of scgraph-data: one line `graph=[{neighbour: km}, …]`, one `nodes=[[lat, lng], …]`.
        Read as literals, never run.
    land : geometry, WGS 84
        All land of Japan.

    Returns
    -------
    nodes : columns node_id int32, lng, lat float64
    edges : columns a, b int32 (a < b), km float64

    Raises
    ------
    SourceError
        When the file does not hold the two literals.
    """
    graph, lat_lng = _read_literals(module)
    lat, lng = lat_lng[:, 0], lat_lng[:, 1]
    west, south, east, north = JAPAN
    rough = np.flatnonzero((lng > west) & (lng < east) & (lat > south) & (lat < north))
    shore = land.simplify(COAST_DEGREES / 4).buffer(COAST_DEGREES)
    shapely.prepare(shore)
    inside = rough[shapely.contains_xy(shore, lng[rough], lat[rough])]
    number = {int(old): new for new, old in enumerate(inside)}
    edges = [
        (number[old], number[other], float(km))
        for old in number
        for other, km in graph[old].items()
        if other in number and old < other
    ]
    nodes = pd.DataFrame({"node_id": np.arange(len(inside), dtype=np.int32), "lng": lng[inside], "lat": lat[inside]})
    table = pd.DataFrame(sorted(edges), columns=["a", "b", "km"]).astype({"a": "int32", "b": "int32"})
    return nodes, table


def _read_literals(module: Path) -> tuple[list[dict[int, float]], NDArray[np.float64]]:
    found: dict[str, object] = {}
    with module.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.partition("=")
            if name.strip() in {"graph", "nodes"}:
                found[name.strip()] = _literal(module, value)
    if found.keys() != {"graph", "nodes"}:
        raise SourceError(f"{module.name} does not hold the lines graph=[…] and nodes=[…].")
    graph = found["graph"]
    assert isinstance(graph, list)
    return graph, np.asarray(found["nodes"], dtype=np.float64)


def _literal(module: Path, text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError) as error:
        raise SourceError(f"{module.name} does not hold literals only.") from error


STRAIT_KM = 3.0
"""A drawn road this close to a bridge or tunnel with a toll, from shore to shore, is that one."""


def without_toll_straits(nodes: pd.DataFrame, edges: pd.DataFrame, links: pd.DataFrame, land: Land) -> pd.DataFrame:
    """Drop the edges between landmasses beside a fixed link with a toll or of an expressway.

    The road data draws some of these bridges, as if they were free; the tables of links and expressways hold them all.
    """
    points = nodes[["lng", "lat"]].to_numpy(np.float64)
    shore = land.of(points)
    a, b = edges.a.to_numpy(), edges.b.to_numpy()
    tolled = links[links.expressway | (links.toll_jpy.fillna(0) > 0)]
    bridges = shapely.linestrings(tolled[["from_lon", "from_lat", "to_lon", "to_lat"]].to_numpy().reshape(-1, 2, 2))
    middle = shapely.points((points[a] + points[b]) / 2)
    near = shapely.distance(middle, shapely.union_all(bridges)) < STRAIT_KM / 100
    kept: pd.DataFrame = edges[~(near & (shore[a] != shore[b]))]
    return kept


def with_gaps_closed(
    nodes: pd.DataFrame, edges: pd.DataFrame, gaps: pd.DataFrame, offices: NDArray[np.float64], codes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add the ordinary roads of `road_gaps`, which the road data lacks: from office to office by a point on the way.

    `offices` (N, 2) lng/lat and `codes` name the places; the kilometres are shared by the two parts of the way.
    """
    number = {code: i for i, code in enumerate(codes)}
    ends = [offices[[number[code] for code in gaps[f"{end}_municipality_code"]]] for end in ("from", "to")]
    points = np.vstack([ends[0], gaps[["via_lon", "via_lat"]].to_numpy(np.float64), ends[1]])
    count, first = len(gaps), len(nodes)
    start = first + np.arange(count)
    legs = [crow_km(points[i * count : (i + 1) * count], points[(i + 1) * count : (i + 2) * count]) for i in (0, 1)]
    # lengths of this table are real ones, those of the road data are drawn with few bends
    drawn = gaps.km.to_numpy() / (legs[0] + legs[1]) / BENDS
    new_nodes = pd.DataFrame({"node_id": np.arange(len(points)) + first, "lng": points[:, 0], "lat": points[:, 1]})
    parts = [
        pd.DataFrame({"a": start + i * count, "b": start + (i + 1) * count, "km": legs[i] * drawn}) for i in (0, 1)
    ]
    return pd.concat([nodes, new_nodes]), pd.concat([edges, *parts]).astype({"a": "int32", "b": "int32"})


@dataclass(frozen=True)
class RoadTable:
    """Road nodes (R, 2) lng/lat, edges (E, 2) int32 row numbers and their km; bridges and tunnels included.

    `minutes` and `yen` (E,) float64 are those of bridges and tunnels; elsewhere NaN, to be had from speeds, and 0.
    """

    points: NDArray[np.float64]
    edges: NDArray[np.int32]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    yen: NDArray[np.float64]

    @classmethod
    def of(cls, nodes: pd.DataFrame, edges: pd.DataFrame, links: pd.DataFrame) -> RoadTable:
        """Add the fixed links (columns mode, from_lon … to_lat, km, minutes, toll_jpy) between nodes of their own."""
        points = nodes[["lng", "lat"]].to_numpy(np.float64)
        fixed = links[links["mode"] != "rail_only"]
        ends = [fixed[[f"{end}_lon", f"{end}_lat"]].to_numpy(np.float64) for end in ("from", "to")]
        start, count = len(points), len(fixed)
        numbers = np.arange(count)
        bridges = np.column_stack([start + numbers, start + count + numbers])
        all_points = np.vstack([points, *ends])
        tails, heads, km = neighbours(np.vstack(ends), points, 2, 15.0)
        ramps = np.column_stack([start + tails, heads])
        a, b, crow = neighbours(np.vstack(ends), np.vstack(ends), 3, 3.0)
        joints = np.column_stack([start + a, start + b])[a < b]
        km = np.concatenate(
            [
                edges.km * BENDS,
                fixed.km.to_numpy(np.float64),
                km * RoadNet.CONNECTOR,
                crow[a < b] * RoadNet.CONNECTOR,
            ]
        )
        minutes, yen = np.full(len(km), np.nan), np.zeros(len(km))
        of_links = slice(len(edges), len(edges) + count)
        minutes[of_links] = fixed.minutes.to_numpy(np.float64)
        yen[of_links] = fixed.toll_jpy.fillna(0).to_numpy(np.float64)
        return cls(
            all_points,
            np.vstack([edges[["a", "b"]].to_numpy(), bridges, ramps, joints]).astype(np.int32),
            km,
            minutes,
            yen,
        )

    def tie(self, anchors: NDArray[np.float64], land: Land) -> RoadNet:
        """Put anchors on the roads of their own landmass."""
        return RoadNet(anchors, land.of(anchors), self.points, land.of(self.points), self.edges, self.km)


class RoadNet:
    """Roads with anchors (offices, stations, ports …) tied on: a graph on which access is measured.

    Anchors come first in the numbering, road nodes after them.
    """

    CONNECTOR = 1.3
    """Road over crow distance for the way from an anchor to the main road."""

    def __init__(
        self,
        anchors: NDArray[np.float64],
        anchor_land: NDArray[np.int32],
        nodes: NDArray[np.float64],
        node_land: NDArray[np.int32],
        edges: NDArray[np.int32],
        km: NDArray[np.float64],
    ) -> None:
        """Tie anchors (N, 2) lng/lat to road nodes (R, 2) of the same landmass and to close anchors."""
        self.size = len(anchors) + len(nodes)
        first = len(anchors)
        tails, heads, length = [edges[:, 0] + first], [edges[:, 1] + first], [km]
        for points, land, offset, k, limit in (
            (nodes, node_land, first, 3, 40.0),
            (anchors, anchor_land, 0, 8, 4.0),
        ):
            a, b, crow = neighbours(anchors, points, k, limit)
            same = (anchor_land[a] == land[b]) & ((offset > 0) | (a < b))
            tails.append(a[same])
            heads.append(b[same] + offset)
            length.append(crow[same] * self.CONNECTOR)
        bare = np.setdiff1d(anchor_land, node_land)
        a, b, crow = neighbours(anchors, anchors, 40, 60.0)
        alone = np.isin(anchor_land[a], bare) & (anchor_land[a] == anchor_land[b]) & (a < b)
        tails.append(a[alone])
        heads.append(b[alone])
        length.append(crow[alone] * 1.4)
        self.tail = np.concatenate(tails).astype(np.int32)
        self.head = np.concatenate(heads).astype(np.int32)
        self.km = np.maximum(np.concatenate(length), 0.01)
