"""Ruin and recreate: take strings of neighbouring visits off a line, put back what fits.

After "slack induction by string removals" (Christiaens, Vanden Berghe 2020), changed for visits that are optional: the
centre of a ruin may be a place that is not visited, and what is put back is chosen anew, by prize or window or chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import inlined
from planner.solver.optw.line import NODE, Field, best_gap, insert

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Seed = NDArray[np.uint64]

STRINGS, MEAN_TAKEN = 3, 5
"""Most strings of a ruin; visits that a ruin takes away on average, about."""

SPARED = 0.5
"""How often a visit within a string is spared."""

NEARBY, LOCAL = 20, 0.8
"""Among how many of the nearest places a ruin is mended, and how often only among these."""

BY_CHANCE = 0.4
"""How often places are tried in a random order."""


@inlined
def draw(seed: Seed) -> float:
    """Give the next random number in [0, 1) (xorshift64, Marsaglia 2003)."""
    x = seed[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    seed[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@inlined
def below(seed: Seed, n: int) -> int:
    """Give a random whole number in [0, n)."""
    return int(draw(seed) * n)


@inlined
def ruin(line: Ints, count: int, place: Ints, near: NDArray[np.int32], centre: int, seed: Seed) -> int:
    """Take visits around a centre off the line; give how many are left. `place` holds positions, 0 = not visited."""
    strings = 1 + below(seed, STRINGS)
    todo = min(1 + below(seed, 2 * MEAN_TAKEN), count)
    longest = max(1, min(2 * todo // strings, count))
    for q in range(near.shape[1]):
        if strings == 0 or todo <= 0:
            break
        position = place[near[centre, q]]
        if position > 0:
            todo -= _take(line, count, place, position, 1 + below(seed, longest), seed)
            strings -= 1
    left = 0
    for i in range(1, count + 1):
        node = line[NODE, i]
        if place[node] > 0:
            left += 1
            line[NODE, left] = node
            place[node] = left
    line[NODE, left + 1] = 0
    return left


@inlined
def _take(line: Ints, count: int, place: Ints, position: int, length: int, seed: Seed) -> int:
    """Take a string around a position away, perhaps sparing one of its visits; give how many went."""
    first = max(1, min(position - below(seed, length), count - length + 1))
    spared = first + below(seed, length) if length > 2 and draw(seed) < SPARED else -1
    gone = 0
    for i in range(first, first + length):
        if i != spared and place[line[NODE, i]] > 0:
            place[line[NODE, i]] = 0
            gone += 1
    return gone


@inlined
def candidates(field: Field, place: Ints, wanted: Flags, list_: Ints, seed: Seed) -> int:
    """List the wanted places that are not visited, in one of the orders or a random one; give how many they are."""
    size = 0
    if draw(seed) < BY_CHANCE:
        for node in range(1, len(place)):
            if wanted[node] and place[node] == 0:
                other = below(seed, size + 1)
                list_[size] = list_[other]
                list_[other] = node
                size += 1
        return size
    order = below(seed, field.orders.shape[0])
    for q in range(field.orders.shape[1]):
        node = field.orders[order, q]
        if wanted[node] and place[node] == 0:
            list_[size] = node
            size += 1
    return size


@inlined
def want(field: Field, centre: int, line: Ints, count: int, wanted: Flags, seed: Seed) -> None:
    """Mark what a ruin may be mended with: mostly only the places nearby and those visited so far."""
    if draw(seed) >= LOCAL:
        wanted[:] = True
        return
    wanted[:] = False
    for q in range(min(NEARBY, field.near.shape[1])):
        wanted[field.near[centre, q]] = True
    for i in range(1, count + 1):
        wanted[line[NODE, i]] = True


@inlined
def recreate(line: Ints, count: int, place: Ints, list_: Ints, size: int, field: Field, seed: Seed) -> int:
    """Put each listed place where it costs least, if it fits; give how many visits there are."""
    by_detour = below(seed, 9)
    salt = below(seed, 1 << 16)
    time, back, service, opens, closes = field.time, field.back, field.service, field.opens, field.closes
    for q in range(size):
        node = list_[q]
        gap = best_gap(
            line,
            count,
            node,
            time,
            back,
            service[node],
            opens[node],
            closes[node],
            by_detour,
            8 - by_detour,
            salt + node * 9973,
        )
        if gap >= 0:
            insert(line, count, gap, node, field)
            count += 1
            place[node] = count
    return count
