"""Lines around a great city on which JR is cheaper than elsewhere (電車特定区間)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from geo.errors import SchemaError
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A line of the zone between two of its stations; empty = the whole line."""

    operator: str
    line: str
    from_station: str
    to_station: str
    note: str
    source: str
    confidence: str


def load_zone(folder: Path) -> tuple[ZoneRow, ...]:
    """Read jr_zones.csv."""
    return tuple(read_rows(folder / "jr_zones.csv", ZoneRow))


def zone_stations(
    zone: tuple[ZoneRow, ...], stations: pd.DataFrame, links: pd.DataFrame, steps: Iterable[tuple[int, int]] = ()
) -> frozenset[int]:
    """Give the station_id of every station on a line within the zone.

    Parameters
    ----------
    stations : DataFrame
        station_id, operator, line, name.
    links : DataFrame
        a, b: station_id of neighbours on a line.
    steps : pairs of int
        station_id that are one station of two sections of a line.

    Raises
    ------
    SchemaError
        A row names a station that is not on its line.
    """
    track: nx.Graph[int] = nx.Graph()
    track.add_edges_from(steps)
    track.add_edges_from(zip(links.a.tolist(), links.b.tolist(), strict=True))
    found: set[int] = set()
    for line, row in enumerate(zone, start=2):
        mine = stations[(stations.operator == row.operator) & (stations.line == row.line)]
        ids = dict(zip(mine.name, mine.station_id.tolist(), strict=True))
        if not row.from_station:
            found.update(ids.values())
            continue
        if not {row.from_station, row.to_station} <= ids.keys():
            raise SchemaError(f"jr_zones.csv, row {line}, column from_station: not both ends are on {row.line}")
        part = track.subgraph(mine.station_id)
        found.update(nx.shortest_path(part, ids[row.from_station], ids[row.to_station]))
    return frozenset(found)
