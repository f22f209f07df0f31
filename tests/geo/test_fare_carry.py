"""Prices of whole trees and of single paths: two pieces of code, one tariff."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accumulate import accumulate
from geo.compiled import compile_network
from geo.edges import MODES, Edge
from geo.fare_carry import JOIN_DISCOUNT, jr_yen
from geo.fare_jr import JR_COMPANIES, jr_fare
from geo.fare_path import Pricing, Ticket
from geo.fare_tariff import tariff_of
from geo.network_file import load_fares
from geo.search import edge_between

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.fares import FareTables
    from geo.network import Network

EAST, CENTRAL, WEST = (JR_COMPANIES.index(name) for name in ("east", "central", "west"))
ALIGHT, BOARD = Edge(0, 0, 1, alight=True), Edge(0, 0, 9, boardings=1)
NAMES = ("東京", "品川", "横浜", "京都", "大阪", "名古屋", "新大阪", "岡山", "博多", "大宮", "仙台", "盛岡", "新青森")


@pytest.fixture(scope="module")
def fares(data_dir: Path) -> FareTables:
    return load_fares(data_dir)


class Priced(NamedTuple):
    """What the kernel and the path say."""

    total: int
    tickets: list[Ticket]


@pytest.fixture(scope="module")
def price(make_network: Callable[..., Network], fares: FareTables) -> Callable[..., Priced]:
    """Prices edges laid end to end; the kernel's total must be the sum of the tickets."""

    def priced(*edges: Edge, names: dict[int, str] | None = None) -> Priced:
        chain = [edge._replace(tail=i, head=i + 1) for i, edge in enumerate(edges)]
        network = make_network(chain)
        called = tuple((names or {}).get(i, f"node {i}") for i in range(network.size))
        network = replace(network, names=called)
        compiled = compile_network(network, ["rail", "bus", "ferry", "air"])
        before = compiled.search([0])[1][0]
        end = np.array([len(edges)])
        free = np.zeros(len(MODES), np.float32)
        sums = accumulate(compiled, tariff_of(fares, called), free, 0, before, end)
        path = [edge_between(compiled.graph, a, b) for a, b in pairwise(range(len(edges) + 1))]
        tickets = Pricing(compiled.edges, called, fares).tickets(path)
        assert int(sums.fare_jpy[0]) == sum(ticket.yen for ticket in tickets)
        return Priced(int(sums.fare_jpy[0]), tickets)

    return priced


def jr(km: float, company: int = EAST, **more: object) -> Edge:
    return Edge(0, 0, km, "rail", ride=km, km=km, company=company, fare_km=km)._replace(**more)


def express(fares: FareTables, system: str, km: float, mode: str = "shinkansen", company: int = CENTRAL) -> Edge:
    return jr(km, company, mode=mode, surcharge=fares.system(system), surcharge_km=km)


def test_a_jr_ticket_lasts_while_one_stays_on_jr(price: Callable[..., Priced], fares: FareTables) -> None:
    change = [ALIGHT, Edge(0, 0, 3, "walk", km=0.1), BOARD]
    found = price(jr(50.0), *change, jr(50.0))
    assert found.total == fares.jr.own[EAST, 100]
    assert [ticket.kind for ticket in found.tickets] == ["jr"]


@pytest.mark.parametrize("between", ["local_bus", "taxi", "highway_bus", "ferry", "air", "walk"])
def test_a_jr_ticket_closes_when_one_leaves_jr(price: Callable[..., Priced], fares: FareTables, between: str) -> None:
    found = price(jr(50.0), Edge(0, 0, 20, between, km=1.0, yen=0 if between == "walk" else 700), jr(50.0))
    assert found.total == 2 * fares.jr.own[EAST, 50] + (0 if between == "walk" else 700)


def test_a_jr_ticket_passes_through_some_railways_and_not_through_others(
    price: Callable[..., Priced], fares: FareTables
) -> None:
    for operator, kept in (("智頭急行", True), ("近畿日本鉄道", False)):
        system = fares.rail_system(operator)
        between = Edge(0, 0, 40, "rail", km=56.1, system=system, fare_km=56.1)
        own = fares.jr.own[WEST]
        base = own[131] if kept else own[90] + own[41]
        assert price(jr(90.0, WEST), between, jr(41.0, WEST)).total == base + fares.yen_by_km[system, 57]


def test_local_lines_have_a_table_of_their_own(price: Callable[..., Priced], fares: FareTables) -> None:
    local = jr(9.0, WEST, fare_km=9.9, local_km=9.0)
    assert price(local).total == fares.jr.own_local[WEST, 9]
    assert price(local, jr(50.0, WEST)).total == fares.jr.own[WEST, 60]
    # over both, but not beyond 10 km: article 81
    short = jr(4.0, WEST, fare_km=4.4, local_km=4.0)
    assert price(short, jr(5.8, WEST)).total == fares.jr.own_local[WEST, 10]


def test_the_zone_around_osaka_is_cheaper_while_one_stays_in_it(
    price: Callable[..., Priced], fares: FareTables
) -> None:
    inside = jr(42.8, WEST, urban=True)
    assert price(inside).total == fares.jr.zone[43] < fares.jr.own[WEST, 43]
    assert price(inside, jr(20.0, WEST)).total == fares.jr.own[WEST, 63]


def test_a_supplement_is_paid_once_a_train(price: Callable[..., Priced], fares: FareTables) -> None:
    azusa = express(fares, "limited_express_east", 60.0, "limited_express", EAST)
    table, base = fares.yen_by_km[fares.system("limited_express_east")], int(fares.jr.own[EAST, 120])
    assert price(azusa, azusa, ALIGHT).total == base + table[120]
    assert price(azusa, ALIGHT, BOARD, azusa, ALIGHT).total == base + 2 * table[60]


def test_trains_changed_within_the_gates_pay_one_supplement(price: Callable[..., Priced], fares: FareTables) -> None:
    ride = express(fares, "tokaido_sanyo", 500.0)
    base, table = int(fares.jr.own[CENTRAL, 1000]), fares.yen_by_km[fares.system("tokaido_sanyo")]
    assert price(ride, ALIGHT, BOARD, ride).total == base + table[1000]
    assert price(ride, ALIGHT, jr(10.0, CENTRAL), ride).total == fares.jr.own[CENTRAL, 1010] + 2 * table[500]


def test_a_premium_train_costs_more_for_its_own_part_only(price: Callable[..., Priced], fares: FareTables) -> None:
    """Nozomi to Shin-Osaka, then Kodama: the supplement of the whole way and 320 yen for Nozomi."""
    nozomi = express(fares, "tokaido_sanyo_nozomi", 552.6)
    kodama = express(fares, "tokaido_sanyo", 180.3, company=WEST)
    names = {0: "東京", 1: "新大阪", 3: "新大阪", 4: "岡山"}
    found = price(nozomi, ALIGHT, BOARD, kodama, names=names)
    supplement = next(ticket for ticket in found.tickets if ticket.kind == "supplement")
    assert supplement.yen == 6460 + 320
    assert price(nozomi, names={0: "東京", 1: "新大阪"}).total == 8910 + 5810


def test_joined_tables_reserve_one_seat(price: Callable[..., Priced], fares: FareTables) -> None:
    """Shin-Osaka-Kagoshima-Chuo by Sakura costs 10,640, in one train or in two changed at Hakata."""
    sanyo = express(fares, "tokaido_sanyo", 622.3, company=WEST)
    kyushu = express(fares, "kyushu_shinkansen", 288.9, company=JR_COMPANIES.index("kyushu"))
    through = price(sanyo, kyushu, names={0: "新大阪", 1: "博多", 2: "鹿児島中央"})
    changed = price(sanyo, ALIGHT, BOARD, kyushu, names={0: "新大阪", 1: "博多", 3: "博多", 4: "鹿児島中央"})
    assert through.total == changed.total == 12980 + 5490 + 5680 - JOIN_DISCOUNT


def test_tokyo_costs_210_more_than_ueno(price: Callable[..., Priced], fares: FareTables) -> None:
    yamabiko = express(fares, "tohoku", 260.0, company=EAST)
    assert price(yamabiko, names={0: "東京"}).total == price(yamabiko, names={0: "上野"}).total + 210


def test_tohoku_and_joetsu_are_one_within_the_gates_of_omiya(price: Callable[..., Priced], fares: FareTables) -> None:
    south = express(fares, "tohoku", 80.0, company=EAST)
    north = express(fares, "joetsu", 75.0, company=EAST)
    tickets = price(south, ALIGHT, BOARD, north).tickets
    assert [ticket.yen for ticket in tickets if ticket.kind == "supplement"] == [fares.yen("tohoku", 155.0)]


def test_another_tariff_ends_a_ticket_and_a_walk_does_not(price: Callable[..., Priced], fares: FareTables) -> None:
    metro = fares.rail_system("東京地下鉄")
    ride = Edge(0, 0, 10, "rail", km=5.0, system=metro, fare_km=5.0)
    table = fares.yen_by_km[metro]
    assert price(ride, Edge(0, 0, 3, "walk", km=0.5), ride).total == table[10]
    assert price(ride, Edge(0, 0, 3, "local_bus", km=0.5, yen=100), ride).total == 2 * table[5] + 100


def test_a_private_railway_may_have_a_fare_of_its_own_for_two_stations(
    price: Callable[..., Priced], fares: FareTables
) -> None:
    keikyu = fares.rail_system("京浜急行電鉄")
    ride = Edge(0, 0, 20, "rail", km=22.2, system=keikyu, fare_km=22.2)
    by_km = fares.yen_by_km[keikyu, 23]
    assert price(ride, names={0: "品川", 1: "横浜"}).total == 320 < by_km
    assert price(ride, ride, names={0: "品川", 1: "横浜"}).total == fares.yen_by_km[keikyu, 45]


KM = st.floats(0.1, 400).map(lambda km: float(np.float32(km)))


@settings(max_examples=300)
@given(st.lists(st.tuples(KM, KM, st.floats(0, 1)), min_size=6, max_size=6))
def test_the_kernel_prices_jr_as_the_table_does(fares: FareTables, parts: list[tuple[float, float, float]]) -> None:
    tariff = tariff_of(fares, ())
    km, local = np.zeros(8), 0.0
    for company, (trunk, rural, share) in enumerate(parts):
        if share > 0.5:
            km[company] = trunk + rural * fares.jr_local_factor * (share > 0.8)
            local += rural * (share > 0.8)
    km[6], km[7] = local, km.sum()
    if km.any():
        assert jr_yen(tariff, km) == int(jr_fare(fares.jr, km[:6], local))


def _any_edge(fares: FareTables) -> st.SearchStrategy[Edge]:
    trains = ("tokaido_sanyo", "tokaido_sanyo_nozomi", "sanyo_nozomi", "kyushu_shinkansen", "tohoku", "hokuriku",
              "tohoku_hayabusa", "akita", "hokkaido_shinkansen")  # fmt: skip
    private = fares.rail_system("東京地下鉄"), fares.rail_system("智頭急行"), fares.rail_system("京浜急行電鉄")
    return st.one_of(
        st.builds(lambda km, company: jr(km, company), KM, st.integers(0, 5)),
        st.builds(lambda km: jr(km * 1.1, WEST, local_km=km), KM),
        st.builds(lambda km: jr(km, WEST, urban=True), KM),
        st.builds(lambda km, name: express(fares, name, km), KM, st.sampled_from(trains)),
        st.builds(lambda km: express(fares, "limited_express_a", km, "limited_express"), KM),
        st.builds(lambda km, s: Edge(0, 0, km, "rail", km=km, system=s, fare_km=km), KM, st.sampled_from(private)),
        st.sampled_from((ALIGHT, BOARD, Edge(0, 0, 1, "walk", km=0.1), Edge(0, 0, 9, "walk", km=0.9))),
        st.builds(lambda mode: Edge(0, 0, 30, mode, km=3.0, yen=300), st.sampled_from(("local_bus", "ferry", "air"))),
    )


@settings(max_examples=200)
@given(st.data())
def test_tree_and_path_price_any_chain_of_rides_alike(
    price: Callable[..., Priced], fares: FareTables, data: st.DataObject
) -> None:
    """The comparison is in `price`; every edge lies in at most one ticket of each kind."""
    edges = data.draw(st.lists(_any_edge(fares), min_size=1, max_size=9))
    called = data.draw(st.lists(st.sampled_from(NAMES), min_size=len(edges) + 1, max_size=len(edges) + 1))
    found = price(*edges, names=dict(enumerate(called)))
    for kind in ("jr", "rail", "supplement"):
        booked = [edge for ticket in found.tickets if ticket.kind == kind for edge in ticket.edges]
        assert len(booked) == len(set(booked))
    assert all(ticket.yen >= 0 for ticket in found.tickets)
