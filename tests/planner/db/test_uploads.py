"""Files between preview and import: an office's own, for a day, with the columns it remembers."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.db.errors import RecordMissing
from planner.db.offices import OfficeStore
from planner.db.uploads import LIVES, UploadStore
from planner.listing.files.reading import Reading


@pytest.fixture
def now():
    return [dt.datetime(2027, 4, 1, tzinfo=dt.UTC)]


@pytest.fixture
def uploads(engine, now):
    return UploadStore(engine, lambda: now[0])


@pytest.fixture
def offices(engine):
    return [OfficeStore(engine).create(name, ["16210"]).id for name in ("南砺", "よそ")]


def test_a_file_is_its_offices_only(uploads, offices):
    mine, other = offices
    upload = uploads.hold(mine, "季節.csv", b"\x00\xff")
    held = uploads.held(mine, upload)
    assert (held.name, held.content, held.reading) == ("季節.csv", b"\x00\xff", Reading({}))
    for deed in (lambda: uploads.held(other, upload), lambda: uploads.read_as(other, upload, Reading({}))):
        with pytest.raises(RecordMissing):
            deed()
    uploads.drop(other, upload)
    assert uploads.held(mine, upload) == held
    uploads.drop(mine, upload)
    with pytest.raises(RecordMissing):
        uploads.held(mine, upload)


def test_an_office_has_one_file_and_none_of_yesterday(uploads, offices, now):
    first = uploads.hold(offices[0], "a", b"1")
    second = uploads.hold(offices[0], "b", b"2")
    with pytest.raises(RecordMissing):
        uploads.held(offices[0], first)
    now[0] += LIVES + dt.timedelta(seconds=1)
    uploads.hold(offices[1], "c", b"3")
    with pytest.raises(RecordMissing):
        uploads.held(offices[0], second)


def test_columns_are_remembered_for_the_next_file(uploads, offices):
    upload = uploads.hold(offices[0], "a", b"1")
    reading = Reading({"品目": "title_ja", "メモ": ""}, {"kind": "harvest"}, {"3": {"start": "09-01"}})
    uploads.read_as(offices[0], upload, reading)
    assert uploads.held(offices[0], upload).reading == reading
    uploads.read_as(offices[0], upload, Reading({"メモ": "text_ja"}))
    assert uploads.remembered(offices[0]) == {"品目": "title_ja", "メモ": "text_ja"}
    assert uploads.remembered(offices[1]) == {}
