"""What an edit changed, stay by stay: what was kept, moved, added, removed or set aside, by whom and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.replan.conflicts import day_en, day_ja

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model import Stay, TripRequest

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class StayChange:
    """What became of one stay.

    `kind` is kept, moved, added, removed or parked; `by` is you or planner. `before` and `after` are days of arrival
    and departure, None where the stay was not, or is no longer, on the trip.
    """

    kind: str
    place: str
    name: str
    name_en: str
    by: str
    before: Days | None
    after: Days | None
    text: str
    text_en: str


def changes_of(
    old: Sequence[Stay], new: Sequence[Stay], before: TripRequest, after: TripRequest
) -> tuple[StayChange, ...]:
    """Compare two trips; every stay of either has its line, those of the new trip first."""
    was = {stay.municipality.code: stay for stay in old}
    now = {stay.municipality.code for stay in new}
    told = _Teller(before, after, new)
    found = [told.stay(was.get(stay.municipality.code), stay) for stay in new]
    return (*found, *(told.gone(stay) for stay in old if stay.municipality.code not in now))


class _Teller:
    def __init__(self, before: TripRequest, after: TripRequest, new: Sequence[Stay]) -> None:
        self.asked = {must.code: must for must in after.must}
        self.asked_before = {must.code: must for must in before.must}
        self.avoided, self.parked = set(after.avoid), {stay.code for stay in after.parked}
        self.new = new

    def stay(self, was: Stay | None, now: Stay) -> StayChange:
        code = now.municipality.code
        yours = code in self.asked and self.asked.get(code) != self.asked_before.get(code)
        if was is None:
            return self._added(now, yours)
        if (was.arrive, was.depart) == (now.arrive, now.depart):
            locked = code in self.asked and self.asked[code].fixed
            texts = (
                ("固定した日程のままです。", "Kept as you fixed it.") if locked else ("そのままです。", "As before.")
            )
            return _change("kept", now, "you" if locked else "planner", was, now, _with_work(texts, was, now))
        by_ja, by_en = ("ご指定で", "As you asked, ") if yours else ("前後に合わせて", "To fit what is around it, ")
        texts = (
            f"{by_ja}{_span_ja(was)}から{_span_ja(now)}に変わりました。",
            f"{by_en}{_span_en(was)} became {_span_en(now)}.",
        )
        return _change("moved", now, "you" if yours else "planner", was, now, _with_work(texts, was, now))

    def _added(self, now: Stay, yours: bool) -> StayChange:
        if yours or now.municipality.code in self.asked:
            texts = f"ご指定で{_span_ja(now)}に加わりました。", f"Added as you asked, {_span_en(now)}."
            return _change("added", now, "you", None, now, texts)
        if now.demand:
            window = now.demand[0]
            texts = (
                f"空いた日程（{_span_ja(now)}）に、{window.title}のために加わりました。",
                f"Fills free days, {_span_en(now)}, with {window.title_en or window.title}.",
            )
        else:
            texts = f"次の土地への途中の滞在です（{_span_ja(now)}）。", f"A rest on the way, {_span_en(now)}."
        return _change("added", now, "planner", None, now, texts)

    def gone(self, was: Stay) -> StayChange:
        code = was.municipality.code
        if code in self.parked:
            texts = "取り置きに移しました。いつでも戻せます。", "Set aside; it can be taken up again."
            return _change("parked", was, "you", was, None, texts)
        if code in self.avoided:
            return _change("removed", was, "you", was, None, ("ご指定で外しました。", "Taken out as you asked."))
        return _change("removed", was, "planner", was, None, self._why_gone(was))

    def _why_gone(self, was: Stay) -> tuple[str, str]:
        instead = [stay for stay in self.new if stay.arrive < was.depart and was.arrive < stay.depart]
        fixed = [stay for stay in instead if stay.municipality.code in self.asked]
        if fixed:
            ja, en = _names(fixed)
            return (
                f"固定した{ja}と日程が重なるため外れました。",
                f"Left out: its days are those of {en}, which you fixed.",
            )
        if instead:
            ja, en = _names(instead)
            return f"この日程では{ja}のほうがよいため外れました。", f"Left out: {en} is worth more on these days now."
        return "この条件では入らなくなったため外れました。", "Left out: it no longer fits the trip."


def _change(kind: str, stay: Stay, by: str, was: Stay | None, now: Stay | None, texts: tuple[str, str]) -> StayChange:
    place = stay.municipality
    before = None if was is None else (was.arrive, was.depart)
    after = None if now is None else (now.arrive, now.depart)
    return StayChange(kind, place.code, place.name, place.name_en, by, before, after, *texts)


def _with_work(texts: tuple[str, str], was: Stay, now: Stay) -> tuple[str, str]:
    """Add what work a stay no longer serves, or serves now."""
    before, after = ({w.id: w for w in stay.demand} for stay in (was, now))
    lost = [w for key, w in before.items() if key not in after]
    won = [w for key, w in after.items() if key not in before]
    ja, en = texts
    if lost:
        ja += f"{'、'.join(w.title for w in lost)}はできなくなります。"
        en += f" No longer serves {', '.join(w.title_en or w.title for w in lost)}."
    if won:
        ja += f"{'、'.join(w.title for w in won)}ができます。"
        en += f" Serves {', '.join(w.title_en or w.title for w in won)}."
    return ja, en


def _names(stays: Sequence[Stay]) -> tuple[str, str]:
    places = [stay.municipality for stay in stays]
    return "・".join(p.name for p in places), " and ".join(p.name_en for p in places)


def _span_ja(stay: Stay) -> str:
    return f"{day_ja(stay.arrive)}〜{day_ja(stay.depart)}"


def _span_en(stay: Stay) -> str:
    return f"{day_en(stay.arrive)} to {day_en(stay.depart)}"


def change_to_json(change: StayChange) -> Mapping[str, object]:
    """Give the object of the HTTP API and of `sasurai replan --format json`."""
    return {
        "kind": change.kind,
        "place": change.place,
        "name": change.name,
        "name_en": change.name_en,
        "by": change.by,
        "before": _days_to_json(change.before),
        "after": _days_to_json(change.after),
        "text": change.text,
        "text_en": change.text_en,
    }


def _days_to_json(days: Days | None) -> dict[str, str] | None:
    return None if days is None else {"arrive": days[0].isoformat(), "depart": days[1].isoformat()}
