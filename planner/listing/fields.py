"""What a listing says: one table for the form, the CSV file and the API."""

from __future__ import annotations

from dataclasses import dataclass

from planner.demand import LODGINGS
from planner.model import KINDS

HOSTS = ("farm", "business", "inn", "nonprofit", "municipality", "household", "other")
ENGAGEMENTS = ("employment", "contract", "volunteer", "exchange")
PAY_UNITS = ("hour", "day", "month", "total", "in_kind")
"""`in_kind` is board, lodging or goods in the place of money: it has no yen."""
PRECISIONS = ("municipality", "district", "exact")
"""How exactly a place is shown: the town office, about a kilometre, or the point itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `shape` is text, area, choice, whole, decimal, day, date, url or words."""

    name: str
    shape: str = "text"
    required: bool = False
    most: int = 200
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0


GROUPS: dict[str, tuple[Field, ...]] = {
    "what": (
        Field("municipality_code", "choice", required=True),
        Field("kind", "choice", required=True, choices=KINDS),
        Field("title_ja", required=True, most=80),
        Field("title_en", most=120),
        Field("text_ja", "area", most=4000),
        Field("text_en", "area", most=4000),
    ),
    "when": (
        Field("start", "day", required=True),
        Field("end", "day", required=True),
        Field("peak_start", "day"),
        Field("peak_end", "day"),
        Field("min_nights", "whole", required=True, low=1, high=400),
        Field("max_nights", "whole", required=True, low=1, high=400),
        Field("closes", "date"),
    ),
    "work": (
        Field("host_kind", "choice", required=True, choices=HOSTS),
        Field("employer", required=True, most=120),
        Field("engagement", "choice", required=True, choices=ENGAGEMENTS),
        Field("headcount", "whole", low=1, high=9999),
        Field("skills", "words"),
        Field("pay_jpy", "whole", low=0, high=10_000_000),
        Field("pay_unit", "choice", choices=PAY_UNITS),
        Field("hours_per_day", "decimal", low=0.5, high=24),
        Field("days_per_week", "decimal", low=0.5, high=7),
        Field("days_off", most=120),
        Field("pay_note_ja", most=300),
        Field("pay_note_en", most=300),
    ),
    "terms": (
        Field("duties_ja", "area", most=2000),
        Field("duties_en", "area", most=2000),
        Field("workplace_ja", most=300),
        Field("workplace_en", most=300),
        Field("changes_ja", most=300),
        Field("changes_en", most=300),
        Field("term_ja", most=300),
        Field("term_en", most=300),
        Field("hours_ja", most=300),
        Field("hours_en", most=300),
        Field("conditions_ja", "area", most=1000),
        Field("conditions_en", "area", most=1000),
    ),
    "offer": (
        Field("lodging", "choice", required=True, choices=LODGINGS),
        Field("meals", "choice", choices=LODGINGS),
        Field("travel_subsidy", most=120),
        Field("internet", most=120),
        Field("exchange_ja", "area", most=1000),
        Field("exchange_en", "area", most=1000),
    ),
    "where": (
        Field("precision", "choice", choices=PRECISIONS),
        Field("lng", "decimal", low=122, high=154.5),
        Field("lat", "decimal", low=20, high=46),
    ),
    "source": (
        Field("contact_url", "url", most=500),
        Field("contact", most=200),
        Field("source", most=300),
        Field("as_of", "date"),
    ),
}
FIELDS: dict[str, Field] = {field.name: field for group in GROUPS.values() for field in group}
