"""A route as a line of visits with time windows: its schedule, its slack, and where one more visit fits.

`START` and `LEAVE` are the earliest times at each position, `LATEST` the latest start that keeps all that follows in
its windows (forward time slack, Savelsbergh 1992). So whether a visit fits in a gap is known in constant time, waiting
included. Position 0 and `count + 1` are the two ends; `count` visits lie between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Times = NDArray[np.int32]

NODE, START, LEAVE, LATEST, LEG = 0, 1, 2, 3, 4
"""Rows of a line; `LEG` is the time from a position to the next one."""

ROWS = 5

BLINK_OF = (1 << 16) - 1
BLINK = 650
"""About one gap in a hundred is overlooked, so that the same ruin is not always mended the same way."""


class Field(NamedTuple):
    """What can be visited: times in whole units, node 0 is both ends.

    Attributes
    ----------
    time, back : (N, N) int32
        From a node (row) to another, and to a node (row) from another.
    service, opens, closes : (N,) int64
        Duration of a visit; its earliest and latest start.
    prize : (N,) float64
    near : (N, N - 1) int32
        The visits by their distance from each node.
    orders : (K, N - 1) int32
        All visits, in K orders in which they may be tried.
    """

    time: Times
    back: Times
    service: Ints
    opens: Ints
    closes: Ints
    prize: NDArray[np.float64]
    near: Times
    orders: Times


@inlined
def lay(line: Ints, count: int, field: Field) -> None:
    """Compute the whole schedule of the nodes on a line."""
    line[START, 0] = field.opens[0]
    line[LEAVE, 0] = field.opens[0] + field.service[0]
    for i in range(1, count + 2):
        node = line[NODE, i]
        line[LEG, i - 1] = field.time[line[NODE, i - 1], node]
        line[START, i] = max(line[LEAVE, i - 1] + line[LEG, i - 1], field.opens[node])
        line[LEAVE, i] = line[START, i] + field.service[node]
    line[LATEST, count + 1] = field.closes[0]
    for i in range(count, -1, -1):
        node = line[NODE, i]
        line[LATEST, i] = min(line[LATEST, i + 1] - field.service[node] - line[LEG, i], field.closes[node])


@inlined
def best_gap(
    line: Ints, count: int, node: int, time: Times, back: Times, service: int, opens: int, closes: int,
    by_detour: int, by_delay: int, salt: int,
) -> int:  # fmt: skip
    """Give the position after which a visit costs least, weighing detour and delay; −1 = it fits nowhere."""
    best, cheapest = -1, 1 << 60
    first = 0
    while first < count and line[LATEST, first + 1] < opens + service:
        first += 1
    way = np.int64(back[node, line[NODE, first]])
    after = way
    for i in range(first, count + 1):
        way = after if i == first else np.int64(back[node, line[NODE, i]])
        if line[LEAVE, i] + way > closes:
            if line[LEAVE, i] > closes:
                break
            continue
        after = np.int64(time[node, line[NODE, i + 1]])
        arrival = max(line[LEAVE, i] + way, opens) + service + after
        if arrival > line[LATEST, i + 1] or (i * 40503 + salt) & BLINK_OF < BLINK:
            continue
        cost = by_delay * max(arrival - line[START, i + 1], 0) + by_detour * (way + after - line[LEG, i])
        if cost < cheapest:
            best, cheapest = i, cost
    return best


@inlined
def insert(line: Ints, count: int, gap: int, node: int, field: Field) -> None:
    """Put a visit after position `gap` of a line of `count`; the schedule is mended as far as it changes."""
    for i in range(count + 1, gap, -1):
        for row in range(ROWS):
            line[row, i + 1] = line[row, i]
    before, after = line[NODE, gap], line[NODE, gap + 2]
    line[NODE, gap + 1] = node
    line[LEG, gap], line[LEG, gap + 1] = field.time[before, node], field.time[node, after]
    line[START, gap + 1] = max(line[LEAVE, gap] + line[LEG, gap], field.opens[node])
    line[LEAVE, gap + 1] = line[START, gap + 1] + field.service[node]
    for i in range(gap + 2, count + 3):
        start = max(line[LEAVE, i - 1] + line[LEG, i - 1], field.opens[line[NODE, i]])
        if start == line[START, i]:
            break
        line[LEAVE, i] += start - line[START, i]
        line[START, i] = start
    line[LATEST, gap + 1] = min(line[LATEST, gap + 2] - field.service[node] - line[LEG, gap + 1], field.closes[node])
    for i in range(gap, -1, -1):
        at = line[NODE, i]
        latest = min(line[LATEST, i + 1] - field.service[at] - line[LEG, i], field.closes[at])
        if latest == line[LATEST, i]:
            break
        line[LATEST, i] = latest
