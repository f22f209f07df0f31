"""A base that was edited holds what a problem built anew would hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.model import Must, TripRequest
from planner.plan import terms_for
from planner.problem import build_problem
from planner.replan.workshop import Workshop, edited

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.problem import Problem

ASKED = TripRequest(dt.date(2027, 9, 1), 60, "13101")
NO_WORK = "22225"


def nodes_of(problem: Problem) -> dict[tuple[int, int], int]:
    """Position of each node by its municipality and which of its nodes it is."""
    groups = problem.group.tolist()
    return {(group, groups[:at].count(group)): at for at, group in enumerate(groups)}


@pytest.mark.parametrize(
    "musts",
    [
        (Must("16210"),),
        (Must(NO_WORK),),
        (Must(NO_WORK, None, 3), Must("32525", dt.date(2027, 9, 20), 5)),
        (Must("13101"), Must("06201")),
    ],
)
def test_it_is_the_problem_that_would_be_built(small_dataset: Dataset, musts: tuple[Must, ...]) -> None:
    workshop = Workshop()
    workshop.base(ASKED, small_dataset)
    workshop.base(dataclasses.replace(ASKED, must=(Must("19213"),)), small_dataset)
    request = dataclasses.replace(ASKED, must=musts, budget_jpy=200_000, max_stops=7)
    ours, _ = edited(workshop.base(request, small_dataset), request, small_dataset)
    built, _ = build_problem(request, terms_for(request, small_dataset))
    a, b = nodes_of(ours), nodes_of(built)
    assert a.keys() == b.keys()
    x, y = np.array([a[key] for key in b]), np.array(list(b.values()))
    for name in ("gain", "yen", "nights"):
        assert np.array_equal(getattr(ours.legs, name)[np.ix_(x, x)], getattr(built.legs, name)[np.ix_(y, y)])
        for end in ("start", "end"):
            assert np.array_equal(getattr(ours.legs, f"{end}_{name}")[x], getattr(built.legs, f"{end}_{name}")[y])
    assert np.array_equal(ours.must[x], built.must[y])
    assert (ours.budget, ours.max_stops) == (built.budget, built.max_stops) == (200_000, 7)
    for i, j in zip(x.tolist(), y.tolist(), strict=True):
        if j < built.active:
            assert np.array_equal(ours.gain[i], built.gain[j])
            assert np.array_equal(ours.worth[i], built.worth[j])
        else:
            assert np.array_equal(ours.idle_gain[i - ours.active], built.idle_gain[j - built.active])


def test_nobody_else_is_visited_on_the_days_of_a_fixed_stay(small_dataset: Dataset) -> None:
    first = 20
    must = Must(NO_WORK, None, 5, ASKED.start + dt.timedelta(days=first))
    request = dataclasses.replace(ASKED, must=(must,))
    ours, coarse = edited(Workshop().base(request, small_dataset), request, small_dataset)
    place = small_dataset.index[NO_WORK]
    for problem in (ours, coarse.problem):
        others = problem.group[: problem.active] != place
        for day in range(first - 3, first + 7):
            for nights in range(1, 6):
                free = day + nights <= first or day >= first + 5
                if not free:
                    assert (problem.gain[others, day, nights] <= -1e17).all()
        assert (problem.idle_gain[:, first : first + 5] <= -1e17).all()


def test_the_same_request_is_laid_out_once(small_dataset: Dataset) -> None:
    workshop = Workshop()
    base = workshop.base(ASKED, small_dataset)
    assert workshop.base(dataclasses.replace(ASKED, avoid=("16210",), budget_jpy=1), small_dataset) is base
    later = dataclasses.replace(ASKED, start=ASKED.start + dt.timedelta(days=1))
    assert workshop.base(later, small_dataset) is not base
    assert workshop.base(ASKED, small_dataset) is base


def test_long_requests_are_not_kept_side_by_side(small_dataset: Dataset) -> None:
    workshop = Workshop()
    long = dataclasses.replace(ASKED, days=230)
    base = workshop.base(ASKED, small_dataset)
    assert workshop.base(long, small_dataset) is workshop.base(long, small_dataset)
    assert workshop.base(ASKED, small_dataset) is not base
