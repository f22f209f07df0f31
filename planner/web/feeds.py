"""/feed/…: calendars to subscribe to, of a trip and of a region's demand."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from planner.db.prune import told_key
from planner.db.tokens import token_hash
from planner.errors import UnknownPlace
from planner.explain import KIND_EN
from planner.model import KINDS
from planner.render.formats import file_name, safe_name
from planner.render.ics_feed import follow, render_feed
from planner.render.ics_region import demand_events, region_title
from planner.render.ics_trip import trip_events
from planner.render.text import clean, place_text, trip_title
from planner.web import state, storage
from planner.web.answers import kept, named
from planner.web.clock import today
from planner.web.i18n import texts
from planner.web.licences import licence_text
from planner.web.paging import one_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.db.plans import StoredPlan
    from planner.demand import DemandWindow

bp = Blueprint("feeds", __name__, url_prefix="/feed")

CALENDAR = "text/calendar; charset=utf-8"
MOST_ALARM_HOURS = 168


@bp.get("/<token>.ics")
def trip(token: str) -> Response:
    """Give the calendar of a plan, by the token of its feed or of a share."""
    lang, hours = language(), alarm()
    stored = _stored(token)
    plan, _ = storage.told(stored)

    def tell(was: str) -> str:
        return follow(was, lambda lang: trip_events(plan, lang), stored.modified, stored.sequence)

    # a version that a share keeps is no change of the plan
    told = tell("") if stored.frozen else state.current().feeds.follow(told_key(stored.id, stored.shown), tell)
    events = trip_events(plan, lang, hours)
    body = render_feed(told, events, trip_title(plan, lang), lang, _called_off)
    return _answer(body, "sasurai.ics", file_name(plan, "ics", lang))


def _called_off(uid: str, _: Mapping[str, Any]) -> bool:
    """Tell of what somebody may have gone to; days of rest are laid out anew with every change."""
    return any(f"-{what}-" in uid for what in ("stay", "leg", "appointment", "blocked"))


@bp.get("/region/<code>.ics")
def region(code: str) -> Response:
    """Give the demand calendar of a municipality, or of a prefecture by its two digits, for this year and the next."""
    lang, kind = language(), one_of("kind", KINDS)
    key, name = _region(code, lang)
    windows = _windows(key)
    first = today().replace(month=1, day=1)
    last = dt.date(first.year + 1, 12, 31)
    data = state.dataset()
    changed = dt.datetime.combine(data.date, dt.time(), dt.UTC)

    def tell(was: str) -> str:
        return follow(was, lambda lang: demand_events(windows, data.municipality, first, last, lang), changed, 0)

    told = state.current().feeds.follow(f"region:{key}", tell)
    chosen = [window for window in windows if kind in {None, window.kind}]
    events = demand_events(chosen, data.municipality, first, last, lang)
    about = None if kind is None else KIND_EN[kind]

    def shown(_: str, entry: Mapping[str, Any]) -> bool:
        # what merely lies behind was not called off
        return entry["end"] > first.isoformat() and about in {None, entry["about"]}

    title = region_title(name, kind, lang)
    rights = f"{licence_text('demand', lang)}; {texts(lang).t('as_of', when=data.date.isoformat())}"
    body = render_feed(told, events, title, lang, shown, rights)
    return _answer(body, f"sasurai-{key}.ics", safe_name(title) + ".ics")


def language() -> str:
    """Read the language of a calendar; Japanese where none is asked for."""
    return one_of("lang", ("ja", "en")) or "ja"


def alarm() -> int | None:
    """Read how many hours before a leg a device should remind of it; no alarm where it is not asked for."""
    return whole("alarm", None, 1, MOST_ALARM_HOURS)


def _stored(token: str) -> StoredPlan:
    hashed = token_hash(token)
    return state.current().feeds.plan(hashed) or state.current().store.shared(hashed)


def _region(code: str, lang: str) -> tuple[str, str]:
    """Give the code of today and the name of a municipality or prefecture."""
    if re.fullmatch(r"[0-9]{2}", code):
        for place in state.dataset().municipalities:
            if place.prefecture == code:
                return code, clean(place.prefecture_name if lang == "ja" else place.prefecture_en)
        raise UnknownPlace(code, f"No prefecture has the code {code!r}.")
    place = state.municipality(code)
    return place.code, place_text(place, lang)


def _windows(key: str) -> Sequence[DemandWindow]:
    return [window for window in state.dataset().demand.windows if window.code.startswith(key)]


def _answer(body: bytes, plain: str, name: str) -> Response:
    response = kept(body, CALENDAR)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = named("inline", plain, name)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
