"""Work on files that takes longer than a page should: in a thread, with its progress, to be called off at any time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[float], None]

AT_ONCE = 2
KEPT = 32
"""Jobs that are remembered; the oldest that are over are forgotten first."""


class CalledOff(Exception):
    """Somebody called the job off."""


class Job:
    """One piece of work; `share` of it is done."""

    def __init__(self, work: Callable[[Tell], Any], mark: object = None) -> None:
        self.mark = mark
        self.share = 0.0
        self.result: Any = None
        self.trouble: Exception | None = None
        self._off = threading.Event()
        self._over = threading.Event()
        self._work = work

    @property
    def over(self) -> bool:
        """Tell whether it has ended, well or not."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end."""
        return self._over.wait(seconds)

    def call_off(self) -> None:
        """Ask it to stop; what it did is then undone."""
        self._off.set()

    def run(self, turn: threading.Semaphore) -> None:
        """Do it, when it is its turn."""
        try:
            with turn:
                self.result = self._work(self._tell)
        except Exception as trouble:
            self.trouble = trouble
        finally:
            self.share = 1.0
            self._over.set()

    def _tell(self, share: float) -> None:
        if self._off.is_set():
            raise CalledOff
        self.share = share


class Jobs:
    """The jobs of this process, by name; the same name is worked on once at a time."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(AT_ONCE)

    def start(self, name: str, work: Callable[[Tell], Any], mark: object = None) -> Job:
        """Begin a job, or give the one of this name.

        Parameters
        ----------
        mark : object, optional
            What the result is made of: a job that is over is given again as long as this is the same. Without a mark
            only one that still runs is.
        """
        with self._lock:
            known = self._jobs.get(name)
            if known is not None:
                done = known.over and (mark is None or known.trouble is not None)
                if known.mark == mark and not done:
                    return known
                known.call_off()
            self._jobs.pop(name, None)
            self._jobs[name] = job = Job(work, mark)
            for old in [key for key, one in self._jobs.items() if one.over][: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[old]
        threading.Thread(target=job.run, args=(self._turn,), daemon=True, name="import").start()
        return job

    def find(self, name: str) -> Job | None:
        """Give a job that was begun here and is not forgotten."""
        return self._jobs.get(name)
