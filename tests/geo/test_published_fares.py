"""Fares against figures that operators and travellers published; docs/BENCHMARKS.md says how blind this is."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.compiled import compile_network
from geo.edges import MODE
from geo.fare_path import Pricing
from geo.fares import FareTables
from geo.public_path import path_edges

if TYPE_CHECKING:
    from geo.compiled import Compiled
    from geo.paths import Router

FILE = Path(__file__).parent / "published_fares.csv"
CLOSE = 0.03


def read() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def only(router: Router, railway: str) -> Compiled:
    """The network without any other railway, so that the ticket is the published one."""
    edges, fares = router.network.edges, router.fares
    own = edges.company >= 0 if railway == "JR" else edges.system == fares.rail_system(railway)
    return compile_network(replace(router.network, edges=edges.take(own | (edges.mode <= MODE["walk"]))), ["rail"])


def priced(router: Router, compiled: Compiled, fares: FareTables, row: dict[str, str]) -> int:
    start, end = (router.find(f"{row[name]}駅") for name in ("origin", "destination"))
    before = compiled.search([start])[1][0]
    tickets = Pricing(compiled.edges, router.network.names, fares).tickets(path_edges(compiled, before, start, end))
    wanted = {"base": {"jr", "rail", "ride"}, "supplement": {"supplement"}}.get(row["kind"])
    return sum(ticket.yen for ticket in tickets if wanted is None or ticket.kind in wanted)


@pytest.fixture(scope="module")
def compared(router: Router, data_dir: Path) -> list[tuple[dict[str, str], int]]:
    rows = read()
    networks = {name: only(router, name) for name in {row["railway"] for row in rows}}
    dates = {row["date"] for row in rows}
    fares = {day: FareTables.load(data_dir / "curated" / "fares", dt.date.fromisoformat(day)) for day in dates}
    return [(row, priced(router, networks[row["railway"]], fares[row["date"]], row)) for row in rows]


@pytest.mark.parametrize(("railway", "least"), [("JR", 0.88), ("", 0.95)])
def test_most_published_fares_are_met_within_three_per_cent(
    compared: list[tuple[dict[str, str], int]], railway: str, least: float
) -> None:
    rows = [(row, yen) for row, yen in compared if (row["railway"] == "JR") == (railway == "JR")]
    far = [
        f"{row['origin']}-{row['destination']} {row['kind']}: {row['yen']} published, {yen} modelled"
        for row, yen in rows
        if abs(yen - int(row["yen"])) > CLOSE * int(row["yen"])
    ]
    assert len(rows) >= 15
    assert 1 - len(far) / len(rows) >= least, far


def test_no_fare_is_far_off(compared: list[tuple[dict[str, str], int]]) -> None:
    ratios = np.array([yen / int(row["yen"]) for row, yen in compared])
    assert ratios.min() > 0.75
    assert ratios.max() < 1.25


def test_every_figure_has_its_source() -> None:
    assert all(row["source"] and row["kind"] in {"base", "supplement", "total"} for row in read())
