"""The travel matrices of the fixed mode profiles: built at set-up, kept in the cache, mapped read-only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from geo.cache import drop_others, ensure, load, save
from geo.errors import DatasetError
from geo.journeys import MATRIX_ARRAYS
from geo.matrix_rows import compute_matrix
from geo.model import NO_NIGHT, TravelMatrix
from geo.network_file import travel_folder
from geo.perceive import YEN_PER_MINUTE

if TYPE_CHECKING:
    from pathlib import Path

PROFILES: dict[str, tuple[str, ...]] = {
    "public": ("rail", "bus", "ferry", "air"),
    "no-air": ("rail", "bus", "ferry"),
    "rail-bus": ("rail", "bus"),
    "car": ("car",),
    "all": ("rail", "bus", "ferry", "air", "car"),
}
"""Fixed sets of modes; walking, taxi and local bus are always allowed, car ferries are part of the road."""

ARRAYS = MATRIX_ARRAYS


class Progress(Protocol):
    """Is told what is being built, the rows done and the rows in all."""

    def __call__(self, what: str, done: int, total: int, /) -> None:
        """Take note."""


def silent(_what: str, _done: int, _total: int, /) -> None:
    """Tell nobody."""


def load_matrix(data_dir: Path, cache_dir: Path, profile: str) -> TravelMatrix:
    """Map the travel matrix of a profile from the cache.

    Raises
    ------
    DatasetError
        When it has not been built for this data set, or is damaged: `sasurai warm` builds it.
    """
    return _load(travel_folder(data_dir, cache_dir), profile)


def _load(folder: Path, profile: str) -> TravelMatrix:
    try:
        arrays, texts = load(folder / profile)
        return TravelMatrix(tuple(texts["codes"]), **{name: arrays[name] for name in ARRAYS})
    except FileNotFoundError as error:
        raise DatasetError(f"The travel matrix '{profile}' has not been built.") from error
    except (OSError, ValueError, KeyError) as error:
        raise DatasetError(f"The travel matrix '{profile}' is damaged: {error}.") from error


def warm(data_dir: Path, cache_dir: Path, progress: Progress = silent) -> None:
    """Build what is missing, each profile once; quick where nothing changed."""
    folder = travel_folder(data_dir, cache_dir)
    for profile in PROFILES:
        ensure(folder / profile, partial(_build, data_dir, cache_dir, profile, progress))
    drop_others(folder.parent, folder.name)


def _build(data_dir: Path, cache_dir: Path, profile: str, progress: Progress, new: Path) -> None:
    if profile == "all":
        folder = travel_folder(data_dir, cache_dir)
        matrix = better_of(_load(folder, "public"), _load(folder, "car"))
    else:
        matrix = build_matrix(data_dir, cache_dir, profile, progress)
    save(new, {name: getattr(matrix, name) for name in ARRAYS}, {"codes": matrix.codes})


def is_warm(data_dir: Path, cache_dir: Path) -> bool:
    """Tell whether every matrix is there."""
    folder = travel_folder(data_dir, cache_dir)
    return all((folder / profile).is_dir() for profile in PROFILES)


def build_matrix(
    data_dir: Path, cache_dir: Path, profile: str, progress: Progress = silent, processes: int | None = None
) -> TravelMatrix:
    """Compute the matrix of a profile but `all` over all municipalities, in as many processes as are useful."""
    done = 0

    def count(more: int, total: int) -> None:
        nonlocal done
        done += more
        progress(profile, done, total)

    return compute_matrix(data_dir, cache_dir, PROFILES[profile], count, processes)


def better_of(public: TravelMatrix, car: TravelMatrix) -> TravelMatrix:
    """Take each pair the way with the lower generalised cost; one that needs a night it has not comes last."""
    costs = []
    for matrix in (public, car):
        cost = matrix.minutes + matrix.fare_jpy / YEN_PER_MINUTE
        costs.append(np.where(matrix.nights == NO_NIGHT, cost + 1e6, cost))
    drive = costs[1] < costs[0]
    chosen = {name: np.where(drive, getattr(car, name), getattr(public, name)) for name in ARRAYS}
    return TravelMatrix(public.codes, **chosen)
