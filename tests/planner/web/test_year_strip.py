from __future__ import annotations

from itertools import groupby

from planner.web.year_strip import DAYS, bars, month_starts


def test_every_window_of_the_data_set_lies_within_its_year(small_dataset):
    windows = small_dataset.demand.windows
    lanes = [list(group) for _, group in groupby(bars(windows), key=lambda bar: bar.y)]
    assert len(lanes) == len(windows)
    for window, lane in zip(windows, lanes, strict=True):
        assert all(bar.x >= 0 and bar.width > 0 and bar.x + bar.width <= DAYS for bar in lane)
        open_days = {day for bar in lane if bar.kind == "need" for day in range(bar.x, bar.x + bar.width)}
        peak_days = {day for bar in lane if bar.kind == "peak" for day in range(bar.x, bar.x + bar.width)}
        assert peak_days <= open_days, window.id
        assert len([bar for bar in lane if bar.kind == "need"]) == 1 + (window.start > window.end)


def test_months_begin_where_the_calendar_says():
    assert month_starts()[:3] == [0, 31, 59]
    assert month_starts()[-1] == 334
