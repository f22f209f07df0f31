"""The streets of one municipality as arrays: what is stored, and what searches run on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True)
class StreetTable:
    """A directed graph in CSR form, each edge with its line.

    Attributes
    ----------
    lnglat : (V, 2) float64
        Junctions and ends.
    indptr : (V + 1,) int32
        The edges that leave node v are indptr[v] : indptr[v + 1].
    head : (E,) int32
        Where an edge leads.
    metres : (E,) float32
        Length along the line.
    modes : (E,) uint8
        Sum of WALK, CYCLE and CAR.
    kmh : (E,) uint8
        By car, on the average; 0 where no car may go.
    shape_start : (E + 1,) int32
        The line of edge e is shape[shape_start[e] : shape_start[e + 1]], both ends included.
    shape : (S, 2) float64, lng/lat
    """

    lnglat: NDArray[np.float64]
    indptr: NDArray[np.int32]
    head: NDArray[np.int32]
    metres: NDArray[np.float32]
    modes: NDArray[np.uint8]
    kmh: NDArray[np.uint8]
    shape_start: NDArray[np.int32]
    shape: NDArray[np.float64]

    @cached_property
    def tail(self) -> NDArray[np.int32]:
        """Where each edge begins."""
        return np.repeat(np.arange(len(self.lnglat), dtype=np.int32), np.diff(self.indptr))

    @property
    def km(self) -> float:
        """Kilometres of street, each counted once however many directions it has."""
        tail = self.tail
        low, high = np.minimum(tail, self.head), np.maximum(tail, self.head)
        _, first = np.unique(
            np.column_stack([low, high, np.round(self.metres).astype(np.int64)]), axis=0, return_index=True
        )
        return float(self.metres[first].sum(dtype=np.float64)) / 1000

    def line(self, edge: int) -> NDArray[np.float64]:
        """Give the line of an edge, lng/lat."""
        return self.shape[self.shape_start[edge] : self.shape_start[edge + 1]]

    def lines(
        self, edges: NDArray[np.int64], lay: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    ) -> NDArray[np.object_]:
        """Give the lines of edges as geometries, their points laid as `lay` does."""
        counts = np.diff(self.shape_start)[edges]
        points = _runs(self.shape_start[:-1][edges], counts)
        return np.asarray(
            shapely.linestrings(lay(self.shape[points]), indices=np.repeat(np.arange(len(edges)), counts)), dtype=object
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the parts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> StreetTable:
        """Put the parts together; KeyError where one is absent."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})


def make_table(
    lnglat: NDArray[np.float64],
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    metres: NDArray[np.float64],
    modes: NDArray[np.uint8],
    kmh: NDArray[np.uint8],
    shape_start: NDArray[np.int64],
    shape: NDArray[np.float64],
) -> StreetTable:
    """Sort edges by (tail, head, metres) and drop those that nobody may use; an edge is at least a centimetre long."""
    order = np.lexsort((metres, head, tail))
    order = order[modes[order] > 0]
    counts = np.diff(shape_start)[order]
    starts = np.concatenate([[0], np.cumsum(counts)])
    points = _runs(shape_start[:-1][order], counts)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail[order], minlength=len(lnglat)))])
    return StreetTable(
        np.ascontiguousarray(lnglat, dtype=np.float64),
        indptr.astype(np.int32),
        head[order].astype(np.int32),
        np.maximum(metres[order], 0.01).astype(np.float32),
        modes[order].astype(np.uint8),
        kmh[order].astype(np.uint8),
        starts.astype(np.int32),
        np.ascontiguousarray(shape[points], dtype=np.float64),
    )


def _runs(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Positions of lines' points, line after line: `counts` numbers from each of `starts` on."""
    ends = np.cumsum(counts, dtype=np.int64)
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)
