"""What is done with an office's file, as jobs: look at it, take it in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from planner.db.listings import Actor
from planner.listing.files.reading import Reading, guess, take_rows
from planner.web import office_door, state
from planner.web.i18n import current
from planner.web.import_shared import shared
from planner.web.listing_words import listing_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.db.taking_in import Comparison
    from planner.db.uploads import Upload
    from planner.listing.files.reading import Read, Wrong
    from planner.listing.files.sheet import Sheet
    from planner.listing.files.words import Words
    from planner.web.import_jobs import Job
    from planner.web.import_shared import Told

    Tell = Callable[[float], None]

SHOWN_WRONG = 100
SAMPLES = 3
PARSED = 0.3
"""The share of a look that reading the file takes, roughly."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would do, as far as a page shows it."""

    rows: int
    header_row: int
    columns: Mapping[str, str]
    fixed: Mapping[str, str]
    samples: Mapping[str, str]
    wrong: tuple[Wrong, ...]
    wrong_total: int
    comparison: Comparison | None


def look(held: Upload) -> Job:
    """Begin to look at a file, or give the look that is under way or was done already."""
    here, words, held_state = office_door.membership(), words_here(), state.current()
    remembered = held_state.uploads.remembered(here.office_id)
    name = f"look {here.office_id} {held.id}"

    def work(tell: Tell) -> Look:
        sheet = held_state.sheets.read(held)
        tell(PARSED)
        reading = _reading(sheet, held.reading, words, remembered)
        found = take_rows(
            sheet, reading, words, here.codes, held_state.ground, lambda share: tell(PARSED + (1 - PARSED) * share)
        )
        return Look(
            len(sheet.rows),
            sheet.header_row,
            reading.columns,
            reading.fixed,
            _samples(sheet),
            found.wrong[:SHOWN_WRONG],
            len(found.wrong),
            None if found.wrong else held_state.listings.compare(here.office_id, found.rows),
        )

    return held_state.jobs.start(name, work, (held.reading, held_state.listings.mark(here.office_id), current().lang))


def take_in(held: Upload) -> Job | None:
    """Begin to take a file in, unless another worker is at it; its result is None where something is wrong in it."""
    here, words, held_state = office_door.membership(), words_here(), state.current()
    remembered = held_state.uploads.remembered(here.office_id)
    actor = Actor(here.office_id, here.role, office_door.me().email)
    name = f"take {here.office_id} {held.id}"
    if not held_state.import_works.begin(here.office_id, held.id):
        return held_state.jobs.find(name)

    def work(told: Told) -> dict[str, int] | None:
        tell = told.everywhere
        sheet = held_state.sheets.read(held)
        tell(PARSED / 2)
        reading = _reading(sheet, held.reading, words, remembered)
        found: Read = take_rows(
            sheet, reading, words, here.codes, held_state.ground, lambda share: tell((PARSED + share) / 2)
        )
        if found.wrong:
            return None
        told.now(0.5)
        counts = held_state.listings.take_in(actor, found.rows, tell=lambda share: told.here((1 + share) / 2))
        held_state.people.note(actor, "import_file", f"{counts.made} {counts.changed} {held.name}")
        held_state.uploads.drop(here.office_id, held.id)
        held_state.sheets.forget(held)
        return asdict(counts)

    return held_state.jobs.start(name, shared(held_state.import_works, held.id, work))


def words_here() -> Words:
    """Give the words of the office's places and of the page's language."""
    known = state.dataset()
    places = [known.municipality(code) for code in office_door.membership().codes if code in known.index]
    return listing_words(places, current().lang)


def _reading(sheet: Sheet, given: Reading, words: Words, remembered: Mapping[str, str]) -> Reading:
    columns = given.columns or guess(sheet, words, remembered)
    fixed = dict(given.fixed)
    codes = words.choices["municipality_code"]
    if "municipality_code" not in columns.values() and len(codes) == 1:
        # an office of one town need not say which
        fixed.setdefault("municipality_code", next(iter(codes)))
    return Reading(columns, fixed, given.mended)


def _samples(sheet: Sheet) -> dict[str, str]:
    """Give the first texts of each column."""
    found: dict[str, str] = {}
    for place, header in enumerate(sheet.header):
        texts = (row.cells[place][:40] for row in sheet.rows if place < len(row.cells) and row.cells[place].strip())
        found[header] = " / ".join(text for text, _ in zip(dict.fromkeys(texts), range(SAMPLES), strict=False))
    return found
