"""How far a file's import is, for every worker of the server: one works, any may be asked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from planner.db.errors import RecordMissing
from planner.db.listing_tables import ImportWorkRow
from planner.db.plans import utc_now
from planner.db.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Engine

KEPT = dt.timedelta(days=1)
SILENT = dt.timedelta(minutes=5)
"""Work that was not heard of for so long has died with its worker; the longest writing is far shorter."""


@dataclass(frozen=True, slots=True)
class ImportWork:
    """An import as any worker knows it."""

    share: float
    outcome: Mapping[str, int] | None
    """What became of it: `made`, `changed` and `same`; empty where nothing was kept, None while it goes on."""


class ImportWorkStore:
    """Imports by the file; another office's are not told apart from none."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def begin(self, office_id: str, upload_id: str) -> bool:
        """Begin an import; False where a worker is at it."""
        now = self._clock()
        with transaction(self._write) as session:
            session.execute(delete(ImportWorkRow).where(ImportWorkRow.beat < now - KEPT))
            row = session.get(ImportWorkRow, upload_id)
            if row is not None and row.outcome is None and row.beat > now - SILENT:
                return False
            row = row or ImportWorkRow(upload_id=upload_id, office_id=office_id)
            row.thousandths, row.stopped, row.beat, row.outcome = 0, False, now, None
            session.add(row)
            return True

    def tell(self, upload_id: str, share: float) -> bool:
        """Keep the share that is done; False where somebody has stopped it."""
        known = ImportWorkRow.upload_id == upload_id
        with transaction(self._write) as session:
            values = {"thousandths": round(1000 * share), "beat": self._clock()}
            session.execute(update(ImportWorkRow).where(known).values(**values))
            return not session.scalar(select(ImportWorkRow.stopped).where(known))

    def end(self, upload_id: str, outcome: Mapping[str, int]) -> None:
        """Keep what became of it."""
        known = ImportWorkRow.upload_id == upload_id
        values = {"thousandths": 1000, "beat": self._clock(), "outcome": json.dumps(dict(outcome))}
        with transaction(self._write) as session:
            session.execute(update(ImportWorkRow).where(known).values(**values))

    def stop(self, office_id: str, upload_id: str) -> None:
        """Ask whichever worker is at it to stop."""
        with transaction(self._write) as session:
            row = session.get(ImportWorkRow, upload_id)
            if row is None or row.office_id != office_id:
                raise RecordMissing("There is no such import.")
            row.stopped = True

    def find(self, office_id: str, upload_id: str) -> ImportWork:
        """Tell how far an import is; one whose worker has died is over, and kept nothing."""
        with transaction(self._read) as session:
            row = session.get(ImportWorkRow, upload_id)
            if row is None or row.office_id != office_id:
                raise RecordMissing("There is no such import.")
            if row.outcome is None and row.beat <= self._clock() - SILENT:
                return ImportWork(1.0, {})
            return ImportWork(row.thousandths / 1000, None if row.outcome is None else json.loads(row.outcome))
