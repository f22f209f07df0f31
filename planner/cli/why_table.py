"""What each stay brings and its rival, and what is in conflict where there is no trip, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cli.columns import columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.errors import NoFeasibleItinerary
    from planner.model import Plan, Rival, Stay

EVEN = 0.005
"""A loss less than this is none that anybody would notice."""


def why_table(plan: Plan) -> str:
    """Lay out each stay's share of the value, its rival for the same days, and what the whole trip would lose."""
    rows = [("", "土地", "割合", "同じ日程の次点", "旅全体の値打ち", "次点での仕事")]
    for number, stay in enumerate(plan.itinerary.stays, start=1):
        share = "不明" if stay.share is None else f"{stay.share:.0%}"
        rows.append((str(number), stay.municipality.full_name, share, *_rival(stay)))
    return (
        columns(rows, right=frozenset({0, 2}))
        + "\n次点は、ほかの滞在と日付をそのままにして差しかえた場合(移動は目安の所要)"
    )


def _rival(stay: Stay) -> tuple[str, str, str]:
    rival = stay.rival
    if rival is None:
        return ("なし(ご希望の土地)" if stay.role == "must" else "なし", "", "")
    nights = (rival.depart - rival.arrive).days
    return f"{rival.municipality.full_name}({nights}泊)", _loss(rival), rival.why


def _loss(rival: Rival) -> str:
    if abs(rival.objective_loss) < EVEN:
        return "ほぼ同じ"
    return f"{abs(rival.objective_loss):.2f} {'下がる' if rival.objective_loss > 0 else '上がる見込み'}"


def conflict_lines(error: NoFeasibleItinerary, name_of: Callable[[str], str]) -> list[str]:
    """Say which constraints are in conflict, and each change for which a trip was found.

    Parameters
    ----------
    name_of : callable
        Gives the name of a municipality by its code.
    """
    lines = ["proven: no trip keeps all constraints (on travel matrices)"] if error.proven else []
    for conflict in error.conflicts:
        told: Any = conflict
        members = [_constraint(one, name_of) for one in told["constraints"]]
        lines.append(f"in conflict{'' if told['minimal'] else ' (some of)'}: {', '.join(members)}")
    for way in error.relaxations:
        changes: Any = way["changes"]
        trip: Any = way.get("trip")
        found = f"  (found: {trip['stops']} stops, {trip['nights']} nights, {trip['jpy']:,} yen)" if trip else ""
        lines.append(
            "possible with: "
            + "; ".join(f"{field} {_value(field, new, name_of)}" for field, new in changes.items())
            + found
        )
    return lines


def _constraint(one: dict[str, Any], name_of: Callable[[str], str]) -> str:
    field, value = one["field"], one["value"]
    if field == "must":
        return f"must {name_of(one['code'])}"
    where = f" at {name_of(one['code'])}" if "code" in one else ""
    return f"{field}{where} {_value(field, value, name_of)}"


def _value(field: str, value: Any, name_of: Callable[[str], str]) -> str:
    if field == "must":
        return ", ".join(name_of(m["place"]) + (f"@{m['date']}" if m["date"] else "") for m in value) or "nothing"
    if isinstance(value, list):
        return ",".join(name_of(word) if field == "avoid" else str(word) for word in value) or "any"
    return f"{value:,}" if isinstance(value, int) else str(value)
