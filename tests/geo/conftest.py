from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.edges import Edge, EdgeList
from geo.matrix import load_matrix, warm
from geo.network import Line, Network
from geo.paths import Router
from planner.config import cache_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import TravelMatrix

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The data set of this checkout: what everyone gets who does not rebuild it."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Independent data to measure ours against; it is no part of the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data, with the data to compare with, is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def warm_cache(data_dir: Path) -> Path:
    """The cache that the set-up fills; quick where it is filled already."""
    warm(data_dir, cache_dir())
    return cache_dir()


@pytest.fixture(scope="session")
def router(data_dir: Path, warm_cache: Path) -> Router:
    return Router.load(data_dir, warm_cache)


@pytest.fixture(scope="session")
def public(data_dir: Path, warm_cache: Path) -> TravelMatrix:
    return load_matrix(data_dir, warm_cache, "public")


@pytest.fixture(scope="session")
def make_network() -> Callable[..., Network]:
    """Builds a network of nodes on a line, 0.1 degrees apart; the first `codes` of them are municipalities."""

    def make(edges: list[Edge], codes: int = 2, lines: tuple[str, ...] = ("",)) -> Network:
        gathered = EdgeList()
        for edge in edges:
            gathered.add(edge)
        size = 1 + max(max(edge.tail, edge.head) for edge in edges)
        return Network(
            codes=tuple(f"{i:05d}" for i in range(codes)),
            names=tuple(f"N{i}" for i in range(size)),
            kinds=tuple("municipality" if i < codes else "station" for i in range(size)),
            points=np.column_stack([135 + np.arange(size) / 10, np.full(size, 35.0)]),
            aliases=(),
            edges=gathered.columns(),
            lines=tuple(Line(name, "service") for name in lines),
            chains=(),
        )

    return make
