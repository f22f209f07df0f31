from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.car_path import car_journey
from geo.car_sums import car_sums
from geo.matrix import load_matrix
from geo.model import UNREACHABLE
from geo.search import shortest_paths
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.paths import Router


def test_a_car_never_flies(data_dir: Path, warm_cache: Path, router: Router) -> None:
    from geo.sphere import crow_km

    car = load_matrix(data_dir, warm_cache, "car")
    points = router.network.points[:1741]
    hours = np.where(car.minutes == UNREACHABLE, np.inf, car.minutes / 60) + np.eye(1741)
    assert (crow_km(points[:, None, :], points[None, :, :]) / hours).max() < 100


@pytest.mark.parametrize(
    ("a", "b", "ships"),
    [
        ("33202", "37201", 0),  # Kurashiki - Takamatsu: Seto bridges
        ("34205", "38202", 0),  # Onomichi - Imabari: Shimanami Kaido
        ("35201", "40100", 0),  # Shimonoseki - Kitakyushu: Kanmon straits
        ("02201", "01202", 1),  # Aomori - Hakodate
        ("01100", "01519", 1),  # Sapporo - Rishirifuji
        ("46201", "46505", 1),  # Kagoshima - Yakushima
    ],
)
def test_straits_are_crossed_by_bridge_where_there_is_one_and_by_ship_elsewhere(
    router: Router, a: str, b: str, ships: int
) -> None:
    journey = router.journey(a, b, ("car",))
    assert sum(part.mode == "ferry" for part in journey.segments) == ships
    assert {part.mode for part in journey.segments} <= {"car", "ferry"}


def test_a_car_journey_is_its_matrix_entry(router: Router, data_dir: Path, warm_cache: Path) -> None:
    car = load_matrix(data_dir, warm_cache, "car")
    for a, b in np.random.default_rng(7).integers(0, 1741, (25, 2)):
        if a == b or car.minutes[a, b] == UNREACHABLE:
            continue
        journey = router.journey(car.codes[a], car.codes[b], ("car",))
        assert (journey.minutes, journey.fare_jpy) == (car.minutes[a, b], car.fare_jpy[a, b])
        assert sum(part.fare_jpy or 0 for part in journey.segments) == pytest.approx(journey.fare_jpy, abs=4)


def test_islands_without_a_car_ferry_are_not_reached(router: Router) -> None:
    aogashima = router.network.codes.index("13402")
    _, before = shortest_paths(router.roads.graph, [0])
    assert np.isinf(car_sums(router.roads, 0, before[0], np.array([aogashima]), router.fares).minutes[0])


def test_the_shimanami_kaido_is_driven_over_its_bridges_at_their_toll(router: Router) -> None:
    journey = router.journey("38202", "34205", ("car",))
    bridges = next(part for part in journey.segments if part.line == "西瀬戸自動車道")
    assert (bridges.origin, bridges.destination) == ("今治北IC", "西瀬戸尾道IC")
    # 2,940 yen from Imabari IC, one gate further; fuel beside it
    assert bridges.fare_jpy == pytest.approx(2820 + 56 * 9.7, rel=0.03)
    assert 55 < journey.minutes < 75
    # by the islands, not across the sea
    assert any(abs(lng - 133.06) < 0.03 and abs(lat - 34.25) < 0.03 for lng, lat in bridges.path)


def test_the_kanmon_straits_are_crossed_by_the_bridge_or_the_tunnel_and_paid_for(router: Router) -> None:
    roads = router.roads
    journey = router.journey("35201", "40100", ("car",))
    assert any("関門自動車道" in part.line for part in journey.segments)
    assert journey.fare_jpy > 160
    assert journey.minutes < 45
    free = car_journey(roads.toll_free(), *_nodes(router, "35201", "40100"), router.fares, router.factors, None)
    assert free is None or any(part.mode == "ferry" for part in free.segments)


@pytest.mark.parametrize(
    ("a", "b", "section", "payment"),
    [
        ("今治IC", "西瀬戸尾道IC", "Nishiseto-Onomichi-Imabari", "ETC"),
        ("早島IC", "坂出IC", "Hayashima-Sakaide", "ETC"),
        ("神戸西IC", "鳴門IC", "Kobe-Nishi-Naruto", "ETC"),
        ("木更津金田IC", "浮島IC（川崎）", "Kawasaki-Kisarazu", "ETC"),
        ("下関IC", "門司港IC", "bridge Shimonoseki-Mojiko", "ETC"),
    ],
)
def test_bridges_cost_what_their_operators_publish(
    router: Router, data_dir: Path, a: str, b: str, section: str, payment: str
) -> None:
    published = read_table(data_dir, "bridge_tolls").query(
        "section == @section and vehicle_class == 'ordinary' and payment == @payment and day != 'holiday'"
    )
    roads = router.roads
    journey = car_journey(roads, roads.names.index(a), roads.names.index(b), router.fares, router.factors, None)
    assert journey is not None
    toll = journey.fare_jpy - router.fares.yen("fuel", journey.km)
    # the Aqua-Line ends a little way into the city network, which has the least toll of its own
    slack = 310 if section == "Kawasaki-Kisarazu" else 20
    assert toll == pytest.approx(int(published.yen_low.iloc[-1]), abs=slack)


def test_a_way_without_toll_takes_longer_and_costs_fuel_only(router: Router) -> None:
    ends = _nodes(router, "04100", "03201")  # Sendai - Morioka
    paid, free = (
        car_journey(roads, *ends, router.fares, router.factors, None)
        for roads in (router.roads, router.roads.toll_free())
    )
    assert paid is not None
    assert free is not None
    assert free.minutes > 1.5 * paid.minutes
    assert free.fare_jpy == pytest.approx(router.fares.yen("fuel", free.km), abs=12)
    assert {part.line for part in free.segments} == {""}
    assert any("東北自動車道" in part.line for part in paid.segments)


def test_a_way_drawn_is_small_and_joined(router: Router) -> None:
    journey = router.journey("13101", "46201", ("car",))
    parts = journey.segments
    assert sum(len(part.path) for part in parts) * 24 < 20_000
    assert all(a.destination == b.origin and a.path[-1] == b.path[0] for a, b in itertools.pairwise(parts))


def _nodes(router: Router, *codes: str) -> list[int]:
    return [router.network.codes.index(code) for code in codes]
