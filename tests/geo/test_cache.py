from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.cache import content_key, drop_others, ensure, load, save

if TYPE_CHECKING:
    from pathlib import Path


def test_arrays_and_texts_come_back(tmp_path: Path) -> None:
    folder = ensure(tmp_path / "a", lambda new: save(new, {"x": np.arange(3)}, {"names": ["東京"]}))
    arrays, texts = load(folder)
    assert arrays["x"].tolist() == [0, 1, 2]
    assert texts == {"names": ["東京"]}
    with pytest.raises(ValueError, match="read-only"):
        arrays["x"][0] = 9


def test_what_is_there_is_not_built_again(tmp_path: Path) -> None:
    ensure(tmp_path / "a", lambda new: save(new, {}, {}))
    ensure(tmp_path / "a", lambda _new: pytest.fail("built twice"))


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(new: Path) -> None:
        (new / "half").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensure(tmp_path / "a", stop)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
    ensure(tmp_path / "a", lambda new: save(new, {}, {"whole": 1}))
    assert load(tmp_path / "a")[1] == {"whole": 1}


def test_what_a_killed_build_left_is_deleted_by_the_next(tmp_path: Path) -> None:
    for name in (".a.killed", ".ab.of_another", ".b.of_another"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("half", encoding="utf-8")
    ensure(tmp_path / "a", lambda new: save(new, {}, {}))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [".ab.of_another", ".b.of_another", "a"]


def _build_and_count(folder: Path, counter: Path) -> None:
    def build(new: Path) -> None:
        with counter.open("a", encoding="utf-8") as file:
            file.write("x")
        save(new, {"x": np.zeros(10)}, {})

    ensure(folder, build)


def test_of_two_processes_one_builds(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    counter = tmp_path / "count"
    processes = [context.Process(target=_build_and_count, args=(tmp_path / "a", counter)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert counter.read_text(encoding="utf-8") == "x"


def test_a_key_changes_with_text_and_code() -> None:
    key = content_key("data", ["cache"])
    assert key == content_key("data", ["cache"])
    assert len({key, content_key("other", ["cache"]), content_key("data", ["cache", "sphere"])}) == 3


def test_older_entries_are_dropped(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    drop_others(tmp_path, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
