from __future__ import annotations

import numpy as np
import pytest

from geo.rail_times import BOARD_MINUTES, PACES, WAIT_CAP, in_metropolis, line_class, wait_for, wait_minutes


@pytest.mark.parametrize(
    ("operator", "railway", "institution", "metro", "wanted"),
    [
        ("東海旅客鉄道", "新幹線", "JRの新幹線", True, "shinkansen"),
        ("東日本旅客鉄道", "普通鉄道JR", "JR在来線", True, "metro_trunk"),
        ("北海道旅客鉄道", "普通鉄道JR", "JR在来線", False, "rural_trunk"),
        ("東京地下鉄", "普通鉄道", "民営鉄道", True, "subway"),
        ("広島電鉄", "軌道", "民営鉄道", True, "tram"),
        ("沖縄都市モノレール", "跨座式モノレール", "第三セクター", False, "guided"),
        ("箱根登山鉄道", "鋼索鉄道", "民営鉄道", False, "cable"),
        ("いすみ鉄道", "普通鉄道", "第三セクター", False, "rural_small"),
    ],
)
def test_lines_are_sorted_by_what_runs_on_them(
    operator: str, railway: str, institution: str, metro: bool, wanted: str
) -> None:
    assert line_class(operator, railway, institution, metro=metro) == wanted


def test_local_lines_and_large_private_railways_have_paces_of_their_own() -> None:
    jr = ("東日本旅客鉄道", "普通鉄道JR", "JR在来線")
    assert line_class(*jr, metro=False, local=True) == "rural_local"
    assert line_class("小田急電鉄", "普通鉄道", "民営鉄道", metro=True) == "metro_major"
    assert line_class("青い森鉄道", "普通鉄道", "第三セクター", metro=False) == "rural_handed_over"
    assert all(8 <= pace.kmh <= 200 and 0 < pace.stop_minutes <= 3 for pace in PACES.values())


def test_one_waits_half_a_headway_but_never_more_than_the_cap() -> None:
    assert wait_minutes(10) == 5 + BOARD_MINUTES
    assert wait_minutes(500) == wait_for(1) == WAIT_CAP + BOARD_MINUTES
    assert wait_for(96) == 5 + BOARD_MINUTES


def test_dense_trains_run_in_tokyo_and_not_in_wakkanai() -> None:
    assert in_metropolis(np.array([[139.7, 35.7], [141.68, 45.41]])).tolist() == [True, False]
