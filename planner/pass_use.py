"""What a rail pass would do for a trip, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class PassUse:
    """What a rail pass would cost and save on a trip; the trip's totals never contain it."""

    name: str
    name_ja: str
    edition: str
    price_jpy: int
    """All tickets together."""
    tickets: int
    days: int
    """Days of use of one ticket."""
    people: int
    days_used: tuple[dt.date, ...]
    legs: tuple[int, ...]
    """Positions of the legs whose JR trains it pays."""
    fare_without_jpy: int
    fare_with_jpy: int
    saving_jpy: int
    """Negative where the pass costs more than the fares it replaces."""
    estimated: bool
    """Some of the fares it replaces are estimates."""
    announced: bool
    """False: reckoned by an earlier edition, for none is announced for these days."""
    visitors_only: bool
    status: str
    """worth, last_edition, visitors_only or not_worth."""
    confidence: str
    source: str
    note: str
    note_en: str
