"""How long local trains run and how long one waits for them, by the class of the line.

Speeds and headways are averages by class, not timetables: legs made of them carry the basis `average`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.sphere import crow_km

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

WAIT_CAP = 30.0
"""Minutes: who knows the timetable waits no longer (DESIGN.md, Travel)."""

BOARD_MINUTES = 3.0
ALIGHT_MINUTES = 1.0
SERVICE_HOURS = 16
"""Hours a day with trains: headway = 960 min / trips a day."""

METROPOLES = (
    (139.767, 35.681, 50.0),
    (135.495, 34.702, 50.0),
    (136.882, 35.171, 30.0),
    (130.421, 33.590, 20.0),
    (141.351, 43.069, 20.0),
    (140.882, 38.260, 15.0),
    (132.475, 34.398, 15.0),
)
"""Longitude, latitude and radius in km of the areas with dense local trains."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How the local trains of a class run."""

    kmh: float
    """Between stops."""
    stop_minutes: float
    """Lost at each stop: braking, standing, starting."""
    headway: float
    """Minutes between trains."""


PACES = {
    "subway": Pace(52, 0.9, 6),
    "metro_jr": Pace(72, 1.0, 10),
    "metro_private": Pace(75, 0.9, 10),
    "rural_jr": Pace(62, 1.0, 70),
    "rural_private": Pace(55, 0.9, 40),
    "tram": Pace(24, 0.5, 10),
    "guided": Pace(45, 0.7, 8),
    "cable": Pace(14, 0.5, 20),
    "shinkansen": Pace(160, 3.0, 45),
}

SUBWAYS = frozenset(
    [
        "東京地下鉄",
        "東京都",
        "大阪市高速電気軌道",
        "札幌市",
        "仙台市",
        "横浜市",
        "名古屋市",
        "京都市",
        "神戸市",
        "福岡市",
    ]
)


def line_class(operator: str, railway_class: str, institution_type: str, *, metro: bool) -> str:
    """Sort a station's line into a key of `PACES`."""
    if institution_type == "JRの新幹線":
        return "shinkansen"
    if railway_class == "鋼索鉄道":
        return "cable"
    if railway_class == "軌道" and operator not in SUBWAYS:
        return "tram"
    if "案内軌条" in railway_class or "跨座" in railway_class or "懸垂" in railway_class or railway_class == "浮上式":
        return "guided"
    if operator in SUBWAYS and institution_type != "軌道":
        return "subway"
    jr = institution_type == "JR在来線"
    return ("metro_" if metro else "rural_") + ("jr" if jr else "private")


def paces(stations: pd.DataFrame) -> list[Pace]:
    """Give the pace of each station row."""
    metro = in_metropolis(stations[["lng", "lat"]].to_numpy())
    rows = zip(stations.operator, stations.railway_class, stations.institution_type, metro, strict=True)
    return [PACES[line_class(op, rail, inst, metro=bool(dense))] for op, rail, inst, dense in rows]


def in_metropolis(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which positions (N, 2) lie in an area with dense local trains."""
    inside = np.zeros(len(points), dtype=np.bool_)
    for lng, lat, radius in METROPOLES:
        inside |= crow_km(points, np.array([lng, lat])) <= radius
    return inside


def wait_minutes(headway: float) -> float:
    """Half a headway, capped, and the way to the platform."""
    return min(headway / 2, WAIT_CAP) + BOARD_MINUTES


def wait_for(trips_per_day: float) -> float:
    """Wait for a service of so many trips a day and direction."""
    return wait_minutes(SERVICE_HOURS * 60 / max(trips_per_day, 0.1))
