from __future__ import annotations

from planner.cli.columns import columns, width


def test_a_kanji_is_two_columns_wide() -> None:
    assert (width("南砺市"), width("Nanto"), width("ﾅﾝﾄ")) == (6, 5, 3)


def test_columns_line_up_whatever_the_script() -> None:
    lines = columns([("name", "people"), ("南砺市", "47,976"), ("Ono", "5")], right=frozenset({1})).splitlines()
    assert lines == ["name    people", "南砺市  47,976", "Ono          5"]
    assert len({width(line) for line in lines}) == 1


def test_no_spaces_are_left_at_the_end() -> None:
    assert columns([("a", "b"), ("ccc", "")]) == "a    b\nccc"
