"""How long local trains run and how long one waits for them, by the class of the line.

Speeds and headways are averages by class, not timetables: legs made of them carry the basis `average`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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
    "shinkansen": Pace(160, 3.0, 45),
    "metro_trunk": Pace(75, 1.15, 10),
    "metro_local": Pace(62, 1.1, 20),
    "rural_trunk": Pace(73, 1.0, 60),
    "rural_local": Pace(56, 1.1, 80),
    "metro_major": Pace(72, 1.0, 10),
    "rural_major": Pace(70, 1.0, 30),
    "metro_handed_over": Pace(75, 1.1, 12),
    "rural_handed_over": Pace(72, 1.0, 50),
    "metro_small": Pace(52, 0.9, 15),
    "rural_small": Pace(46, 0.9, 45),
    "subway": Pace(52, 0.9, 6),
    "tram": Pace(20, 0.5, 10),
    "guided": Pace(45, 0.7, 8),
    "cable": Pace(14, 0.5, 20),
}
"""By class of line, fitted to the running times of about forty lines from end to end that are common knowledge.

Trunk and local are JR's own classes (幹線, 地方交通線), major the large private railways, handed over the former JR
trunk lines and the new suburban ones, small all other private lines.
"""

MAJOR = frozenset(
    (
        "東武鉄道", "西武鉄道", "京成電鉄", "京王電鉄", "小田急電鉄", "東急電鉄", "京浜急行電鉄", "相模鉄道",
        "名古屋鉄道", "近畿日本鉄道", "南海電気鉄道", "京阪電気鉄道", "阪急電鉄", "阪神電気鉄道", "西日本鉄道",
        "山陽電気鉄道", "泉北高速鉄道", "新京成電鉄", "北大阪急行電鉄", "神戸高速鉄道",
    )
)  # fmt: skip
HANDED_OVER = frozenset(
    (
        "青い森鉄道", "アイジーアールいわて銀河鉄道", "IGRいわて銀河鉄道", "えちごトキめき鉄道", "あいの風とやま鉄道",
        "IRいしかわ鉄道", "ハピラインふくい", "しなの鉄道", "道南いさりび鉄道", "伊勢鉄道", "愛知環状鉄道",
        "阿武隈急行",
        "首都圏新都市鉄道", "東京臨海高速鉄道", "埼玉高速鉄道", "東葉高速鉄道", "横浜高速鉄道", "北総鉄道", "智頭急行",
        "名古屋臨海高速鉄道", "北越急行", "鹿島臨海鉄道", "仙台空港鉄道",
    )
)  # fmt: skip

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


def line_class(operator: str, railway_class: str, institution_type: str, *, metro: bool, local: bool = False) -> str:
    """Sort a station's line into a key of `PACES`; `local` marks JR's local lines."""
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
    where = "metro_" if metro else "rural_"
    if institution_type == "JR在来線":
        return where + ("local" if local else "trunk")
    return where + ("major" if operator in MAJOR else "handed_over" if operator in HANDED_OVER else "small")


def paces(
    stations: pd.DataFrame, local_lines: frozenset[tuple[str, str]], known: Mapping[tuple[str, str], Pace]
) -> list[Pace]:
    """Give the pace of each station row: that of its line where it is `known`, else that of its class."""
    metro = in_metropolis(stations[["lng", "lat"]].to_numpy())
    columns = (stations[name] for name in ("operator", "line", "railway_class", "institution_type"))
    found = []
    for operator, line, railway, institution, dense in zip(*columns, metro, strict=True):
        own = known.get((operator, line)) or known.get((operator, ""))
        local = (operator, line) in local_lines
        found.append(own or PACES[line_class(operator, railway, institution, metro=bool(dense), local=local)])
    return found


def read_paces(path: Path) -> dict[tuple[str, str], Pace]:
    """Read rail_speeds.csv, the lines unlike their class; an empty line means every line of the operator."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["operator"], row["line"]): Pace(float(row["kmh"]), float(row["stop_minutes"]), float(row["headway"]))
            for row in csv.DictReader(file)
        }


def in_metropolis(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which positions (N, 2) lie in an area with dense local trains."""
    inside = np.zeros(len(points), dtype=np.bool_)
    for lng, lat, radius in METROPOLES:
        inside |= crow_km(points, np.array([lng, lat])) <= radius
    return inside


def wait_minutes(headway: float) -> float:
    """Half a headway, capped, and the way to the platform."""
    return rounded_wait(min(headway / 2, WAIT_CAP) + BOARD_MINUTES)


def rounded_wait(minutes: float) -> float:
    """Round to a sixteenth: sums and differences of such waits are exact, so that there and back cost the same."""
    return round(minutes * 16) / 16


def wait_for(trips_per_day: float) -> float:
    """Wait for a service of so many trips a day and direction."""
    return wait_minutes(SERVICE_HOURS * 60 / max(trips_per_day, 0.1))
