"""What a rail pass covers: lines, trains and stretches, in the words of `pass_rules.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_names import SERVICES_FILE, ServiceRow
from geo.fare_passes import load_passes
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from geo.fare_passes import Pass
    from geo.model import Segment

JR = frozenset({"北海道旅客鉄道", "東日本旅客鉄道", "東海旅客鉄道", "西日本旅客鉄道", "四国旅客鉄道", "九州旅客鉄道"})
"""What `JR` in the column `operators` stands for: names of MLIT N02."""

RAIL_MODES = frozenset({"rail", "limited_express", "shinkansen"})
RULES = ("cover", "through", "express", "except", "season")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of pass_rules.csv; lists are joined by semicolons.

    `cover` = local and rapid trains of `operators`; `through` = the same between `stations`, on the way from JR to
    JR only; `express` = limited expresses of JR between `stations`, empty = everywhere and Shinkansen too; `except` =
    `services` not covered; `season` = month-days (`MM-DD/MM-DD`) of an edition whose days are not announced.
    """

    name: str
    name_ja: str
    rule: str
    operators: str
    stations: str
    services: str
    seasons: str
    source: str
    as_of: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rules of one pass."""

    name: str
    name_ja: str
    operators: frozenset[str]
    through: tuple[tuple[frozenset[str], frozenset[str]], ...]
    express: tuple[frozenset[str], ...]
    excluded: frozenset[str]
    seasons: tuple[tuple[str, str], ...]


class Rails:
    """Who runs what: operators by line and station, by station, and by service."""

    def __init__(
        self,
        stations: Iterable[tuple[str, str, str]],
        services: Mapping[str, str],
        stops: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        """Take (operator, line, station), the operators (`JR東日本/富士急行`) of expresses, stops of services."""
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

    def surely_private(self, segment: Segment) -> bool:
        """Whether no JR company has a part in the train."""
        if segment.mode == "rail":
            first, last = self.ends(segment)
            return bool(first) and not (first | last) & JR
        return "JR" not in self._services.get(segment.line, "JR")


def covered(rules: Coverage, rails: Rails, segments: Sequence[Segment]) -> tuple[int, ...]:
    """Give the positions of the segments that a pass covers; none where it leaves a JR train to be paid.

    The base fare of JR is one sum for a whole journey, so a pass that covers a part of it saves no known amount.
    A train of unknown operator counts as one of JR that is not covered.
    """
    trains = [i for i, segment in enumerate(segments) if segment.mode in RAIL_MODES]
    own = {i for i in trains if _covers(rules, rails, segments[i])}
    if any(i not in own and not rails.surely_private(segments[i]) for i in trains):
        return ()
    return tuple(sorted(own.union(_through(rules, rails, segments, trains, own))))


def _covers(rules: Coverage, rails: Rails, segment: Segment) -> bool:
    if segment.line.partition("（")[0] in rules.excluded:
        return False
    ends = frozenset({segment.origin, segment.destination})
    if segment.mode != "rail":
        anywhere = rules.express if segment.mode == "limited_express" else [s for s in rules.express if not s]
        return rails.surely_jr(segment) and any(not stations or ends <= stations for stations in anywhere)
    first, last = rails.ends(segment)
    whole_jr = rules.operators >= JR and rails.surely_jr(segment)
    # a line of several companies: one that has both ends has what lies between
    return whole_jr or _within(first & last, rules.operators)


def _within(some: frozenset[str], operators: frozenset[str]) -> bool:
    return bool(some) and some <= operators


def _through(
    rules: Coverage, rails: Rails, segments: Sequence[Segment], trains: Sequence[int], own: set[int]
) -> Iterable[int]:
    """Runs over other companies' lines between covered trains, from one named station to another."""
    for operators, stations in rules.through:
        run: list[int] = []
        for i in trains:
            first, last = rails.ends(segments[i])
            if i not in own and segments[i].mode == "rail" and _within(first & last, operators):
                run.append(i)
                continue
            if run and i in own and _passes(run, stations, segments, own):
                yield from run
            run = []


def _passes(run: list[int], stations: frozenset[str], segments: Sequence[Segment], own: set[int]) -> bool:
    whole = all(b == a + 1 for a, b in pairwise([run[0] - 1, *run, run[-1] + 1]))
    ends = {segments[run[0]].origin, segments[run[-1]].destination}
    return whole and run[0] - 1 in own and run[-1] + 1 in own and ends <= stations


@dataclass(frozen=True)
class PassBook:
    """All passes, what they cover, and the railways they are used on."""

    offers: tuple[Pass, ...]
    coverage: Mapping[str, Coverage]
    """By the name of the pass; offers without rules are never used."""
    rails: Rails

    @cached_property
    def known(self) -> tuple[Pass, ...]:
        """Offers whose coverage is known."""
        return tuple(offer for offer in self.offers if offer.name in self.coverage)


def load_pass_book(data_dir: Path) -> PassBook:
    """Read passes.csv, pass_rules.csv and the stations of the data set."""
    from geo.store import read_table

    folder = data_dir / "curated" / "fares"
    stations = read_table(data_dir, "stations")
    open_now = stations[stations.closed == ""]
    names = zip(open_now.operator, open_now.line, open_now.name, strict=True)
    services = {row.service: row.operator for row in read_rows(folder / SERVICES_FILE, ServiceRow)}
    stops = _read_stops(data_dir / "curated" / "services" / "rail_lines.csv")
    return PassBook(load_passes(folder), read_coverage(folder), Rails(names, services, stops))


def _read_stops(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Read the (line, station) of every stop of each service, in order."""
    stops: dict[str, list[tuple[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stops.setdefault(row["service_ja"], []).append((row["line_ja"], row["station_ja"]))
    return stops


def read_coverage(folder: Path) -> dict[str, Coverage]:
    """Read pass_rules.csv; SchemaError where a rule is none of `RULES`."""
    groups: dict[str, list[RuleRow]] = {}
    for line, row in enumerate(read_rows(folder / "pass_rules.csv", RuleRow), start=2):
        if row.rule not in RULES:
            raise SchemaError(f"pass_rules.csv, row {line}, column rule: {row.rule!r} is none of {', '.join(RULES)}")
        groups.setdefault(row.name, []).append(row)
    return {name: _coverage(rows) for name, rows in groups.items()}


def _coverage(rows: Sequence[RuleRow]) -> Coverage:
    def of(rule: str) -> list[RuleRow]:
        return [row for row in rows if row.rule == rule]

    seasons = [season.partition("/") for row in of("season") for season in _list(row.seasons)]
    return Coverage(
        rows[0].name,
        rows[0].name_ja,
        frozenset().union(*(_operators(row.operators) for row in of("cover"))),
        tuple((_operators(row.operators), _words(row.stations)) for row in of("through")),
        tuple(_words(row.stations) for row in of("express")),
        frozenset().union(*(_words(row.services) for row in of("except"))),
        tuple((first, last) for first, _, last in seasons),
    )


def _list(text: str) -> list[str]:
    return [word for word in text.split(";") if word]


def _words(text: str) -> frozenset[str]:
    return frozenset(_list(text))


def _operators(text: str) -> frozenset[str]:
    words = _words(text)
    return words - {"JR"} | JR if "JR" in words else words
