"""What a stay of a meeting says: whom one meets, in Japanese and English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.explain import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.groups.model import Met
    from planner.model import Stay


def meeting_reason(stay: Stay, met: Met, names: Sequence[str]) -> Stay:
    """Begin the reasons of a stay with those it meets; a stay without work is there for them alone."""
    ja = f"{'、'.join(names)}と合流（{met.nights}泊）。"
    en = f"Meets {', '.join(names)} ({met.nights} nights together)."
    if stay.role != "work":
        # "you asked to stay here" is not what happened; what follows, work in season meanwhile, still holds
        asked_ja, asked_en = why("must", ())
        return replace(stay, why=ja + stay.why.removeprefix(asked_ja), why_en=en + stay.why_en.removeprefix(asked_en))
    return replace(stay, why=ja + stay.why, why_en=f"{en} {stay.why_en}")
