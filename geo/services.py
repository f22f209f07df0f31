"""Known services other than trains: ferries, flights, highway buses, airport access; facts kept by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo.edges import ALL_YEAR
from geo.model import LngLat
from geo.sphere import crow_km

if TYPE_CHECKING:
    from pathlib import Path

OVERNIGHT_FERRY_MINUTES = 420
"""Crossings of seven hours and more sail through the night on their usual timetable."""

VESSELS = {"highspeed": "（高速船）", "jetfoil": "（ジェットフォイル）"}
"""What is added to a shipping line's name: the same line often runs ferries beside them."""

FAST_VESSELS = tuple(VESSELS.values())

RECALLED = ("low",)
"""Confidence of fares that are shown as estimates."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A port, airport, bus stop or heliport."""

    kind: str
    """port, airport or bus."""
    name: str
    lnglat: LngLat
    code: str = ""
    """IATA code of an airport."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ferry, flight, highway bus or airport bus between two terminals, both ways alike."""

    mode: str
    line: str
    origin: Terminal
    destination: Terminal
    minutes: float
    trips_per_day: float
    fare_jpy: int | None
    km: float
    overnight: bool
    car: bool
    """Carries cars."""
    source: str
    confidence: str
    months: int = ALL_YEAR
    """Months of running as bits, January the lowest."""
    car_fare_jpy: int | None = None
    """Of a car of up to 5 m with its driver; None = unknown, or no ship for cars."""
    fare_estimated: bool = False
    """Whether `fare_jpy` is recalled rather than read from a published table."""


def months_of(season: str) -> int:
    """Turn `4-10`, `8` or, over New Year, `11-3` into bits, January the lowest."""
    first, _, last = season.partition("-")
    start, end = int(first), int(last or first)
    running = range(start, end + 1) if start <= end else [*range(start, 13), *range(1, end + 1)]
    return sum(1 << (month - 1) for month in running)


def read_ferries(folder: Path, on: str) -> list[Crossing]:
    """Read the sea crossings that run on an ISO date."""
    return [
        Crossing(
            mode="ferry",
            line=row["operator"] + VESSELS.get(row["vessel_type"], ""),
            origin=Terminal("port", row["from_port_ja"], LngLat(float(row["from_lon"]), float(row["from_lat"]))),
            destination=Terminal("port", row["to_port_ja"], LngLat(float(row["to_lon"]), float(row["to_lat"]))),
            minutes=float(row["minutes"]),
            trips_per_day=float(row["trips_per_day"] or 1),
            fare_jpy=_yen(row["fare_jpy"]),
            km=float(row["straight_km"]),
            overnight=float(row["minutes"]) >= OVERNIGHT_FERRY_MINUTES,
            car=row["vessel_type"] == "ferry",
            source=row["source"],
            confidence=row["confidence"],
            months=months_of(row["seasonal"]),
            fare_estimated=row["fare_confidence"] in RECALLED,
        )
        for row in _rows(folder / "ferries.csv")
        if row["valid_from"] <= on and (not row["valid_to"] or on < row["valid_to"])
    ]


def read_flights(folder: Path, airports: pd.DataFrame) -> list[Crossing]:
    """Read domestic flights and the helicopters of the Tokyo islands."""
    place = _airports(folder, airports)
    crossings = [
        Crossing(
            mode="air",
            line=f"{row['from_iata']}–{row['to_iata']}",
            origin=place[row["from_iata"] or row["from_icao"]],
            destination=place[row["to_iata"] or row["to_icao"]],
            minutes=float(row["block_minutes"]),
            trips_per_day=float(row["flights_per_day"] or 1),
            fare_jpy=None,  # listed fares are same-day ones; who plans weeks ahead pays the advance fare, estimated
            km=float(row["km"]),
            overnight=False,
            car=False,
            source=row["source"],
            confidence=row["confidence"],
            months=months_of(row["seasonal"]),
        )
        for row in _rows(folder / "flights.csv")
    ]
    by_name = {terminal.name: terminal for terminal in place.values()}
    for row in _rows(folder / "heli.csv"):
        ends = [
            by_name.get(row[f"{end}_ja"])
            or Terminal("airport", row[f"{end}_ja"], LngLat(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])))
            for end in ("from", "to")
        ]
        crossings.append(
            Crossing(
                mode="air",
                line=row["operator"],
                origin=ends[0],
                destination=ends[1],
                minutes=float(row["minutes"]),
                trips_per_day=float(row["trips_per_day"]),
                fare_jpy=None,
                km=float(crow_km(ends[0].lnglat, ends[1].lnglat)),
                overnight=False,
                car=False,
                source=row["source"],
                confidence=row["confidence"],
            )
        )
    return crossings


def read_buses(folder: Path) -> list[Crossing]:
    """Read highway buses."""
    return [
        Crossing(
            mode="highway_bus",
            line=row["service_ja"],
            origin=Terminal("bus", row["from_ja"], LngLat(float(row["from_lon"]), float(row["from_lat"]))),
            destination=Terminal("bus", row["to_ja"], LngLat(float(row["to_lon"]), float(row["to_lat"]))),
            minutes=float(row["minutes"]),
            trips_per_day=float(row["trips_per_day"] or 1),
            fare_jpy=_yen(row["fare_jpy"]),
            km=float(row["straight_km"]) * 1.25,
            overnight=row["overnight"] == "1",
            car=False,
            source=row["source"],
            confidence=row["confidence"],
            fare_estimated=row["fare_confidence"] in RECALLED,
        )
        for row in _rows(folder / "highway_bus.csv")
    ]


ACCESS_MODES = {
    "bus": "local_bus",
    "taxi": "taxi",
    "walk": "walk",
    "rail": "rail",
    "subway": "rail",
    "monorail": "rail",
}


def read_airport_access(folder: Path, airports: pd.DataFrame) -> list[Crossing]:
    """Read the known ways from airports into town; the town end is named after its station or stop."""
    place = _airports(folder, airports)
    return [
        Crossing(
            mode=ACCESS_MODES[row["mode"]],
            line="空港連絡バス" if row["mode"] == "bus" else "空港連絡",
            origin=place[row["airport_iata"] or row["airport_icao"]],
            destination=Terminal("bus", row["place_ja"], LngLat(float(row["place_lon"]), float(row["place_lat"]))),
            minutes=float(row["minutes"]),
            trips_per_day=float(row["trips_per_day"] or 12),
            fare_jpy=_yen(row["fare_jpy"]),
            km=float(row["straight_km"]) * 1.25,
            overnight=False,
            car=False,
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in _rows(folder / "airport_access.csv")
    ]


def _airports(folder: Path, airports: pd.DataFrame) -> dict[str, Terminal]:
    """Airports by IATA and ICAO code; positions known from their access rows come first."""
    place: dict[str, Terminal] = {}
    for row in airports.to_dict("records"):
        at = LngLat(row["lng"], row["lat"])
        place[row["iata"]] = place[row["icao"]] = Terminal("airport", row["name_ja"] or row["name"], at, row["iata"])
    for access in _rows(folder / "airport_access.csv"):
        at = LngLat(float(access["airport_lon"]), float(access["airport_lat"]))
        iata, icao = access["airport_iata"], access["airport_icao"]
        known = place.get(iata) or place.get(icao)
        place[iata] = place[icao] = Terminal("airport", known.name if known else iata or icao, at, iata)
    return place


def _rows(path: Path) -> list[dict[str, str]]:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [{str(key): str(value) for key, value in row.items()} for row in table.to_dict("records")]


def _yen(text: str) -> int | None:
    return round(float(text)) if text else None
