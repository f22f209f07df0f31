"""What a trip brings in and costs: pay − fares − lodging − food."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Spacer, Table

from planner import config
from planner.food import food_price
from planner.notebook.model import Ledger
from planner.render.booklet_pages import RULED
from planner.render.text import date_text, leg_title, place_name, word, yen_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model import Plan
    from planner.render.paper import Hand


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger."""

    date: str
    what: str
    yen: int | None
    """Negative where it is paid; None where nobody knows."""
    estimated: bool


def entries(plan: Plan, lang: str) -> Iterator[Entry]:
    """Give what is earned and paid, in the order of travel."""
    stays, known = plan.itinerary.stays, _known(plan)
    for i, leg in enumerate(plan.itinerary.legs):
        if leg.segments:
            what = f"{word('fare', lang)} {leg_title(leg, lang)}"
            yield Entry(date_text(leg.date, lang), what, -(leg.fare_jpy or 0), leg.fare_estimated)
        if i < len(stays):
            stay, name = stays[i], place_name(stays[i].municipality, lang)
            day = date_text(stay.arrive, lang)
            yield Entry(day, f"{word('lodging', lang)} {name}", -(stay.lodging_jpy or 0), stay.lodging_estimated)
            pay = known.pay_jpy.get(stay.municipality.code, stay.earnings_jpy)
            yield Entry(day, f"{word('earnings', lang)} {name}", pay, False)


def food_yen(plan: Plan) -> tuple[int, int] | None:
    """Give food for all people and days, and the price a person and day; None where no price is known."""
    own = _known(plan).food_jpy_per_day
    price = food_price(config.data_dir()) if own is None else own
    if price is None:
        return None
    legs = plan.itinerary.legs
    days = (legs[-1].date - legs[0].date).days + legs[-1].nights + 1
    return price * days * plan.request.people, price


def _known(plan: Plan) -> Ledger:
    """Give what the traveller knows better than the estimates."""
    return plan.notebook.ledger if plan.notebook else Ledger()


def ledger_page(plan: Plan, hand: Hand) -> list[Any]:
    """Write the ledger; food and the balance are sums of the whole trip. Nothing where a share does not tell it."""
    if "money" in plan.unshared:
        return []
    lang, food = hand.lang, food_yen(plan)
    lines = list(entries(plan, lang))
    if food is not None:
        estimated = _known(plan).food_jpy_per_day is None
        note = word("food_note" if estimated else "food_own", lang).format(yen=yen_text(food[1], lang))
        lines.append(Entry("", f"{word('food', lang)} ({note})", -food[0], estimated))
    balance = sum(line.yen or 0 for line in lines)
    lines.append(Entry("", word("balance", lang), balance, any(line.estimated for line in lines)))
    column = hand.paper.column
    cells = [[hand.text(text, scale=0.85, after=0) for text in (e.date, e.what, _yen(e, lang))] for e in lines]
    head = [hand.text(word(key, lang), scale=0.85, bold=True, after=0) for key in ("date", "what", "yen")]
    return [
        hand.text(word("ledger", lang), bold=True, scale=1.1, after=3),
        Table([head, *cells], colWidths=[column * share for share in (0.2, 0.55, 0.25)], repeatRows=1, style=RULED),
        Spacer(1, 4),
        hand.text(word("unknown_pay", lang), scale=0.8, faint=True),
    ]


def _yen(entry: Entry, lang: str) -> str:
    if entry.yen is None:
        return word("unknown", lang)
    about = word("about", lang) if entry.estimated else ""
    return f"{about}{'−' if entry.yen < 0 else ''}{yen_text(abs(entry.yen), lang)}"
