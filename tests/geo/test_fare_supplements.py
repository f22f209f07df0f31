from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from geo.errors import SchemaError
from geo.fare_book import FareBook
from geo.fare_supplements import load_supplement_rules
from geo.fare_through import load_through

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


def test_a_rule_for_an_unknown_supplement_is_named(tmp_path: Path) -> None:
    shutil.copy(FARES / "surcharge_rules.csv", tmp_path)
    with pytest.raises(SchemaError, match=r"surcharge_rules.csv, row 2, column system: tokaido_sanyo has no fares"):
        load_supplement_rules(tmp_path, {"tohoku"})


def test_an_unknown_through_railway_is_named() -> None:
    with pytest.raises(SchemaError, match=r"row 2, column system"):
        load_through(FARES / "jr_through.csv", {"東武鉄道"})


def test_a_book_prices_each_day_by_its_own_tariff() -> None:
    book = FareBook(FARES, dt.date(2026, 11, 1))
    before, after = book.on(dt.date(2026, 3, 13))[0], book.on(dt.date(2026, 3, 14))[0]
    assert (before.jr.own[1, 352], after.jr.own[1, 352]) == (6050, 6270)
    assert book.on(dt.date(2026, 3, 15))[0] is after
    assert book.on()[0] is book.on(dt.date(2026, 11, 1))[0]
    assert dt.date(2026, 3, 14) in book.changes
    # rows of networks refer to systems by number, so these must be the same every day
    assert before.systems == after.systems == book.on(dt.date(2019, 1, 1))[0].systems
