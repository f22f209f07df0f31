"""Keep a data set's demand calendar up to what offices have published, without loading anything else again."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from planner.clock import today
from planner.db.errors import DatabaseTrouble

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from planner.dataset import Dataset
    from planner.db.listings import ListingStore

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 2.0


class Following:
    """The data set as of what is published now: the curated table beneath, listings on top.

    One number of the database tells whether anything changed, asked every two seconds at most; the day counts too,
    for listings close by themselves. Where the database cannot be asked, what was seen last stays, at first the curated
    table alone: nobody who only looks at the map has to wait for it.

    Attributes
    ----------
    trouble : str or None
        Why the last look failed.
    """

    def __init__(self, base: Dataset, listings: ListingStore, day: Callable[[], dt.date] = today) -> None:
        self.base, self._listings, self._day = base, listings, day
        self._seen: tuple[int, dt.date] | None = None
        self._now = base
        self._looked = -LOOK_SECONDS
        self._lock = threading.Lock()
        self.trouble: str | None = None

    def dataset(self) -> Dataset:
        """Give the data set with what is published; the same object as long as nothing changed."""
        # who comes while another looks waits only where nothing was seen yet: a busy database may take seconds
        if self._lock.acquire(blocking=self._seen is None):
            try:
                if time.monotonic() - self._looked >= LOOK_SECONDS:
                    self._try()
                    self._looked = time.monotonic()
            finally:
                self._lock.release()
        return self._now

    @property
    def mark(self) -> str:
        """Name what is published, for addresses of answers that are kept for ever; empty where nothing ever was."""
        return "" if self._seen is None or self._now is self.base else f"{self._seen[0]} {self._seen[1]}"

    def _try(self) -> None:
        before, self.trouble = self.trouble, None
        try:
            self._look()
        except DatabaseTrouble as error:
            self.trouble = str(error)
        if (self.trouble is None) != (before is None):
            LOG.warning("What offices publish: %s", self.trouble or "the database answers again.")

    def _look(self) -> None:
        public = self._listings.public.look()
        seen = public.changes, self._day()
        if seen == self._seen:
            return
        windows = [one.window for one in public.open_on(seen[1], self.base.index)]
        self._seen = seen
        self._now = self.base.with_windows(windows) if windows else self.base
