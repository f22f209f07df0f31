"""What the server does before its first request: database, caches, data set, solvers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from planner import config
from planner.model import DEFAULT_MODES
from planner.whole import mending, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from planner.web.jobs import Solve, SolverPool
    from planner.web.state import State

    Report = Callable[[float], None]


def steps(app: Flask, state: State, pool: SolverPool) -> dict[str, Callable[[Report], object]]:
    """List the steps in their order; each is quick where nothing is missing."""

    def dataset(_: Report) -> None:
        from geo.paths import Router
        from geo.places import PlaceIndex
        from planner.dataset import Dataset

        state.dataset = Dataset.load(config.data_dir(), config.cache_dir())
        with mending():
            # with the data set's own table of old codes and wards
            state.derived["places"] = PlaceIndex.load(config.data_dir())
            imported = (config.feeds_dir(), config.instance_dir())
            state.router = Router.load(config.data_dir(), config.cache_dir(), *imported)
            # the first journey prepares the network; nobody's request should wait for that
            state.router.between(0, 1, DEFAULT_MODES)

    def formats(_: Report) -> None:
        # folium takes a second to import, fonts nearly so, which is not for whoever asks for the first file
        importlib.import_module("planner.render.map")
        importlib.import_module("planner.render.booklet")

    def solvers(_: Report) -> None:
        pool.start()
        state.solve = pool

    return {
        "database": lambda _: _database(app.config["DATABASE_URL"]),
        "caches": _caches,
        "dataset": dataset,
        "formats": formats,
        "solvers": solvers,
    }


def make_solver() -> Solve:
    """Load the data set in a solver's process and give what plans on it, or does another task."""
    from planner.dataset import Dataset
    from planner.db.engine import connect
    from planner.db.following import Following
    from planner.db.listings import ListingStore
    from planner.model import TripRequest
    from planner.plan import plan
    from planner.rehearsal import rehearse

    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    rehearse(dataset)
    # what offices publish while the server runs is planned with at once
    season = Following(dataset, ListingStore(connect(config.database_url()))).dataset
    return lambda asked: plan(asked, season()) if isinstance(asked, TripRequest) else asked(season())


def _database(url: str) -> None:
    from planner.db.engine import connect
    from planner.db.seed import seed
    from planner.db.upgrade import upgrade

    upgrade(url)
    engine = connect(url)
    # an empty instance shows what an office can do
    seed(engine)
    engine.dispose()


def _caches(report: Report) -> None:
    from geo.matrix import PROFILES, warm

    order = list(PROFILES)

    def tell(profile: str, done: int, total: int, /) -> None:
        report((order.index(profile) + done / total) / len(order))

    # first of all: matrices made of damaged files would be kept
    whole(config.data_dir())
    with mending():
        warm(config.data_dir(), config.cache_dir(), tell)
