from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geo.errors import SchemaError
from geo.fare_living import LivingCosts

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


@pytest.fixture(scope="module")
def costs() -> LivingCosts:
    return LivingCosts.load(FARES)


def test_every_prefecture_has_a_room_and_a_wage(costs: LivingCosts) -> None:
    for number in range(1, 48):
        prefecture = f"{number:02d}"
        assert 5000 <= costs.hotel_yen(prefecture) <= 20000
        assert 950 <= costs.minimum_wage(prefecture, dt.date(2025, 6, 1)) <= 1200
    assert costs.guesthouse_yen() < costs.hotel_yen("13")


def test_the_wage_follows_its_day(costs: LivingCosts) -> None:
    assert costs.minimum_wage("01", dt.date(2025, 10, 3)) == 1010
    assert costs.minimum_wage("01", dt.date(2025, 10, 4)) == 1075
    assert costs.minimum_wage("01", dt.date(2000, 1, 1)) == 1010


def test_food_is_the_middle_of_its_range(costs: LivingCosts) -> None:
    assert costs.food_yen_per_day() == 1850


def test_a_prefecture_without_hotel_is_named(tmp_path: Path) -> None:
    for name in ("food.csv", "minimum_wage.csv"):
        (tmp_path / name).write_bytes((FARES / name).read_bytes())
    lines = (FARES / "lodging.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ",47,沖縄," not in line]
    assert len(kept) == len(lines) - 1
    (tmp_path / "lodging.csv").write_text("".join(kept), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"lodging\.csv, row 2, column prefecture: no row for 47"):
        LivingCosts.load(tmp_path)
