"""Known trains: patterns of express and rapid services, each stop tied to a station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.model import LngLat
from geo.rail_names import plain_name
from geo.sphere import crow_km

if TYPE_CHECKING:
    from pathlib import Path

MATCH_KM = 4.0
"""A stop farther than this from a station of its name is another place of that name."""

SLEEPERS = ("サンライズ",)


@dataclass(frozen=True, slots=True)
class TrainService:
    """A pattern of express or rapid trains; the reverse runs alike."""

    name: str
    operator: str
    kind: str
    """shinkansen, limited_express or rapid."""
    stops: tuple[int, ...]
    """station_id of each stop, in order."""
    minutes: tuple[float, ...]
    """From the first stop, in the vehicle."""
    lines: tuple[str, ...]
    """The line on which each stop is reached; supplements change with it."""
    trips_per_day: float
    overnight: bool
    source: str
    confidence: str


def read_trains(folder: Path, stations: pd.DataFrame, on: str) -> tuple[list[TrainService], list[str]]:
    """Read the train patterns valid on an ISO date and tie each stop to a station.

    Returns
    -------
    services, and a line for each stop that no station matches
    """
    rows = pd.read_csv(folder / "rail_lines.csv", dtype=str, keep_default_na=False)
    valid = ((rows.valid_from == "") | (rows.valid_from <= on)) & ((rows.valid_to == "") | (rows.valid_to > on))
    finder = _StationFinder(stations)
    services, lost = [], []
    for name, group in rows[valid].groupby("service_ja", sort=True):
        ordered = group.assign(seq=group.seq.astype(int)).sort_values("seq")
        matched: list[tuple[int, float, str]] = []
        for row in ordered.itertuples(index=False):
            near = finder.position(matched[-1][0]) if matched else None
            station = finder.find(str(row.station_ja), str(row.line_ja), _position(row.lon, row.lat), near)
            if station is None:
                lost.append(f"{name}: {row.station_ja}")
            else:
                matched.append((station, float(str(row.minutes_from_first)), str(row.line_ja)))
        if len(matched) >= 2:
            services.append(_train(str(name), ordered.iloc[0], matched))
    return services, lost


def _train(name: str, head: pd.Series[str], matched: list[tuple[int, float, str]]) -> TrainService:
    return TrainService(
        name=name,
        operator=head.operator,
        kind=head.kind,
        stops=tuple(station for station, _, _ in matched),
        minutes=tuple(minutes for _, minutes, _ in matched),
        lines=tuple(line for _, _, line in matched),
        trips_per_day=float(head.trips_per_day or 1),
        overnight=name.startswith(SLEEPERS),
        source=head.source,
        confidence=head.confidence,
    )


class _StationFinder:
    """Stations by name, the line and the neighbourhood deciding between namesakes."""

    def __init__(self, stations: pd.DataFrame) -> None:
        self._by_name: dict[str, list[int]] = {}
        for row, name in enumerate(stations.name):
            self._by_name.setdefault(plain_name(name), []).append(row)
        self._points = stations[["lng", "lat"]].to_numpy()
        self._lines = stations.line.tolist()
        self._ids = stations.station_id.to_numpy()
        self._row = {int(i): row for row, i in enumerate(self._ids)}

    def position(self, station: int) -> LngLat:
        lng, lat = self._points[self._row[station]]
        return LngLat(float(lng), float(lat))

    def find(self, name: str, line: str, at: LngLat | None, near: LngLat | None) -> int | None:
        rows = self._by_name.get(plain_name(name), [])
        centre = at or near
        if centre is not None and rows:
            km = crow_km(self._points[rows], np.array(centre))
            limit = MATCH_KM if at else 400.0
            rows = [row for _, row in sorted(zip(km, rows, strict=True)) if crow_km(self._points[row], centre) <= limit]
        if not rows:
            return None
        same_line = [row for row in rows if line and line in self._lines[row]]
        return int(self._ids[(same_line or rows)[0]])


def _position(lng: object, lat: object) -> LngLat | None:
    return LngLat(float(str(lng)), float(str(lat))) if lng not in ("", None) and lat not in ("", None) else None
