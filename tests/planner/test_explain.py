"""Why a stay: brackets as Japanese writes them, and work that a stay does not serve."""

from __future__ import annotations

import datetime as dt

from planner.explain import Unserved, why
from planner.model import ServedWindow

SERVED = ServedWindow(
    id="01000-lodging-1", kind="lodging", title="森の宿(夏秋)", title_en="Forest inn", start=dt.date(2027, 7, 1),
    end=dt.date(2027, 10, 31), days=5.5, peak_start=dt.date(2027, 8, 1), peak_end=dt.date(2027, 8, 31), source="",
    confidence="sourced", as_of="2025", exchange="夕飯に招かれる",
)  # fmt: skip
OPEN = tuple(Unserved("harvest", f"仕事{n}", f"Work {n}", n) for n in (14, 7, 10, 21))


def test_japanese_has_no_narrow_brackets_or_colons() -> None:
    japanese, english = why("work", (SERVED,))
    assert not set("():") & set(japanese)
    assert "森の宿（夏秋）（宿）に5.5日" in japanese
    assert "（" not in english


def test_work_that_a_stay_does_not_serve_is_named_nearest_first() -> None:
    japanese, english = why("must", (), OPEN, 4)
    assert japanese.index("仕事7") < japanese.index("仕事10") < japanese.index("仕事14")
    assert "仕事21" not in japanese
    assert "ほか1件" in japanese
    assert "少なくとも7泊が必要で、この滞在は4泊" in japanese
    assert "at least 7 nights; this stay has 4" in english


def test_nights_are_not_blamed_where_there_are_enough() -> None:
    japanese, english = why("must", (), OPEN, 7)
    assert "必要" not in japanese
    assert "at least" not in english


def test_nothing_is_added_where_nothing_is_open() -> None:
    assert why("must", ()) == ("ご希望の土地です。", "You asked to stay here.")
