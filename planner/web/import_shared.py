"""An import that is told to the other workers of the server, through the database."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from planner.db.errors import DatabaseTrouble
from planner.web.import_jobs import CalledOff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.db.import_works import ImportWorkStore

    Tell = Callable[[float], None]

EVERY_SECONDS = 0.5


class Told:
    """Tells the share that is done: here at once, to the others now and then; CalledOff where one of them stops it."""

    def __init__(self, here: Tell, works: ImportWorkStore, upload_id: str) -> None:
        self._here, self._works, self._upload_id = here, works, upload_id
        self._last = time.monotonic()

    def here(self, share: float) -> None:
        """Tell it here alone: while the database is being written, nobody else can write into it."""
        self._here(share)

    def everywhere(self, share: float) -> None:
        """Tell it to all."""
        self._here(share)
        if time.monotonic() - self._last >= EVERY_SECONDS:
            self.now(share)

    def now(self, share: float) -> None:
        """Tell it to all, however lately they were told."""
        self._last = time.monotonic()
        if not self._works.tell(self._upload_id, share):
            raise CalledOff


def shared(
    works: ImportWorkStore, upload_id: str, work: Callable[[Told], Mapping[str, int] | None]
) -> Callable[[Tell], Any]:
    """Make a job of work that all workers can follow; it gives what became of it, None where nothing was kept."""

    def run(tell: Tell) -> Mapping[str, int] | None:
        outcome: Mapping[str, int] | None = None
        try:
            outcome = work(Told(tell, works, upload_id))
        finally:
            # without its end it counts as dead after a while
            with contextlib.suppress(DatabaseTrouble):
                works.end(upload_id, outcome or {})
        return outcome

    return run
