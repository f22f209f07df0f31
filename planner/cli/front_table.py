"""The front as a table for the terminal, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.columns import columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.front import FrontPoint


def front_table(points: Sequence[FrontPoint]) -> str:
    """Lay out the points, the cheapest first; the plan's own trip is marked."""
    rows = [("", "価値", "費用", "移動", "評価", "泊", "土地")]
    for point in points:
        hours, minutes = divmod(point.travel_minutes, 60)
        names = "・".join(stay.municipality.name for stay in point.itinerary.stays)
        rows.append(
            (
                "*" if point.best else "",
                f"{point.value:.1f}",
                f"約¥{point.cost_jpy:,}",
                f"約{hours}時間{minutes:02d}分",
                f"{point.objective:.2f}",
                str(point.itinerary.totals.nights),
                names,
            )
        )
    note = "* 最良の旅。ほかのどの旅にも、価値・費用・移動時間のすべてで劣る旅はありません。"
    return f"{columns(rows, right=frozenset({1, 2, 3, 4, 5}))}\n\n{note}"
