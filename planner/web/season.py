"""The year's demand in one object: names and twelve months of every municipality, so that the slider moves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from flask import Blueprint, Response

from planner.demand_year import sums_of
from planner.model import KINDS
from planner.web import state
from planner.web.answers import kept_json
from planner.web.paging import one_of

if TYPE_CHECKING:
    from planner.dataset import Dataset

season_bp = Blueprint("season", __name__, url_prefix="/api/v1/layers")

WAVE_DAYS = 5
SHARES = (0.2, 0.45, 0.7, 0.9)
"""Quantiles of all open months that part the five steps of the map; the same all year, so months can be compared."""


@season_bp.get("/season")
def season() -> Response:
    """Give the year's wave, the steps of the map, and each municipality's names and months; or one kind's alone."""
    kind = one_of("kind", KINDS)
    if kind is None:
        return kept_json(state.derived("season", season_layer), version=state.version())
    return kept_json(state.derived(f"season {kind}", lambda data: kind_layer(data, kind)), version=state.version())


def season_layer(dataset: Dataset) -> dict[str, Any]:
    """Sum the demand calendar by municipality and month, and by five days for the whole country."""
    layer = _demand(dataset, None)
    months = layer.pop("months")
    layer["places"] = {
        place.code: {
            "name": [place.name, place.name_en],
            "prefecture": [place.prefecture_name, place.prefecture_en],
            **({"months": months[place.code]} if place.code in months else {}),
        }
        for place in dataset.municipalities
    }
    return layer


def kind_layer(dataset: Dataset, kind: str) -> dict[str, Any]:
    """Sum the windows of one kind: wave, steps of its own, and `months` of the municipalities that have any."""
    return {"kind": kind, **_demand(dataset, kind)}


def _demand(dataset: Dataset, kind: str | None) -> dict[str, Any]:
    # any ordinary year will do: windows recur, and the map is of the season
    year = dataset.date.year
    sums = sums_of(dataset.demand, year, (kind,) if kind else None)
    every = np.array(list(sums.months.values())).reshape(-1, 12)
    values = every[every > 0]
    breaks = np.quantile(values, SHARES) if len(values) else np.zeros(len(SHARES))
    wave = sums.wave[:365].reshape(-1, WAVE_DAYS).mean(axis=1)
    rows = dict(zip(sums.months, np.round(every, 2).tolist(), strict=True))
    return {
        "wave": [round(float(value), 1) for value in wave],
        "breaks": [round(float(value), 3) for value in breaks],
        "months": {code: rows[code] for code in sorted(rows) if any(rows[code])},
    }
