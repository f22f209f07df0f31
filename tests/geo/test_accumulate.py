from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.accumulate import accumulate
from geo.compiled import compile_network
from geo.edges import MODES, Edge
from geo.fare_tariff import tariff_of
from geo.network_file import load_fares

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.accumulate import Sums
    from geo.fares import FareTables
    from geo.network import Network


@pytest.fixture(scope="module")
def fares(data_dir: Path) -> FareTables:
    return load_fares(data_dir)


def _sums(network: Network, fares: FareTables) -> Sums:
    compiled = compile_network(network, ["rail", "bus", "ferry", "air"])
    _, before = compiled.search([0])
    g_per_km = np.full(len(MODES), 20, dtype=np.float32)
    return accumulate(compiled, tariff_of(fares, network.names), g_per_km, 0, before[0], np.arange(network.size))


def test_minutes_km_boardings_and_co2_add_up(make_network: Callable[..., Network], fares: FareTables) -> None:
    board = Edge(0, 1, 8, boardings=1)
    rides = [Edge(i, i + 1, km, "rail", ride=km, km=km) for i, km in ((1, 30.0), (2, 12.5))]
    sums = _sums(make_network([board, *rides]), fares)
    assert sums.minutes[3] == 50.5
    assert sums.km[3] == 42.5
    assert sums.boardings[3] == 1
    assert sums.co2_g[3] == 42.5 * 20


def test_what_is_not_reached_is_infinite(make_network: Callable[..., Network], fares: FareTables) -> None:
    assert np.isinf(_sums(make_network([Edge(0, 1, 1, "walk"), Edge(2, 1, 1, "walk")]), fares).minutes[2])
