from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.errors import SchemaError, SourceError
from geo.gtfs_store import checked_id, feed_id, import_feed, list_feeds, open_feed, remove_feed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.gtfs_feed import Feed


def test_a_feed_comes_back_as_it_was_compiled(
    small: dict[str, str], feed_zip: Callable[..., Path], compiled: Callable[[dict[str, str]], Feed], tmp_path: Path
) -> None:
    before = compiled(small)
    info = import_feed(feed_zip(small, name="Nanto Bus.zip"), tmp_path / "feeds")
    assert (info.id, info.name, info.stops, info.trips, info.stop_times) == ("nanto-bus", "南砺バス", 3, 2, 6)
    after = open_feed(tmp_path / "feeds" / "nanto-bus")
    assert after.stop_names == before.stop_names
    assert after.routes == before.routes
    assert (after.first, after.last) == (before.first, before.last)
    for part in ("calendar", "trips", "fares", "shapes"):
        for name, value in vars(getattr(before, part)).items():
            assert np.array_equal(getattr(getattr(after, part), name), value), f"{part}.{name}"


def test_a_damaged_feed_changes_nothing(small: dict[str, str], feed_zip: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    import_feed(feed_zip(small), folder, "nanto")
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    small["stop_times.txt"] = small["stop_times.txt"].replace(",c,3", ",x,3")
    with pytest.raises(SchemaError, match=r"stop_times\.txt, line 4, column stop_id"):
        import_feed(feed_zip(small, name="new.zip"), folder, "nanto")
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before


def test_a_newer_feed_replaces_the_one_of_its_name(
    small: dict[str, str], feed_zip: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "feeds"
    old = import_feed(feed_zip(small), folder)
    small["calendar.txt"] = small["calendar.txt"].replace("20270331", "20280331")
    new = import_feed(feed_zip(small), folder)
    assert old.sha256 != new.sha256
    assert list_feeds(folder) == [new]


def test_feeds_are_listed_and_removed(small: dict[str, str], feed_zip: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    assert list_feeds(folder) == []
    for name in ("b", "a"):
        import_feed(feed_zip(small), folder, name)
    assert [info.id for info in list_feeds(folder)] == ["a", "b"]
    remove_feed(folder, "a")
    assert [info.id for info in list_feeds(folder)] == ["b"]
    with pytest.raises(SourceError, match="no feed a; stored are: b"):
        remove_feed(folder, "a")


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", ".hidden", "a" * 65])
def test_ids_name_folders_and_no_paths(name: str) -> None:
    with pytest.raises(SourceError, match="cannot name a feed"):
        checked_id(name)


def test_every_file_gets_an_id(tmp_path: Path) -> None:
    for name in ("donan_bus.zip", "道南バス.zip", "GTFS-JP (2026).ZIP", "folder"):
        assert checked_id(feed_id(tmp_path / name)) == feed_id(tmp_path / name)
    assert feed_id(tmp_path / "donan_bus.zip") == "donan-bus"
    assert feed_id(tmp_path / "道南バス.zip") != feed_id(tmp_path / "宮古.zip")


def test_a_stored_feed_that_is_damaged_says_how_to_mend_it(
    small: dict[str, str], feed_zip: Callable[..., Path], tmp_path: Path
) -> None:
    import_feed(feed_zip(small), tmp_path / "feeds", "nanto")
    (tmp_path / "feeds" / "nanto" / "trips.depart.npy").write_bytes(b"")
    with pytest.raises(SourceError, match=r"nanto cannot be read .* import it again, or remove it"):
        open_feed(tmp_path / "feeds" / "nanto")
