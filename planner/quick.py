"""Whether a request has a trip, in some ten milliseconds: the cheapest one among places that matter, on real legs.

A search among all places takes too long to be asked dozens of times. Here only places near the ends and near what must
be visited are looked at, and the legs of what is found are routed for their dates: a yes is a trip that holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.model import UNREACHABLE
from planner.dataset import profile_of
from planner.itinerary import Assembler
from planner.problem import Terms, build_problem
from planner.reroute import corrected, value_of
from planner.scoring import Traveller, fit
from planner.solver.cheap import cheapest_trip
from planner.solver.prices import yen_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import TravelMatrix
    from planner.dataset import Dataset
    from planner.model import TripRequest
    from planner.problem import Problem
    from planner.scoring import StayTable

    Ints = NDArray[np.int64]

OPEN, LODGED, ANY_TIME = 60, 30, 30
"""Nearest places with work now, with work now that comes with lodging, and with work at any time of the year."""

AROUND, BETWEEN, ALONG = 8, 4, 8
"""Places around each end and each must, those best between two of them, and those along the way between two."""

PAIRS = 20
"""Pairs of ends and musts between which places are sought."""

TURNS = 4
"""Trips tried until one holds on real legs."""


@dataclass(frozen=True)
class Found:
    """A trip that holds: its stays, and yen on real legs."""

    stays: tuple[tuple[str, int, int], ...]
    """Code, day of arrival and nights."""
    yen: int
    kinds: tuple[str, ...]
    """Of the windows that are open at its places on its days."""


class Quick:
    """Answers for one request and those made of it by relaxing it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known: dict[TripRequest, Found | None] = {}
        self._places: dict[object, list[tuple[list[str], int]]] = {}
        self.asked = 0
        """Searches so far."""

    def trip(self, request: TripRequest) -> Found | None:
        """Find the cheapest trip that keeps everything but the budget; None where none is found."""
        key = _without_limits_of_effort(request)
        if key not in self._known:
            self.asked += 1
            self._known[key] = self._search(key)
        return self._known[key]

    def feasible(self, request: TripRequest) -> bool:
        """Tell whether a trip was found that keeps the budget too."""
        found = self.trip(replace(request, budget_jpy=None))
        return found is not None and (request.budget_jpy is None or found.yen <= request.budget_jpy)

    def _search(self, request: TripRequest) -> Found | None:
        problem, table = self._problem(request)
        assembler = Assembler(request, self._dataset, problem, table)
        for _ in range(TURNS):
            found = cheapest_trip(problem)
            if found is None:
                return None
            visits = found[1]
            problem, _ = corrected(assembler, problem, visits, assembler.legs(visits))
            if value_of(problem, visits) is not None:
                codes = tuple(self._dataset.municipalities[int(problem.group[v.node])].code for v in visits)
                stays = tuple((code, v.arrive, v.nights) for code, v in zip(codes, visits, strict=True))
                kinds = tuple(sorted({kind for stay in stays for kind in self._kinds(request, *stay)}))
                return Found(stays, yen_of(problem, visits), kinds)
        return None

    def _problem(self, request: TripRequest) -> tuple[Problem, StayTable]:
        """Build the problem of the places that matter; its groups are positions in the whole data set."""
        data, matrix = self._dataset, self._dataset.matrix(request.modes)
        kept = places_that_matter(request, data, matrix, self._working(request))
        terms = Terms(
            [data.municipalities[i] for i in kept],
            data.demand,
            matrix,
            data.lodging_table(request.start, request.days)[kept],
            np.zeros(len(kept)),
            profile_of(request.modes) == "car",
        )
        problem, table = build_problem(request, terms)
        return replace(problem, group=kept[problem.group]), table

    def _working(self, request: TripRequest) -> list[tuple[list[str], int]]:
        key = (request.start, request.days, request.kinds)
        if key not in self._places:
            self._places[key] = working_places(request, self._dataset)
        return self._places[key]

    def _kinds(self, request: TripRequest, code: str, arrive: int, nights: int) -> list[str]:
        first = request.start + dt.timedelta(days=arrive)
        last = first + dt.timedelta(days=nights - 1)
        return [w.kind for w in self._dataset.demand.by_code.get(code, ()) if any(w.occurrences(first, last))]


def _without_limits_of_effort(request: TripRequest) -> TripRequest:
    return replace(request, alternatives=0, seconds=1.0, iterations=None, seed=0, weights=_Same(request.weights))


class _Same(dict[str, float]):
    """Weights that can be a key: they change no trip's feasibility."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


def places_that_matter(
    request: TripRequest, dataset: Dataset, matrix: TravelMatrix, working: Sequence[tuple[list[str], int]]
) -> Ints:
    """Give the positions of the places among which a trip is sought, ascending."""
    index, rows = dataset.index, matrix.index
    ends = [request.origin, *(must.code for must in request.must), request.destination or request.origin]
    anchors = np.array([rows[code] for code in dict.fromkeys(ends)], dtype=np.int64)
    minutes = matrix.minutes[anchors].astype(np.int64), matrix.minutes[:, anchors].T.astype(np.int64)
    far = UNREACHABLE * 4
    to, back = (np.where(m >= UNREACHABLE, far, m) for m in minutes)
    detour = to[0] + back[-1 if request.destination else 0]
    chosen = [anchors, *(np.argsort(to[a], kind="stable")[:AROUND] for a in range(len(anchors)))]
    for codes, count in working:
        at = np.array([rows[code] for code in codes], dtype=np.int64)
        chosen.append(at[np.argsort(detour[at], kind="stable")[:count]])
    pairs = [(a, b) for a in range(len(anchors)) for b in range(len(anchors)) if a != b] or [(0, 0)]
    for a, b in pairs[:PAIRS]:
        chosen += _between(to[a], back[b], int(to[a][anchors[b]]))
    return np.unique([index[matrix.codes[row]] for row in np.concatenate(chosen)])


def _between(to: Ints, back: Ints, direct: int) -> list[Ints]:
    """Give places that part a way in two, and those along it."""
    along = [
        np.argsort(abs(to - direct * part / (ALONG + 1)) + (to + back - direct), kind="stable")[:1]
        for part in range(1, ALONG + 1)
    ]
    return [np.argsort(np.maximum(to, back), kind="stable")[:BETWEEN], *along]


def working_places(request: TripRequest, dataset: Dataset) -> list[tuple[list[str], int]]:
    """Give the codes of places with work now, now with lodging, and ever, and how many of the nearest matter."""
    traveller, last = Traveller.of(request), request.start + dt.timedelta(days=request.days - 1)
    now, lodged, ever = dict[str, None](), dict[str, None](), dict[str, None]()
    for code, windows in dataset.demand.by_code.items():
        for window in windows:
            if fit(window, traveller) <= 0:
                continue
            ever[code] = None
            if any(window.occurrences(request.start, last)):
                now[code] = None
                if window.lodging == "provided":
                    lodged[code] = None
    return [(list(now), OPEN), (list(lodged), LODGED), (list(ever), ANY_TIME)]
