"""What is known of the country, held against a listing: where a municipality lies, and its least pay by law."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from planner.clock import today
from planner.listing.law import COMPARED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    import shapely

    from geo.fare_living import LivingCosts
    from geo.layers import Layers
    from planner.listing.check import Body

WEEKS_A_MONTH = 52 / 12
SLACK_DEGREES = 0.005
"""About 500 m: our borders are drawn no finer than that everywhere."""


class Ground:
    """Borders and minimum wages of a data folder, read when first asked for.

    Parameters
    ----------
    folder : Path
        The folder that holds `japan/` and `curated/`.
    day : callable
        Tells the day for which the wage must be enough.
    """

    def __init__(self, folder: Path, day: Callable[[], dt.date] = today) -> None:
        self._folder, self._day = folder, day
        self._shapes: dict[str, shapely.Geometry] = {}

    @cached_property
    def _costs(self) -> LivingCosts:
        from geo.fare_living import LivingCosts

        return LivingCosts.load(self._folder / "curated" / "fares")

    @cached_property
    def _layers(self) -> Layers:
        from geo.layers import Layers

        return Layers(self._folder)

    def wage(self, code: str) -> int:
        """Give the minimum wage at a municipality, yen an hour."""
        return self._costs.minimum_wage(code[:2], self._day())

    def holds(self, code: str, lng: float, lat: float) -> bool:
        """Tell whether a point lies in a municipality, or so near that our borders cannot tell."""
        import shapely

        from geo.errors import UnknownPlaceError

        if code not in self._shapes:
            try:
                land = self._layers.municipality(code)
            except UnknownPlaceError:
                return True
            self._shapes[code] = shapely.geometry.shape(land["geometry"])
            shapely.prepare(self._shapes[code])
        return bool(shapely.dwithin(self._shapes[code], shapely.Point(lng, lat), SLACK_DEGREES))

    def wrong(self, body: Body) -> dict[str, str]:
        """Tell what is wrong with the place and the pay of a listing: field → key of the text."""
        errors: dict[str, str] = {}
        code = body["municipality_code"]
        if {"lng", "lat"} <= body.keys() and not self.holds(code, float(body["lng"]), float(body["lat"])):
            errors["lng"] = "outside"
        paid = hourly_pay(body) if body.get("engagement") == "employment" else None
        if paid is not None and paid < (least := self.wage(code)):
            errors["pay_jpy"] = f"minimum_wage:{least}"
        return errors


def hourly_pay(body: Body) -> float | None:
    """Give the yen of an hour where the listing says enough to know.

    A month's wage is divided by its usual hours, as the minimum wage is compared by law: of a year a twelfth. Pay for
    the whole stay is held against the shortest one: who stays longer for the same gets less.
    """
    if "pay_jpy" not in body or (hours := _hours(body)) is None:
        return None
    return float(body["pay_jpy"]) / hours


def _hours(body: Body) -> float | None:
    """Give the hours that are worked for the pay."""
    unit = body.get("pay_unit", "")
    if unit == "hour":
        return 1.0
    if unit not in COMPARED or any(name not in body for name in COMPARED[unit]):
        return None
    day = float(body["hours_per_day"])
    if unit == "day":
        return day
    weeks = WEEKS_A_MONTH if unit == "month" else int(body["min_nights"]) / 7
    return day * float(body["days_per_week"]) * weeks
