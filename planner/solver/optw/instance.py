"""Instances of the orienteering problem with time windows, read from the text format of KU Leuven.

One vehicle, node 0 is both ends, its closing time the limit. Distances are Euclidean, cut (not rounded) to a number of
decimals: two for the files of Cordeau et al. (`pr…`), one for the others. Windows bound the start of a visit; waiting
is allowed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

HEAD = 2
"""Lines before the first node."""

FIELDS = 9
"""Columns of a node whose list of visit patterns is empty: i x y d S f a O C."""

LARGEST = 2**30
"""No time may be longer, in units, so that sums of a few never overflow."""


@dataclass(frozen=True)
class Node:
    """A line of a file, exactly as written."""

    x: Fraction
    y: Fraction
    service: Fraction
    prize: Fraction
    opens: Fraction
    closes: Fraction


@dataclass(frozen=True)
class Instance:
    """An instance in whole units of time, `scale` of them to one of the file.

    Attributes
    ----------
    time : (N, N) int32
    service, opens, closes : (N,) int64
        Service and opening are rounded up, closing down, where the file has more decimals: what is feasible here is
        feasible there.
    prize : (N,) float64
    """

    name: str
    scale: int
    time: NDArray[np.int32]
    service: NDArray[np.int64]
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    prize: NDArray[np.float64]


def usual_decimals(name: str) -> int:
    """Give the decimals that the literature keeps for an instance of this name."""
    return 2 if name.lower().startswith("pr") else 1


def read_instance(file: Path, decimals: int | None = None) -> Instance:
    """Read a file.

    Raises
    ------
    InvalidRequest
        Where a line cannot be read; names the file and the line.
    """
    scale: int = 10 ** (usual_decimals(file.stem) if decimals is None else decimals)
    nodes = read_nodes(file)
    return Instance(
        file.stem,
        scale,
        travel(nodes, scale),
        np.array([math.ceil(n.service * scale) for n in nodes]),
        np.array([math.ceil(n.opens * scale) for n in nodes]),
        np.array([math.floor(n.closes * scale) for n in nodes]),
        np.array([float(n.prize) for n in nodes]),
    )


def read_nodes(file: Path) -> list[Node]:
    """Read the nodes of a file; node 0 comes first."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidRequest("file", f"{file.name} is not a text file.") from error
    nodes: list[Node] = []
    for number, line in enumerate(lines, start=1):
        if number <= HEAD or not line.strip():
            continue
        nodes.append(_node(line.split(), len(nodes), f"{file.name} line {number}"))
    if not nodes:
        raise InvalidRequest("file", f"{file.name} has no nodes: two lines of head, then one line a node.")
    return nodes


def _node(words: list[str], number: int, where: str) -> Node:
    """Read the columns of a node."""
    if len(words) < FIELDS:
        raise InvalidRequest("file", f"{where} has {len(words)} columns, a node has at least {FIELDS}.")
    try:
        index, patterns = int(words[0]), int(words[6])
        x, y, service, prize, opens, closes = (Fraction(word) for word in (*words[1:5], *words[-2:]))
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidRequest("file", f"{where}: {error}.") from error
    wrong = _wrong(index == number, len(words) == FIELDS + patterns, min(service, prize) >= 0, opens <= closes)
    if wrong is None and max(abs(v) for v in (x, y, service, prize, opens, closes)) >= LARGEST // 1000:
        wrong = "has a number too large"
    if wrong:
        raise InvalidRequest("file", f"{where} {wrong}.")
    return Node(x, y, service, prize, opens, closes)


def _wrong(in_order: bool, complete: bool, positive: bool, open_: bool) -> str | None:
    if not in_order:
        return "is out of order: nodes are numbered from 0"
    if not complete:
        return "does not have as many visit patterns as it says"
    if not positive:
        return "has a negative duration or prize"
    return None if open_ else "closes before it opens"


def travel(nodes: list[Node], scale: int) -> NDArray[np.int32]:
    """Give the distances between nodes, cut to whole units, without any error of floating point."""
    fine = math.lcm(*(v.denominator for n in nodes for v in (n.x, n.y)))
    points = [(int(n.x * fine), int(n.y * fine)) for n in nodes]
    size = len(nodes)
    time = np.zeros((size, size), np.int32)
    for i, (x, y) in enumerate(points):
        for j in range(i):
            square = (x - points[j][0]) ** 2 + (y - points[j][1]) ** 2
            time[i, j] = time[j, i] = math.isqrt(square * scale * scale // (fine * fine))
    return time
