"""What a municipality's card says of bloom and air: the means of the nearest weather station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.climate import SOURCE, YEARS, nearest, read_normals
from planner import config
from planner.web import state

if TYPE_CHECKING:
    from planner.dataset import Dataset


def climate_of(code: str) -> dict[str, Any] | None:
    """Give the means of the station nearest to a municipality; None where none is near."""
    found: dict[str, Any] = state.derived("climate", _all)
    return found.get(code)


def _all(dataset: Dataset) -> dict[str, dict[str, Any]]:
    stations = read_normals(config.installed_data_dir())
    offices = {place.code: place.lnglat for place in dataset.municipalities}
    names = {place.code: place.name_en for place in dataset.municipalities}
    found = {code: nearest(stations, offices, code) for code in offices}
    return {
        code: {
            "station": station.station,
            "station_place_en": names[station.code],
            "km": round(km),
            "bloom": station.bloom,
            "full_bloom": station.full_bloom,
            "air_c": list(station.air_c),
            "years": YEARS,
            "source": SOURCE,
        }
        for code, (station, km) in ((code, near) for code, near in found.items() if near)
    }
