from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.gtfs_stops import join_stops

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed


def near(small: dict[str, str]) -> dict[str, str]:
    """Stops a and b 110 m apart."""
    return {**small, "stops.txt": small["stops.txt"].replace("36.5100,136.8900", "36.5610,136.8700")}


def walks(feeds: list[Feed], land: Callable[[NDArray[np.float64]], NDArray[np.int32]]) -> dict[tuple[int, int], int]:
    stops = join_stops(feeds, land)
    tails = np.repeat(np.arange(len(stops.points)), np.diff(stops.walk_ptr))
    return dict(
        zip(zip(tails.tolist(), stops.walk_stop.tolist(), strict=True), stops.walk_seconds.tolist(), strict=True)
    )


def one_land(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.zeros(len(points), dtype=np.int32)


def test_near_stops_are_joined_on_foot_unless_water_lies_between(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    feed = compiled(near(small))
    ways = walks([feed], one_land)
    assert ways.keys() == {(0, 1), (1, 0)}
    assert 100 < ways[0, 1] < 125, "111 m, 1.3 times the crow's way, at 4.5 km/h"
    assert walks([feed], lambda points: np.arange(len(points), dtype=np.int32)) == {}


def test_transfers_stand_over_distance(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    files = near(small)
    files["transfers.txt"] = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\na,b,3,\nb,a,2,600\nb,c,2,900\n"
    assert walks([compiled(files)], one_land) == {(1, 0): 600, (1, 2): 900}


def test_feeds_are_joined_with_each_other(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    feed = compiled(small)
    assert walks([feed, feed], one_land) == {(a, b): 0 for a, b in [(0, 3), (1, 4), (2, 5), (3, 0), (4, 1), (5, 2)]}
