"""The fares of one date laid out for the compiled search: arrays only, stations by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.fare_jr import LOCAL_KM_FACTOR
from geo.fare_pairs import JR_SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from geo.fares import FareTables

STATIONS = 1 << 14
"""More than there are stations with a fare of their own: a pair's key is (system, lower, higher) in this base."""


class Tariff(NamedTuple):
    """Fares as arrays; V nodes of a network, S systems as in `FareTables`.

    Attributes
    ----------
    table : (S, 3001) int32, yen by km
    jr_trunk, jr_addon, jr_own, jr_own_local, jr_zone : as in `geo.fare_jr.JrTables`
    local_factor : float, tariff km of a local line by its real km
    keeps : (S,) bool, private railways that a JR ticket passes through
    basic : (S,) int32, the supplement that counts the whole ride, itself unless premium
    gates, joined : (S,) int32, number of the group of `SupplementRule`, -1 none
    end_stop : (S,) int32, station whose rides cost `end_yen` more, -1 none
    stop : (V,) int32, number of the station a node bears the name of, -1 where no fare names it
    pair_key : (P,) int64, sorted
    pair_yen : (P,) int32
    """

    table: NDArray[np.int32]
    jr_trunk: NDArray[np.int32]
    jr_addon: NDArray[np.int32]
    jr_own: NDArray[np.int32]
    jr_own_local: NDArray[np.int32]
    jr_zone: NDArray[np.int32]
    local_factor: float
    keeps: NDArray[np.bool_]
    basic: NDArray[np.int32]
    gates: NDArray[np.int32]
    joined: NDArray[np.int32]
    end_stop: NDArray[np.int32]
    end_yen: NDArray[np.int32]
    stop: NDArray[np.int32]
    pair_key: NDArray[np.int64]
    pair_yen: NDArray[np.int32]


def tariff_of(fares: FareTables, names: Sequence[str]) -> Tariff:
    """Lay out `fares` for a network whose nodes bear `names`."""
    rules, index = fares.supplement_rules, {name: i for i, name in enumerate(fares.systems)}
    ends = {rule.end_station for rule in rules.values()} - {""}
    known = sorted(ends | {name for _, pair in fares.pairs for name in pair})
    number = {name: i for i, name in enumerate(known)}
    count = len(fares.systems)
    basic = np.arange(count, dtype=np.int32)
    gates, joined, end_stop = (np.full(count, -1, dtype=np.int32) for _ in range(3))
    end_yen = np.zeros(count, dtype=np.int32)
    groups = _numbers(rule.gates for rule in rules.values()), _numbers(rule.joined for rule in rules.values())
    for name, rule in rules.items():
        row = index[name]
        basic[row] = index[rule.basic or name]
        gates[row], joined[row] = groups[0].get(rule.gates, -1), groups[1].get(rule.joined, -1)
        end_stop[row], end_yen[row] = number.get(rule.end_station, -1), rule.end_yen
    systems = index | {JR_SYSTEM: count}
    keys = [pair_key(systems[name], *sorted(number[end] for end in pair)) for name, pair in fares.pairs]
    order = np.argsort(keys, kind="stable")
    return Tariff(
        fares.yen_by_km,
        fares.jr.trunk,
        fares.jr.addon,
        fares.jr.own,
        fares.jr.own_local,
        fares.jr.zone,
        LOCAL_KM_FACTOR,
        np.array([name in fares.through_railways for name in fares.systems]),
        basic,
        gates,
        joined,
        end_stop,
        end_yen,
        np.array([number.get(name, -1) for name in names], dtype=np.int32),
        np.array(keys, dtype=np.int64)[order],
        np.array(list(fares.pairs.values()), dtype=np.int32)[order],
    )


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(dict.fromkeys(name for name in names if name))}


def pair_key(system: int, low: int, high: int) -> int:
    """Number a pair of stations of a system."""
    return (system * STATIONS + low) * STATIONS + high
