"""Listings of offices; every change is kept as a version, and only what was published is ever public."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from planner.db.errors import RecordChanged, RecordMissing
from planner.db.listing_rows import add_listing, edit_listing, must, own_listing, step_listing, trash_listing
from planner.db.listing_tables import ListingRow, ListingVersionRow
from planner.db.listing_values import Actor, Counts, Listing, Version, listing_of
from planner.db.plans import new_id, utc_now
from planner.db.public import PublicListings, changes_of
from planner.db.session import transaction
from planner.db.taking_in import compare, take_in
from planner.listing.steps import STEPS, WRITERS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine

    from planner.db.taking_in import Comparison, Tell
    from planner.listing.check import Body

__all__ = ["Actor", "Counts", "Listing", "ListingStore", "Version"]


class NotReady(RecordChanged):
    """A listing that lacks what must be said before it is public; `lacks` is field → key of what is wrong."""

    def __init__(self, lacks: dict[str, str]) -> None:
        super().__init__("This listing lacks what must be said before it is public.")
        self.lacks = lacks


class Outdated(RecordChanged):
    """Somebody else changed the listing since the page was shown on which the step was taken."""


def nothing(_: Body) -> dict[str, str]:
    """Find that nothing is lacking."""
    return {}


class ListingStore:
    """Listings by office; another office's are not told apart from none.

    Parameters
    ----------
    lacks : callable
        Tells what a listing lacks before it may be public: field → key of what is wrong.

    Attributes
    ----------
    public : PublicListings
        What everybody sees, of all offices.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], dt.datetime] = utc_now,
        lacks: Callable[[Body], dict[str, str]] = nothing,
    ) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock
        self._lacks = lacks
        self.public = PublicListings(engine)

    def of_office(self, office_id: str, *, trash: bool = False) -> list[Listing]:
        """List an office's listings, the last changed first; or its trash."""
        kept = ListingRow.deleted.is_not(None) if trash else ListingRow.deleted.is_(None)
        query = select(ListingRow).where(ListingRow.office_id == office_id, kept)
        with transaction(self._read) as session:
            rows = session.scalars(query.order_by(ListingRow.modified.desc(), ListingRow.id))
            return [listing_of(row) for row in rows]

    def get(self, office_id: str, listing_id: str) -> Listing:
        """Give a listing of an office, one in the trash too."""
        with transaction(self._read) as session:
            return listing_of(own_listing(session, office_id, listing_id))

    def create(self, actor: Actor, body: Body, act: str = "create") -> Listing:
        """Keep a new draft."""
        must(actor, WRITERS)
        with transaction(self._write) as session:
            return listing_of(add_listing(session, actor, new_id(), body, act, self._clock()))

    def change(self, actor: Actor, listing_id: str, body: Body, sequence: int) -> Listing:
        """Keep other words; what is published stays so until they are published too.

        Raises
        ------
        RecordChanged
            Where somebody else changed it since version `sequence`.
        """
        must(actor, WRITERS)
        with transaction(self._write) as session:
            row = own_listing(session, actor.office_id, listing_id)
            if row.sequence != sequence or row.deleted is not None:
                raise RecordChanged("Somebody has changed this listing since you opened it.")
            edit_listing(session, actor, row, body, "edit", self._clock())
            return listing_of(row)

    def step(self, actor: Actor, listing_id: str, name: str, reason: str = "", sequence: int | None = None) -> Listing:
        """Take a step of planner.listing.steps.

        Parameters
        ----------
        sequence : int, optional
            The version that was looked at: no other is published or sent to review.

        Raises
        ------
        RecordMissing
            Where there is no such step, or not for this role.
        RecordChanged
            Where it does not begin here; NotReady where something must be said first; Outdated where it was changed.
        """
        if name not in STEPS:
            raise RecordMissing("There is no such step.")
        must(actor, STEPS[name].roles)
        with transaction(self._write) as session:
            row = own_listing(session, actor.office_id, listing_id)
            if name in {"publish", "submit"} and sequence not in {None, row.sequence}:
                raise Outdated("Somebody has changed this listing since you looked at it.")
            if name in {"publish", "submit"} and (lacks := self._lacks(json.loads(row.body))):
                raise NotReady(lacks)
            step_listing(session, actor, row, name, reason, self._clock())
            return listing_of(row)

    def trash(self, actor: Actor, listing_id: str, *, back: bool = False) -> None:
        """Put a listing into the trash, which unpublishes it; or take it out, as a draft."""
        must(actor, WRITERS)
        with transaction(self._write) as session:
            row = own_listing(session, actor.office_id, listing_id)
            trash_listing(session, actor, row, self._clock(), back=back)

    def history(self, office_id: str, listing_id: str) -> list[Version]:
        """List what was done to a listing, the latest first."""
        query = select(ListingVersionRow).where(ListingVersionRow.listing_id == listing_id)
        with transaction(self._read) as session:
            own_listing(session, office_id, listing_id)
            rows = session.scalars(query.order_by(ListingVersionRow.sequence.desc()))
            return [Version(row.sequence, row.act, row.who, row.at, json.loads(row.body)) for row in rows]

    def restore(self, actor: Actor, listing_id: str, sequence: int) -> Listing:
        """Take the words of an earlier version up again."""
        must(actor, WRITERS)
        with transaction(self._write) as session:
            row = own_listing(session, actor.office_id, listing_id)
            old = session.get(ListingVersionRow, (listing_id, sequence))
            if old is None:
                raise RecordMissing("There is no such version.")
            edit_listing(session, actor, row, json.loads(old.body), "restore", self._clock())
            return listing_of(row)

    def take_in(
        self, actor: Actor, rows: Iterable[tuple[str, Body]], *, keep: bool = True, tell: Tell | None = None
    ) -> Counts:
        """Make and change listings by their keys, all or none; without `keep` only count.

        Parameters
        ----------
        tell : callable, optional
            Told the share that is done; what it raises ends the import, and nothing is kept.
        """
        must(actor, WRITERS)
        with transaction(self._write if keep else self._read) as session:
            return take_in(session, actor, list(rows), self._clock(), keep=keep, tell=tell)

    def compare(self, office_id: str, rows: Iterable[tuple[str, Body]]) -> Comparison:
        """Tell what a file would do to an office's listings."""
        with transaction(self._read) as session:
            return compare(session, office_id, list(rows))

    def mark(self, office_id: str) -> tuple[int, int]:
        """Give what is another whenever anything of an office's listings is."""
        query = select(func.count(), func.coalesce(func.sum(ListingRow.sequence), 0))
        with transaction(self._read) as session:
            count, changes = session.execute(query.where(ListingRow.office_id == office_id)).one()
            return int(count), int(changes)

    def changes(self) -> int:
        """Count how often what is published has changed."""
        with transaction(self._read) as session:
            return changes_of(session)

    def published(self) -> list[Listing]:
        """List what is public, of all offices: its public words as its body, and when these were last made public."""
        return [one.listing for one in self.public.look().entries]
