"""Local trains as edges, from stop to stop; assumed expresses beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.edges import Edge, EdgeList
from geo.fare_zone import zone_stations
from geo.perceive import RAIL_YEN_PER_KM, seldom_yen
from geo.rail_names import plain_name
from geo.rail_sections import section_paces
from geo.rail_times import ALIGHT_MINUTES, WAIT_CAP, Pace, paces, rounded_wait, wait_minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from geo.fare_zone import ZoneRow
    from geo.fares import FareTables
    from geo.rail_express import Express
    from geo.rail_sections import Section

THROUGH_MINUTES = 2.0
"""Stop at the station where a train runs on from one line to another."""

MEETING_MINUTES = 10.0
"""Between trains of one operator where one of its lines ends at another: they are made to meet."""

CROSS_PLATFORM_MINUTES = 4.0
"""Between a local train and an assumed express of its line."""

STEP_MINUTES = 1 / 64
"""Between two sections that the same trains serve: nothing, but an edge with no time at all would be no edge."""

CUT_MINUTES = 15.0
"""Longest wait for the more frequent train where a line's local trains end: who rides on chooses trains that meet."""


@dataclass
class RailTables:
    """Stations and links that are open on the day, with what they cost."""

    stations: pd.DataFrame
    links: pd.DataFrame
    fares: FareTables
    local_lines: frozenset[tuple[str, str]]
    """(operator, line) of JR's local lines, whose kilometres count 1.1 times."""
    tariff_km: dict[tuple[str, str], float]
    """(line, station) → km, where the tariff's distances are not those of the track."""
    addons: dict[tuple[str, frozenset[str]], int]
    """(line, {station, station}) → yen that the section adds to the base fare."""
    known_paces: dict[tuple[str, str], Pace]
    through: frozenset[tuple[tuple[str, str], tuple[str, str], str]]
    """Pairs of (operator, line) whose trains run through at a station (name)."""
    zone: tuple[ZoneRow, ...]
    """Lines of JR's cheaper zone around Osaka."""
    urban: frozenset[int] = field(init=False)
    """Rows of the stations of the zone."""
    urban_groups: frozenset[int] = field(init=False)
    """Their complexes: what a train passes there may be counted on another line."""
    section_of: dict[int, Section]
    """By station_id, on lines that are divided into sections."""
    steps: dict[tuple[int, int], bool]
    """Pairs of station_id that are one station of two sections; whether one changes trains there."""
    row: dict[int, int] = field(init=False)
    """Row of each station_id."""
    group: list[int] = field(init=False)
    company: list[int] = field(init=False)
    system: list[int] = field(init=False)
    paces: list[Pace] = field(init=False)
    factor: list[float] = field(init=False)
    _waits: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Look up company, fare system and pace of each station once."""
        fares = self.fares
        self.row = {int(station): row for row, station in enumerate(self.stations.station_id)}
        self.urban = frozenset(self.row[i] for i in zone_stations(self.zone, self.stations, self.links, self.steps))
        self.group = [int(group) for group in self.stations.group]
        self.urban_groups = frozenset(self.group[row] for row in self.urban)
        self.company = [fares.jr_company(op) for op in self.stations.operator]
        self.system = [
            -1 if company >= 0 else fares.rail_system(op, line)
            for op, line, company in zip(self.stations.operator, self.stations.line, self.company, strict=True)
        ]
        self.paces = paces(self.stations, self.local_lines, self.known_paces)
        for row, pace in section_paces(self.row, self.links, self.section_of, self.paces).items():
            self.paces[row] = pace
        lines = zip(self.stations.operator, self.stations.line, strict=True)
        self._waits = [wait_minutes(pace.headway) for pace in self.paces]
        self.factor = [fares.jr_local_factor if key in self.local_lines else 1.0 for key in lines]

    def wait(self, row: int) -> float:
        """Minutes from the platform's hub to the departure of a local train."""
        return self._waits[row]

    def seldom(self, row: int) -> float:
        """Yen at which the search takes it that local trains run seldom here."""
        return seldom_yen(self.paces[row].headway, WAIT_CAP)


def add_local_lines(
    edges: EdgeList, rail: RailTables, hub_of_group: dict[int, int], first: int, line_number: Callable[[str, str], int]
) -> None:
    """Add a node for each station of each line (numbered from `first`), its hub and its neighbours."""
    stations = rail.stations
    lines = [line_number(f"{line}", "average") for line in stations.line]
    skip = [institution == "JRの新幹線" for institution in stations.institution_type]
    for row, group in enumerate(stations.group):
        if skip[row]:
            continue
        hub, node = hub_of_group[int(group)], first + row
        board = Edge(hub, node, rail.wait(row), boardings=1, line=lines[row])
        edges.add(board._replace(perceived_yen=rail.seldom(row)))
        edges.add(Edge(node, hub, ALIGHT_MINUTES, alight=True, line=lines[row]))
    for a, b, km in zip(rail.links.a, rail.links.b, rail.links.km, strict=True):
        tail, head = rail.row[int(a)], rail.row[int(b)]
        section = rail.section_of.get(int(a))
        if skip[tail] or (section is not None and section.trips_per_day == 0):
            continue
        pace = rail.paces[tail]
        minutes = km / pace.kmh * 60 + pace.stop_minutes
        ride = Edge(
            first + tail,
            first + head,
            minutes,
            "rail",
            ride=minutes,
            km=km,
            perceived_yen=km * RAIL_YEN_PER_KM,
            company=rail.company[tail],
            system=rail.system[tail],
            fare_km=km * rail.factor[tail],
            local_km=km if rail.factor[tail] > 1 else 0.0,
            urban={tail, head} <= rail.urban,
            yen=addon_yen(rail, [tail, head]),
            line=lines[tail],
            trips=section.trips_per_day if section is not None else 0.0,
        )
        for start, end in ((tail, head), (head, tail)):
            edges.add(
                ride._replace(
                    tail=first + start,
                    head=first + end,
                    minutes=minutes + _thinner(rail.wait(start), rail.wait(end)),
                    perceived_yen=ride.perceived_yen + _thinner(rail.seldom(start), rail.seldom(end)),
                )
            )
    for (tail, head), (minutes, change) in {**_joints(rail, skip), **_cuts(rail)}.items():
        for a, b in ((tail, head), (head, tail)):
            more = _thinner(rail.wait(a), rail.wait(b))
            step = Edge(first + a, first + b, minutes + more, boardings=change, ride=minutes)
            edges.add(step._replace(perceived_yen=_thinner(rail.seldom(a), rail.seldom(b))))


def _thinner(here: float, beyond: float) -> float:
    """Minutes to wait more where one goes on by rarer trains, from the waits for the two: not every train goes on.

    Who comes from outside has waited for the rarer train already, so that both ways take as long.
    """
    return max(0.0, beyond - here)


def _cuts(rail: RailTables) -> dict[tuple[int, int], tuple[float, int]]:
    """Minutes and boardings between the rows of one station in two sections of its line."""
    cuts = {}
    for (a, b), change in rail.steps.items():
        rows = rail.row[a], rail.row[b]
        denser = min(rail.paces[row].headway for row in rows)
        cuts[rows] = (rounded_wait(min(denser / 2, CUT_MINUTES)), 1) if change else (STEP_MINUTES, 0)
    return cuts


def _joints(rail: RailTables, skip: list[bool]) -> dict[tuple[int, int], tuple[float, int]]:
    """Minutes and boardings between station rows of a group where trains run through or wait for each other.

    Trains run through where the table says so, and where two lines of one operator end at each other. Where only one
    of two lines of an operator ends, its trains are made to meet those of the other: one boards a second train.
    """
    ends = _line_ends(rail)
    joints: dict[tuple[int, int], tuple[float, int]] = {}
    for rows in rail.stations.groupby("group").indices.values():
        usable = [int(row) for row in rows if not skip[row]]
        for i, a in enumerate(usable):
            for b in usable[i + 1 :]:
                minutes = _joint(rail, a, b, int(a in ends) + int(b in ends))
                if minutes is not None:
                    joints[a, b] = minutes, int(minutes > THROUGH_MINUTES)
    return joints


def _line_ends(rail: RailTables) -> set[int]:
    """Rows of the stations at which a whole line ends, not only a section of it."""
    degree = Counter(rail.row[int(station)] for column in (rail.links.a, rail.links.b) for station in column)
    inner = {rail.row[station] for pair in rail.steps for station in pair}
    return {row for row, count in degree.items() if count == 1 and row not in inner}


def _joint(rail: RailTables, a: int, b: int, ending: int) -> float | None:
    keys = [(str(rail.stations.operator.iat[row]), str(rail.stations.line.iat[row])) for row in (a, b)]
    names = {plain_name(rail.stations.name.iat[row]) for row in (a, b)}
    if any((keys[0], keys[1], n) in rail.through or (keys[1], keys[0], n) in rail.through for n in names):
        return THROUGH_MINUTES
    if keys[0][0] == keys[1][0] and keys[0][1] != keys[1][1] and ending:
        meet = min(MEETING_MINUTES, max(rail.wait(row) for row in (a, b)))
        return THROUGH_MINUTES if ending == 2 else meet
    return None


def add_expresses(
    edges: EdgeList,
    rail: RailTables,
    expresses: Iterable[Express],
    hub_of_group: dict[int, int],
    first: int,
    local: int,
    line_number: Callable[[str, str], int],
) -> list[int]:
    """Add assumed expresses, a node for each stop, numbered from `first`; local trains' nodes begin at `local`.

    Returns
    -------
    station row of each new node
    """
    rows_of_nodes: list[int] = []
    for express in expresses:
        line = line_number(f"{rail.stations.line.iat[express.rows[0]]} 急行", "average")
        nodes = [first + len(rows_of_nodes) + i for i in range(len(express.rows))]
        rows_of_nodes += express.rows
        wait = wait_minutes(max(rail.paces[row].headway for row in express.rows) * 1.5)
        for node, row in zip(nodes, express.rows, strict=True):
            hub = hub_of_group[rail.group[row]]
            edges.add(Edge(hub, node, wait, boardings=1, line=line))
            edges.add(Edge(node, hub, ALIGHT_MINUTES, alight=True, line=line))
            step = Edge(node, local + row, CROSS_PLATFORM_MINUTES, boardings=1, ride=CROSS_PLATFORM_MINUTES)
            more = _thinner(wait, rail.wait(row)), _thinner(rail.wait(row), wait)
            edges.add(step._replace(minutes=step.minutes + more[0]))
            edges.add(step._replace(tail=step.head, head=step.tail, minutes=step.minutes + more[1]))
        for i, (minutes, km) in enumerate(zip(express.minutes, express.km, strict=True)):
            row = express.rows[i]
            ride = Edge(nodes[i], nodes[i + 1], minutes, "rail", ride=minutes, km=km, line=line)
            edges.both(
                ride._replace(
                    perceived_yen=km * RAIL_YEN_PER_KM, system=rail.system[row], company=rail.company[row], fare_km=km
                )
            )
    return rows_of_nodes


def addon_yen(rail: RailTables, chain: list[int]) -> int:
    """Sum the flat charges of the sections that a train passes, station by station."""
    yen = 0
    for a, b in pairwise(chain):
        here = frozenset(str(rail.stations.name.iat[row]) for row in (a, b))
        line = str(rail.stations.line.iat[a])
        if (line, here) in rail.addons:
            yen += _share_of_addon(rail.addons, line, here)
    return yen


def _share_of_addon(addons: dict[tuple[str, frozenset[str]], int], line: str, here: frozenset[str]) -> int:
    """A section's own charge, lowered in proportion where it and the next one cost less together."""
    for (other, ends), whole in addons.items():
        next_one = (line, ends ^ here)
        if other == line and len(ends & here) == 1 and next_one in addons:
            apart = addons[line, here] + addons[next_one]
            if addons[line, here] < whole < apart and addons[next_one] < whole:
                return round(addons[line, here] * whole / apart)
    return addons[line, here]
