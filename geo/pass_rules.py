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
from geo.pass_rails import JR, Rails

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from geo.fare_passes import Pass
    from geo.model import Segment

RAIL_MODES = frozenset({"rail", "limited_express", "shinkansen"})
RULES = ("cover", "through", "express", "limited", "shinkansen", "area", "except", "season")


FAST = {"limited": "limited_express", "shinkansen": "shinkansen"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of pass_rules.csv; lists are joined by semicolons.

    `cover` = local and rapid trains of `operators`; `through` = the same between `stations`, on the way from JR to
    JR only; `express` = limited expresses of JR between `stations`, empty = everywhere and Shinkansen too; `limited`,
    `shinkansen` = those trains on the lines of `operators`, where `stations` are given between these; `area` = all of
    it only between stations of `prefectures` and the `stations` beside them; `except` = `services` not covered;
    `season` = month-days (`MM-DD/MM-DD`) of an edition whose days are not announced.
    """

    name: str
    name_ja: str
    rule: str
    operators: str
    stations: str
    services: str
    prefectures: str
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
    fast: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    """(mode, operators, stations): expresses covered on the lines of some companies; no stations = everywhere."""
    area: tuple[frozenset[str], frozenset[str]]
    """Prefectures, and stations beside them, that bound it all; both empty = no bounds."""
    excluded: frozenset[str]
    seasons: tuple[tuple[str, str], ...]


def covered(rules: Coverage, rails: Rails, segments: Sequence[Segment]) -> tuple[int, ...]:
    """Give the positions of the segments that a pass surely covers; a train of unknown operator is not."""
    trains = [i for i, segment in enumerate(segments) if segment.mode in RAIL_MODES]
    own = {i for i in trains if _covers(rules, rails, segments[i])}
    return tuple(sorted(own.union(_through(rules, rails, segments, trains, own))))


def _covers(rules: Coverage, rails: Rails, segment: Segment) -> bool:
    if segment.line.partition("（")[0] in rules.excluded or not _inside(rules, rails, segment):
        return False
    ends = frozenset({segment.origin, segment.destination})
    if segment.mode != "rail":
        anywhere = rules.express if segment.mode == "limited_express" else [s for s in rules.express if not s]
        if rails.surely_jr(segment) and any(not stations or ends <= stations for stations in anywhere):
            return True
        return any(
            mode == segment.mode and _within(rails.along(segment), operators) and (not stations or ends <= stations)
            for mode, operators, stations in rules.fast
        )
    first, last = rails.ends(segment)
    whole_jr = rules.operators >= JR and rails.surely_jr(segment)
    # a line of several companies: one that has both ends has what lies between
    return whole_jr or _within(first & last, rules.operators)


def _inside(rules: Coverage, rails: Rails, segment: Segment) -> bool:
    """Whether both ends lie in the area of the pass, wherever stations of their names are."""
    prefectures, stations = rules.area
    if not prefectures and not stations:
        return True
    ends = (segment.origin, segment.destination)
    return all(end in stations or _within(rails.prefectures(segment.line, end), prefectures) for end in ends)


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
    rails = Rails(names, services, stops, _prefectures(data_dir, open_now))
    return PassBook(load_passes(folder), read_coverage(folder), rails)


def _prefectures(data_dir: Path, stations: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """Prefecture of each (line, station) by the municipality it stands in, and all of each name."""
    import shapely

    from geo.store import read_boundaries, read_municipalities

    areas = read_boundaries(data_dir, "overview")
    prefecture = {town.code: town.prefecture_name for town in read_municipalities(data_dir)}
    tree = shapely.STRtree(areas.geometry.to_numpy())
    inside = tree.nearest(shapely.points(stations[["lng", "lat"]].to_numpy()))
    found: dict[tuple[str, str], set[str]] = {}
    for line, name, code in zip(stations.line, stations.name, areas.code.to_numpy()[inside], strict=True):
        for key in ((line, name), ("", name)):
            found.setdefault(key, set()).add(prefecture.get(code, ""))
    return found


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
        tuple((FAST[row.rule], _operators(row.operators), _words(row.stations)) for row in rows if row.rule in FAST),
        _area(of("area")),
        frozenset().union(*(_words(row.services) for row in of("except"))),
        tuple((first, last) for first, _, last in seasons),
    )


def _area(rows: Sequence[RuleRow]) -> tuple[frozenset[str], frozenset[str]]:
    prefectures = frozenset().union(*(_words(row.prefectures) for row in rows))
    return prefectures, frozenset().union(*(_words(row.stations) for row in rows))


def _list(text: str) -> list[str]:
    return [word for word in text.split(";") if word]


def _words(text: str) -> frozenset[str]:
    return frozenset(_list(text))


def _operators(text: str) -> frozenset[str]:
    words = _words(text)
    return words - {"JR"} | JR if "JR" in words else words
