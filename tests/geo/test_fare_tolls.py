from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from geo.errors import SchemaError
from geo.fare_tolls import CarCosts, with_car_fares
from geo.services import read_ferries

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


@pytest.fixture(scope="module")
def car() -> CarCosts:
    return CarCosts.load(FARES, dt.date(2026, 9, 1))


@pytest.mark.parametrize(
    ("km", "yen"),
    # (24.6 x 100 + 150) x 1.1 = 2,871; 150 km count 137.5; 400 km count 315: 8,689; 600 km: 12,477 cut to 100
    [(0, 0), (100, 2870), (150, 3890), (400, 8690), (600, 12400)],
)
def test_toll_formula_with_its_long_distance_discount(car: CarCosts, km: float, yen: int) -> None:
    assert car.toll_yen(km) == yen


@pytest.mark.parametrize(
    ("network", "km", "yen"),
    # (29.52 x 20 + 150) x 1.1 = 814; at least 300 and at most 1,950 yen; one toll for any distance in Fukuoka
    [
        ("shuto", 0, 0),
        ("shuto", 1, 300),
        ("shuto", 20, 810),
        ("shuto", 90, 1950),
        ("fukuoka", 3, 630),
        ("honshi", 37, 1170),
    ],
)
def test_networks_of_their_own_have_limits(car: CarCosts, network: str, km: float, yen: int) -> None:
    assert car.network_yen(network, km) == yen


def test_tolls_rise_and_the_arrays_follow_the_rules(car: CarCosts) -> None:
    tolls = car.tolls_by_km()
    assert all((np.diff(table) >= 0).all() for table in tolls.values())
    assert tolls["toll_nexco"][600] == car.toll_yen(600)
    assert car.fuel_by_km()[100] == round(100 * car.fuel_yen_per_km)
    assert 5 < car.fuel_yen_per_km < 20


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    lines = (FARES / "toll_rules.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("terminal")]
    (tmp_path / "toll_rules.csv").write_text("".join(kept), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"toll_rules\.csv, row 2, column item: terminal is missing"):
        CarCosts.load(tmp_path, dt.date(2026, 9, 1))


def test_ships_for_cars_take_their_published_fares() -> None:
    ferries = read_ferries(FARES.parent / "services", "2026-11-01")
    priced = with_car_fares(ferries, FARES)
    assert [ferry.line for ferry in priced] == [ferry.line for ferry in ferries]
    known = {(f.origin.name, f.destination.name): f.car_fare_jpy for f in priced if f.car_fare_jpy}
    assert known["新潟港", "両津港"] == 16000
    assert known["大間港", "函館港"] == 16750
    assert all(f.car for f in priced if f.car_fare_jpy)
    # a car with its driver costs more than the driver on foot
    assert all(f.car_fare_jpy > f.fare_jpy for f in priced if f.car_fare_jpy and f.fare_jpy)


def test_a_fare_between_ports_that_no_ship_joins_is_named(tmp_path: Path) -> None:
    text = (FARES / "car_ferries.csv").read_text(encoding="utf-8")
    (tmp_path / "car_ferries.csv").write_text(text.replace("両津港", "香深港"), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"row 2, column from_port: no ship for cars joins 新潟港, 香深港"):
        with_car_fares(read_ferries(FARES.parent / "services", "2026-11-01"), tmp_path)
