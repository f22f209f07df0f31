"""Sections of long lines: where local trains end and one changes, how often they run and how long they take.

No local train runs the whole of a long line. A table kept by hand tells the stations at which they end and how many
run between these; lines are cut there, so that a ride across a cut is a change of trains.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pandas as pd

from geo.errors import SchemaError
from geo.rail_names import plain_name
from geo.rail_times import SERVICE_HOURS, Pace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Section(NamedTuple):
    """A part of a line over which the same local trains run."""

    operator: str
    line: str
    ends: tuple[str, str]
    trips_per_day: float
    """Local trains a day and direction; 0 = expresses only."""
    minutes: float | None
    """Of a local train from end to end; None = as the class of the line has it."""
    changes: tuple[bool, bool]
    """Whether nearly all local trains end at the first, at the second end."""


@dataclass(frozen=True)
class DividedLines:
    """The stations and links of the country, lines cut into their sections.

    Attributes
    ----------
    stations, links : DataFrame
        As the tables `stations` and `rail_links`; a station where sections meet has a row for each of them.
    section_of : dict of int to Section
        By station_id; stations of lines that are not divided are absent.
    steps : dict of (int, int) to bool
        Pairs of station_id that are one station of two sections; whether one changes trains there.
    """

    stations: pd.DataFrame
    links: pd.DataFrame
    section_of: dict[int, Section]
    steps: dict[tuple[int, int], bool]


def read_sections(path: Path) -> list[Section]:
    """Read rail_sections.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Section(
                row["operator"],
                row["line"],
                (row["from_ja"], row["to_ja"]),
                float(row["trips_per_day"]),
                float(row["minutes"]) if row["minutes"] else None,
                (row["change"] in ("from", "both"), row["change"] in ("to", "both")),
            )
            for row in csv.DictReader(file)
        ]


def divide_lines(stations: pd.DataFrame, links: pd.DataFrame, sections: Iterable[Section]) -> DividedLines:
    """Cut the lines of the table into their sections.

    Raises
    ------
    SchemaError
        When a section's line or station is unknown, its ends are not joined, or two sections claim one track.
    """
    cutter = _Cutter(stations, links)
    for section in sections:
        cutter.claim(section)
    return cutter.divided()


class _Cutter:
    def __init__(self, stations: pd.DataFrame, links: pd.DataFrame) -> None:
        self._stations, self._links = stations, links
        self._line = dict(zip(stations.station_id, zip(stations.operator, stations.line, strict=True), strict=True))
        self._names: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._graphs: dict[tuple[str, str], nx.Graph[int]] = {}
        for station, name in zip(stations.station_id, stations.name, strict=True):
            self._names.setdefault(self._line[station], {}).setdefault(plain_name(name), []).append(station)
        for a, b, km in zip(links.a, links.b, links.km, strict=True):
            self._graphs.setdefault(self._line[a], nx.Graph()).add_edge(a, b, km=float(km))
        self._owner: dict[tuple[int, int], Section] = {}

    def claim(self, section: Section) -> None:
        way = self._way(section)
        for a, b in pairwise(way):
            key = (min(a, b), max(a, b))
            if key in self._owner:
                raise SchemaError(
                    f"rail_sections.csv: {section.line} {'–'.join(section.ends)} overlaps another section."
                )
            self._owner[key] = section

    def _way(self, section: Section) -> Sequence[int]:
        key = (section.operator, section.line)
        known = self._names.get(key, {})
        starts, ends = (known.get(plain_name(name), []) for name in section.ends)
        ways = []
        for start in starts:
            for end in ends:
                try:
                    ways.append(nx.dijkstra_path(self._graphs[key], start, end, weight="km"))
                except (nx.NetworkXNoPath, nx.NodeNotFound, KeyError):
                    continue
        if not ways:
            raise SchemaError(f"rail_sections.csv: {section.line} has no track {'–'.join(section.ends)}.")
        return min(ways, key=len)

    def divided(self) -> DividedLines:
        """Give each station a row for every section that touches it, and each link the rows of its own section."""
        touching: dict[int, list[Section | None]] = {}
        owners = []
        for a, b in zip(self._links.a, self._links.b, strict=True):
            owner = self._owner.get((min(a, b), max(a, b)))
            owners.append(owner)
            for station in (a, b):
                parts = touching.setdefault(int(station), [])
                if owner not in parts:
                    parts.append(owner)
        rows, ids = self._copies(touching)
        links = self._links.assign(
            a=[ids[int(a), owner] for a, owner in zip(self._links.a, owners, strict=True)],
            b=[ids[int(b), owner] for b, owner in zip(self._links.b, owners, strict=True)],
        )
        section_of = {number: owner for (_, owner), number in ids.items() if owner is not None}
        stations = pd.concat([self._stations, pd.DataFrame(rows, columns=self._stations.columns)], ignore_index=True)
        return DividedLines(stations.astype(self._stations.dtypes), links, section_of, self._steps(touching, ids))

    def _copies(
        self, touching: dict[int, list[Section | None]]
    ) -> tuple[list[dict[str, object]], dict[tuple[int, Section | None], int]]:
        """New rows of stations, and the number of each station within each section."""
        ids: dict[tuple[int, Section | None], int] = {}
        rows: list[dict[str, object]] = []
        free = int(self._stations.station_id.max()) + 1
        of_id = self._stations.set_index("station_id", drop=False)
        for station, parts in touching.items():
            for place, part in enumerate(parts):
                ids[station, part] = station if place == 0 else free
                if place > 0:
                    rows.append({**{str(k): v for k, v in of_id.loc[station].items()}, "station_id": free})
                    free += 1
        return rows, ids

    def _steps(
        self, touching: dict[int, list[Section | None]], ids: dict[tuple[int, Section | None], int]
    ) -> dict[tuple[int, int], bool]:
        name = dict(zip(self._stations.station_id, self._stations.name, strict=True))
        steps = {}
        for station, parts in touching.items():
            here = plain_name(name[station])
            ending = [part is not None and _ends(part, here) for part in parts]
            for i in range(len(parts)):
                for j in range(i + 1, len(parts)):
                    steps[ids[station, parts[i]], ids[station, parts[j]]] = ending[i] or ending[j]
        return steps


def _ends(section: Section, here: str) -> bool:
    return any(change and plain_name(end) == here for change, end in zip(section.changes, section.ends, strict=True))


def section_paces(
    row: Mapping[int, int], links: pd.DataFrame, section_of: Mapping[int, Section], usual: Sequence[Pace]
) -> dict[int, Pace]:
    """Give the pace of each station row within a section: `usual`, stretched to the section's known minutes.

    Parameters
    ----------
    row : station_id to row number
    usual : pace of each row by the class of its line
    """
    minutes: dict[Section, float] = {}
    for a, km in zip(links.a, links.km, strict=True):
        section = section_of.get(int(a))
        if section is not None:
            pace = usual[row[int(a)]]
            minutes[section] = minutes.get(section, 0.0) + float(km) / pace.kmh * 60 + pace.stop_minutes
    found = {}
    for station, section in section_of.items():
        pace = usual[row[station]]
        stretch = (section.minutes or minutes[section]) / max(minutes[section], 0.1)
        headway = SERVICE_HOURS * 60 / section.trips_per_day if section.trips_per_day else pace.headway
        found[row[station]] = Pace(pace.kmh / stretch, pace.stop_minutes * stretch, headway)
    return found
