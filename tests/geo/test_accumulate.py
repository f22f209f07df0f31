from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.accumulate import accumulate
from geo.compiled import compile_network
from geo.edges import MODES, Edge
from geo.fares import JOIN_DISCOUNT, FareTables
from geo.network_file import load_fares

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.accumulate import Sums
    from geo.network import Network

EAST = 1


@pytest.fixture(scope="module")
def fares(data_dir: Path) -> FareTables:
    return load_fares(data_dir)


def _sums(network: Network, fares: FareTables) -> Sums:
    compiled = compile_network(network, ["rail", "bus", "ferry", "air"])
    _, before = compiled.search([0])
    g_per_km = np.full(len(MODES), 20, dtype=np.float32)
    return accumulate(compiled, fares, g_per_km, 0, before[0], np.arange(network.size))


def _train(tail: int, head: int, km: float, surcharge: int = -1, company: int = EAST) -> Edge:
    return Edge(
        tail, head, km, "rail", ride=km, km=km, company=company, fare_km=km, surcharge=surcharge, surcharge_km=km
    )


def test_minutes_km_boardings_and_co2_add_up(make_network: Callable[..., Network], fares: FareTables) -> None:
    board = Edge(0, 1, 8, boardings=1)
    sums = _sums(make_network([board, _train(1, 2, 30.0), _train(2, 3, 12.5)]), fares)
    assert sums.minutes[3] == 50.5
    assert sums.km[3] == 42.5
    assert sums.boardings[3] == 1
    assert sums.co2_g[3] == 42.5 * 20


def test_jr_is_priced_once_over_the_whole_journey(make_network: Callable[..., Network], fares: FareTables) -> None:
    """Two trains of 50 km cost one fare of 100 km, a walk between them notwithstanding."""
    once = _sums(make_network([_train(0, 1, 100.0)]), fares).fare_jpy[1]
    parts = [_train(0, 1, 50.0), Edge(1, 2, 10, "walk", km=0.5), _train(2, 3, 50.0)]
    assert _sums(make_network(parts), fares).fare_jpy[3] == once
    assert once == fares.jr_own[EAST, 100]


def test_a_supplement_is_paid_once_a_train(make_network: Callable[..., Network], fares: FareTables) -> None:
    express = fares.surcharge_system("limited_express", "あずさ", "JR東日本", "中央線")
    stay = [_train(0, 1, 60.0, express), _train(1, 2, 60.0, express), Edge(2, 3, 1, alight=True)]
    change = [
        _train(0, 1, 60.0, express),
        Edge(1, 2, 1, alight=True),
        Edge(2, 3, 9, boardings=1),
        _train(3, 4, 60.0, express),
        Edge(4, 5, 1, alight=True),
    ]
    table = fares.yen_by_km[express]
    base = int(fares.jr_own[EAST, 120])
    assert _sums(make_network(stay), fares).fare_jpy[3] == base + table[120]
    assert _sums(make_network(change), fares).fare_jpy[5] == base + 2 * table[60]


def test_a_through_train_under_two_tables_is_reserved_once(
    make_network: Callable[..., Network], fares: FareTables
) -> None:
    first, second = fares.system("tohoku"), fares.system("hokkaido_shinkansen")
    parts = [_train(0, 1, 300.0, first), _train(1, 2, 100.0, second, company=0), Edge(2, 3, 1, alight=True)]
    base = int(fares.jr_trunk[400] + fares.jr_addon[0, 300] + fares.jr_addon[1, 100])
    supplements = int(fares.yen_by_km[first, 300] + fares.yen_by_km[second, 100]) - JOIN_DISCOUNT
    assert _sums(make_network(parts), fares).fare_jpy[3] == base + supplements


def test_a_change_within_the_shinkansens_gates_costs_no_second_supplement(
    make_network: Callable[..., Network], fares: FareTables
) -> None:
    basic = fares.system("tokaido_sanyo")
    first = _train(0, 1, 500.0, basic)._replace(mode="shinkansen")
    change = [Edge(1, 2, 1, alight=True), Edge(2, 3, 9, boardings=1)]
    second = first._replace(tail=3, head=4)
    walk = Edge(2, 3, 9, "walk", km=1.0)
    base, table = int(fares.jr_own[EAST, 1000]), fares.yen_by_km[basic]
    assert _sums(make_network([first, *change, second]), fares).fare_jpy[4] == base + table[1000]
    assert _sums(make_network([first, change[0], walk, second]), fares).fare_jpy[4] == base + 2 * table[500]


def test_another_tariff_ends_a_ticket_and_a_walk_does_not(
    make_network: Callable[..., Network], fares: FareTables
) -> None:
    metro = fares.rail_system("東京地下鉄")
    ride = Edge(0, 1, 10, "rail", km=5.0, system=metro, fare_km=5.0)
    walk, ferry = Edge(1, 2, 3, "walk", km=0.2), Edge(1, 2, 3, "ferry", km=0.2, yen=100)
    again = ride._replace(tail=2, head=3)
    table = fares.yen_by_km[metro]
    assert _sums(make_network([ride, walk, again]), fares).fare_jpy[3] == table[10]
    assert _sums(make_network([ride, ferry, again]), fares).fare_jpy[3] == 2 * table[5] + 100


def test_what_is_not_reached_is_infinite(make_network: Callable[..., Network], fares: FareTables) -> None:
    assert np.isinf(_sums(make_network([Edge(0, 1, 1, "walk"), Edge(2, 1, 1, "walk")]), fares).minutes[2])
