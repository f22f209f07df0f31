"""Why here, why now: one short text a stay, in Japanese and English, from the windows it serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from planner.model import ServedWindow

KIND_JA = {
    "harvest": "収穫",
    "planting": "植え付け",
    "fishery": "漁業",
    "forestry": "林業",
    "food_processing": "食品加工",
    "brewing": "酒造り",
    "craft": "手仕事",
    "festival": "祭り",
    "tourism_guide": "案内",
    "lodging": "宿",
    "ski_resort": "スキー場",
    "snow_removal": "除雪",
    "it_skill": "IT・デザイン",
    "other": "地域の仕事",
}
KIND_EN = {
    **{kind: kind.replace("_", " ") for kind in KIND_JA},
    "it_skill": "IT and design",
    "tourism_guide": "guiding",
    "other": "local work",
}
_CONFIDENCE_JA = {
    "sourced": "資料あり（日付は編者の見積り）",
    "prefecture_level": "県単位の資料あり",
    "curator_knowledge": "編者の知識による（未確認）",
    "listing": "公開された募集",
}
_CONFIDENCE_EN = {
    "sourced": "documented, dates estimated by the editor",
    "prefecture_level": "documented for the prefecture",
    "curator_knowledge": "from the editor's knowledge, not looked up",
    "listing": "a published listing",
}
_ROLE_JA = {"must": "ご希望の土地です。", "transit": "次の土地への途中で休みます。"}
_ROLE_EN = {"must": "You asked to stay here.", "transit": "A rest on the way to the next place."}


SHOWN = 3
"""Windows named where a stay serves none; the others are counted."""


@dataclass(frozen=True, slots=True)
class Unserved:
    """Work that is open during a stay and that the stay does not serve."""

    kind: str
    title: str
    title_en: str
    nights: int
    """The fewest nights that it takes."""


def why(
    role: str, served: Sequence[ServedWindow], unserved: Sequence[Unserved] = (), nights: int = 0
) -> tuple[str, str]:
    """Give the Japanese and the English reason for a stay of some nights."""
    if not served:
        return _ROLE_JA[role] + _unserved_ja(unserved, nights), _ROLE_EN[role] + _unserved_en(unserved, nights)
    return "".join(_why_ja(window) for window in served), " ".join(_why_en(window) for window in served)


def brief(role: str, served: Sequence[ServedWindow]) -> tuple[str, str]:
    """Give what a stay would be for in a few words: its work and days, in Japanese and English."""
    if not served:
        return _ROLE_JA[role], _ROLE_EN[role]
    ja = "、".join(f"{wide(w.title)}（{KIND_JA[w.kind]}）に{w.days:g}日" for w in served)
    en = "; ".join(f"{w.title_en or w.title} ({KIND_EN[w.kind]}), {w.days:g} days" for w in served)
    return ja, en


def _unserved_ja(found: Sequence[Unserved], nights: int) -> str:
    if not found:
        return ""
    near = sorted(found, key=lambda w: w.nights)
    names = "、".join(f"{wide(w.title)}（{KIND_JA[w.kind]}、{w.nights}泊から）" for w in near[:SHOWN])
    more = f"ほか{len(near) - SHOWN}件" if len(near) > SHOWN else ""
    text = f"この間に時期が重なる仕事：{names}{more}。"
    short = f"手伝うには少なくとも{near[0].nights}泊が必要で、この滞在は{nights}泊です。"
    return text + (short if near[0].nights > nights else "")


def _unserved_en(found: Sequence[Unserved], nights: int) -> str:
    if not found:
        return ""
    near = sorted(found, key=lambda w: w.nights)
    names = "; ".join(f"{w.title_en or w.title} ({KIND_EN[w.kind]}, from {w.nights} nights)" for w in near[:SHOWN])
    more = f" and {len(near) - SHOWN} more" if len(near) > SHOWN else ""
    text = f" Work in season meanwhile: {names}{more}."
    short = f" It takes at least {near[0].nights} nights; this stay has {nights}."
    return text + (short if near[0].nights > nights else "")


def wide(text: str) -> str:
    """Write brackets as Japanese text does."""
    return text.translate({ord("("): "（", ord(")"): "）"})


def _why_ja(w: ServedWindow) -> str:
    text = f"{wide(w.title)}（{KIND_JA[w.kind]}）に{w.days:g}日。時期は{_span_ja(w.start, w.end)}、"
    text += f"最盛期は{_span_ja(w.peak_start, w.peak_end)}。"
    if w.exchange:
        text += f"交流の案（編者）：{w.exchange}。"
    as_of = f"、{w.as_of}年時点" if w.as_of else ""
    return f"{text}根拠：{_CONFIDENCE_JA[w.confidence]}{as_of}。"


def _why_en(w: ServedWindow) -> str:
    name = w.title_en or w.title
    text = f"{name} ({KIND_EN[w.kind]}), {w.days:g} days. Season {_span_en(w.start, w.end)}, "
    text += f"peak {_span_en(w.peak_start, w.peak_end)}."
    if w.exchange:
        text += f" Exchange, the editor's suggestion: {w.exchange}."
    as_of = f", as of {w.as_of}" if w.as_of else ""
    return f"{text} Basis: {_CONFIDENCE_EN[w.confidence]}{as_of}."


def _span_ja(first: dt.date, last: dt.date) -> str:
    return f"{first.month}月{first.day}日〜{last.month}月{last.day}日"


def _span_en(first: dt.date, last: dt.date) -> str:
    return f"{first.day} {first:%b} to {last.day} {last:%b}"
