"""What a pass saves on one leg: tickets that need not be bought, or only for a shorter way."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.model import Segment

RATES = ((300.0, 16.2), (600.0, 12.85), (float("inf"), 7.05))
"""Yen a km of JR's trunk lines up to each distance: how a fare tapers off with the km (旅客営業規則第77条)."""


def taper(km: float) -> float:
    """Weigh a distance as JR's fares do."""
    yen, begin = 0.0, 0.0
    for end, rate in RATES:
        yen += max(0.0, min(km, end) - begin) * rate
        begin = end
    return yen


def saved_yen(segments: Sequence[Segment], covered: Collection[int]) -> tuple[int, bool]:
    """Give the yen of a leg that are not paid with a pass for the segments `covered`, and whether that is estimated.

    A ticket valid on covered segments alone is saved whole. Of one that leads beyond them, the rest must still be
    bought, a ticket for each stretch; what these cost is reckoned from their distances. A supplement is saved where
    all it is valid for is covered.
    """
    total, estimated = 0, False
    for i, segment in enumerate(segments):
        if not segment.fare_jpy:
            continue
        supplement = segment.supplement_jpy or 0
        ticket = _valid(segments, i, segment.ticket_to)
        rest = _left(segments, ticket, covered, segment.fare_jpy - supplement)
        saved = segment.fare_jpy - supplement - rest
        if set(_valid(segments, i, segment.supplement_to)) <= set(covered):
            saved += supplement
        total += saved
        partly = bool(rest) and rest < segment.fare_jpy - supplement
        estimated |= saved > 0 and (segment.fare_estimated or partly)
    return total, estimated


def _valid(segments: Sequence[Segment], first: int, end: str) -> list[int]:
    """Positions of the segments on which a ticket bought at the first of them is valid."""
    found = [first]
    if end:
        for i in range(first + 1, len(segments)):
            if segments[i].fare_included:
                found.append(i)
                if segments[i].destination == end:
                    break
    return found


def _left(segments: Sequence[Segment], ticket: Sequence[int], covered: Collection[int], yen: int) -> int:
    """Yen of a ticket that must still be paid when some of its segments are covered."""
    if not any(i in covered for i in ticket):
        return yen
    whole = taper(sum(segments[i].km for i in ticket))
    stretches = [
        sum(segments[i].km for i in run) for own, run in groupby(ticket, key=lambda i: i in covered) if not own
    ]
    share = sum(taper(km) for km in stretches) / whole if whole else 0.0
    return min(yen, ceil(yen * share / 10) * 10)
