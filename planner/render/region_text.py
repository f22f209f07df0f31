"""What an entry of a regional map says, in lines of plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.explain import KIND_EN, KIND_JA
from planner.render.text import clean, month_text, nights_text, place_name, source_text, word

if TYPE_CHECKING:
    from planner.demand import DemandWindow, MonthDay
    from planner.regional.contents import Item


@dataclass(frozen=True, slots=True)
class ItemText:
    """An entry's title, what it is and where, when, who asks, and how it is known."""

    title: str
    what: str
    when: str
    host: str
    """Empty for a row of the national table."""
    url: str
    source: str


def item_text(item: Item, lang: str) -> ItemText:
    """Write an entry."""
    window = item.window
    kind = (KIND_JA if lang == "ja" else KIND_EN)[window.kind]
    mark = word("listing" if item.listing else "yearly", lang)
    low, high = (nights_text(nights, lang) for nights in (window.min_nights, window.max_nights))
    nights = low if low == high else f"{low}–{high}"
    body = item.listing.body if item.listing else {}
    return ItemText(
        clean(item.title(lang)),
        f"{place_name(item.place, lang)} · {kind} · {mark}",
        f"{span_text(window, lang)} · {nights}",
        clean(body.get("employer", "")),
        body.get("contact_url", ""),
        source_text(window.source, window.confidence, window.as_of, lang),
    )


def span_text(window: DemandWindow, lang: str) -> str:
    """Write from when to when, with the year of what has one only: 2027年9月3日 – 10月1日, 3 Sep – 1 Oct 2027."""
    start, end = day_text(window.start, lang), day_text(window.end, lang)
    if window.only_years is None:
        return f"{start} – {end}"
    if len(window.only_years) > 1:
        return f"{start} – {end} ({word('only_years', lang)})"
    first = window.only_years[0]
    last = first if window.start <= window.end else first + 1
    if lang == "ja":
        return f"{first}年{start} – {end}" if first == last else f"{first}年{start} – {last}年{end}"
    return f"{start} – {end} {last}" if first == last else f"{start} {first} – {end} {last}"


def day_text(day: MonthDay, lang: str) -> str:
    """Write a day of the year: 9月3日, 3 Sep."""
    return f"{day.month}月{day.day}日" if lang == "ja" else f"{day.day} {month_text(day.month, lang)}"
