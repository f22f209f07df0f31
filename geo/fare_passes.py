"""Rail passes: dated offers with days, price and who may buy them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.fare_rows import read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pass:
    """One offer of a pass.

    `use_from` and `use_to` bound the days of travel, None = open; `days` are the days it is valid for,
    `consecutive` or freely chosen, `persons` how many may share one. `visitors_only` = foreign temporary visitors.
    """

    name: str
    period: str
    use_from: dt.date | None
    use_to: dt.date | None
    sale_from: dt.date | None
    sale_to: dt.date | None
    days: int
    consecutive: bool
    persons: int
    yen: int
    visitors_only: bool
    estimate: bool
    validity: str
    price_text: str
    who: str
    coverage: str
    exceptions: str
    source: str
    confidence: str

    def usable(self, first: dt.date, last: dt.date) -> bool:
        """Whether some day of `first`..`last` lies in its days of travel."""
        return (self.use_from is None or self.use_from <= last) and (self.use_to is None or first <= self.use_to)


def load_passes(folder: Path) -> tuple[Pass, ...]:
    """Read passes.csv."""
    return tuple(read_rows(folder / "passes.csv", Pass))


def usable_passes(passes: tuple[Pass, ...], first: dt.date, last: dt.date, *, visitor: bool) -> list[Pass]:
    """Offers that anyone (or a foreign visitor) can use on a trip from `first` to `last`, cheapest day first."""
    fits = [offer for offer in passes if offer.usable(first, last) and (visitor or not offer.visitors_only)]
    return sorted(fits, key=lambda offer: (offer.yen / offer.days / offer.persons, offer.name, offer.days))
