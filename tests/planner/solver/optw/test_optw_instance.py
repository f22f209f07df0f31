from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from planner.errors import InvalidRequest
from planner.solver.optw.instance import read_instance

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "4 1 2 1\n0 200\n"
HOME = "0 0.5 0 0 0 0 0 0 60\n"
GOOD = "1 10 3.25 2.5 7 1 2 1 2 4 30\n"


def write(folder: Path, text: str, name: str = "x.txt") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("name", "decimals", "scale"), [("x", None, 10), ("pr07", None, 100), ("x", 3, 1000)])
def test_a_file_is_read_in_whole_units(tmp_path: Path, name: str, decimals: int | None, scale: int) -> None:
    instance = read_instance(write(tmp_path, HEAD + HOME + GOOD + "\n", f"{name}.txt"), decimals)
    assert instance.scale == scale
    assert instance.time[0, 1] == instance.time[1, 0] == math.floor(scale * math.hypot(9.5, 3.25))
    assert instance.service.tolist() == [0, 2.5 * scale]
    assert (instance.opens[1], instance.closes[1]) == (4 * scale, 30 * scale)
    assert instance.prize.tolist() == [0, 7]


def test_finer_times_than_the_units_are_taken_on_the_safe_side(tmp_path: Path) -> None:
    instance = read_instance(write(tmp_path, HEAD + HOME + "1 9 0 2.51 7 1 1 1 4.01 30.09\n"))
    assert (instance.service[1], instance.opens[1], instance.closes[1]) == (26, 41, 300)


def test_exact_distances_are_not_cut(tmp_path: Path) -> None:
    """0.3, 0.4 → 0.5: in floating point such sums may fall just below."""
    instance = read_instance(
        write(tmp_path, HEAD + "0 0 0 0 0 0 0 0 9\n1 0.3 0.4 0 1 0 0 0 9\n2 0.21 0.28 0 1 0 0 0 9\n"), 2
    )
    assert instance.time[0].tolist() == [0, 50, 35]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 10 3.25 2.5 7 1 1 1 4\n", "x.txt line 4 does not have as many visit patterns"),
        ("1 10 3.25 2.5\n", "x.txt line 4 has 4 columns"),
        ("1 10 north 2.5 7 1 1 1 4 30\n", "x.txt line 4: .*north"),
        ("1 10 nan 2.5 7 1 1 1 4 30\n", "x.txt line 4: .*nan"),
        ("1 10 1/0 2.5 7 1 1 1 4 30\n", "x.txt line 4"),
        ("2 10 3.25 2.5 7 1 1 1 4 30\n", "x.txt line 4 is out of order"),
        ("1 10 3.25 -1 7 1 1 1 4 30\n", "x.txt line 4 has a negative"),
        ("1 10 3.25 2.5 7 1 1 1 40 30\n", "x.txt line 4 closes before it opens"),
        ("1 1e12 3.25 2.5 7 1 1 1 4 30\n", "x.txt line 4 has a number too large"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        read_instance(write(tmp_path, HEAD + HOME + line))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"x\.txt has no nodes"):
        read_instance(write(tmp_path, HEAD))
    binary = tmp_path / "y.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidRequest, match=r"y\.txt is not a text file"):
        read_instance(binary)
