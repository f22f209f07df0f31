"""The rows of a travel matrix, computed by several processes side by side."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from geo.car_sums import car_rows
from geo.co2 import Co2Factors
from geo.compiled import compile_network
from geo.fare_tariff import tariff_of
from geo.journeys import join_rows, public_rows
from geo.network_file import load_car_network, load_fares, load_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import TravelMatrix

MOST_PROCESSES = 4
"""Each takes about 0.2 GB."""

SPAN = 128
"""Rows a task: small enough that no process waits long for the last one."""

_workers: dict[str, Any] = {}
"""In a worker process: what computes its rows."""


def compute_matrix(
    data_dir: Path,
    cache_dir: Path,
    groups: tuple[str, ...],
    progress: Callable[[int, int], None],
    processes: int | None = None,
) -> TravelMatrix:
    """Compute all rows for mode groups, `("car",)` among them.

    Parameters
    ----------
    progress : called with rows done since the last call, and rows in all
    processes : int, optional
        As many as there are processors, up to `MOST_PROCESSES`; 1 in a process that may have none of its own.
    """
    network = load_car_network(data_dir, cache_dir) if groups == ("car",) else load_network(data_dir, cache_dir)
    codes, count = network.codes, processes or usable_processes()
    spans = [range(start, min(start + SPAN, len(codes))) for start in range(0, len(codes), SPAN)]
    if count == 1:
        _open(data_dir, cache_dir, groups)
        parts = [_told(_rows(span), len(span), progress, len(codes)) for span in spans]
        return join_rows(codes, parts)
    with _pool(count, (data_dir, cache_dir, groups)) as pool:
        found = zip(pool.map(_rows, spans), spans, strict=True)
        return join_rows(codes, [_told(part, len(span), progress, len(codes)) for part, span in found])


def _pool(count: int, network: tuple[Path, Path, tuple[str, ...]]) -> ProcessPoolExecutor:
    """Start the workers: as copies of this process where that is safe, which spares them the opening of the network."""
    if sys.platform == "linux" and threading.active_count() == 1:
        _open(*network)
        return ProcessPoolExecutor(count, multiprocessing.get_context("fork"))
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _open, network)


def usable_processes() -> int:
    """Count the processors this process may use; daemons may not have children."""
    if multiprocessing.current_process().daemon:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_PROCESSES, usable)


def _told(
    part: dict[str, NDArray[Any]], rows: int, progress: Callable[[int, int], None], total: int
) -> dict[str, NDArray[Any]]:
    progress(rows, total)
    return part


def _open(data_dir: Path, cache_dir: Path, groups: tuple[str, ...]) -> None:
    """Open the network once in each process."""
    fares, factors = load_fares(data_dir), Co2Factors.load(data_dir / "curated" / "fares")
    if groups == ("car",):
        _workers["rows"] = partial(car_rows, load_car_network(data_dir, cache_dir), fares=fares, factors=factors)
        return
    network = load_network(data_dir, cache_dir)
    compiled = compile_network(network, groups)
    _workers["rows"] = partial(_public, compiled, network.codes, tariff_of(fares, network.names), factors)


def _public(compiled: Any, codes: Any, tariff: Any, factors: Any, rows: range) -> dict[str, NDArray[Any]]:
    return public_rows(compiled, codes, rows, tariff, factors)


def _rows(span: range) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = _workers["rows"](rows=span)
    return found
