"""A plan as a table for the terminal, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.columns import columns
from planner.explain import KIND_JA
from planner.render.text import EXACT, word

if TYPE_CHECKING:
    import datetime as dt

    from planner.model import Alternative, Itinerary, Leg, Plan, Stay
    from planner.pass_use import PassUse

ROLES = {"work": "働く", "must": "希望", "transit": "途中"}
MODES = {
    "highway_bus": "高速バス",
    "rail": "列車",
    "limited_express": "特急",
    "shinkansen": "新幹線",
    "ferry": "船",
    "air": "飛行機",
    "car": "車",
}
LABELS = {
    "better": "もっとよい旅",
    "cheapest": "いちばん安い",
    "least_travel": "移動がいちばん短い",
    "one_region": "一つの地方だけ",
    "most_exchange": "出会いがいちばん多い",
    "greenest": "CO2がいちばん少ない",
    "lesser_known": "いちばん知られていない土地",
    "fewest_stops": "いちばん腰をすえる",
    "other_region": "ほかの地方",
    "other_work": "ほかの仕事",
    "other_places": "すべてほかの土地",
    "other_nights": "別の道すじ",
}
"""What an alternative is called; plans from before carry words of their own."""
BASES = {"timetable": "時刻表", "service": "便の所要", "average": "平均速度", "booked": "予約済み"}


def plan_table(plan: Plan) -> str:
    """Lay out stays and legs, then totals, proof and alternatives."""
    t = plan.itinerary.totals
    earnings = "不明" if t.earnings_jpy is None else f"¥{t.earnings_jpy:,}"
    fares = any(leg.fare_estimated for leg in plan.itinerary.legs)
    sketched = any(leg.segments and leg.basis not in EXACT for leg in plan.itinerary.legs)
    reckoned = any(stay.lodging_estimated for stay in plan.itinerary.stays)
    lines = [
        _itinerary(plan.itinerary),
        "",
        f"{t.stops}か所 {t.nights}泊  移動 {_about(sketched)}{_hours(t.travel_minutes)}  "
        f"運賃 {_about(fares)}¥{t.fare_jpy:,}  "
        f"宿 {_lodging(t.lodging_jpy or 0, about=reckoned)}  収入 {earnings}  CO2 {t.co2_kg:.0f} kg",
        f"評価 {plan.objective:.2f}  上限 {plan.upper_bound:.2f}  差 {_gap(plan)}"
        + ("  (最適と証明済み)" if plan.status == "optimal" else ""),
    ]
    if plan.passes:
        lines.insert(3, f"きっぷ  {_pass(plan.passes[0])}")
    for number, other in enumerate(plan.alternatives, start=1):
        lines += ["", f"別案{number} {_alternative(other)}", _itinerary(other.itinerary)]
    return "\n".join(lines)


def _alternative(other: Alternative) -> str:
    t, common = other.itinerary.totals, other.shared_nights
    told = f"{LABELS.get(other.label, other.label)}  評価 {other.objective:.2f}"
    told += "" if other.share_of_best is None else f" (最良の{other.share_of_best:.0%})"
    told += "" if common is None else f"  同じ泊 {common:.0%}"
    return f"{told}  {t.stops}か所 {t.nights}泊  移動 {_hours(t.travel_minutes)}  ¥{t.cost_jpy:,}"


def _itinerary(trip: Itinerary) -> str:
    rows = [("", "日付", "泊", "土地・移動", "仕事・手段", "費用")]
    for number, stay in enumerate(trip.stays, start=1):
        rows += [_leg(trip.legs[number - 1]), *_stay(number, stay)]
    rows.append(_leg(trip.legs[-1]))
    return columns(rows, right=frozenset({0, 2, 5}))


def _stay(number: int, stay: Stay) -> list[tuple[str, str, str, str, str, str]]:
    dates = f"{_day(stay.arrive)}-{_day(stay.depart)}"
    work = [f"{w.title}({KIND_JA[w.kind]}) {w.days:g}日" for w in stay.demand] or [ROLES[stay.role]]
    lodging = _lodging(stay.lodging_jpy or 0, about=stay.lodging_estimated)
    first = (str(number), dates, str(stay.nights), stay.municipality.full_name, work[0], lodging)
    return [first, *(("", "", "", "", more, "") for more in work[1:])]


def _lodging(yen: int, *, about: bool) -> str:
    """Say what lodging costs; an estimate of nothing to pay is to be confirmed."""
    return f"{_about(about)}¥{yen:,}" if yen or not about else word("lodging_expected", "ja")


def _leg(leg: Leg) -> tuple[str, str, str, str, str, str]:
    modes = [MODES[s.mode] for s in leg.segments if s.mode in MODES]
    means = "・".join(dict.fromkeys(modes)) or ("車・路線バス" if leg.segments else "移動なし")
    fare = f"{_about(leg.fare_estimated)}¥{leg.fare_jpy:,}"
    nights = str(leg.nights) if leg.nights else ""
    about = _about(bool(leg.segments) and leg.basis not in EXACT)
    where = f"  ↓ {about}{_hours(leg.minutes)} 乗換{leg.transfers}回"
    return ("", _day(leg.date), nights, where, f"{means}({BASES[leg.basis]})", fare)


def _gap(plan: Plan) -> str:
    """Write the gap; as a share of a trip that is worth nothing, or more than all of it, it says nothing."""
    return "不明" if plan.objective <= 0 or plan.gap > 1 else f"{plan.gap:.2%}"


def _about(estimated: bool) -> str:
    return "約" if estimated else ""


def _pass(best: PassUse) -> str:
    """Say of the first pass of the comparison what it saves, and what it is."""
    about = _about(best.estimated)
    pays = f"運賃より{about}¥{abs(best.saving_jpy):,}{'安い' if best.saving_jpy > 0 else '高い'}"
    told = f"{best.name_ja} {best.days}日用{best.tickets}枚 ¥{best.price_jpy:,}: {pays}"
    return f"{told} ({best.note})" if best.note else told


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}時間{rest:02d}分" if hours else f"{rest}分"


def _day(date: dt.date) -> str:
    return f"{date.month}月{date.day}日({'月火水木金土日'[date.weekday()]})"
