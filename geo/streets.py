"""Import the streets of municipalities from an OpenStreetMap extract, or from Overpass when a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import SourceError
from geo.street_download import download
from geo.street_files import judge
from geo.street_net import StreetNet
from geo.street_osm import CELLS_PER_DEGREE, occupied_cells, pieces_within, read_osm
from geo.street_osmnx import graph_points, read_graphml, table_of
from geo.street_pieces import simplify
from geo.street_reach import isochrones
from geo.street_store import CREDIT, LICENCE, TownStreets, save_town

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import networkx as nx
    from numpy.typing import NDArray

    from geo.model import Municipality
    from geo.street_extract import Progress
    from geo.street_table import StreetTable

    Outline = Callable[[Municipality], shapely.Geometry]
    """Gives the land of a municipality, WGS 84."""

MOST_TOWNS = 20
"""Municipalities taken from one file without being named."""

BORDER_DEGREES = 0.005
"""Streets run along borders: this much beyond them (about 500 m) belongs to a municipality."""


def import_file(
    file: Path,
    root: Path,
    towns: Sequence[Municipality],
    chosen: Sequence[Municipality],
    outline: Outline,
    progress: Progress,
) -> list[dict[str, Any]]:
    """Import the streets of a file for the chosen municipalities, else for those whose offices it covers.

    Nothing is stored unless the whole file was read.

    Returns
    -------
    list of dict
        What was stored, as `TownStreets.about`, one for each municipality.

    Raises
    ------
    SourceError, SchemaError, CrsError
        When the file can't be used; then nothing has changed.
    """
    kind = judge(file)
    if kind == "graphml":
        graph = read_graphml(file, progress)
        cells = np.unique(np.floor(graph_points(graph, file.name) * CELLS_PER_DEGREE).astype(np.int64), axis=0)
        wanted = chosen or covered(towns, cells, file.name)
        tables = {town: _from_graph(graph, town, outline, file.name) for town in wanted}
        return _store(root, tables, file.name, str(graph.graph.get("created_date", "")), progress)
    wanted = chosen or covered(towns, occupied_cells(file, kind, progress), file.name)
    areas = {town: _area(outline(town)) for town in wanted}
    streets = read_osm(file, kind, shapely.union_all(list(areas.values())), progress)
    tables = {}
    for town, area in areas.items():
        tables[town] = simplify(pieces_within(streets, area, town.full_name))
        progress("simplified", 1)
    return _store(root, tables, file.name, streets.as_of, progress)


def import_place(
    root: Path, town: Municipality, outline: Outline, cache: Path, progress: Progress
) -> list[dict[str, Any]]:
    """Fetch the streets of a municipality from Overpass and import them."""
    graph = download(town.full_name, _area(outline(town)), cache)
    progress("downloaded", 1)
    table = _from_graph(graph, town, outline, "Overpass")
    return _store(root, {town: table}, "Overpass", str(graph.graph.get("created_date", "")), progress)


def covered(towns: Sequence[Municipality], cells: NDArray[np.int64], name: str) -> list[Municipality]:
    """Find the municipalities whose offices stand on occupied cells.

    Raises
    ------
    SourceError
        When there are none, or too many to mean them all.
    """
    occupied = set(map(tuple, cells.tolist()))
    found = [town for town in towns if _cell(town) in occupied]
    if not found:
        raise SourceError(f"{name} covers no municipality's office: name the municipality with --municipality.")
    if len(found) > MOST_TOWNS:
        raise SourceError(
            f"{name} covers {len(found)} municipalities, {found[0].full_name} and {found[-1].full_name} among them: "
            f"name those you want with --municipality (without it, at most {MOST_TOWNS})."
        )
    return found


def _cell(town: Municipality) -> tuple[int, int]:
    lng, lat = np.floor(np.array(town.lnglat) * CELLS_PER_DEGREE).astype(np.int64).tolist()
    return lng, lat


def _area(land: shapely.Geometry) -> shapely.Geometry:
    return shapely.buffer(shapely.simplify(land, BORDER_DEGREES / 5), BORDER_DEGREES, quad_segs=2)


def _from_graph(graph: nx.MultiDiGraph[int], town: Municipality, outline: Outline, name: str) -> StreetTable:
    return table_of(graph, _area(outline(town)), name)


def _store(
    root: Path, tables: Mapping[Municipality, StreetTable], source: str, as_of: str, progress: Progress
) -> list[dict[str, Any]]:
    for town, table in tables.items():
        if not len(table.head):
            raise SourceError(f"{source} holds no streets of {town.full_name}.")
    stored = []
    for town, table in tables.items():
        net = StreetNet(table)
        about = {
            "code": town.code,
            "name": town.full_name,
            "source": source,
            "as_of": as_of or None,
            "credit": CREDIT,
            "licence": LICENCE,
            "streets_km": round(table.km, 1),
            "nodes": len(table.lnglat),
            "edges": len(table.head),
            "origin": list(town.lnglat),
        }
        save_town(root, town.code, TownStreets(net, about, isochrones(net, town.lnglat)))
        stored.append(about)
        progress("stored", 1)
    return stored
