"""A notebook reads back as it was written, whatever is in it; what it asks of the planner follows from it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import LngLat
from planner.booked import BookedLeg, BookedLodging
from planner.errors import InvalidRequest
from planner.model import Must, TripRequest
from planner.notebook.model import (
    PLACE_KINDS,
    Appointment,
    Blocked,
    Idea,
    LegBooking,
    LodgingBooking,
    Notebook,
    OwnPlace,
    Task,
)
from planner.notebook.planning import days_off, same_to_the_planner, wishes, with_notebook, without_wishes
from planner.notebook.read import notebook_from_json
from planner.notebook.write import notebook_to_json
from planner.request_json import request_from_canonical, request_to_json

DAY = dt.timedelta(days=1)
FIRST = dt.date(2027, 9, 1)

days = st.dates(FIRST, dt.date(2027, 12, 31))
codes = st.sampled_from(["16210", "13101", "47207", "20304"])
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=60).map(str.strip)
said = words.filter(bool)
links = st.sampled_from(["", "https://example.org/a?b=1#c", "http://example.org"])
times = st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0))
prices = st.integers(0, 10**6)


@st.composite
def rides(draw):
    departs, minutes = draw(times), draw(st.integers(1, 1439))
    crossed = (departs.hour * 60 + departs.minute + minutes) // 1440 if departs else draw(st.integers(0, 1))
    a, b = draw(st.lists(codes, min_size=2, max_size=2, unique=True))
    mode = draw(st.sampled_from(["rail", "air", "ferry", "highway_bus"]))
    return BookedLeg(a, b, draw(days), minutes, draw(prices), mode, crossed, departs, draw(words), 12.5, 3.25)


def numbered(letter, **parts):
    """Lists of items with ids of their own."""
    return st.lists(st.fixed_dictionaries(parts), max_size=3).map(
        lambda items: [{"id": f"{letter}{n}", **item} for n, item in enumerate(items)]
    )


@st.composite
def notebooks(draw):
    spans = st.tuples(days, st.integers(0, 20)).map(lambda pair: {"start": pair[0], "end": pair[0] + pair[1] * DAY})
    points = st.builds(LngLat, st.integers(123, 145).map(float), st.integers(24, 45).map(float))
    places = numbered(
        "p", name=said, lnglat=points, code=codes, kind=st.sampled_from(PLACE_KINDS), note=words, link=links
    )
    nights = st.builds(BookedLodging, codes, days, st.integers(1, 30), prices)
    meetings = numbered("a", title=said, date=days, code=codes, time=times, link=links, note=words)
    blocked = st.lists(spans, max_size=3).map(lambda found: [Blocked(f"b{n}", **span) for n, span in enumerate(found)])
    return Notebook(
        tuple(OwnPlace(**item) for item in draw(places)),
        tuple(LegBooking(f"l{n}", ride, draw(links)) for n, ride in enumerate(draw(st.lists(rides(), max_size=3)))),
        tuple(LodgingBooking(f"h{n}", bed, draw(words)) for n, bed in enumerate(draw(st.lists(nights, max_size=3)))),
        tuple(Appointment(**item) for item in draw(meetings)),
        tuple(draw(blocked)),
        tuple(Idea(**item) for item in draw(numbered("i", text=said, link=links))),
        tuple(Task(**item) for item in draw(numbered("c", text=said, done=st.booleans()))),
        draw(words),
        draw(st.dictionaries(codes, said, max_size=2)),
    )


@given(notebooks())
def test_a_notebook_reads_back_as_it_was_written(book):
    told = json.loads(json.dumps(notebook_to_json(book)))
    again = notebook_from_json(told, str)
    assert again == book
    assert again.empty == (told == {})
    assert set(book.codes()) <= {"16210", "13101", "47207", "20304"}


@given(notebooks(), notebooks())
def test_another_notebook_takes_the_place_of_the_first(one, other):
    plain = TripRequest(FIRST, 100, "13101", days_off=(FIRST,))
    first = with_notebook(plain, None, one)
    assert request_from_canonical(request_to_json(first)) == first
    assert with_notebook(first, one, other) == with_notebook(plain, None, other) or FIRST in days_off(one)
    assert same_to_the_planner(one, one)
    assert same_to_the_planner(one, other) == (asked_of(one) == asked_of(other))


def asked_of(book):
    return wishes(book), days_off(book), [b.leg for b in book.legs], [b.lodging for b in book.lodging]


@given(notebooks())
def test_each_municipality_has_one_wish_that_holds_all_its_days(book):
    found = {wish.code: wish for wish in wishes(book)}
    assert len(found) == len(wishes(book))
    for item in book.appointments:
        assert found[item.code].first <= item.date <= found[item.code].last
        assert found[item.code].kept_by(Must(item.code, None, found[item.code].nights, found[item.code].first))


def test_what_a_notebook_wished_is_taken_out_again():
    book = Notebook(appointments=(Appointment("a1", "x", FIRST, "16210"),))
    own = Must("16210", FIRST, 3)
    asked = TripRequest(FIRST, 10, "13101", must=(Must("16210", FIRST), Must("20304")))
    assert without_wishes(asked, book).must == (Must("20304"),)
    assert without_wishes(TripRequest(FIRST, 10, "13101", must=(own,)), book).must == (own,)


@pytest.mark.parametrize("data", [None, [], "x", {"bookings": []}, {"bookings": {"trains": []}}, {"notes": []}])
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(InvalidRequest, match="notebook"):
        notebook_from_json(data, str)
