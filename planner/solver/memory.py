"""What a relaxed path remembers: at each node, whether some municipalities were visited before (ng-routes).

With nothing remembered the programme over (day, node) may return to a place again and again; prices on visits only make
that dear. Where a relaxed path did return, the nodes between the two visits learn to remember the place, and that path
is no longer a path (Baldacci, Mingozzi, Roberti 2011; Roberti, Mingozzi 2014). Whatever is remembered, every trip is
still a path, so bounds stay valid.

A state is a node with what it remembers: state m of the first N is node m that remembers nothing; 2^k − 1 more follow
for a node that may remember k municipalities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Near = Callable[[int], Iterable[int]]

MOST = 5
"""Municipalities that a node can remember."""


class States(NamedTuple):
    """The states of a problem's nodes.

    `node` (S,) is the node of each state, `kept` (S,) its remembered ones as bits of the node's list, and `first` (N,)
    the first of the `more` (N,) further states of a node. From state s one comes to node j in state j, except for the
    exceptions `begin[s]` to `begin[s + 1]` of `other` (nodes) and `into` (states, −1 = visited before).
    """

    node: Ints
    kept: Ints
    first: Ints
    more: Ints
    begin: Ints
    other: Ints
    into: Ints


@dataclass(frozen=True)
class Memory:
    """What each node may remember: `groups` (N, MOST) numbers of municipalities, −1 = nothing more."""

    groups: Ints

    @classmethod
    def none(cls, size: int) -> Memory:
        """Remember nothing."""
        return cls(np.full((size, MOST), -1, np.int64))

    def at(self, nodes: Ints, group: Ints) -> Memory:
        """Give the memory of some nodes, of the municipalities `group` that are still there."""
        groups = self.groups[nodes]
        groups = np.where(np.isin(groups, group), groups, -1)
        return Memory(-np.sort(-groups, axis=1))

    def taught(self, path: Sequence[int], group: Mapping[int, int], near: Near, room: int) -> Memory:
        """Learn from a path (nodes) that returns to places: the nodes between the visits, and near ones, remember them.

        Parameters
        ----------
        group : mapping
            The municipality of each node of the path; to nodes without one a path may return.
        near : callable
            Gives the nodes among which a path would return to a node just as cheaply.
        room : int
            The most states there may be.

        Returns
        -------
        Memory
            The same object where nothing was learned.
        """
        groups, last, learned = self.groups.copy(), dict[int, int](), False
        size = int((1 << (groups >= 0).sum(axis=1)).sum())
        for position, node in enumerate(path):
            if node not in group:
                continue
            place = group[node]
            between = path[last[place] + 1 : position] if place in last else ()
            for other in (*between, *(near(node) if between else ())):
                free = int((groups[other] >= 0).sum())
                if place not in groups[other] and free < MOST and size + (1 << free) <= room:
                    size += 1 << free
                    groups[other, free] = place
                    learned = True
            last[place] = position
        return Memory(groups) if learned else self

    def states(self, group: Ints) -> States:
        """Number the states of nodes whose municipalities are `group`."""
        return States(*number_states(self.groups, group))


@kernel
def number_states(groups: Ints, group: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints]:
    """Fill the columns of `States`."""
    n = len(groups)
    count = np.array([_count(groups[m]) for m in range(n)])
    first = n + np.cumsum((1 << count) - 1) - ((1 << count) - 1)
    size = n + int(((1 << count) - 1).sum())
    node, kept = np.arange(size), np.zeros(size, np.int64)
    for m in range(n):
        for mask in range(1, 1 << count[m]):
            node[first[m] + mask - 1], kept[first[m] + mask - 1] = m, mask
    knowing = np.flatnonzero(count > 0)
    begin = np.zeros(size + 1, np.int64)
    other, into, top = np.empty(size * 4 + 64, np.int64), np.empty(size * 4 + 64, np.int64), 0
    for s in range(size):
        for k in range(len(knowing)):
            j = int(knowing[k])
            top, other, into = _except(groups, group, count, first, node[s], kept[s], j, top, other, into)
        if kept[s]:
            top, other, into = _forbid(groups[node[s]], group, count, kept[s], top, other, into)
        begin[s + 1] = top
    return node, kept, first, (1 << count) - 1, begin, other[:top].copy(), into[:top].copy()


@kernel
def _count(row: Ints) -> int:
    count = 0
    while count < len(row) and row[count] >= 0:
        count += 1
    return count


@kernel
def _forbid(
    known: Ints, group: Ints, count: Ints, mask: int, top: int, other: Ints, into: Ints
) -> tuple[int, Ints, Ints]:  # fmt: skip
    """Note the nodes that remember nothing themselves and were visited."""
    for b in range(len(known)):
        if (mask >> b) & 1:
            for j in range(len(group)):
                if group[j] == known[b] and count[j] == 0:
                    top, other, into = _note(top, other, into, j, -1)
    return top, other, into


@kernel
def _note(top: int, other: Ints, into: Ints, j: int, state: int) -> tuple[int, Ints, Ints]:
    """Write an exception down, in longer columns where they are full."""
    if top == len(other):
        longer_other, longer_into = np.empty(2 * top, np.int64), np.empty(2 * top, np.int64)
        longer_other[:top], longer_into[:top] = other, into
        other, into = longer_other, longer_into
    other[top], into[top] = j, state
    return top + 1, other, into


@kernel
def _except(
    groups: Ints, group: Ints, count: Ints, first: Ints, m: int, mask: int, j: int, top: int, other: Ints, into: Ints
) -> tuple[int, Ints, Ints]:  # fmt: skip
    """Note whether going from node m, which remembers `mask`, to node j is remembered there or has been."""
    new = 0
    for a in range(count[j]):
        if groups[j, a] == group[m]:
            new |= 1 << a
    for b in range(count[m]):
        if not (mask >> b) & 1:
            continue
        if groups[m, b] == group[j]:
            return _note(top, other, into, j, -1)
        for a in range(count[j]):
            if groups[j, a] == groups[m, b]:
                new |= 1 << a
    return _note(top, other, into, j, first[j] + new - 1) if new else (top, other, into)


@kernel
def state_after(states: States, s: int, j: int) -> int:
    """Give the state in which one comes from state s to node j; −1 = visited before."""
    for k in range(states.begin[s], states.begin[s + 1]):
        if states.other[k] == j:
            return int(states.into[k])
    return j
