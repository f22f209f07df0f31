"""Files between their preview and their import, and what each of their columns is read as."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from planner.db.errors import RecordMissing
from planner.db.listing_tables import FileColumnsRow, UploadRow
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.listing.files.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

LIVES = dt.timedelta(days=1)
KEPT_COLUMNS = 500
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits, and how it is read."""

    id: str
    name: str
    content: bytes
    reading: Reading


class UploadStore:
    """Files by office; another office's are not told apart from none."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def hold(self, office_id: str, name: str, content: bytes) -> str:
        """Keep a file until its import is confirmed, for a day at most; an office has one such file."""
        with transaction(self._write) as session:
            session.execute(delete(UploadRow).where(UploadRow.created < self._clock() - LIVES))
            session.execute(delete(UploadRow).where(UploadRow.office_id == office_id))
            row = UploadRow(id=new_id(), office_id=office_id, content=content, created=self._clock())
            row.name, row.columns = name[-NAME_LENGTH:], "{}"
            session.add(row)
            return row.id

    def held(self, office_id: str, upload_id: str) -> Upload:
        """Give a file that is kept; RecordMissing for another office's."""
        with transaction(self._read) as session:
            row = _own(session.get(UploadRow, upload_id), office_id)
            return Upload(row.id, row.name, row.content, Reading(**{"columns": {}, **json.loads(row.columns)}))

    def read_as(self, office_id: str, upload_id: str, reading: Reading) -> None:
        """Read a file so, and remember for the office's next files which column is which field."""
        with transaction(self._write) as session:
            _own(session.get(UploadRow, upload_id), office_id).columns = _dump(asdict(reading))
            row = session.get(FileColumnsRow, office_id) or FileColumnsRow(office_id=office_id, body="{}")
            known = {**json.loads(row.body), **reading.columns}
            row.body = _dump(dict(list(known.items())[-KEPT_COLUMNS:]))
            session.add(row)

    def remembered(self, office_id: str) -> dict[str, str]:
        """Give header → field as this office last chose it."""
        with transaction(self._read) as session:
            row = session.get(FileColumnsRow, office_id)
            return {} if row is None else dict(json.loads(row.body))

    def drop(self, office_id: str, upload_id: str) -> None:
        """Let go of a file."""
        with transaction(self._write) as session:
            session.execute(delete(UploadRow).where(UploadRow.id == upload_id, UploadRow.office_id == office_id))


def _own(row: UploadRow | None, office_id: str) -> UploadRow:
    if row is None or row.office_id != office_id:
        raise RecordMissing("This file is no longer kept; please choose it again.")
    return row


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
