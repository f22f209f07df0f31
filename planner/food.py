"""The price of food: an estimate, for it is in the ledger only and never in a budget."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import GeoError
from geo.fare_living import LivingCosts

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=1)
def food_price(data_dir: Path) -> int | None:
    """Give the yen of a person's food a day; None where the data set has no price."""
    try:
        return LivingCosts.load(data_dir / "curated" / "fares").food_yen_per_day()
    except (GeoError, OSError):
        return None
