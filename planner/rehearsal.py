"""A first plan for nobody, so that compiled kernels and mapped matrices are there for whoever asks first."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import UnreachableError
from planner.errors import NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.plan import first, plan, terms_for
from planner.problem import build_problem
from planner.replan.edits import Lock
from planner.replan.replan import replan
from planner.solver.coarse import coarsen
from planner.solver.covering import patient, reach
from planner.through import through_of

if TYPE_CHECKING:
    from planner.dataset import Dataset

_CODE = Path(__file__).resolve().parent
DAYS = 92
SECONDS = 0.5
SHORT_DAYS, BRIEFLY = 14, 0.1


def rehearse(dataset: Dataset) -> None:
    """Plan once; compiles or loads every kernel of the solver."""
    request = TripRequest(dataset.date, DAYS, dataset.municipalities[0].code, seconds=SECONDS)
    first(request, dataset)
    with contextlib.suppress(NoFeasibleItinerary):
        made = plan(request, dataset)
        replan(made, [Lock(made.itinerary.stays[0].municipality.code)], dataset)
    short = replace(request, days=SHORT_DAYS)
    with contextlib.suppress(NoFeasibleItinerary):
        through_of(plan(short, dataset), dataset, BRIEFLY)
    with contextlib.suppress(NoFeasibleItinerary):
        # what is in the way, and ways out of it, are searched by kernels of their own
        far = Must(dataset.municipalities[-1].code)
        plan(replace(short, budget_jpy=0, must=(far,)), dataset)
    with contextlib.suppress(UnreachableError):
        # the way by car has kernels of its own
        dataset.journey(dataset.municipalities[0].code, dataset.municipalities[1].code, ("car",), None)


def compile_kernels(dataset: Dataset, cache_dir: Path) -> None:
    """Rehearse once for this code; numba keeps the machine code in the cache folder."""
    digest = hashlib.sha256()
    for source in sorted((*_CODE.glob("*.py"), *(_CODE / "solver").glob("*.py"), *(_CODE / "replan").glob("*.py"))):
        digest.update(source.read_bytes())
    done = cache_dir / "kernels" / f"compiled-{digest.hexdigest()[:16]}"
    if not done.exists():
        rehearse(dataset)
        _meet(dataset)
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()


def _meet(dataset: Dataset) -> None:
    """Compile what bounds the meetings of groups; a solver's process loads it when a group asks."""
    request = TripRequest(dataset.date, SHORT_DAYS, dataset.municipalities[0].code)
    terms = terms_for(request, dataset)
    problem, table = build_problem(request, terms)
    prices = terms.prices[problem.group[: problem.active]]
    reach(patient(coarsen(problem).problem, prices, table.weights.yen), 0.0, lambda: True).cover(1)
