"""`sasurai bench matrix`: how long each travel matrix takes, and how much of it is the search alone."""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import numpy as np
from scipy.sparse.csgraph import dijkstra

from geo.compiled import compile_network
from geo.matrix import PROFILES, build_matrix
from geo.network_file import load_car_network, load_network
from planner.cli.columns import columns
from planner.config import cache_dir, data_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy.sparse import csr_matrix

BATCH = 64


@click.command()
@click.option("--profiles", default="public,no-air,rail-bus,car", show_default=True, help="Which matrices.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def matrix(profiles: str, form: str) -> None:
    """Build travel matrices anew, in one process and in two, beside the search for the distances alone.

    The cache is left as it is. Each measurement has a process of its own, so that its peak of memory is its own.

    \b
    sasurai bench matrix --profiles public
    """
    chosen = [name for name in profiles.split(",") if name in PROFILES and name != "all"]
    load_network(data_dir(), cache_dir())
    rows = [measure(profile) for profile in chosen]
    if form == "json":
        click.echo(json.dumps({"rows": rows}, indent=1))
    else:
        names = list(rows[0]) if rows else []
        cells = [[str(row[name]) for name in names] for row in rows]
        click.echo(columns([names, *cells], right=frozenset(range(1, len(names)))))


def measure(profile: str) -> dict[str, Any]:
    """Measure one profile."""
    _alone(_build, profile, 1)  # the first run compiles what the cache lacks
    distances = _alone(_distances, profile)
    one = _alone(_build, profile, 1)
    two = _alone(_build, profile, 2)
    return {
        "profile": profile,
        "dijkstra_s": round(distances.seconds, 1),
        "matrix_s": round(one.seconds, 1),
        "ratio": round(one.cpu_seconds / distances.cpu_seconds, 2),
        "two_processes_s": round(two.seconds, 1),
        "speed_up": round(one.seconds / two.seconds, 2),
        "peak_mb": round(one.peak_mb),
    }


class Cost(NamedTuple):
    """What a piece of work took; the seconds of its processor count little of what else the machine does."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def _alone(work: Callable[..., Callable[[], object]], *arguments: object) -> Cost:
    """Prepare the work in a fresh process, then measure it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, *arguments).result()


def _measured(work: Callable[..., Callable[[], object]], *arguments: object) -> Cost:
    run = work(*arguments)
    began, began_cpu = time.perf_counter(), time.process_time()
    run()
    took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(took, took_cpu, kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024))


def _graph(profile: str) -> tuple[csr_matrix, int]:
    if profile == "car":
        roads = load_car_network(data_dir(), cache_dir())
        return roads.graph, len(roads.codes)
    network = load_network(data_dir(), cache_dir())
    return compile_network(network, PROFILES[profile]).graph, len(network.codes)


def _distances(profile: str) -> Callable[[], object]:
    """Scipy's Dijkstra for the distances of all pairs."""
    graph, count = _graph(profile)
    return lambda: [
        dijkstra(graph, indices=np.arange(start, min(start + BATCH, count))).size for start in range(0, count, BATCH)
    ]


def _build(profile: str, processes: int) -> Callable[[], object]:
    """The whole matrix, from opening the network to the last row."""
    return partial(build_matrix, data_dir(), cache_dir(), profile, processes=processes)
