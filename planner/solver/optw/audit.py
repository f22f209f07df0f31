"""Check a route against its file, sharing no code with the search: the file is read again, in decimal arithmetic.

What is checked: the route begins and ends at node 0 and visits every other node at most once; every visit starts within
its window, waiting allowed; the way back ends before node 0 closes; the prize is the sum of the file's prizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

ARITHMETIC = Context(prec=60)


@dataclass(frozen=True)
class Audit:
    """What a route is worth by its file, and what is wrong with it; feasible where nothing is."""

    prize: Decimal
    end: Decimal
    faults: tuple[str, ...]

    @property
    def feasible(self) -> bool:
        """Tell whether the route keeps every rule."""
        return not self.faults


def audit(file: Path, route: Sequence[int], decimals: int) -> Audit:
    """Follow a route of node numbers, given from end to end (0 … 0), through a file of one vehicle.

    Parameters
    ----------
    decimals : int
        To which distances are cut.
    """
    table = [line.split() for line in file.read_text(encoding="utf-8-sig").splitlines()[2:] if line.split()]
    stops = {int(words[0]): [Decimal(word) for word in (*words[1:5], *words[-2:])] for words in table}
    faults = _faults_of_order(route, stops.keys())
    known = [node for node in route if node in stops]
    prize, now = Decimal(0), stops[0][4]
    for position, node in enumerate(known):
        x, y, service, gain, opens, closes = stops[node]
        if position:
            now += _distance(stops[known[position - 1]], x, y, decimals)
        begin = max(now, opens)
        if begin > closes:
            faults.append(f"node {node} at position {position} starts at {begin}, after it closed at {closes}")
        now = begin + service if 0 < position < len(known) - 1 or not position else begin
        prize += gain if 0 < position < len(known) - 1 else 0
    return Audit(prize, now, tuple(faults))


def _faults_of_order(route: Sequence[int], nodes: Container[int]) -> list[str]:
    """List ends that are no ends, and nodes that are unknown or visited twice."""
    faults = []
    if len(route) < 2 or route[0] != 0 or route[-1] != 0:
        faults.append("the route does not begin and end at node 0")
    inside = list(route[1:-1])
    for node in sorted(set(inside)):
        if node not in nodes:
            faults.append(f"node {node} is not in the file")
        elif node == 0:
            faults.append("the route passes node 0 on the way")
        elif inside.count(node) > 1:
            faults.append(f"node {node} is visited {inside.count(node)} times")
    return faults


def _distance(before: list[Decimal], x: Decimal, y: Decimal, decimals: int) -> Decimal:
    """Give the Euclidean distance, cut to some decimals."""
    across, along = before[0] - x, before[1] - y
    exact = ARITHMETIC.sqrt(ARITHMETIC.add(ARITHMETIC.multiply(across, across), ARITHMETIC.multiply(along, along)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR)
