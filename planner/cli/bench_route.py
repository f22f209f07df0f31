"""`sasurai bench route`: how long single journeys take, segments and geometry included."""

from __future__ import annotations

import json
import time
from typing import Any

import click
import numpy as np

from geo.errors import SourceError, UnreachableError
from geo.paths import Router
from geo.search_ch import Hierarchy, prove
from planner.cli.columns import columns
from planner.config import cache_dir, data_dir
from planner.errors import InvalidRequest
from planner.serial import journey_to_json

MODES = {"public": ("rail", "bus", "ferry", "air"), "no-air": ("rail", "bus", "ferry"), "car": ("car",)}


@click.command()
@click.option("--pairs", default=200, show_default=True, help="Journeys between random municipalities.")
@click.option("--seed", default=0, show_default=True)
@click.option("--proof", type=int, metavar="PAIRS", help="Prove pyroutingkit equal to scipy instead, by car.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def route(pairs: int, seed: int, proof: int | None, form: str) -> None:
    """Time journeys between random municipalities, and weigh their geometry.

    \b
    sasurai bench route --pairs 100
    sasurai bench route --proof 10000
    """
    router = Router.load(data_dir(), cache_dir())
    drawn = np.random.default_rng(seed).integers(0, len(router.network.codes), (pairs, 2))
    rows = [measure(router, name, drawn) for name in MODES] if proof is None else [proven(router, proof, seed)]
    if form == "json":
        click.echo(json.dumps({"rows": rows}, indent=1))
    else:
        names = list(rows[0])
        cells = [[str(row[name]) for name in names] for row in rows]
        click.echo(columns([names, *cells], right=frozenset(range(1, len(names)))))


def measure(router: Router, name: str, pairs: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Time one set of modes; unreachable pairs are left out."""
    codes, modes = router.network.codes, MODES[name]
    milliseconds, weights = [], []
    _journey(router, codes[0], codes[1], modes)  # the first one opens the network and loads kernels
    for a, b in pairs:
        began = time.perf_counter()
        journey = _journey(router, codes[a], codes[b], modes)
        if journey is not None:
            milliseconds.append((time.perf_counter() - began) * 1000)
            weights.append(len(json.dumps(journey_to_json(journey, geometry=True), ensure_ascii=False).encode()))
    return {
        "modes": name,
        "n": len(milliseconds),
        "median_ms": round(float(np.median(milliseconds)), 1),
        "p95_ms": round(float(np.percentile(milliseconds, 95)), 1),
        "median_kb": round(float(np.median(weights)) / 1000, 1),
        "largest_kb": round(max(weights) / 1000, 1),
    }


def proven(router: Router, pairs: int, seed: int) -> dict[str, Any]:
    """Compare the optional accelerator with scipy on the roads, between the offices of municipalities."""
    drawn = np.random.default_rng(seed).integers(0, len(router.network.codes), (pairs, 2))
    try:
        began = time.perf_counter()
        hierarchy = Hierarchy(router.roads.graph, router.roads.points)
        built = time.perf_counter() - began
    except SourceError as error:
        raise InvalidRequest("--proof", str(error)) from error
    found = prove(hierarchy, drawn)
    return {
        "pairs": found.pairs,
        "different": found.different,
        "unreached": found.unreached,
        "build_s": round(built, 1),
        "hierarchy_ms": round(found.hierarchy_ms, 2),
        "dijkstra_ms": round(found.dijkstra_ms, 1),
    }


def _journey(router: Router, origin: str, destination: str, modes: tuple[str, ...]) -> Any:
    if origin == destination:
        return None
    try:
        return router.journey(origin, destination, modes)
    except UnreachableError:
        return None
