"""What a traveller has paid, and the tickets still open, carried from node to node of a shortest-path tree.

Fares are not additive: a JR ticket is priced by all its kilometres and closes when the traveller leaves JR, a private
railway's by the run of kilometres, a supplement once a train. `geo.fare_path` prices a single path by the same rules,
in code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from geo.edges import MODE
from geo.fare_jr import JR_ADDON_COMPANIES, JR_COMPANIES, KM_SLACK, LOCAL_ONLY_KM, LOCAL_TABLE_KM
from geo.fare_tariff import STATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

JOIN_DISCOUNT = 530
"""Yen off for each further table of one through ride (Tohoku + Hokkaido, Akita, Yamagata; Sanyo + Kyushu): the
seat is reserved once (旅客営業規則第57条の2, 第125条)."""

OUTSIDE_KM = 0.3
"""A longer walk leads from one station to another and ends a JR ticket; a shorter one is a change within a station."""

WALK, SHINKANSEN = MODE["walk"], MODE["shinkansen"]
ABOARD, ABOARD_SHINKANSEN, WITHIN_GATES = 1, 2, 3
_ADDONS = tuple(JR_COMPANIES.index(name) for name in JR_ADDON_COMPANIES)
_JR = len(JR_COMPANIES)


class Purse(NamedTuple):
    """What is carried to each node, (V,) unless said otherwise."""

    yen: NDArray[np.int64]
    """What is paid for."""
    run: NDArray[np.int32]
    """Tariff of the open ticket of a private railway, -1 none."""
    run_km: NDArray[np.float64]
    run_ends: NDArray[np.int32]
    """(V, 2): the stations that ticket begins and ends at so far."""
    jr_km: NDArray[np.float64]
    """(V, 8): tariff km of the open JR ticket by company, its real km on local lines, its km outside the Osaka zone."""
    jr_ends: NDArray[np.int32]
    """(V, 2): the stations it begins and ends at so far."""
    train: NDArray[np.int32]
    """Supplement that counts the open ride, -1 none."""
    stage: NDArray[np.int8]
    """Of that ride: `ABOARD`, `ABOARD_SHINKANSEN`, or `WITHIN_GATES` after getting off."""
    premium: NDArray[np.int32]
    """Dearer supplement of a part of the ride, -1 none."""
    train_km: NDArray[np.float64]
    """(V, 2): of the ride, of its premium part."""
    train_ends: NDArray[np.int32]
    """(V, 4): stations the ride, then its premium part, begins and ends at so far."""


@njit(cache=True, nogil=True)
def empty_purse(size, source):  # type: ignore[no-untyped-def]
    """Room for every node; nothing is open at the source."""
    yen, stage = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int8)
    run, train, premium = (
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
    )
    run[source], train[source], premium[source] = -1, -1, -1
    run_km, jr_km, train_km = np.zeros(size), np.zeros((size, _JR + 2)), np.zeros((size, 2))
    jr_ends, train_ends = np.zeros((size, 2), dtype=np.int32), np.zeros((size, 4), dtype=np.int32)
    run_ends = np.zeros((size, 2), dtype=np.int32)
    return Purse(yen, run, run_km, run_ends, jr_km, jr_ends, train, stage, premium, train_km, train_ends)


@njit(cache=True, nogil=True)
def pay(purse, way, tariff, parent, node, e):  # type: ignore[no-untyped-def]
    """Carry the purse over edge `e`."""
    purse.yen[node] = purse.yen[parent] + way.yen[e]
    purse.run[node], purse.run_km[node] = purse.run[parent], purse.run_km[parent]
    purse.train[node], purse.stage[node], purse.premium[node] = (
        purse.train[parent],
        purse.stage[parent],
        purse.premium[parent],
    )
    for i in range(_JR + 2):
        purse.jr_km[node, i] = purse.jr_km[parent, i]
    for i in range(2):
        purse.jr_ends[node, i], purse.train_km[node, i] = purse.jr_ends[parent, i], purse.train_km[parent, i]
        purse.run_ends[node, i] = purse.run_ends[parent, i]
    for i in range(4):
        purse.train_ends[node, i] = purse.train_ends[parent, i]
    _ride_jr(purse, way, tariff, parent, node, e)
    _ride_private(purse, way, tariff, parent, node, e)
    _ride_express(purse, way, tariff, parent, node, e)


@njit(cache=True, nogil=True)
def paid(purse, tariff, node):  # type: ignore[no-untyped-def]
    """Yen at a node when every open ticket ends there."""
    return (
        purse.yen[node] + _jr_yen(purse, tariff, node) + _run_yen(purse, tariff, node) + _train_yen(purse, tariff, node)
    )


@njit(cache=True, nogil=True)
def _by_km(table, row, km):  # type: ignore[no-untyped-def]
    return table[row, min(table.shape[1] - 1, int(np.ceil(km - KM_SLACK)))]


@njit(cache=True, nogil=True)
def _of_pair(tariff, system, a, b):  # type: ignore[no-untyped-def]
    """Fare known for two stations; -1 where there is none."""
    if a < 0 or b < 0:
        return np.int64(-1)
    key = (np.int64(system) * STATIONS + min(a, b)) * STATIONS + max(a, b)
    i = np.searchsorted(tariff.pair_key, key)
    if i < len(tariff.pair_key) and tariff.pair_key[i] == key:
        return np.int64(tariff.pair_yen[i])
    return np.int64(-1)


@njit(cache=True, nogil=True)
def _ride_jr(purse, way, tariff, parent, node, e):  # type: ignore[no-untyped-def]
    company, system = way.company[e], way.system[e]
    if company < 0:
        leaves = way.mode[e] > WALK or (way.mode[e] == WALK and way.km[e] > OUTSIDE_KM)
        if leaves and not (system >= 0 and tariff.keeps[system]):
            purse.yen[node] += _jr_yen(purse, tariff, node)
            purse.jr_km[node, :] = 0.0
        return
    if not purse.jr_km[node].any():
        purse.jr_ends[node, 0] = tariff.stop[parent]
    purse.jr_ends[node, 1] = tariff.stop[node]
    purse.jr_km[node, company] += way.fare_km[e]
    purse.jr_km[node, _JR] += way.local_km[e]
    purse.jr_km[node, _JR + 1] += 0.0 if way.urban[e] else way.fare_km[e]


@njit(cache=True, nogil=True)
def _jr_yen(purse, tariff, node):  # type: ignore[no-untyped-def]
    km = purse.jr_km[node]
    if not km.any():
        return np.int64(0)
    known = _of_pair(tariff, len(tariff.table), purse.jr_ends[node, 0], purse.jr_ends[node, 1])
    return known if known >= 0 else jr_yen(tariff, km)


@njit(cache=True, nogil=True)
def jr_yen(tariff, km):  # type: ignore[no-untyped-def]
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


@njit(cache=True, nogil=True)
def _ride_private(purse, way, tariff, parent, node, e):  # type: ignore[no-untyped-def]
    """The run of kilometres of one tariff; a vehicle of another one ends it, a walk does not."""
    system = np.int32(way.system[e])
    if way.km[e] > 0 and way.mode[e] > WALK and system != purse.run[node]:
        purse.yen[node] += _run_yen(purse, tariff, node)
        purse.run[node], purse.run_km[node] = system, 0.0
    if system >= 0 and way.fare_km[e] > 0:
        if purse.run_km[node] == 0:
            purse.run_ends[node, 0] = tariff.stop[parent]
        purse.run_ends[node, 1] = tariff.stop[node]
        purse.run_km[node] += way.fare_km[e]


@njit(cache=True, nogil=True)
def _run_yen(purse, tariff, node):  # type: ignore[no-untyped-def]
    """Price the open ticket of a private railway, if it ended here."""
    if purse.run[node] < 0:
        return np.int64(0)
    known = _of_pair(tariff, purse.run[node], purse.run_ends[node, 0], purse.run_ends[node, 1])
    if known >= 0:
        return known
    return np.int64(_by_km(tariff.table, purse.run[node], purse.run_km[node]))


@njit(cache=True, nogil=True)
def _ride_express(purse, way, tariff, parent, node, e):  # type: ignore[no-untyped-def]
    """A supplement is paid once a train, by Shinkansen once however often one changes within its gates."""
    system = np.int32(way.surcharge[e])
    if purse.train[node] >= 0 and purse.stage[node] == WITHIN_GATES and way.mode[e] > 0 and system < 0:
        _leave_train(purse, tariff, node, 0)
    if system >= 0:
        _board(purse, tariff, parent, node, system)
        purse.train_km[node, 0] += way.surcharge_km[e]
        purse.train_ends[node, 1] = tariff.stop[node]
        if purse.premium[node] >= 0:
            purse.train_km[node, 1] += way.surcharge_km[e]
            purse.train_ends[node, 3] = tariff.stop[node]
        purse.stage[node] = ABOARD_SHINKANSEN if way.mode[e] == SHINKANSEN else ABOARD
    if way.alight[e] and purse.train[node] >= 0:
        if purse.stage[node] == ABOARD:
            _leave_train(purse, tariff, node, 0)
        else:
            purse.stage[node] = WITHIN_GATES


@njit(cache=True, nogil=True)
def _board(purse, tariff, parent, node, system):  # type: ignore[no-untyped-def]
    """Go on with the open ride, or close it and open another."""
    basic, train = tariff.basic[system], purse.train[node]
    if train >= 0 and basic != train:
        if tariff.gates[basic] >= 0 and tariff.gates[basic] == tariff.gates[train]:
            purse.train[node] = _dearer(tariff, basic, train)
        else:
            same = tariff.joined[basic] >= 0 and tariff.joined[basic] == tariff.joined[train]
            # the earlier part of a through ride bears the discount
            _leave_train(purse, tariff, node, JOIN_DISCOUNT if same else 0)
    if purse.train[node] < 0:
        purse.train[node], purse.train_km[node, 0], purse.train_ends[node, 0] = basic, 0.0, tariff.stop[parent]
    wanted = system if system != basic else np.int32(-1)
    if purse.premium[node] != wanted:
        if purse.premium[node] >= 0:
            purse.yen[node] += _premium_yen(purse, tariff, node)
        purse.premium[node], purse.train_km[node, 1], purse.train_ends[node, 2] = wanted, 0.0, tariff.stop[parent]


@njit(cache=True, nogil=True)
def _dearer(tariff, a, b):  # type: ignore[no-untyped-def]
    """Of two tables within one pair of gates the one that costs more at 400 km; the lower number where they agree."""
    yen_a, yen_b = tariff.table[a, 400], tariff.table[b, 400]
    if yen_a == yen_b:
        return min(a, b)
    return a if yen_a > yen_b else b


@njit(cache=True, nogil=True)
def _leave_train(purse, tariff, node, discount):  # type: ignore[no-untyped-def]
    purse.yen[node] += max(np.int64(0), _train_yen(purse, tariff, node) - discount)
    purse.train[node], purse.premium[node] = -1, -1


@njit(cache=True, nogil=True)
def _train_yen(purse, tariff, node):  # type: ignore[no-untyped-def]
    """Supplement of the open ride, if it ended here."""
    if purse.train[node] < 0:
        return np.int64(0)
    ends = purse.train_ends[node]
    yen = _supplement(tariff, purse.train[node], purse.train_km[node, 0], ends[0], ends[1])
    return yen + (_premium_yen(purse, tariff, node) if purse.premium[node] >= 0 else np.int64(0))


@njit(cache=True, nogil=True)
def _premium_yen(purse, tariff, node):  # type: ignore[no-untyped-def]
    """What the premium part costs above the basic supplement of its two stations."""
    premium, km, ends = purse.premium[node], purse.train_km[node, 1], purse.train_ends[node]
    dear = _supplement(tariff, premium, km, ends[2], ends[3])
    plain = _supplement(tariff, tariff.basic[premium], km, ends[2], ends[3])
    return max(np.int64(0), dear - plain)


@njit(cache=True, nogil=True)
def _supplement(tariff, system, km, a, b):  # type: ignore[no-untyped-def]
    known = _of_pair(tariff, system, a, b)
    if known >= 0:
        return known
    yen = np.int64(_by_km(tariff.table, system, km))
    end = tariff.end_stop[system]
    return yen + (tariff.end_yen[system] if end >= 0 and (a == end or b == end) else 0)
