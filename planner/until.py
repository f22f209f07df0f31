"""When to begin no further search: by the processor's seconds, so that a busy machine finds the same, only later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Late = Callable[[], bool]

PATIENCE = 2.5
"""Seconds of the clock for one of the processor, at most."""


def never() -> bool:
    """Never be late: what is found depends on the request alone."""
    return False


def after(seconds: float) -> Late:
    """Be late after so many seconds of this thread's processor, or `PATIENCE` times as many of the clock."""
    used, began = time.thread_time(), time.monotonic()

    def late() -> bool:
        return time.thread_time() - used > seconds or time.monotonic() - began > PATIENCE * seconds

    return late
