"""Regional maps of offices; every change is kept as a version, and only what was published is ever public."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from planner.db.errors import RecordChanged, RecordMissing
from planner.db.map_tables import MapPartRow, MapRow, MapVersionRow
from planner.db.office_tables import OfficeRow
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.errors import InvalidRequest
from planner.listing.steps import DECIDERS, WRITERS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from planner.db.listings import Actor

Body = dict[str, Any]
"""A map as planner.regional.serial writes it."""
MOST_PART_BYTES = 30 * 1024 * 1024
"""All pictures, layers and courses of a map together, those of its earlier versions too."""


@dataclass(frozen=True, slots=True)
class KeptMap:
    """A map with its record; `public` is None while it is not published."""

    id: str
    office_id: str
    office: str
    slug: str
    body: Body
    public: Body | None
    public_sequence: int | None
    published: dt.datetime | None
    sequence: int
    modified: dt.datetime

    @property
    def unpublished_changes(self) -> bool:
        """Tell whether the office works on something else than what was published."""
        return self.public is not None and self.public != self.body


@dataclass(frozen=True, slots=True)
class MapVersion:
    """A map after something was done to it."""

    sequence: int
    act: str
    who: str
    at: dt.datetime
    body: Body


class MapStore:
    """Maps by office; another office's are not told apart from none."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def of_office(self, office_id: str) -> list[KeptMap]:
        """List an office's maps, the last changed first."""
        query = select(MapRow).where(MapRow.office_id == office_id).order_by(MapRow.modified.desc(), MapRow.id)
        with transaction(self._read) as session:
            return [_kept(session, row) for row in session.scalars(query)]

    def get(self, office_id: str, map_id: str) -> KeptMap:
        """Give a map of an office."""
        with transaction(self._read) as session:
            return _kept(session, _own(session, office_id, map_id))

    def public(self, slug: str) -> KeptMap:
        """Give a published map by its address; RecordMissing for a draft as for none."""
        with transaction(self._read) as session:
            row = session.scalar(select(MapRow).where(MapRow.slug == slug, MapRow.public_body.is_not(None)))
            if row is None:
                raise RecordMissing("There is no such map.")
            return _kept(session, row)

    def all_public(self) -> list[KeptMap]:
        """List every published map by its address."""
        query = select(MapRow).where(MapRow.public_body.is_not(None)).order_by(MapRow.slug)
        with transaction(self._read) as session:
            return [_kept(session, row) for row in session.scalars(query)]

    def create(self, actor: Actor, slug: str, body: Body) -> KeptMap:
        """Keep a new draft; InvalidRequest where the address is taken."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            _free(session, slug)
            row = MapRow(id=new_id(), office_id=actor.office_id, slug=slug, body=_dump(body), sequence=0)
            session.add(row)
            self._note(session, actor, row, "create")
            return _kept(session, row)

    def change(self, actor: Actor, map_id: str, slug: str, body: Body, sequence: int, act: str = "edit") -> KeptMap:
        """Keep another draft; what is published stays so, and keeps its address.

        Raises
        ------
        RecordChanged
            Where somebody else changed it since version `sequence`.
        InvalidRequest
            Where the address is taken, or the map is published under another.
        """
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, map_id)
            if row.sequence != sequence:
                raise RecordChanged("Somebody has changed this map since you opened it.")
            if slug != row.slug:
                if row.public_body is not None:
                    raise InvalidRequest("slug", "a published map keeps its address.")
                _free(session, slug)
                row.slug = slug
            row.body = _dump(body)
            self._note(session, actor, row, act)
            return _kept(session, row)

    def publish(self, actor: Actor, map_id: str, sequence: int) -> KeptMap:
        """Publish the draft that was looked at; RecordChanged where it is another by now."""
        _must(actor, DECIDERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, map_id)
            if row.sequence != sequence:
                raise RecordChanged("Somebody has changed this map since you opened it.")
            self._show(session, actor, row, "publish")
            return _kept(session, row)

    def unpublish(self, actor: Actor, map_id: str) -> KeptMap:
        """Take a map out of the public; its draft and its versions stay."""
        _must(actor, DECIDERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, map_id)
            row.public_body = row.public_sequence = row.published = None
            self._note(session, actor, row, "unpublish")
            return _kept(session, row)

    def restore(self, actor: Actor, map_id: str, sequence: int) -> KeptMap:
        """Take an earlier version up as the draft again."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, map_id)
            row.body = _version(session, map_id, sequence).body
            self._note(session, actor, row, "restore")
            return _kept(session, row)

    def roll_back(self, actor: Actor, map_id: str, sequence: int) -> KeptMap:
        """Publish an earlier version at once."""
        _must(actor, DECIDERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, map_id)
            row.body = _version(session, map_id, sequence).body
            self._show(session, actor, row, "roll_back")
            return _kept(session, row)

    def delete(self, actor: Actor, map_id: str) -> None:
        """Delete a map with its versions, for good; only its owner may."""
        _must(actor, WRITERS & DECIDERS)
        with transaction(self._write) as session:
            session.delete(_own(session, actor.office_id, map_id))

    def history(self, office_id: str, map_id: str) -> list[MapVersion]:
        """List what was done to a map, the latest first."""
        query = select(MapVersionRow).where(MapVersionRow.map_id == map_id).order_by(MapVersionRow.sequence.desc())
        with transaction(self._read) as session:
            _own(session, office_id, map_id)
            return [
                MapVersion(row.sequence, row.act, row.who, row.at, json.loads(row.body))
                for row in session.scalars(query)
            ]

    def add_part(self, actor: Actor, map_id: str, kind: str, content: bytes) -> str:
        """Keep a picture, layer or course with a map and give its id."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            _own(session, actor.office_id, map_id)
            size = select(func.sum(func.length(MapPartRow.content))).where(MapPartRow.map_id == map_id)
            if (session.scalar(size) or 0) + len(content) > MOST_PART_BYTES:
                raise InvalidRequest("file", "this map's files and courses fill their room; begin a new map.")
            row = MapPartRow(id=new_id(), map_id=map_id, kind=kind, content=content, created=self._clock())
            session.add(row)
            return row.id

    def part(self, map_id: str, part_id: str, kind: str) -> bytes:
        """Give a picture, layer or course of a map; whoever asks has seen that the map shows it."""
        with transaction(self._read) as session:
            row = session.get(MapPartRow, part_id)
            if row is None or row.map_id != map_id or row.kind != kind:
                raise RecordMissing("There is no such file.")
            return row.content

    def _show(self, session: Session, actor: Actor, row: MapRow, act: str) -> None:
        self._note(session, actor, row, act)
        row.public_body, row.public_sequence, row.published = row.body, row.sequence, row.modified

    def _note(self, session: Session, actor: Actor, row: MapRow, act: str) -> None:
        row.sequence, row.modified = row.sequence + 1, self._clock()
        session.flush()
        version = MapVersionRow(map_id=row.id, sequence=row.sequence, act=act, who=actor.who)
        version.at, version.body = row.modified, row.body
        session.add(version)


def _own(session: Session, office_id: str, map_id: str) -> MapRow:
    row = session.get(MapRow, map_id)
    if row is None or row.office_id != office_id:
        raise RecordMissing("There is no such map.")
    return row


def _version(session: Session, map_id: str, sequence: int) -> MapVersionRow:
    found = session.get(MapVersionRow, (map_id, sequence))
    if found is None:
        raise RecordMissing("There is no such version.")
    return found


def _free(session: Session, slug: str) -> None:
    if session.scalar(select(MapRow.id).where(MapRow.slug == slug)) is not None:
        raise InvalidRequest("slug", "another map has this address.")


def _must(actor: Actor, roles: frozenset[str]) -> None:
    if actor.role not in roles:
        raise RecordMissing("Your role does not allow this.")


def _dump(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _kept(session: Session, row: MapRow) -> KeptMap:
    office = session.get_one(OfficeRow, row.office_id)
    public = None if row.public_body is None else json.loads(row.public_body)
    return KeptMap(
        row.id,
        row.office_id,
        office.name,
        row.slug,
        json.loads(row.body),
        public,
        row.public_sequence,
        row.published,
        row.sequence,
        row.modified,
    )
