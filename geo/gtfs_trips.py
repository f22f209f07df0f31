"""Trips of a feed as arrays: times checked and completed, trips of the same stops gathered into patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_read import Tables

MAX_EXPANDED = 500_000
"""Trips that frequencies.txt may expand to."""

BOARD, ALIGHT = 1, 2
"""Bits of `Trips.flags`."""

_NONE = 1
"""pickup_type and drop_off_type: not here."""


@dataclass(frozen=True)
class Trips:
    """Every trip, sorted by pattern and first departure.

    Attributes
    ----------
    pattern_ptr : (P + 1,) int32, where each pattern begins in `stops` and `flags`
    stops : int32, the stops of each pattern in order
    flags : uint8, whether one may board (1) and alight (2) there
    routes : (P,) int32
    trip_pattern, trip_service, trip_shape : (T,) int32; shape -1 = none
    trip_times : (T,) int64, where the trip's times begin in `arrive` and `depart`
    trip_shift : (T,) int32, seconds to add to them
    trip_exact : (T,) bool, whether it leaves at that time; else only so often (frequencies.txt)
    arrive, depart : int32, seconds after midnight of the service day
    """

    pattern_ptr: NDArray[np.int32]
    stops: NDArray[np.int32]
    flags: NDArray[np.uint8]
    routes: NDArray[np.int32]
    trip_pattern: NDArray[np.int32]
    trip_service: NDArray[np.int32]
    trip_shape: NDArray[np.int32]
    trip_times: NDArray[np.int64]
    trip_shift: NDArray[np.int32]
    trip_exact: NDArray[np.bool_]
    arrive: NDArray[np.int32]
    depart: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.trip_pattern)


def build_trips(tables: Tables) -> Trips:
    """Gather the trips of a feed that call at two stops or more.

    Raises
    ------
    SchemaError
        When a trip has no time at its ends, goes back in time, or calls twice at one place in its sequence.
    """
    times = tables["stop_times.txt"]
    order = np.lexsort((times["stop_sequence"], times["trip_id"]))
    trip, sequence = times["trip_id"][order], times["stop_sequence"][order]
    _refuse_repeats(tables, order, trip, sequence)
    arrive, depart = _complete(tables, order, trip)
    flags = (times["pickup_type"][order] != _NONE) * BOARD + (times["drop_off_type"][order] != _NONE) * ALIGHT
    begins = np.flatnonzero(np.diff(trip, prepend=-1))
    ends = np.append(begins[1:], len(trip))
    long = ends - begins > 1
    return _gather(
        tables, trip, times["stop_id"][order], flags.astype(np.uint8), arrive, depart, begins[long], ends[long]
    )


def _refuse_repeats(
    tables: Tables, order: NDArray[np.int64], trip: NDArray[np.int32], sequence: NDArray[np.int32]
) -> None:
    again = (np.diff(trip) == 0) & (np.diff(sequence) == 0)
    if again.any():
        row = int(order[1:][again].min())
        tables.sheets["stop_times.txt"].fail(row, "stop_sequence", "the number is there twice in its trip.")


def _complete(
    tables: Tables, order: NDArray[np.int64], trip: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Fill times in that the feed leaves out between timed stops, evenly, and check that time goes forward."""
    sheet = tables.sheets["stop_times.txt"]
    arrive, depart = (tables["stop_times.txt"][name][order] for name in ("arrival_time", "departure_time"))
    arrive, depart = np.where(arrive < 0, depart, arrive), np.where(depart < 0, arrive, depart)
    first = np.diff(trip, prepend=-1) != 0
    last = np.append(first[1:], True)
    unknown = depart < 0
    for ends, column in ((first, "departure_time"), (last, "arrival_time")):
        if (unknown & ends).any():
            sheet.fail(int(order[unknown & ends].min()), column, "the time is missing at an end of the trip.")
    known = np.flatnonzero(~unknown)
    before = known[np.searchsorted(known, np.arange(len(trip)), side="right") - 1]
    after = known[np.minimum(np.searchsorted(known, np.arange(len(trip))), len(known) - 1)]
    share = (np.arange(len(trip)) - before) / np.maximum(after - before, 1)
    between = np.round(depart[before] + share * (arrive[after] - depart[before])).astype(np.int32)
    arrive, depart = np.where(unknown, between, arrive), np.where(unknown, between, depart)
    backwards = depart < arrive
    if backwards.any():
        sheet.fail(int(order[backwards].min()), "departure_time", "the trip leaves before it arrives.")
    early = np.append(False, (arrive[1:] < depart[:-1]) & ~first[1:])
    if early.any():
        sheet.fail(int(order[early].min()), "arrival_time", "the trip arrives before it left the stop before.")
    return arrive.astype(np.int32), depart.astype(np.int32)


def _gather(
    tables: Tables,
    trip: NDArray[np.int32],
    stop: NDArray[np.int32],
    flags: NDArray[np.uint8],
    arrive: NDArray[np.int32],
    depart: NDArray[np.int32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Trips:
    """Number the patterns: a route, its stops in order and where one may board and alight."""
    rows, calls = tables["trips.txt"], stop.astype(np.int64) * 4 + flags
    numbers: dict[tuple[int, bytes], int] = {}
    owner = trip[begins]
    pattern = np.array(
        [
            numbers.setdefault((route, calls[begin:end].tobytes()), len(numbers))
            for route, begin, end in zip(rows["route_id"][owner].tolist(), begins.tolist(), ends.tolist(), strict=True)
        ],
        dtype=np.int32,
    )
    unpacked = [np.frombuffer(key, dtype=np.int64) for _, key in numbers]
    joined = np.concatenate([np.zeros(0, np.int64), *unpacked])
    index, shift, exact = _runs(tables, owner, depart[begins])
    order = np.lexsort((depart[begins][index] + shift, pattern[index]))
    index, shift, exact = index[order], shift[order], exact[order]
    return Trips(
        pattern_ptr=np.cumsum([0, *(len(part) for part in unpacked)]).astype(np.int32),
        stops=(joined // 4).astype(np.int32),
        flags=(joined % 4).astype(np.uint8),
        routes=np.array([route for route, _ in numbers], dtype=np.int32),
        trip_pattern=pattern[index],
        trip_service=rows["service_id"][owner][index],
        trip_shape=rows["shape_id"][owner][index],
        trip_times=begins[index].astype(np.int64),
        trip_shift=shift,
        trip_exact=exact,
        arrive=arrive,
        depart=depart,
    )


def _runs(
    tables: Tables, owner: NDArray[np.int32], first: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """Give each run of a trip: its row among `owner`, the seconds it is later than written, and whether to the minute.

    A trip named in frequencies.txt is a pattern only: it runs every `headway_secs` from `start_time` to before
    `end_time`, counted at its first stop.
    """
    index, shift = np.arange(len(owner)), np.zeros(len(owner), dtype=np.int32)
    if "frequencies.txt" not in tables:
        return index, shift, np.ones(len(owner), dtype=np.bool_)
    often = tables["frequencies.txt"]
    row_of = np.full(len(tables["trips.txt"]["trip_id"]), -1)
    row_of[owner] = index
    runs = np.maximum(0, -(-(often["end_time"] - often["start_time"]) // often["headway_secs"]))
    if runs.sum() > MAX_EXPANDED:
        raise SchemaError(f"frequencies.txt: {runs.sum():,} runs, where at most {MAX_EXPANDED:,} are read.")
    repeated = np.repeat(np.arange(len(runs)), runs)
    number = np.arange(len(repeated)) - np.repeat(np.cumsum(runs) - runs, runs)
    row = row_of[often["trip_id"][repeated]]
    kept = row >= 0
    leaves = often["start_time"][repeated] + number * often["headway_secs"][repeated]
    plain = np.isin(owner, often["trip_id"], invert=True)
    return (
        np.concatenate([index[plain], row[kept]]),
        np.concatenate([shift[plain], (leaves[kept] - first[row[kept]]).astype(np.int32)]),
        np.concatenate([np.ones(int(plain.sum()), dtype=np.bool_), often["exact_times"][repeated][kept] == 1]),
    )
