"""Further rows of a member's table: stays for a meeting, and stays that leave some windows to others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.scoring import Windows, window_arrays
from planner.stay_gains import work_gains
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.demand import Occurrence
    from planner.model import TripRequest
    from planner.scoring import StayTable

    Floats = NDArray[np.float64]
    Yen = NDArray[np.int32]


@dataclass(frozen=True)
class Row:
    """A row: its municipality, what it may serve (nothing = a plain stay), and which stays it allows.

    `allowed` is (T, L + 1) bool; stays that are `worth` something are the trip's purpose.
    """

    place: int
    occurrences: tuple[Occurrence, ...]
    allowed: NDArray[np.bool_]
    worth: bool


def extended(table: StayTable, rows: Sequence[Row], request: TripRequest) -> tuple[StayTable, Floats, Yen]:
    """Give the table with further rows behind its own, and gain and yen of these, (R', T, L + 1) each."""
    places = np.array([row.place for row in rows], dtype=np.int64)
    own = table.multiplier[:0] if not len(places) else _multiplier(table, places)
    windows = window_arrays([list(row.occurrences) for row in rows], request.start, request.days, table.traveller)
    alone = replace(table, windows=windows, places=places, multiplier=own)
    gain, yen = work_gains(alone, request)
    for number, row in enumerate(rows):
        if not row.occurrences:
            _plain(table, row.place, request, gain[number], yen[number])
        gain[number][~row.allowed] = NEVER
    joined = replace(
        table,
        windows=_joined(table.windows, windows),
        places=np.concatenate([table.places, places]),
        multiplier=np.concatenate([table.multiplier, own]),
    )
    return joined, gain, yen


def _multiplier(table: StayTable, places: NDArray[np.int64]) -> Floats:
    """Give the weight of value at places; those that serve nothing need none."""
    known = dict(zip(table.places.tolist(), table.multiplier.tolist(), strict=True))
    return np.array([known.get(place, table.weights.value) for place in places.tolist()])


def _plain(table: StayTable, place: int, request: TripRequest, gain: Floats, yen: Yen) -> None:
    """Fill in what nights without a purpose cost."""
    days, width = gain.shape
    usual = np.concatenate([[0], np.cumsum(table.prices[place].astype(np.int64))])
    for nights in range(1, min(width - 1, days) + 1):
        lodging = usual[nights:] - usual[:-nights]
        gain[: days - nights + 1, nights] = -table.weights.yen * lodging
        yen[: days - nights + 1, nights] = lodging * request.people


def _joined(a: Windows, b: Windows) -> Windows:
    return Windows(
        a.occurrences + b.occurrences,
        np.concatenate([a.first, a.first[-1] + b.first[1:]]),
        *(
            np.concatenate([getattr(a, name), getattr(b, name)])
            for name in ("day_values", "begin", "stop", "low", "high", "saved", "pay")
        ),
    )
