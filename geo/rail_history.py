"""When each link of a line existed: stops come and go, trains run through where no stop is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

BEGINNING = ""
"""The date before all dates: sorts before every ISO date."""


class Life:
    """When a station was served, and whether its track came or went with it."""

    __slots__ = ("closed", "closes_track", "opened", "opens_track")

    def __init__(
        self, opened: str = "", closed: str = "", *, opens_track: bool = False, closes_track: bool = False
    ) -> None:
        self.opened = opened
        self.closed = closed
        self.opens_track = opens_track
        self.closes_track = closes_track

    def serves(self, date: str) -> bool:
        """Whether trains stop here on `date`."""
        return self.opened <= date and (self.closed == "" or date < self.closed)

    def has_track(self, date: str) -> bool:
        """Whether there is track here on `date`, with or without a stop."""
        before = date < self.opened and self.opens_track
        after = self.closed != "" and date >= self.closed and self.closes_track
        return not (before or after)


def link_periods(line: nx.Graph[str], lives: Mapping[str, Life]) -> Iterator[tuple[str, str, float, str, str]]:
    """List the links of a line with the dates between which they existed.

    Parameters
    ----------
    line : Graph
        Every station the line ever had; edge attribute `km`.
    lives : mapping of station to Life

    Yields
    ------
    tuple
        a, b, km, opened, closed: `opened` is empty where it always was, `closed` where it still is. A link that
        came back is listed twice.
    """
    dates = sorted({BEGINNING} | {d for life in lives.values() for d in (life.opened, life.closed)})
    open_since: dict[tuple[str, str], tuple[str, float]] = {}
    for date in dates:
        now = {(min(a, b), max(a, b)): float(edge["km"]) for a, b, edge in snapshot(line, lives, date).edges(data=True)}
        for pair in [pair for pair in open_since if pair not in now]:
            since, km = open_since.pop(pair)
            yield (*pair, km, since, date)
        for pair, km in now.items():
            open_since.setdefault(pair, (date, km))
    for pair, (since, km) in open_since.items():
        yield (*pair, km, since, "")


def snapshot(line: nx.Graph[str], lives: Mapping[str, Life], date: str) -> nx.Graph[str]:
    """Draw the line as it was on `date`: what has no track is gone, what is no stop is passed through."""
    graph = line.copy()
    graph.remove_nodes_from([node for node in line if not lives[node].has_track(date)])
    for node in sorted(n for n in graph if not lives[n].serves(date)):
        around = sorted(graph[node].items(), key=lambda item: item[0])
        graph.remove_node(node)
        for (a, to_a), (b, to_b) in pairwise(around):
            if not graph.has_edge(a, b):
                graph.add_edge(a, b, **{**to_a, "km": to_a["km"] + to_b["km"]})
    return graph
