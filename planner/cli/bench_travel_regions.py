"""The third table of `sasurai bench travel`: how close the model is by region of the origin and mode."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from planner.cli.columns import columns
from planner.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def by_region(
    rows: Sequence[Mapping[str, Any]], goals: Mapping[str, tuple[float, float]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Sum up the rows with both times by region and mode.

    Parameters
    ----------
    rows : rows with `region`, `mode`, `observed_minutes` and `modelled_minutes`
    goals : by mode, the share and the minutes of which the larger is the error allowed

    Returns
    -------
    region → mode → n, median_ratio, median_error (share of the observed minutes), within_goal
    """
    found: dict[str, dict[str, list[tuple[float, float]]]] = {region: {} for region in REGIONS}
    for row in rows:
        if row["region"] and row["observed_minutes"] and row["modelled_minutes"] is not None:
            pairs = found[row["region"]].setdefault(row["mode"], [])
            pairs.append((row["observed_minutes"], row["modelled_minutes"]))
    return {
        region: {mode: _summary(pairs, *goals.get(mode, (0.2, 10))) for mode, pairs in sorted(modes.items())}
        for region, modes in found.items()
        if modes
    }


def _summary(pairs: Sequence[tuple[float, float]], share: float, minutes: float) -> dict[str, float]:
    hits = [abs(model - seen) <= max(share * seen, minutes) for seen, model in pairs]
    return {
        "n": len(pairs),
        "median_ratio": round(statistics.median(model / seen for seen, model in pairs), 3),
        "median_error": round(statistics.median(abs(model / seen - 1) for seen, model in pairs), 3),
        "within_goal": round(sum(hits) / len(hits), 3),
    }


def region_table(regions: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Write the table for a terminal."""
    head = ("region", "mode", "n", "median_ratio", "median_error", "within_goal")
    body = [
        (region, mode, *(f"{values[name]:g}" for name in head[2:]))
        for region, modes in regions.items()
        for mode, values in modes.items()
    ]
    return columns([head, *body], right=frozenset(range(2, len(head))))
