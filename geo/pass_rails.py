"""Who runs what, and where: operators and prefectures of the trains that a pass may cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.model import Segment

JR = frozenset({"北海道旅客鉄道", "東日本旅客鉄道", "東海旅客鉄道", "西日本旅客鉄道", "四国旅客鉄道", "九州旅客鉄道"})
"""What `JR` in the column `operators` stands for: names of MLIT N02."""


class Rails:
    """Who runs what: operators by line and station, by station, and by service."""

    def __init__(
        self,
        stations: Iterable[tuple[str, str, str]],
        services: Mapping[str, str],
        stops: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        prefectures: Mapping[tuple[str, str], AbstractSet[str]] | None = None,
    ) -> None:
        """Take (operator, line, station), the operators (`JR東日本/富士急行`) of expresses, stops of services.

        `prefectures` are those of each (line, station), and of each ("", station).
        """
        self._prefectures = dict(prefectures or {})
        self._at: dict[tuple[str, str], set[str]] = {}
        for operator, line, station in stations:
            self._at.setdefault((line, station), set()).add(operator)
            self._at.setdefault(("", station), set()).add(operator)
        self._services = dict(services)
        self._stops = dict(stops or {})

    def ends(self, segment: Segment) -> tuple[frozenset[str], frozenset[str]]:
        """Operators that may run a train, at its first and at its last station; empty = unknown."""
        names = segment.origin, segment.destination
        first, last = (frozenset(self._at.get((segment.line, name), ())) for name in names)
        if first and last:
            return first, last
        # a train named after its service: whoever is at its stops, or else at the two stations, may run it
        way = self._way(segment) if segment.line in self._stops else [("", name) for name in names]
        runs = [frozenset(self._at.get(stop, ())) for stop in way]
        either = frozenset().union(*runs) if all(runs) else frozenset()
        return either, either

    def _way(self, segment: Segment) -> Sequence[tuple[str, str]]:
        stops = self._stops.get(segment.line, ())
        names = [name for _, name in stops]
        if segment.origin not in names or segment.destination not in names:
            return ()
        first, last = sorted((names.index(segment.origin), names.index(segment.destination)))
        return stops[first : last + 1]

    def surely_jr(self, segment: Segment) -> bool:
        """Whether JR companies alone run the train."""
        if segment.mode == "rail":
            first, last = self.ends(segment)
            return bool(first) and first | last <= JR
        return all(name.startswith("JR") for name in self._services.get(segment.line, "?").split("/"))

    def along(self, segment: Segment) -> frozenset[str]:
        """Operators of the lines of an express between two of its stops; empty = unknown.

        A stop bears the line that leads to it, so the first one tells nothing: Hakata is JR West's to who goes south.
        """
        runs = [frozenset(self._at.get(stop, ())) for stop in self._way(segment)[1:]]
        return frozenset().union(*runs) if all(runs) else frozenset()

    def prefectures(self, line: str, station: str) -> frozenset[str]:
        """Prefectures in which a station of the name lies; empty = unknown."""
        empty: AbstractSet[str] = frozenset()
        return frozenset(self._prefectures.get((line, station)) or self._prefectures.get(("", station), empty))
