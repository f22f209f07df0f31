"""What listings say: checked field by field, and as windows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persimmons import GOOD as PERSIMMONS

from planner.listing.check import check
from planner.listing.fields import FIELDS
from planner.listing.window import is_over, next_year, window_of

CODES = ("16210",)
GOOD = {**PERSIMMONS, "engagement": "employment"}


def test_what_is_good_is_kept_in_one_way_of_writing():
    typed = {
        **GOOD,
        "start": "１０月２０日",
        "end": "12/10",
        "min_nights": "７",
        "skills": "英語、 運転,英語",
        "pay_jpy": "10,000",
    }
    body, errors = check({**typed, "pay_unit": "day"}, CODES)
    assert errors == {}
    assert (body["start"], body["end"], body["min_nights"]) == ("10-20", "12-10", "7")
    assert (body["skills"], body["pay_jpy"]) == ("英語,運転", "10000")
    assert check(body, CODES) == (body, {})


@pytest.mark.parametrize(
    ("change", "field", "key"),
    [
        ({"title_ja": " "}, "title_ja", "required"),
        ({"lodging": ""}, "lodging", "required_choice"),
        ({"municipality_code": "13101"}, "municipality_code", "not_yours"),
        ({"contact_url": ""}, "contact_url", "contact"),
        ({"pay_unit": "in_kind", "pay_jpy": "1"}, "pay_jpy", "in_kind"),
        ({"kind": "begging"}, "kind", "choice"),
        ({"start": "02-30"}, "start", "day"),
        ({"start": "soon"}, "start", "day"),
        ({"end": "2027-12-10"}, "end", "mixed"),
        ({"start": "2027-10-20", "end": "2027-10-10"}, "end", "order"),
        ({"start": "2027-10-20", "end": "2028-10-20"}, "end", "year"),
        ({"peak_start": "12-20"}, "end", "order"),
        ({"peak_start": "11-20", "peak_end": "11-10"}, "peak_end", "order"),
        ({"min_nights": "0"}, "min_nights", "range"),
        ({"min_nights": "1.5"}, "min_nights", "number"),
        ({"max_nights": "nan"}, "max_nights", "number"),
        ({"max_nights": "3"}, "max_nights", "less"),
        ({"pay_jpy": "1000"}, "pay_unit", "both"),
        ({"precision": "exact"}, "lng", "both"),
        ({"lng": "136.9"}, "lat", "both"),
        ({"contact_url": "javascript:alert(1)"}, "contact_url", "url"),
        ({"closes": "08-31"}, "closes", "date"),
        ({"title_ja": "x" * 81}, "title_ja", "too_long"),
        ({"title_ja": "a\x00b"}, "title_ja", "control"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(change, field, key):
    assert check({**GOOD, **change}, CODES)[1][field] == key


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=30)))
def test_nothing_typed_breaks_it_and_what_is_good_stays_good(typed):
    body, errors = check({**GOOD, **typed}, CODES)
    if not errors:
        assert check(body, CODES) == (body, {})
        window = window_of("0" * 32, body, "office", dt.date(2027, 1, 1))
        found = next(window.occurrences(dt.date(2000, 1, 1), dt.date(2101, 12, 31)))
        assert found.start <= found.peak_start <= found.peak_end <= found.end


def test_a_recurring_window_may_pass_new_year_and_a_dated_one_holds_once():
    winter = check({**GOOD, "start": "12-10", "end": "02-20", "peak_start": "01-05"}, CODES)[0]
    found = window_of("a", winter, "o", dt.date(2027, 1, 1)).occurrence(2027)
    assert (found.start, found.peak_start, found.peak_end) == (
        dt.date(2027, 12, 10),
        dt.date(2028, 1, 5),
        dt.date(2028, 2, 20),
    )
    dated = check({**GOOD, "start": "2027-12-10", "end": "2028-02-20"}, CODES)[0]
    window = window_of("a", dated, "o", dt.date(2027, 1, 1))
    assert window.occurrence(2028) is None
    assert window.occurrence(2027).end == dt.date(2028, 2, 20)
    assert (window.confidence, window.code) == ("listing", "16210")
    assert (next_year(dated)["start"], next_year(dated)["end"]) == ("2028-12-10", "2029-02-20")


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ({"pay_jpy": "9000", "pay_unit": "day"}, 9000),
        ({"pay_jpy": "1100", "pay_unit": "hour", "hours_per_day": "7.5"}, 8250),
        ({"pay_jpy": "1100", "pay_unit": "hour"}, None),
        ({"pay_jpy": "200000", "pay_unit": "month"}, None),
        ({}, None),
    ],
)
def test_pay_is_stated_or_unknown(pay, expected):
    body = check({**GOOD, **pay}, CODES)[0]
    assert window_of("a", body, "o", dt.date(2027, 1, 1)).pay_jpy_per_day == expected


def test_a_listing_is_over_after_its_last_day():
    body = check({**GOOD, "closes": "2027-08-31"}, CODES)[0]
    assert not is_over(body, dt.date(2027, 8, 31))
    assert is_over(body, dt.date(2027, 9, 1))
    assert not is_over(GOOD, dt.date(2099, 1, 1))
