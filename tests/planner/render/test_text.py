import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Segment
from planner.render.text import (
    LANGS,
    WORDS,
    clean,
    date_text,
    duration_text,
    fare_text,
    lodging_text,
    nights_text,
    rarity_text,
    segment_text,
    transfers_text,
    yen_text,
)


@pytest.mark.parametrize(
    ("text", "ja", "en"),
    [
        (lambda lang: date_text(dt.date(2027, 9, 3), lang), "9月3日(金)", "Fri 3 Sep"),
        (lambda lang: date_text(dt.date(2028, 2, 29), lang, year=True), "2028年2月29日(火)", "Tue 29 Feb 2028"),
        (lambda lang: duration_text(320, lang), "5時間20分", "5 h 20 min"),
        (lambda lang: duration_text(180, lang, about=True), "約3時間", "about 3 h"),
        (lambda lang: duration_text(0, lang), "0分", "0 min"),
        (lambda lang: yen_text(14200, lang), "¥14,200", "¥14,200"),
        (lambda lang: yen_text(14200, lang, about=True), "約¥14,200", "about ¥14,200"),
        (lambda lang: yen_text(None, lang), "不明", "unknown"),
        (lambda lang: lodging_text(14200, lang, about=True), "約¥14,200", "about ¥14,200"),
        (
            lambda lang: lodging_text(0, lang, about=True),
            "0円の見込み（受け入れ先に要確認）",
            "¥0 expected (confirm with the host)",
        ),
        (lambda lang: lodging_text(0, lang), "¥0", "¥0"),
        (lambda lang: nights_text(1, lang), "1泊", "1 night"),
        (lambda lang: transfers_text(0, lang), "乗り換えなし", "no change"),
        (lambda lang: transfers_text(2, lang), "乗り換え2回", "2 changes"),
    ],
)
def test_dates_and_figures(text, ja, en):
    assert (text("ja"), text("en")) == (ja, en)


@pytest.mark.parametrize(
    ("change", "ja", "en"),
    [
        ({}, "¥5,500", "¥5,500"),
        ({"fare_jpy": None}, "運賃不明", "fare unknown"),
        ({"fare_jpy": None, "fare_included": True}, "運賃込み", "fare included above"),
        ({"ticket_to": "新大阪"}, "¥5,500（乗車券 福野→新大阪）", "¥5,500 (ticket 福野→新大阪)"),
        (
            {"supplement_jpy": 5500, "fare_included": True},
            "¥5,500（特急券、乗車券は込み）",
            "¥5,500 (supplement, ticket included above)",
        ),
        (
            {"supplement_jpy": 2000, "supplement_to": "岡山", "fare_estimated": True},
            "約¥5,500（うち特急券 約¥2,000 岡山まで）",
            "about ¥5,500 (of it about ¥2,000 supplement to 岡山)",
        ),
        ({"mode": "walk"}, "", ""),
    ],
)
def test_a_fare_says_what_it_pays_for(change, ja, en):
    ride = Segment("rail", "城端線", "福野", "新高岡", 28, 18.0, 5500, False, 0.3, "average", ())
    part = replace(ride, **change)
    assert (fare_text(part, "ja"), fare_text(part, "en")) == (ja, en)


@pytest.mark.parametrize(
    ("mode", "trips", "ja", "en"),
    [
        ("ferry", 2.0, "1日2便", "2 a day"),
        ("air", 1.5, "1日1.5便", "1.5 a day"),
        ("limited_express", 4.0, "1日4本", "4 a day"),
        ("ferry", 0.15, "週1便ほど", "about 1 a week"),
        ("ferry", 0.01, "週1便ほど", "about 1 a week"),
        ("ferry", 4.5, "", ""),
        ("rail", None, "", ""),
    ],
)
def test_sparse_services_tell_their_count(mode, trips, ja, en):
    ride = Segment(mode, "線", "A", "B", 60, 10.0, 500, False, 0.1, "service", (), trips_per_day=trips)
    assert (rarity_text(ride, "ja"), rarity_text(ride, "en")) == (ja, en)
    assert segment_text(ride, "en").endswith(f"({en})" if en else "1 h")


def test_no_word_lacks_a_language():
    assert all(len(pair) == len(LANGS) and all(pair) for pair in WORDS.values())


@given(text=st.text())
def test_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)
