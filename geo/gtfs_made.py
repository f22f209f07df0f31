"""Made-up timetables of any size, the same for the same seed: to measure the search, and to test it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np

from geo.gtfs_time import write_time

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = "agency_id,agency_name,agency_url,agency_timezone\n1,南砺バス,http://localhost/,Asia/Tokyo\n"
CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"


class MadeFeed:
    """Lines that wander over a plain of stops near Tokyo, driven to and fro all day, every day of 2026."""

    def __init__(self, seed: int, lines: int, stops: int, trips: int, length: int, spread: float = 0.7) -> None:
        """Draw the lines.

        Parameters
        ----------
        trips : int
            Of a line and direction, a day.
        length : int
            Stops of a line.
        spread : float
            Half the width of the plain, degrees.
        """
        self.random = np.random.default_rng(seed)
        self.points = np.column_stack(
            [
                self.random.uniform(139.7 - spread, 139.7 + spread, stops),
                self.random.uniform(36.0 - spread, 36.0 + spread, stops),
            ]
        )
        self.trips: list[str] = []
        self.rows: list[str] = []
        for line in range(lines):
            self._line(line, trips, length)

    def _line(self, line: int, trips: int, length: int) -> None:
        way = self.random.choice(len(self.points), size=length, replace=False)
        # stops in the order of their angle: a line that goes round rather than criss-cross
        centre = self.points[way].mean(axis=0)
        way = way[np.argsort(np.arctan2(*(self.points[way] - centre).T))]
        gaps = self.random.integers(60, 240, length)
        for direction, stops in enumerate((way, way[::-1])):
            start = int(self.random.integers(5 * 3600, 7 * 3600))
            for number in range(trips):
                trip = f"t{line}_{direction}_{number}"
                self.trips.append(f"r{line},s,{trip}")
                for k, (stop, time) in enumerate(zip(stops, start + np.cumsum(gaps), strict=True)):
                    clock = write_time(int(time))
                    self.rows.append(f"{trip},{clock},{clock},{stop},{k}")
                start += 17 * 3600 // trips + int(self.random.integers(-300, 300))

    def files(self) -> dict[str, str]:
        """Give the texts of the feed by the names of its files."""
        lines = sorted({trip.split(",")[0] for trip in self.trips})
        week = ",".join("1" * 7)
        stops = "".join(f"{i},S{i},{lat:.6f},{lng:.6f}\n" for i, (lng, lat) in enumerate(self.points))
        times = "\n".join(self.rows)
        return {
            "agency.txt": AGENCY,
            "calendar.txt": f"{CALENDAR}s,{week},20260101,20261231\n",
            "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n" + stops,
            "routes.txt": "route_id,route_short_name,route_type\n" + "".join(f"{line},{line},3\n" for line in lines),
            "trips.txt": "route_id,service_id,trip_id\n" + "\n".join(self.trips) + "\n",
            "stop_times.txt": f"trip_id,arrival_time,departure_time,stop_id,stop_sequence\n{times}\n",
        }

    def write(self, path: Path) -> Path:
        """Write the feed to a zip file."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in self.files().items():
                archive.writestr(name, text)
        return path
