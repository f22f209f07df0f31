"""Stop the work of a solver's process that nobody waits for any more, and keep the process."""

from __future__ import annotations

import contextlib
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import ProcessPoolExecutor

SIGNAL: signal.Signals | None = getattr(signal, "SIGUSR1", None)
"""None where the system has no such signal: a process is then ended and started again."""

_working = False


class Stopped(BaseException):
    """The work is no longer wanted; nothing on the way out may take it for an error of its own."""


def listen() -> None:
    """Let this process be stopped: its work is left where it stands, between two lines of Python."""
    if SIGNAL is not None:
        signal.signal(SIGNAL, _stop)


@contextmanager
def stoppable() -> Iterator[None]:
    """Mark what may be stopped; a signal that comes later, when the work is done, is nobody's."""
    global _working
    _working = True
    try:
        yield
    finally:
        _working = False


def stop(pool: ProcessPoolExecutor) -> bool:
    """Ask the processes of a pool to leave their work; false where the system cannot."""
    if SIGNAL is None:
        return False
    for process in (pool._processes or {}).values():
        if process.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, SIGNAL)
    return True


def _stop(_number: int, _frame: object) -> None:
    global _working
    if _working:
        # once: a second signal must not interrupt the way out
        _working = False
        raise Stopped
