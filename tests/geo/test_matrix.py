from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.compiled import compile_network
from geo.errors import DatasetError
from geo.matrix import ARRAYS, PROFILES, better_of, is_warm, load_matrix, warm
from geo.model import NO_NIGHT, UNREACHABLE, TravelMatrix
from geo.perceive import YEN_PER_MINUTE

if TYPE_CHECKING:
    from pathlib import Path

    from geo.paths import Router


def test_every_municipality_is_reached_from_every_other(public: TravelMatrix) -> None:
    assert len(public.codes) == 1741
    assert int((public.minutes == UNREACHABLE).sum()) == 0
    away = ~np.eye(1741, dtype=np.bool_)
    assert public.minutes[away].min() > 0
    assert public.minutes.diagonal().max() == 0


def test_there_and_back_take_about_as_long(public: TravelMatrix) -> None:
    """Within a fifth, or ten minutes where both are short: of two ways that cost the same one is taken both ways."""
    there = public.minutes.astype(np.int64)
    gap = np.abs(there - there.T)
    uneven = (gap > 0.2 * np.maximum(there, there.T)) & (gap > 10)
    assert int(uneven.sum()) == 0
    cost = public.minutes + public.fare_jpy / YEN_PER_MINUTE
    assert (np.abs(cost - cost.T) <= 0.2 * np.maximum(cost, cost.T) + 10).all()


def test_no_pair_is_faster_than_a_plane(public: TravelMatrix, router: Router) -> None:
    from geo.sphere import crow_km

    points = router.network.points[:1741]
    km = crow_km(points[:, None, :], points[None, :, :])
    hours = public.minutes / 60
    far = km > 30
    assert (km[far] / hours[far]).max() < 450
    assert (km[~far & (km > 2)] / hours[~far & (km > 2)]).max() < 130


def test_no_stopover_is_cheaper_than_the_way_itself(router: Router) -> None:
    """Triangle inequality of the generalised cost, on which the search is built."""
    compiled = compile_network(router.network, PROFILES["public"])
    places = np.random.default_rng(5).integers(0, 1741, 40)
    cost = compiled.search(places)[0][:, places]
    assert (cost[:, None, :] <= cost[:, :, None] + cost[None, :, :] + 1e-6).all()


def test_few_stopovers_save_time_and_money_of_the_matrix(public: TravelMatrix) -> None:
    """Entries are real minutes and yen of the path found by perceived cost, so a stopover may win now and then."""
    cost = public.minutes + public.fare_jpy / YEN_PER_MINUTE
    a, b, c = np.random.default_rng(6).integers(0, 1741, (3, 200_000))
    broken = cost[a, c] > cost[a, b] + cost[b, c] + 30
    assert broken.mean() < 0.002


def test_fares_grow_with_distance_in_the_large(public: TravelMatrix, router: Router) -> None:
    tokyo, osaka, sapporo = (public.index[code] for code in ("13101", "27100", "01100"))
    assert 10_000 < public.fare_jpy[tokyo, osaka] < 20_000
    assert 10_000 < public.fare_jpy[tokyo, sapporo] < 40_000
    assert public.fare_jpy[tokyo, public.index["13102"]] < 500


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_can_be_mapped_and_not_written(data_dir: Path, warm_cache: Path, profile: str) -> None:
    matrix = load_matrix(data_dir, warm_cache, profile)
    for name in ARRAYS:
        assert getattr(matrix, name).shape == (1741, 1741)
        assert not getattr(matrix, name).flags.writeable
    reached = matrix.minutes != UNREACHABLE
    assert (matrix.nights[reached & (matrix.minutes <= 840)] == 0).all()


def test_more_modes_never_lose_a_connection(data_dir: Path, warm_cache: Path) -> None:
    reach = {name: load_matrix(data_dir, warm_cache, name).minutes != UNREACHABLE for name in PROFILES}
    assert (reach["public"] | ~reach["no-air"]).all()
    assert (reach["no-air"] | ~reach["rail-bus"]).all()
    assert (reach["all"] == (reach["public"] | reach["car"])).all()


def test_warm_again_builds_nothing(data_dir: Path, warm_cache: Path) -> None:
    assert is_warm(data_dir, warm_cache)
    warm(data_dir, warm_cache, lambda what, _done, _total: pytest.fail(f"built {what}"))


def test_a_cold_cache_is_a_named_error(data_dir: Path, tmp_path: Path) -> None:
    assert not is_warm(data_dir, tmp_path)
    with pytest.raises(DatasetError, match="has not been built"):
        load_matrix(data_dir, tmp_path, "public")


def _matrix(minutes: int, fare: int, nights: int) -> TravelMatrix:
    square = np.full((1, 1), 1)
    return TravelMatrix(("a",), *(square * value for value in (minutes, fare, 0, 0, nights)))  # type: ignore[arg-type]


def test_the_better_of_two_modes_counts_time_money_and_nights() -> None:
    cheap, quick = _matrix(100, 0, 0), _matrix(40, 3000, 0)
    assert better_of(cheap, quick).minutes.tolist() == [[100]]
    assert better_of(_matrix(900, 0, NO_NIGHT), _matrix(2000, 9000, 1)).minutes.tolist() == [[2000]]
