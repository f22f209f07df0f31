"""The notebook of a trip as tables, for pages that are read without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.errors import UnknownPlace
from planner.render.text import nights_text, place_text
from planner.web import state
from planner.web.i18n import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.notebook.model import Appointment, Blocked, LegBooking, LodgingBooking, Notebook
    from planner.web.i18n import Texts


@dataclass(frozen=True, slots=True)
class Row:
    """Cells under the table's columns; what was noted and an address that the traveller kept stand with the last."""

    cells: tuple[str, ...]
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the notebook; `key` is unique on the page."""

    key: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def notebook_tables(book: Notebook | None) -> list[Table]:
    """Give the parts of a notebook in which something is written; what a share hides is not in its notebook."""
    if book is None:
        return []
    words = current()
    when, what, yen = words.t("plain.when"), words.t("plain.what"), words.t("plain.yen")
    where, name = words.t("plain.place"), words.t("plain.name_of")
    tables = (
        Table(
            "dates", words.t("book.dates"), (when, what, where), (*_appointments(book, words), *_blocked(book, words))
        ),
        Table("rides", words.t("plain.rides"), (when, words.t("plain.way"), yen), tuple(_rides(book, words))),
        Table("beds", words.t("plain.beds"), (when, name, where, yen), tuple(_beds(book, words))),
        Table("places", words.t("book.places"), (name, where, words.t("plain.position")), tuple(_places(book, words))),
        Table("checklist", words.t("book.checklist"), (words.t("plain.state"), what), tuple(_tasks(book, words))),
        Table("ideas", words.t("book.ideas"), (what, where), tuple(_ideas(book, words))),
        Table(
            "notes",
            words.t("plain.notes"),
            (words.t("plain.about"), words.t("book.stay.note")),
            tuple(_notes(book, words)),
        ),
    )
    return [table for table in tables if table.rows]


def _appointments(book: Notebook, words: Texts) -> Iterator[Row]:
    def row(item: Appointment) -> Row:
        time = f" {item.time:%H:%M}" if item.time else ""
        where = (_town(item.code, words), _own(book, item.place))
        return Row((words.date(item.date) + time, item.title, " · ".join(filter(None, where))), item.note, item.link)

    return (row(item) for item in sorted(book.appointments, key=lambda item: (item.date, str(item.time or ""))))


def _blocked(book: Notebook, words: Texts) -> Iterator[Row]:
    def row(item: Blocked) -> Row:
        last = "" if item.end == item.start else f" – {words.date(item.end)}"
        what = " · ".join(filter(None, (words.t("book.blocked"), item.title)))
        return Row((words.date(item.start) + last, what, _town(item.code, words)), item.note)

    return (row(item) for item in sorted(book.blocked, key=lambda item: item.start))


def _rides(book: Notebook, words: Texts) -> Iterator[Row]:
    def row(booking: LegBooking) -> Row:
        leg = booking.leg
        hour = words.t("today.departs", time=f"{leg.departs:%H:%M}") if leg.departs else ""
        when = " ".join(filter(None, (words.date(leg.date), hour, words.minutes(leg.minutes))))
        ends = f"{_town(leg.origin, words)} → {_town(leg.destination, words)}"
        way = " · ".join(filter(None, (ends, words.named("mode", leg.mode), leg.title)))
        return Row((when, way, words.yen(leg.fare_jpy)), booking.note, booking.link)

    return (row(booking) for booking in sorted(book.legs, key=lambda booking: booking.leg.date))


def _beds(book: Notebook, words: Texts) -> Iterator[Row]:
    def row(booking: LodgingBooking) -> Row:
        bed = booking.lodging
        when = f"{words.date(bed.arrive)} – {words.date(bed.depart)} · {nights_text(bed.nights, words.lang)}"
        name = booking.name or _own(book, booking.place) or words.t("book.bed.lodging")
        return Row((when, name, _town(bed.code, words), words.yen(bed.price_jpy)), booking.note, booking.link)

    return (row(booking) for booking in sorted(book.lodging, key=lambda booking: booking.lodging.arrive))


def _places(book: Notebook, words: Texts) -> Iterator[Row]:
    for place in book.places:
        name = f"{place.name} · {words.named('book.kind', place.kind)}"
        at = f"{place.lnglat.lat:.5f}, {place.lnglat.lng:.5f}"
        yield Row((name, _town(place.code, words), at), place.note, place.link)


def _tasks(book: Notebook, words: Texts) -> Iterator[Row]:
    return (Row((words.t("plain.done" if task.done else "plain.open"), task.text)) for task in book.checklist)


def _ideas(book: Notebook, words: Texts) -> Iterator[Row]:
    return (Row((idea.text, _town(idea.code, words)), link=idea.link) for idea in book.ideas)


def _notes(book: Notebook, words: Texts) -> Iterator[Row]:
    if book.note:
        yield Row((words.t("plain.whole"), book.note))
    yield from (Row((_town(code, words), note)) for code, note in book.notes.items() if note)


def _own(book: Notebook, place_id: str) -> str:
    place = book.place(place_id)
    return place.name if place else ""


def _town(code: str, words: Texts) -> str:
    """Name a municipality, one of before a merger by its heir; a code that nobody has stays as it is."""
    if not code:
        return ""
    try:
        return place_text(state.municipality(code), words.lang)
    except UnknownPlace:
        return code
