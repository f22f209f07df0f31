from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geo.compiled import compile_network
from geo.edges import ALL_YEAR, Edge
from geo.services import months_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.network import Network
    from geo.paths import Router


@pytest.mark.parametrize(
    ("season", "months"),
    [("1-12", range(1, 13)), ("8", [8]), ("4-10", range(4, 11)), ("11-2", [11, 12, 1, 2]), ("12-12", [12])],
)
def test_seasons_may_wrap_over_new_year(season: str, months: list[int]) -> None:
    bits = months_of(season)
    assert [month for month in range(1, 13) if bits >> (month - 1) & 1] == sorted(months)


def test_a_service_out_of_season_is_not_used(make_network: Callable[..., Network]) -> None:
    summer = Edge(0, 1, 60, "ferry", months=months_of("6-9"))
    network = make_network([summer, Edge(0, 1, 300, "walk", months=ALL_YEAR)])
    minutes = {month: compile_network(network, ["ferry"], month).edges.minutes.tolist() for month in (None, 7, 12)}
    assert minutes == {None: [60], 7: [60], 12: [300]}


def test_the_ship_from_naoetsu_to_ogi_does_not_sail_in_january(router: Router) -> None:
    naoetsu, ogi = router.find("直江津港"), router.find("小木港")

    def lines(date: dt.date) -> set[str]:
        return {part.destination for part in router.between(naoetsu, ogi, ("rail", "bus", "ferry"), date).segments}

    assert "両津港" not in lines(dt.date(2027, 7, 1))
    assert "両津港" in lines(dt.date(2027, 1, 15))
