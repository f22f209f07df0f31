from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.errors import SchemaError
from geo.fare_pairs import load_base_pairs, load_rail_pairs, load_surcharge_pairs

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 4, 1)
RAIL = "system,valid_from,valid_to,from_station,to_station,km,yen,note,source,confidence\n"
SURCHARGE = "system,valid_from,valid_to,from_station,to_station,yen,note,source,confidence\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_curve_runs_through_the_known_pairs_and_never_falls(tmp_path: Path) -> None:
    rows = "r,2020-01-01,,a,b,10,400,,x,high\nr,2020-01-01,,b,c,20,700,,x,high\nr,2020-01-01,,c,d,22,650,,x,high\n"
    fare = load_rail_pairs(write(tmp_path, RAIL + rows), DAY)["r"]
    assert fare.estimated
    assert fare.yen_by_km[[0, 10, 20, 22]].tolist() == [0, 400, 700, 700]
    assert (np.diff(fare.yen_by_km) >= 0).all()


def test_a_pair_without_distance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"pairs\.csv, a-b, column km"):
        load_rail_pairs(write(tmp_path, RAIL + "r,2020-01-01,,a,b,0,400,,x,high\n"), DAY)


def test_surcharges_hold_both_ways_and_by_date(tmp_path: Path) -> None:
    text = SURCHARGE + "s,2020-01-01,2024-03-31,a,b,500,,x,high\ns,2024-04-01,,b,a,600,,x,high\n"
    path = write(tmp_path, text)
    assert load_surcharge_pairs(path, dt.date(2021, 1, 1)) == {("s", frozenset("ab")): 500}
    assert load_surcharge_pairs(path, DAY) == {("s", frozenset("ab")): 600}


def test_a_pair_given_twice_is_refused(tmp_path: Path) -> None:
    text = SURCHARGE + "s,2020-01-01,,a,b,500,,x,high\ns,2020-01-01,,b,a,600,,x,high\n"
    with pytest.raises(SchemaError, match="column yen: given twice"):
        load_surcharge_pairs(write(tmp_path, text), DAY)


def test_a_base_pair_holds_in_its_time_only(tmp_path: Path) -> None:
    header = "system,valid_from,valid_to,from_station,to_station,yen,note,source,confidence"
    path = write(tmp_path, f"{header}\njr,2020-01-01,2025-12-31,a,b,580,,x,high\n")
    assert load_base_pairs(path, dt.date(2025, 12, 31)) == {("jr", frozenset("ab")): 580}
    assert load_base_pairs(path, dt.date(2026, 1, 1)) == {}
    assert load_base_pairs(path, dt.date(2019, 1, 1)) == {}


def test_a_base_pair_given_twice_is_named(tmp_path: Path) -> None:
    header = "system,valid_from,valid_to,from_station,to_station,yen,note,source,confidence"
    path = write(tmp_path, f"{header}\njr,2020-01-01,,a,b,580,,x,high\njr,2020-01-01,,b,a,590,,x,high\n")
    with pytest.raises(SchemaError, match="given twice"):
        load_base_pairs(path, DAY)
