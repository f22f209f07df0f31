"""The year's demand in one object: names and twelve months of every municipality, so that the slider moves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from flask import Blueprint, Response

from planner.web import state
from planner.web.answers import kept_json

if TYPE_CHECKING:
    from planner.dataset import Dataset

season_bp = Blueprint("season", __name__, url_prefix="/api/v1/layers")

WAVE_DAYS = 5
SHARES = (0.2, 0.45, 0.7, 0.9)
"""Quantiles of all open months that part the five steps of the map; the same all year, so months can be compared."""


@season_bp.get("/season")
def season() -> Response:
    """Give the wave of the year, the steps of the map, and each municipality's names and months."""
    return kept_json(state.derived("season", season_layer), version=state.version())


def season_layer(dataset: Dataset) -> dict[str, Any]:
    """Sum the demand calendar by municipality and month, and by five days for the whole country."""
    # any ordinary year will do: windows recur, and the map is of the season
    year = dataset.date.year
    months = [dataset.demand.monthly(year, month) for month in range(1, 13)]
    values = np.array([value for month in months for value in month.values() if value > 0])
    breaks = np.quantile(values, SHARES) if len(values) else np.zeros(len(SHARES))
    wave = np.array(dataset.demand.wave(year)[:365]).reshape(-1, WAVE_DAYS).mean(axis=1)
    return {
        "wave": [round(float(value), 1) for value in wave],
        "breaks": [round(float(value), 3) for value in breaks],
        "places": {
            place.code: {
                "name": [place.name, place.name_en],
                "prefecture": [place.prefecture_name, place.prefecture_en],
                **(
                    {"months": found}
                    if any(found := [round(month.get(place.code, 0.0), 2) for month in months])
                    else {}
                ),
            }
            for place in dataset.municipalities
        },
    }
