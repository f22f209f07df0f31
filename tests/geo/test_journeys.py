from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.co2 import Co2Factors
from geo.compiled import compile_network
from geo.edges import Edge
from geo.fare_tariff import tariff_of
from geo.journeys import join_rows, nights_of, public_rows
from geo.model import DAY_LIMIT_MINUTES, NO_NIGHT, UNREACHABLE
from geo.network_file import load_fares

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.network import Network


@pytest.mark.parametrize(
    ("minutes", "overnight", "nights"),
    [
        (0, 0, 0),
        (DAY_LIMIT_MINUTES, 0, 0),
        (DAY_LIMIT_MINUTES + 1, 0, NO_NIGHT),
        (DAY_LIMIT_MINUTES + 1, 1, 1),
        (1440, 1, 1),
        (2600, 1, NO_NIGHT),
        (2600, 2, 2),
    ],
)
def test_a_long_journey_needs_an_overnight_service_a_night(minutes: int, overnight: int, nights: int) -> None:
    assert nights_of(np.array([float(minutes)]), np.array([overnight])).tolist() == [nights]


def test_a_matrix_of_three_places(make_network: Callable[..., Network], data_dir: Path) -> None:
    edges = [Edge(0, 1, 30.2, "ferry", ride=20, km=10, boardings=1, yen=500, overnight=True)]
    edges += [Edge(1, 2, 1000.0, "ferry", ride=990, km=300, boardings=1, yen=9000, overnight=True)]
    network = make_network(edges, codes=3)
    done: list[int] = []
    compiled, tariff = compile_network(network, ["ferry"]), tariff_of(load_fares(data_dir), network.names)
    factors = Co2Factors.load(data_dir / "curated" / "fares")
    parts = [
        public_rows(compiled, network.codes, rows, tariff, factors, done.append) for rows in (range(2), range(2, 3))
    ]
    matrix = join_rows(network.codes, parts)
    assert matrix.minutes.tolist() == [
        [0, 31, 1031],
        [UNREACHABLE, 0, 1000],
        [UNREACHABLE, UNREACHABLE, 0],
    ]
    assert matrix.fare_jpy[0].tolist() == [0, 500, 9500]
    assert matrix.transfers[0].tolist() == [0, 0, 1]
    assert matrix.nights[0].tolist() == [0, 0, 1]
    assert matrix.nights[2, 0] == NO_NIGHT
    assert sum(done) == 3
