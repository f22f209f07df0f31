"""What the views need beside the request: the data set, the database, the solver."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g, request

from geo.errors import UnknownPlaceError
from planner.db.accounts import AccountStore
from planner.db.engine import connect
from planner.db.feeds import FeedStore
from planner.db.figures import FigureStore
from planner.db.following import Following
from planner.db.import_works import ImportWorkStore
from planner.db.interests import InterestStore
from planner.db.listings import ListingStore
from planner.db.maps import MapStore
from planner.db.news import NewsStore
from planner.db.offices import OfficeStore
from planner.db.people import PeopleStore
from planner.db.plans import PlanStore
from planner.db.reports import ReportStore
from planner.db.shelf import ShelfStore
from planner.db.signing import SignInStore
from planner.db.time_codes import TimeCodeStore
from planner.db.uploads import UploadStore
from planner.errors import UnknownPlace
from planner.listing.ground import Ground
from planner.listing.law import lacks
from planner.web.errors import Starting
from planner.web.import_jobs import Jobs
from planner.web.limits import TokenBuckets
from planner.web.readiness import Readiness
from planner.web.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from geo.model import Municipality
    from geo.paths import Router
    from geo.places import PlaceIndex
    from planner.dataset import Dataset

KEY = "sasurai"
SEASONAL = ("season", "summary ", "year ", "version")
"""Derived answers that are made of demand; the others are of places alone."""

T = TypeVar("T")


@dataclass
class State:
    """Everything that lives as long as the app."""

    store: PlanStore
    feeds: FeedStore
    offices: OfficeStore
    sign_ins: SignInStore
    listings: ListingStore
    maps: MapStore
    shelf: ShelfStore
    uploads: UploadStore
    import_works: ImportWorkStore
    news: NewsStore
    ground: Ground
    people: PeopleStore
    codes: TimeCodeStore
    accounts: AccountStore
    interests: InterestStore
    reports: ReportStore
    figures: FigureStore
    limiter: TokenBuckets
    letter_limiter: TokenBuckets
    """For what people send without an account."""
    jobs: Jobs = field(default_factory=Jobs)
    """Offices' files that are being read."""
    sheets: Sheets = field(default_factory=Sheets)
    readiness: Readiness = field(default_factory=Readiness)
    dataset: Dataset | None = None
    """As it was loaded; `dataset()` gives it with what offices have published."""
    following: Following | None = None
    season: Dataset | None = None
    """What the `derived` answers are made of."""
    published: tuple[Any, Any] | None = None
    """What offices have published, and the mark of what it was read from (published.py)."""
    router: Router | None = None
    """None where the data set was given: it then finds journeys itself, between municipalities only."""
    solve: Callable[..., Any] | None = None
    """Plans a trip, or does another task (jobs.py)."""
    derived: dict[str, Any] = field(default_factory=dict)
    """Answers made of the data set alone, made once."""


def register(app: Flask) -> State:
    """Open the database; take data set and solver where they are given, else wait for the server to bring them."""
    engine = connect(app.config["DATABASE_URL"])
    state = State(
        PlanStore(engine),
        FeedStore(engine),
        OfficeStore(engine),
        SignInStore(engine),
        ListingStore(engine, lacks=lacks),
        MapStore(engine),
        ShelfStore(engine, lacks=lacks),
        UploadStore(engine),
        ImportWorkStore(engine),
        NewsStore(engine),
        Ground(app.config["DATA_DIR"]),
        PeopleStore(engine),
        TimeCodeStore(engine, lambda: _key(app)),
        AccountStore(engine),
        InterestStore(engine),
        ReportStore(engine),
        FigureStore(engine),
        TokenBuckets(app.config["PLAN_BURST"], app.config["PLAN_PER_SECOND"]),
        TokenBuckets(app.config["LETTER_BURST"], app.config["LETTER_PER_SECOND"]),
    )
    app.extensions[KEY] = state
    app.before_request(wait_for_readiness)
    if app.config["DATASET"] is not None:
        state.dataset, state.solve = app.config["DATASET"], app.config["SOLVER"]
        state.readiness.set()
    return state


def _key(app: Flask) -> bytes:
    key = app.secret_key or b""
    return key.encode() if isinstance(key, str) else key


def current() -> State:
    """Give the state of the app that answers now."""
    return cast("State", current_app.extensions[KEY])


def dataset() -> Dataset:
    """Give the data set with what offices have published, the same one all through a request."""
    if "dataset" not in g:
        g.dataset = _season(current())
    return cast("Dataset", g.dataset)


def _season(state: State) -> Dataset:
    if state.dataset is None:
        raise Starting("The data set is still being loaded.")
    if state.following is None or state.following.base is not state.dataset:
        state.following = Following(state.dataset, state.listings)
    now = state.following.dataset()
    if state.season is not now:
        first = state.season is None
        state.season = now
        if not first:
            state.derived = {k: v for k, v in state.derived.items() if not k.startswith(SEASONAL)}
    return now


def database_trouble() -> str | None:
    """Say why what offices have published cannot be read; None where it can."""
    dataset()
    following = current().following
    return following.trouble if following else None


def places() -> PlaceIndex:
    """Give what finds municipalities by name."""

    def make(data: Dataset) -> PlaceIndex:
        from geo.places import PlaceIndex

        return PlaceIndex(data.municipalities)

    return derived("places", make)


def municipality(code: str) -> Municipality:
    """Give the municipality of a code of today, or of one from before a merger.

    Raises
    ------
    UnknownPlace
        When no municipality has or had it.
    """
    data = dataset()
    if code in data.index:
        return data.municipality(code)
    try:
        if re.fullmatch(r"[0-9]{5}", code):
            return places().resolve(code)
    except UnknownPlaceError:
        pass
    raise UnknownPlace(code, f"No municipality has the code {code[:20]!r}.")


def version() -> str:
    """Name this program on this data set with what is published: what addresses of answers kept for ever carry."""

    def make(_: Dataset) -> str:
        following = current().following
        mark = following.mark if following else ""
        return hashlib.sha256(f"{program()}\0{mark}".encode()).hexdigest()[:16]

    return derived("version", make)


def program() -> str:
    """Name this program on this data set, whatever offices publish."""
    parts = (dataset().sha256, current_app.config["ASSET_BUILD"], metadata.version("sasurai"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def derived(name: str, make: Callable[[Dataset], T]) -> T:
    """Give what `make` makes of the data set, made by the first who asks."""
    data = dataset()
    # another season brings another dictionary: what is made of this one must not get into that
    kept = current().derived
    if name not in kept:
        kept[name] = make(data)
    return cast("T", kept[name])


def wait_for_readiness() -> None:
    """Send everybody away, kindly, until all is loaded; the doors that tell so stay open."""
    state = current()
    if state.readiness.ready or request.blueprint in {"ops", "assets", "metrics", "site"}:
        return
    if state.readiness.trouble is not None:
        raise state.readiness.trouble
    raise Starting("Sasurai is loading its map of Japan; this page comes back by itself.")
