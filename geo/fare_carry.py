"""What a traveller has paid, and the tickets still open, carried from node to node of a shortest-path tree.

Fares are not additive: a JR ticket is priced by all its kilometres and closes when the traveller leaves JR, a private
railway's by the run of kilometres, a supplement once a train. `geo.fare_path` prices a single path by the same rules,
in code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.compiled import ALIGHT, BY, COMPANY, EXTRA, FARE_KM, LENGTH, LOCAL_KM, SURCHARGE, SURCHARGE_KM, SYSTEM, URBAN
from geo.edges import MODE
from geo.fare_jr import JR_ADDON_COMPANIES, JR_COMPANIES, KM_SLACK, LOCAL_ONLY_KM, LOCAL_TABLE_KM
from geo.fare_tariff import STATIONS
from geo.kernel import inlined, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.compiled import Way
    from geo.fare_tariff import Tariff

JOIN_DISCOUNT = 530
"""Yen off for each further table of one through ride (Tohoku + Hokkaido, Akita, Yamagata; Sanyo + Kyushu): the
seat is reserved once (旅客営業規則第57条の2, 第125条)."""

OUTSIDE_KM = 0.3
"""A longer walk leads from one station to another and ends a JR ticket; a shorter one is a change within a station."""

WALK, SHINKANSEN = MODE["walk"], MODE["shinkansen"]
ABOARD, ABOARD_SHINKANSEN, WITHIN_GATES = 1, 2, 3
_ADDONS = tuple(JR_COMPANIES.index(name) for name in JR_ADDON_COMPANIES)
_JR = len(JR_COMPANIES)


YEN, RUN, RUN_ENDS, JR_OPEN, JR_ENDS, TRAIN, STAGE, PREMIUM, TRAIN_ENDS = 0, 1, 2, 4, 5, 7, 8, 9, 10
HELD = 14
"""Columns of `Purse.held`: what is paid for; tariff of the open ticket of a private railway (-1 none) and the two
stations it begins and ends at so far; whether a JR ticket is open, and its two stations; supplement that counts the
open ride (-1 none), its stage (`ABOARD`, `ABOARD_SHINKANSEN`, or `WITHIN_GATES` after getting off), the dearer
supplement of a part of it (-1 none), and the stations the ride, then that part, begins and ends at so far."""

RUN_KM, TRAIN_KM, JR_KM = 0, 1, 3
KM = 3 + _JR + 2
"""Columns of `Purse.km`: of the private ticket; of the open ride and of its dearer part; of the open JR ticket the
tariff km by company, the real km on local lines, the km outside the Osaka zone."""


class Purse(NamedTuple):
    """What is carried to each node; two arrays only, because every further one costs time at every node."""

    held: NDArray[np.int32]
    """(V, HELD)"""
    km: NDArray[np.float64]
    """(V, KM)"""


@kernel
def empty_purse(size: int, source: int) -> Purse:
    """Room for every node; nothing is open at the source."""
    purse = Purse(np.empty((size, HELD), dtype=np.int32), np.empty((size, KM)))
    purse.held[source], purse.km[source] = 0, 0.0
    purse.held[source, RUN] = purse.held[source, TRAIN] = purse.held[source, PREMIUM] = -1
    return purse


@inlined
def pay(purse: Purse, way: Way, tariff: Tariff, parent: int, node: int, e: int) -> None:
    """Carry the purse over edge `e`."""
    for i in range(HELD):
        purse.held[node, i] = purse.held[parent, i]
    for i in range(KM):
        purse.km[node, i] = purse.km[parent, i]
    purse.held[node, YEN] += way.whole[e, EXTRA]
    _ride_jr(purse, way, tariff, parent, node, e)
    _ride_private(purse, way, tariff, parent, node, e)
    _ride_express(purse, way, tariff, parent, node, e)


@inlined
def paid(purse: Purse, tariff: Tariff, node: int) -> np.int64:
    """Yen at a node when every open ticket ends there."""
    return (
        np.int64(purse.held[node, YEN])
        + _jr_yen(purse, tariff, node)
        + _run_yen(purse, tariff, node)
        + _train_yen(purse, tariff, node)
    )


@inlined
def _by_km(table: NDArray[np.int32], row: int, km: float) -> np.int32:
    return np.int32(table[row, min(table.shape[1] - 1, int(np.ceil(km - KM_SLACK)))])


@inlined
def _of_pair(tariff: Tariff, system: int, a: int, b: int) -> np.int64:
    """Fare known for two stations; -1 where there is none."""
    if a < 0 or b < 0:
        return np.int64(-1)
    key = (np.int64(system) * STATIONS + min(a, b)) * STATIONS + max(a, b)
    i = np.searchsorted(tariff.pair_key, key)
    if i < len(tariff.pair_key) and tariff.pair_key[i] == key:
        return np.int64(tariff.pair_yen[i])
    return np.int64(-1)


@inlined
def _ride_jr(purse: Purse, way: Way, tariff: Tariff, parent: int, node: int, e: int) -> None:
    company, system = way.whole[e, COMPANY], way.whole[e, SYSTEM]
    if company < 0:
        leaves = way.whole[e, BY] > WALK or (way.whole[e, BY] == WALK and way.real[e, LENGTH] > OUTSIDE_KM)
        if purse.held[node, JR_OPEN] and leaves and not (system >= 0 and tariff.keeps[system]):
            purse.held[node, YEN] += _jr_yen(purse, tariff, node)
            purse.held[node, JR_OPEN] = False
        return
    if not purse.held[node, JR_OPEN]:
        purse.held[node, JR_OPEN], purse.held[node, JR_ENDS] = True, tariff.stop[parent]
        for i in range(_JR + 2):
            purse.km[node, JR_KM + i] = 0.0
    purse.held[node, JR_ENDS + 1] = tariff.stop[node]
    purse.km[node, JR_KM + company] += way.real[e, FARE_KM]
    purse.km[node, JR_KM + _JR] += way.real[e, LOCAL_KM]
    purse.km[node, JR_KM + _JR + 1] += 0.0 if way.whole[e, URBAN] else way.real[e, FARE_KM]


@inlined
def _jr_yen(purse: Purse, tariff: Tariff, node: int) -> np.int64:
    if not purse.held[node, JR_OPEN]:
        return np.int64(0)
    known = _of_pair(tariff, len(tariff.table), purse.held[node, JR_ENDS], purse.held[node, JR_ENDS + 1])
    return known if known >= 0 else jr_yen(tariff, purse.km[node, JR_KM:])


@inlined
def jr_yen(tariff: Tariff, km: NDArray[np.float64]) -> np.int64:
    """Price one JR ticket by its km, laid out as in `Purse.jr_km`; as `geo.fare_jr.jr_fare` does."""
    companies, last, total = 0, 0, 0.0
    for company in range(_JR):
        total += km[company]
        if km[company] > KM_SLACK:
            companies += 1
            last = company
    if km[_JR + 1] == 0:
        return np.int64(tariff.jr_zone[min(len(tariff.jr_zone) - 1, int(np.ceil(total - KM_SLACK)))])
    if companies <= 1:
        real = total - (tariff.local_factor - 1.0) * km[_JR]
        only_local = km[_JR] > 0 and real - km[_JR] < LOCAL_ONLY_KM
        if only_local or (km[_JR] > 0 and real <= LOCAL_TABLE_KM):
            return np.int64(_by_km(tariff.jr_own_local, last, real))
        return np.int64(_by_km(tariff.jr_own, last, total))
    yen = np.int64(tariff.jr_trunk[min(len(tariff.jr_trunk) - 1, int(np.ceil(total - KM_SLACK)))])
    for row, company in enumerate(_ADDONS):
        yen += _by_km(tariff.jr_addon, row, km[company])
    return yen


@inlined
def _ride_private(purse: Purse, way: Way, tariff: Tariff, parent: int, node: int, e: int) -> None:
    """The run of kilometres of one tariff; a vehicle of another one ends it, a walk does not."""
    system = np.int32(way.whole[e, SYSTEM])
    if way.real[e, LENGTH] > 0 and way.whole[e, BY] > WALK and system != purse.held[node, RUN]:
        purse.held[node, YEN] += _run_yen(purse, tariff, node)
        purse.held[node, RUN], purse.km[node, RUN_KM] = system, 0.0
    if system >= 0 and way.real[e, FARE_KM] > 0:
        if purse.km[node, RUN_KM] == 0:
            purse.held[node, RUN_ENDS] = tariff.stop[parent]
        purse.held[node, RUN_ENDS + 1] = tariff.stop[node]
        purse.km[node, RUN_KM] += way.real[e, FARE_KM]


@inlined
def _run_yen(purse: Purse, tariff: Tariff, node: int) -> np.int64:
    """Price the open ticket of a private railway, if it ended here."""
    if purse.held[node, RUN] < 0:
        return np.int64(0)
    known = _of_pair(tariff, purse.held[node, RUN], purse.held[node, RUN_ENDS], purse.held[node, RUN_ENDS + 1])
    if known >= 0:
        return known
    return np.int64(_by_km(tariff.table, purse.held[node, RUN], purse.km[node, RUN_KM]))


@inlined
def _ride_express(purse: Purse, way: Way, tariff: Tariff, parent: int, node: int, e: int) -> None:
    """A supplement is paid once a train, by Shinkansen once however often one changes within its gates."""
    system = np.int32(way.whole[e, SURCHARGE])
    if purse.held[node, TRAIN] >= 0 and purse.held[node, STAGE] == WITHIN_GATES and way.whole[e, BY] > 0 and system < 0:
        _leave_train(purse, tariff, node, 0)
    if system >= 0:
        _board(purse, tariff, parent, node, system)
        purse.km[node, TRAIN_KM] += way.real[e, SURCHARGE_KM]
        purse.held[node, TRAIN_ENDS + 1] = tariff.stop[node]
        if purse.held[node, PREMIUM] >= 0:
            purse.km[node, TRAIN_KM + 1] += way.real[e, SURCHARGE_KM]
            purse.held[node, TRAIN_ENDS + 3] = tariff.stop[node]
        purse.held[node, STAGE] = ABOARD_SHINKANSEN if way.whole[e, BY] == SHINKANSEN else ABOARD
    if way.whole[e, ALIGHT] and purse.held[node, TRAIN] >= 0:
        if purse.held[node, STAGE] == ABOARD:
            _leave_train(purse, tariff, node, 0)
        else:
            purse.held[node, STAGE] = WITHIN_GATES


@inlined
def _board(purse: Purse, tariff: Tariff, parent: int, node: int, system: np.int32) -> None:
    """Go on with the open ride, or close it and open another."""
    basic, train = tariff.basic[system], purse.held[node, TRAIN]
    if train >= 0 and basic != train:
        if tariff.gates[basic] >= 0 and tariff.gates[basic] == tariff.gates[train]:
            purse.held[node, TRAIN] = _dearer(tariff, basic, train)
        else:
            same = tariff.joined[basic] >= 0 and tariff.joined[basic] == tariff.joined[train]
            # the earlier part of a through ride bears the discount
            _leave_train(purse, tariff, node, JOIN_DISCOUNT if same else 0)
    if purse.held[node, TRAIN] < 0:
        purse.held[node, TRAIN], purse.km[node, TRAIN_KM], purse.held[node, TRAIN_ENDS] = (
            basic,
            0.0,
            tariff.stop[parent],
        )
    wanted = system if system != basic else np.int32(-1)
    if purse.held[node, PREMIUM] != wanted:
        if purse.held[node, PREMIUM] >= 0:
            purse.held[node, YEN] += _premium_yen(purse, tariff, node)
        purse.held[node, PREMIUM], purse.km[node, TRAIN_KM + 1], purse.held[node, TRAIN_ENDS + 2] = (
            wanted,
            0.0,
            tariff.stop[parent],
        )


@inlined
def _dearer(tariff: Tariff, a: int, b: int) -> int:
    """Of two tables within one pair of gates the one that costs more at 400 km; the lower number where they agree."""
    yen_a, yen_b = tariff.table[a, 400], tariff.table[b, 400]
    if yen_a == yen_b:
        return min(a, b)
    return a if yen_a > yen_b else b


@inlined
def _leave_train(purse: Purse, tariff: Tariff, node: int, discount: int) -> None:
    purse.held[node, YEN] += max(np.int64(0), _train_yen(purse, tariff, node) - discount)
    purse.held[node, TRAIN], purse.held[node, PREMIUM] = -1, -1


@inlined
def _train_yen(purse: Purse, tariff: Tariff, node: int) -> np.int64:
    """Supplement of the open ride, if it ended here."""
    if purse.held[node, TRAIN] < 0:
        return np.int64(0)
    ends = purse.held[node, TRAIN_ENDS:]
    yen = _supplement(tariff, purse.held[node, TRAIN], purse.km[node, TRAIN_KM], ends[0], ends[1])
    return yen + (_premium_yen(purse, tariff, node) if purse.held[node, PREMIUM] >= 0 else np.int64(0))


@inlined
def _premium_yen(purse: Purse, tariff: Tariff, node: int) -> np.int64:
    """What the premium part costs above the basic supplement of its two stations."""
    premium, km, ends = purse.held[node, PREMIUM], purse.km[node, TRAIN_KM + 1], purse.held[node, TRAIN_ENDS:]
    dear = _supplement(tariff, premium, km, ends[2], ends[3])
    plain = _supplement(tariff, tariff.basic[premium], km, ends[2], ends[3])
    return max(np.int64(0), dear - plain)


@inlined
def _supplement(tariff: Tariff, system: int, km: float, a: int, b: int) -> np.int64:
    known = _of_pair(tariff, system, a, b)
    if known >= 0:
        return known
    yen = np.int64(_by_km(tariff.table, system, km))
    end = tariff.end_stop[system]
    return yen + (tariff.end_yen[system] if end >= 0 and (a == end or b == end) else 0)
