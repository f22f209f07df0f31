"""The read-only data set, loaded once a process; its parts can be given plainly in tests."""

from __future__ import annotations

import csv
import datetime as dt
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from geo.errors import GeoError, UnreachableError
from geo.pass_rules import load_pass_book
from planner import config
from planner.demand_table import read_calendar
from planner.errors import DatasetMissing, InvalidRequest
from planner.whole import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.model import Journey, Municipality, TravelMatrix
    from geo.pass_rules import PassBook
    from planner.demand import DemandCalendar, DemandWindow

PROFILES: Mapping[str, frozenset[str]] = {
    "public": frozenset({"rail", "bus", "ferry", "air"}),
    "no-air": frozenset({"rail", "bus", "ferry"}),
    "rail-bus": frozenset({"rail", "bus"}),
    "car": frozenset({"car"}),
    "all": frozenset({"rail", "bus", "ferry", "air", "car"}),
}
"""The mode sets whose travel matrices are kept in the cache."""

_CAR = frozenset({"car", "ferry"})
"""By car, car ferries are part of the road."""
_TOKYO_WARDS = range(13101, 13124)
_DESIGNATED_CITIES = frozenset(
    {
        "01100",
        "04100",
        "11100",
        "12100",
        "14100",
        "14130",
        "14150",
        "15100",
        "22100",
        "22130",
        "23100",
        "26100",
        "27100",
        "27140",
        "28100",
        "33100",
        "34100",
        "40100",
        "40130",
        "43100",
    }
)
"""政令指定都市: where the table of lodging prices means by a large city, with Tokyo's wards."""


class MatrixProvider(Protocol):
    """Gives the travel matrix of a profile."""

    def __call__(self, profile: str) -> TravelMatrix:
        """Return the matrix of `profile`, one of `PROFILES`."""
        ...


class JourneyFinder(Protocol):
    """Finds one journey with its segments."""

    def journey(self, origin_code: str, destination_code: str, modes: Sequence[str], date: dt.date | None) -> Journey:
        """Return the journey; raises `geo.errors.UnreachableError`."""
        ...


@dataclass(frozen=True, slots=True)
class LodgingPrices:
    """Typical yen a person and night in the cheapest lodging that takes single guests by the night."""

    large_city_jpy: int
    regional_jpy: int

    @classmethod
    def read(cls, file: Path) -> LodgingPrices:
        """Read the guesthouse rows of the curated table; DatasetMissing where they are absent."""
        try:
            with file.open(encoding="utf-8", newline="") as stream:
                rows = {(r["kind"], r["place"]): r["typical"] for r in csv.DictReader(stream)}
            return cls(int(rows["guesthouse dormitory", "large cities"]), int(rows["guesthouse dormitory", "regional"]))
        except (OSError, KeyError, ValueError) as error:
            raise DatasetMissing(f"{file}: no typical price of a guesthouse dormitory ({error}).") from error

    def of(self, code: str) -> int:
        """Give the price at a municipality."""
        large = code in _DESIGNATED_CITIES or int(code) in _TOKYO_WARDS
        return self.large_city_jpy if large else self.regional_jpy


class Dataset:
    """Places, demand, travel and prices; nothing in it changes after it was made.

    Parts that are large or slow (matrices, the router) are loaded when first asked for.
    """

    def __init__(
        self,
        municipalities: Sequence[Municipality],
        demand: DemandCalendar,
        matrices: MatrixProvider,
        router: JourneyFinder,
        lodging: LodgingPrices,
        *,
        version: str,
        sha256: str,
        date: dt.date,
        passes: Callable[[], PassBook] | None = None,
    ) -> None:
        self.municipalities = tuple(sorted(municipalities, key=lambda m: m.code))
        self.demand = demand
        self.lodging = lodging
        self.version = version
        self.sha256 = sha256
        self.date = date
        self._matrices = matrices
        self._router = router
        self._passes = passes
        self._kept: dict[str, TravelMatrix] = {}
        for window in demand.windows:
            if window.code not in self.index:
                raise DatasetMissing(f"demand window {window.id}: no municipality {window.code} in the data set.")

    @classmethod
    def load(cls, data_dir: Path, cache_dir: Path) -> Dataset:
        """Load the data set of a checkout or an installed wheel; DatasetMissing says how to mend it.

        A built file that is not the one the manifest lists is refused: nobody should plan on damaged data.
        """
        from geo.store import read_municipalities

        manifest = whole(data_dir)
        try:
            return cls(
                read_municipalities(data_dir),
                read_calendar(data_dir / "curated" / "demand"),
                _CachedMatrices(data_dir, cache_dir),
                _LazyRouter(data_dir, cache_dir),
                LodgingPrices.read(data_dir / "curated" / "fares" / "lodging.csv"),
                version=manifest.version,
                sha256=manifest.sha256,
                date=dt.date.fromisoformat(manifest.date),
                passes=partial(load_pass_book, data_dir),
            )
        except (OSError, GeoError, KeyError, ValueError) as error:
            raise DatasetMissing(f"The data set cannot be read: {error}.") from error

    def within(self, codes: Container[str]) -> Dataset:
        """Give the same data set with fewer municipalities."""
        part = copy(self)
        part.municipalities = tuple(m for m in self.municipalities if m.code in codes)
        vars(part).pop("index", None)
        return part

    def with_windows(self, windows: Iterable[DemandWindow]) -> Dataset:
        """Give the same data set with more demand; everything else is shared, matrices loaded later too."""
        more = copy(self)
        more.demand = self.demand.with_more(windows)
        return more

    def remembering(self) -> Dataset:
        """Give the same data set, which finds each journey once and keeps the latest."""
        kept = copy(self)
        kept._router = _Remembering(self._router)
        return kept

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each code in `municipalities`."""
        return {m.code: i for i, m in enumerate(self.municipalities)}

    @cached_property
    def pass_book(self) -> PassBook | None:
        """Rail passes and what they cover; None in a data set without them."""
        return None if self._passes is None else self._passes()

    def municipality(self, code: str) -> Municipality:
        """Give the municipality of a five-digit code."""
        return self.municipalities[self.index[code]]

    def matrix(self, modes: Sequence[str]) -> TravelMatrix:
        """Give the travel matrix of the profile that a mode set means."""
        profile = profile_of(modes)
        if profile not in self._kept:
            self._kept[profile] = self._matrices(profile)
        return self._kept[profile]

    def journey(self, origin: str, destination: str, modes: Sequence[str], date: dt.date | None) -> Journey:
        """Find the journey between two municipalities; raises `geo.errors.UnreachableError`."""
        return self._router.journey(origin, destination, modes, date)

    def lodging_jpy(self, code: str, date: dt.date) -> tuple[int, bool]:
        """Give yen a person for the night of `date` where no host lodges the traveller; True marks an estimate."""
        del date  # the table has no dated prices yet
        return self.lodging.of(code), True

    def lodging_table(self, start: dt.date, days: int) -> NDArray[np.int32]:
        """Give `lodging_jpy` of every municipality and night, (M, days) int32."""
        del start
        prices = np.array([self.lodging.of(m.code) for m in self.municipalities], dtype=np.int32)
        return np.repeat(prices[:, None], days, axis=1)


def profile_of(modes: Sequence[str]) -> str:
    """Give the profile whose matrix answers a mode set: its own, else the smallest that allows more.

    A matrix that allows more modes is optimistic; the legs chosen from it are routed again with the modes asked for.
    """
    asked = frozenset(modes)
    if not asked:
        raise InvalidRequest("modes", "at least one of rail, bus, ferry, air, car is needed")
    if asked <= _CAR and "car" in asked:
        return "car"
    fitting = [name for name, kept in PROFILES.items() if asked <= kept]
    if not fitting:
        raise InvalidRequest("modes", f"unknown mode in {','.join(modes)}; choose from rail, bus, ferry, air, car")
    return min(fitting, key=lambda name: len(PROFILES[name]))


class _CachedMatrices:
    def __init__(self, data_dir: Path, cache_dir: Path) -> None:
        self._folders = (data_dir, cache_dir)

    def __call__(self, profile: str) -> TravelMatrix:
        from geo.matrix import load_matrix

        try:
            return load_matrix(*self._folders, profile)
        except (OSError, GeoError, ValueError) as error:
            raise DatasetMissing(f"Travel matrix {profile} cannot be read: {error}.", "sasurai warm") from error


class _Remembering:
    """Keeps journeys that were found, and that some were not."""

    def __init__(self, router: JourneyFinder, most: int = 1000) -> None:
        self._router, self._most = router, most
        self._found: dict[tuple[object, ...], Journey | UnreachableError] = {}

    def journey(self, origin_code: str, destination_code: str, modes: Sequence[str], date: dt.date | None) -> Journey:
        key = origin_code, destination_code, tuple(modes), date
        if key not in self._found:
            while len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
            try:
                self._found[key] = self._router.journey(origin_code, destination_code, modes, date)
            except UnreachableError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, UnreachableError):
            raise found
        return found


class _LazyRouter:
    def __init__(self, data_dir: Path, cache_dir: Path) -> None:
        self._folders = (data_dir, cache_dir)
        self._router: JourneyFinder | None = None

    def journey(self, origin_code: str, destination_code: str, modes: Sequence[str], date: dt.date | None) -> Journey:
        if self._router is None:
            from geo.paths import Router

            self._router = Router.load(*self._folders, config.feeds_dir(), config.instance_dir())
        return self._router.journey(origin_code, destination_code, modes, date)
