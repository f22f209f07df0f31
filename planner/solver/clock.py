"""When to stop: by the clock, or after a number of rounds for the same bytes every time."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, or rounds instead."""

    seconds: float = 2.0
    iterations: int | None = None
    prove: bool = True
    """False where the first trip is enough: no look through all nodes, so there may be no bound."""
    chosen: bool = False
    """The problem holds promising nodes only: none are chosen out of them."""


class Clock:
    """Tells how much of the time is used; with a number of rounds there is all the time there is."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.began = time.monotonic()

    @property
    def used(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the end."""
        return float("inf") if self.limits.iterations is not None else self.limits.seconds - self.used

    def within(self, share: float = 1.0) -> bool:
        """Tell whether less than a share of the time is used."""
        return self.limits.iterations is not None or self.used < share * self.limits.seconds
