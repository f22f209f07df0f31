"""What a night, a day's food and an hour's work come to: typical prices by prefecture and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

HOTEL = "business hotel planning default"
GUESTHOUSE = "guesthouse private single"
SELF_COOKING = "half self-cooking"


@dataclass(frozen=True, slots=True)
class LodgingRow:
    """A price range of one kind of lodging; `prefecture` is empty where it holds for the whole country."""

    kind: str
    prefecture: str
    place: str
    season: str
    low: float | None
    typical: float | None
    high: float | None
    unit: str
    as_of: str
    estimate: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FoodRow:
    """A price range of meals."""

    item: str
    low: int
    high: int
    unit: str
    as_of: str
    estimate: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WageRow:
    """A prefecture's minimum wage of one fiscal year; prefecture 00 is the weighted national mean."""

    prefecture: str
    name: str
    fiscal_year: int
    yen_per_hour: int
    valid_from: dt.date
    day_known: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class LivingCosts:
    """Estimates for the ledger; every price is an estimate and the page says so."""

    lodging: tuple[LodgingRow, ...]
    food: tuple[FoodRow, ...]
    wages: tuple[WageRow, ...]

    @classmethod
    def load(cls, folder: Path) -> LivingCosts:
        """Read lodging.csv, food.csv and minimum_wage.csv.

        Raises
        ------
        SchemaError
            A prefecture has no hotel price or no minimum wage.
        """
        costs = cls(
            tuple(read_rows(folder / "lodging.csv", LodgingRow)),
            tuple(read_rows(folder / "food.csv", FoodRow)),
            tuple(read_rows(folder / "minimum_wage.csv", WageRow)),
        )
        wanted = {f"{number:02d}" for number in range(1, 48)}
        hotels = {row.prefecture for row in costs.lodging if row.kind == HOTEL}
        for name, found in (("lodging.csv", hotels), ("minimum_wage.csv", {row.prefecture for row in costs.wages})):
            if wanted - found:
                raise SchemaError(f"{name}, row 2, column prefecture: no row for {min(wanted - found)}")
        return costs

    def hotel_yen(self, prefecture: str) -> int:
        """Typical weekday price of a business hotel room for a night, by two-digit prefecture code."""
        return self._typical(HOTEL, prefecture)

    def guesthouse_yen(self) -> int:
        """Typical price of a single room in a regional guesthouse for a night."""
        return self._typical(GUESTHOUSE, "")

    def _typical(self, kind: str, prefecture: str) -> int:
        for row in self.lodging:
            if row.kind == kind and row.prefecture == prefecture and row.typical is not None:
                return int(row.typical)
        raise KeyError(f"{kind} in {prefecture}")

    def food_yen_per_day(self, item: str = SELF_COOKING) -> int:
        """Middle of the range of `item`, yen a person and day."""
        row = next(row for row in self.food if row.item == item)
        return (row.low + row.high) // 2

    def minimum_wage(self, prefecture: str, date: dt.date) -> int:
        """Yen per hour in force on `date`; before the first known year, that of the first."""
        rows = sorted((row for row in self.wages if row.prefecture == prefecture), key=lambda row: row.valid_from)
        past = [row for row in rows if row.valid_from <= date]
        return (past[-1] if past else rows[0]).yen_per_hour
