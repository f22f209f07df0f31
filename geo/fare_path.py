"""What each part of a single journey costs: the tickets bought on a path, each booked where it begins.

The rules are those of `geo.fare_carry`, which carries sums through whole trees; this code goes along one path and
keeps the tickets apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geo.edges import MODE
from geo.fare_carry import ABOARD, ABOARD_SHINKANSEN, JOIN_DISCOUNT, OUTSIDE_KM, SHINKANSEN, WITHIN_GATES
from geo.fare_jr import KM_SLACK, jr_fare
from geo.fare_pairs import JR_SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.edges import Edges
    from geo.fares import FareTables

WALK, RAIL = MODE["walk"], MODE["rail"]


@dataclass
class Ticket:
    """Something paid for once.

    `kind` is jr, rail (a private railway's), supplement or ride (the fare of one vehicle). `edges` are those it is
    valid on, in travelling order.
    """

    kind: str
    yen: int = 0
    estimated: bool = False
    edges: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Pricing:
    """What pricing a path needs to know: its edges, the names of nodes, and the fares of the day."""

    edges: Edges
    names: Sequence[str]
    fares: FareTables

    def ends(self, edges: Sequence[int]) -> tuple[str, str]:
        """Names of the nodes where a run of edges begins and ends."""
        return self.names[self.edges.tail[edges[0]]], self.names[self.edges.head[edges[-1]]]

    def km(self, edges: Sequence[int]) -> float:
        """Tariff km of a run of edges."""
        return float(self.edges.fare_km[edges].astype(np.float64).sum())

    def tickets(self, path: Sequence[int]) -> list[Ticket]:
        """Give what is bought on a path, unpriced rides left out."""
        # rapid trains have a supplement of nothing
        supplements = [ticket for ticket in self._supplements(path) if ticket.yen]
        return [*self._rides(path), *self._jr(path), *self._runs(path), *supplements]

    def _rides(self, path: Sequence[int]) -> Iterator[Ticket]:
        for edge in path:
            # a train's own yen is an addition to its ticket, and 0 mostly
            alone = self.edges.mode[edge] != RAIL and self.edges.system[edge] < 0 and self.edges.company[edge] < 0
            if self.edges.mode[edge] > WALK and (alone or self.edges.yen[edge]):
                yield Ticket("ride", int(self.edges.yen[edge]), bool(self.edges.estimated[edge]), [edge])

    def _jr(self, path: Sequence[int]) -> Iterator[Ticket]:
        edges, run = self.edges, list[int]()
        for edge in path:
            system = int(edges.system[edge])
            if edges.company[edge] >= 0:
                run.append(edge)
            elif self._leaves(edge) and not (system >= 0 and self.fares.systems[system] in self.fares.through_railways):
                yield from self._jr_ticket(run)
                run = []
        yield from self._jr_ticket(run)

    def _leaves(self, edge: int) -> bool:
        """Whether one is outside JR's stations on an edge that is not JR's."""
        mode = self.edges.mode[edge]
        return bool(mode > WALK or (mode == WALK and self.edges.km[edge] > OUTSIDE_KM))

    def _jr_ticket(self, run: list[int]) -> Iterator[Ticket]:
        km = np.zeros(6)
        for edge in run:
            km[self.edges.company[edge]] += self.edges.fare_km[edge]
        if not km.any():
            return
        local = float(self.edges.local_km[run].astype(np.float64).sum())
        urban = bool(self.edges.urban[run].all())
        known = self.fares.base_pairs.get((JR_SYSTEM, frozenset(self.ends(run))))
        yield Ticket("jr", int(jr_fare(self.fares.jr, km, local, urban=urban)) if known is None else known, edges=run)

    def _runs(self, path: Sequence[int]) -> Iterator[Ticket]:
        run: tuple[int, list[int]] = (-1, [])
        for edge in path:
            system = int(self.edges.system[edge])
            if self.edges.mode[edge] > WALK and self.edges.km[edge] > 0 and system != run[0]:
                yield from self._run_ticket(*run)
                run = (system, [])
            if system >= 0:
                run[1].append(edge)
        yield from self._run_ticket(*run)

    def _run_ticket(self, system: int, run: list[int]) -> Iterator[Ticket]:
        if system >= 0:
            ends = self.ends([edge for edge in run if self.edges.fare_km[edge] > 0] or run)
            known = self.fares.base_pairs.get((self.fares.systems[system], frozenset(ends)))
            yen = self.fares.yen_by_km[system, int(np.ceil(self.km(run) - KM_SLACK))] if known is None else known
            yield Ticket("rail", int(yen), known is None and bool(self.fares.estimated[system]), run)

    def _supplements(self, path: Sequence[int]) -> Iterator[Ticket]:
        ride, stage = list[int](), 0
        for edge in path:
            system = int(self.edges.surcharge[edge])
            if ride and stage == WITHIN_GATES and system < 0 and self.edges.mode[edge] > 0:
                yield self._supplement(ride)
                ride = []
            if system >= 0:
                if ride and not self._same_ride(ride[-1], edge):
                    # as in the kernel, the earlier part of a through train bears the discount
                    yield self._supplement(ride, JOIN_DISCOUNT if self._joined(ride[-1], edge) else 0)
                    ride = []
                ride.append(edge)
                stage = ABOARD_SHINKANSEN if self.edges.mode[edge] == SHINKANSEN else ABOARD
            if self.edges.alight[edge] and ride:
                if stage == ABOARD:
                    yield self._supplement(ride)
                    ride = []
                else:
                    stage = WITHIN_GATES
        if ride:
            yield self._supplement(ride)

    def _basic(self, edge: int) -> str:
        name = self.fares.systems[self.edges.surcharge[edge]]
        rule = self.fares.supplement_rules.get(name)
        return rule.basic or name if rule else name

    def _group(self, edge: int, group: str) -> str:
        rule = self.fares.supplement_rules.get(self._basic(edge))
        return str(getattr(rule, group)) if rule else ""

    def _same_ride(self, before: int, edge: int) -> bool:
        gates = self._group(edge, "gates")
        return self._basic(edge) == self._basic(before) or (bool(gates) and gates == self._group(before, "gates"))

    def _joined(self, before: int, edge: int) -> bool:
        joined = self._group(edge, "joined")
        return bool(joined) and joined == self._group(before, "joined")

    def _supplement(self, ride: list[int], discount: int = 0) -> Ticket:
        """Price a ride by its basic table, and its premium parts by what they cost above that."""
        tables = sorted({self._basic(edge) for edge in ride}, key=lambda name: (-self._yen_at_400(name), name))
        yen = self._yen(self._dearest(tables), ride)
        used = [self.fares.systems[self.edges.surcharge[edge]] for edge in ride]
        for name, part in _runs_of(used, ride):
            if (basic := self._basic(part[0])) != name:
                yen += max(0, self._yen(name, part) - self._yen(basic, part))
        estimated = any(bool(self.fares.estimated[self.fares.system(name)]) for name in {*used, *tables})
        return Ticket("supplement", max(0, yen - discount), estimated, ride)

    def _dearest(self, tables: Sequence[str]) -> str:
        top = self._yen_at_400(tables[0])
        return min((name for name in tables if self._yen_at_400(name) == top), key=self.fares.system)

    def _yen_at_400(self, name: str) -> int:
        return int(self.fares.yen_by_km[self.fares.system(name), 400])

    def _yen(self, name: str, ride: Sequence[int]) -> int:
        km = float(self.edges.surcharge_km[ride].astype(np.float64).sum())
        return self.fares.surcharge_yen(self.fares.system(name), km, *self.ends(ride))


def _runs_of(names: Sequence[str], ride: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Split a ride where its supplement changes."""
    start = 0
    for i in range(1, len(ride) + 1):
        if i == len(ride) or names[i] != names[start]:
            yield names[start], list(ride[start:i])
            start = i
