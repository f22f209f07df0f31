"""The notebook for browsers without scripts: all of it on one's own page, of a shared trip what its share shows."""

from __future__ import annotations

import json

import pytest
from lxml import html

from planner.web import storage
from planner.web.state import KEY

NOTEBOOK = {
    "note": "一行目\n<b>二行目</b>",
    "notes": {"16210": "鍵は隣の家"},
    "checklist": [{"id": "c1", "text": "保険証", "done": True}, {"id": "c2", "text": "寝袋", "done": False}],
    "ideas": [{"id": "i1", "text": "温泉めぐり", "place": "16210", "link": "https://www.example.org/spa"}],
    "appointments": [
        {"id": "a2", "title": "夜の会", "date": "2027-09-05", "time": "19:30", "place": "16210", "own_place": "p1"},
        {"id": "a1", "title": "朝の会", "date": "2027-09-05", "time": "08:00", "place": "16210", "note": "二階"},
    ],
    "blocked": [{"id": "b1", "start": "2027-09-10", "end": "2027-09-12", "title": "帰省", "place": "13101"}],
    "places": [{"id": "p1", "name": "友の家", "lnglat": [137.0, 36.5], "code": "16210", "kind": "friend"}],
    "bookings": {
        "lodging": [
            {"id": "l1", "place": "16210", "arrive": "2027-09-20", "nights": 3, "price_jpy": 98_765, "name": "山の宿"}
        ],
        "legs": [
            {"id": "t1", "from": "13101", "to": "16210", "date": "2027-09-15", "minutes": 300, "fare_jpy": 87_654}
            | {"mode": "rail", "title": "みどり号", "departs": "09:10"}
        ],
    },
}  # fmt: skip
PARTS = ("dates", "rides", "beds", "places", "checklist", "ideas", "notes")
WRITTEN = {
    "ja": (
        *("予定と、仕事をしない日", "予約した便", "予約した宿", "自分の場所", "持ち物・すること"),
        *("アイデア（日付なし）", "2027年9月5日(日) 08:00", "富山県南砺市 · 友の家", "二階"),
        *("2027年9月10日(金) – 2027年9月12日(日)", "仕事をしない日 · 帰省", "09:10発 5時間", "¥87,654", "3泊"),
        *("東京都千代田区 → 富山県南砺市 · 鉄道 · みどり号", "山の宿", "¥98,765", "友の家 · 友人・知人の家"),
        *("36.50000, 137.00000", "☑ 済み", "☐ まだ", "旅全体", "鍵は隣の家"),
    ),
    "en": (
        *("Appointments and days without work", "Booked journeys", "Booked lodging", "Own places", "Checklist"),
        *("Notes", "Sun 5 Sep 2027 08:00", "Nanto, Toyama · 友の家", "No work · 帰省", "departs 09:10 5 h"),
        *("Chiyoda, Tokyo → Nanto, Toyama · train · みどり号", "3 nights", "¥98,765"),
        *("友の家 · friend’s place", "☑ done", "☐ to do"),
    ),
}
"""Headings and cells."""


@pytest.fixture
def written(app, made):
    """A trip of a device with a notebook that has something in each of its parts."""
    store = app.extensions[KEY].store
    object_, device = made
    owner = storage.token_hash(device["X-Sasurai-Device"])
    stored = store.get(owner, object_["id"])
    body = json.loads(stored.body) | {"notebook": NOTEBOOK}
    store.replace(owner, stored.id, json.dumps(body, ensure_ascii=False), stored.sequence)
    return object_, device


def book_of(page):
    """The tables of the notebook by what they are about."""
    tables = page.xpath("//table[contains(@class, 'plain-book')]")
    return {table.xpath("string(../@aria-labelledby)").removeprefix("plain-book-"): table for table in tables}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_all_that_is_written_down_is_on_the_page_of_tables(client, written, lang):
    object_, device = written
    page = html.fromstring(client.get(f"/{lang}/trips/{object_['id']}", headers=device).get_data())
    tables = book_of(page)
    assert tuple(tables) == PARTS
    text = " ".join(page.xpath("//h3/text()") + [" ".join(table.itertext()) for table in tables.values()])
    assert [said for said in WRITTEN[lang] if said not in text] == []
    assert text.index("朝の会") < text.index("夜の会")
    # what is typed is text
    assert "<b>二行目</b>" in text
    (link,) = tables["ideas"].xpath(".//a")
    assert (link.get("href"), link.text) == ("https://www.example.org/spa", "example.org")
    assert {"noopener", "noreferrer"} <= set(link.get("rel").split())
    for table in tables.values():
        columns = len(table.xpath("./thead/tr/th"))
        assert {len(row) for row in table.xpath("./tbody/tr")} == {columns}


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        (["money", "notes", "bookings"], PARTS),
        (["money", "bookings"], PARTS[:4]),
        (["notes", "bookings"], ("dates", *PARTS[3:])),
        (["notes"], PARTS[4:]),
        (["money"], ()),
    ],
)
def test_a_shared_trip_has_what_its_share_shows(client, written, shown, parts):
    object_, device = written
    share = client.post(object_["links"]["self"] + "/shares", json={"shown": shown}, headers=device).get_json()
    for lang in ("ja", "en"):
        page = html.fromstring(client.get(f"{share['links']['page']}?lang={lang}").get_data())
        assert tuple(book_of(page)) == parts
        assert bool(page.xpath("//noscript//h2[@id='plain-book']")) == bool(parts)


def test_a_trip_without_a_notebook_has_no_word_of_one(client, made):
    page = html.fromstring(client.get(made[0]["links"]["page"]).get_data())
    assert book_of(page) == {}
    assert not page.xpath("//h2[@id='plain-book']")
