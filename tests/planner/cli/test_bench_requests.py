from __future__ import annotations

from collections import Counter

from planner.cli.bench_plan import summary
from planner.cli.bench_requests import CLASSES, LENGTHS, draw_requests, length_class


def test_requests_follow_the_seed_and_cover_every_class() -> None:
    drawn = draw_requests(48, 0)
    assert drawn == draw_requests(48, 0) != draw_requests(48, 1)
    assert Counter(length_class(request.days) for request in drawn) == dict.fromkeys(CLASSES, 16)
    assert len({request.origin[:2] for request in drawn}) >= 12
    assert {request.pace for request in drawn} == {"slow", "normal", "fast"}
    assert {request.modes == ("rail",) for request in drawn} == {True, False}
    assert sum(request.budget_jpy is None for request in drawn) == 12
    assert all(request.days in LENGTHS[length_class(request.days)] for request in drawn)


def test_the_summary_is_by_length_and_counts_what_has_no_trip() -> None:
    rows = [
        {"days": days, "gap": gap, "first_ms": 10 * i, "certified_ms": 20 * i}
        for i, (days, gap) in enumerate([(14, 0.0), (31, 0.02), (60, None), (400, 0.04)])
    ]
    told = summary(rows)
    assert told["without_trip"] == 1
    assert told["max_gap"] == 0.04
    assert set(told["by_days"]) == {"to 31", "121 to 400"}
    assert (told["by_days"]["to 31"]["gap_median"], told["by_days"]["to 31"]["first_ms_worst"]) == (0.01, 10)
