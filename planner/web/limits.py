"""How many plans one address may ask for."""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

from planner.web.errors import TooMany

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED = 10_000


class TokenBuckets:
    """A bucket of `burst` tokens for each address, filled with `per_second` tokens."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, address: str) -> None:
        """Take one token, or say when there will be one.

        Raises
        ------
        TooMany
            With the seconds to wait.
        """
        now = self._clock()
        with self._lock:
            tokens, seen = self._buckets.pop(address, (float(self._burst), now))
            tokens = min(self._burst, tokens + (now - seen) * self._per_second)
            # re-inserted last, so that the oldest address is the first to be forgotten
            self._buckets[address] = (tokens - 1 if tokens >= 1 else tokens, now)
            if len(self._buckets) > REMEMBERED:
                del self._buckets[next(iter(self._buckets))]
        if tokens < 1:
            raise TooMany(math.ceil((1 - tokens) / self._per_second))
