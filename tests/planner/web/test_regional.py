"""/m and /embed: what an office published, for everybody; nothing of what it did not."""

import json
import re

import pytest
from persimmons import GOOD

from planner.db import following
from planner.db.listings import Actor
from planner.regional.model import Area, RegionalMap
from planner.regional.serial import map_to_json
from planner.web.state import KEY

LISTING = {
    **GOOD,
    "title_ja": "干し柿<b>づくり",
    "pay_jpy": "9000",
    "pay_unit": "day",
    "precision": "exact",
    "lng": "136.88",
    "lat": "36.55",
}


@pytest.fixture
def kept(app):
    """The app's records, and who may do everything in an office."""
    return app.extensions[KEY]


@pytest.fixture
def actor(kept):
    return Actor(kept.offices.create("南砺の窓口", ["16210"]).id, "owner", "h@example.jp")


@pytest.fixture
def publish(kept, actor, monkeypatch):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.0)

    def make(slug="nanto", **given):
        regional = RegionalMap(**{"title_ja": "南砺の仕事", "area": Area(("16210",)), "seasons": "all", **given})
        made = kept.maps.create(actor, slug, map_to_json(regional))
        return kept.maps.publish(actor, made.id, made.sequence)

    return make


@pytest.fixture
def listing(kept, actor):
    made = kept.listings.create(actor, LISTING)
    return kept.listings.step(actor, made.id, "publish")


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_a_map_lists_what_its_month_needs(client, publish, listing):
    publish()
    october, july = (text(client, f"/m/nanto?month={month}") for month in (11, 7))
    assert "干し柿&lt;b&gt;づくり" in october
    assert "福光の柿農家" in october
    assert f'href="/ja/listings/{listing.id}"' in october
    assert client.get(f"/ja/listings/{listing.id}").status_code == 200
    assert "干し柿&lt;b&gt;づくり" not in july
    assert "当てはまる仕事はありません" in july
    assert "井波彫刻" in text(client, "/m/nanto?month=0&kind=craft")
    assert "干し柿" not in text(client, "/m/nanto?month=0&kind=craft")


@pytest.mark.parametrize(
    ("address", "leads"),
    [("/ja/m/nanto", "/m/nanto"), ("/en/m/nanto?month=5&_scheme=x", "/m/nanto?month=5&_scheme=x&lang=en")],
)
def test_a_language_before_the_address_leads_to_the_map_in_it(client, publish, address, leads):
    publish()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, leads)
    assert client.get("/ja/m/other").status_code == 404


def test_no_page_of_a_map_gives_a_cookie(app, publish):
    publish()
    browser = app.test_client()
    for address in ("/m/nanto", "/embed/nanto", "/m/nanto/map.json"):
        assert browser.get(address).headers.getlist("Set-Cookie") == []


def test_only_pages_of_the_offices_list_may_embed(client, publish):
    publish(hosts=("https://www.city.example.jp",))
    embedded, page = client.get("/embed/nanto"), client.get("/m/nanto")
    assert "frame-ancestors 'self' https://www.city.example.jp" in embedded.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_what_is_drawn_is_what_is_listed(client, publish, listing):
    publish()
    page = text(client, "/m/nanto?lang=en")
    boot = json.loads(re.search(r'id="rm-boot">(.*?)</script>', page, re.S)[1])
    answer = client.get(boot["data"])
    assert "immutable" in answer.headers["Cache-Control"]
    drawn = answer.get_json()
    ids = {item[7] for item in drawn["items"]}
    assert f"listing-{listing.id}" in ids
    assert "16210-craft-1" in ids
    mine = next(item for item in drawn["items"] if item[7] == f"listing-{listing.id}")
    assert mine[:2] == [136.88, 36.55]
    assert mine[3] == 0b111000000000
    assert [feature["id"] for feature in drawn["area"]] == ["16210"]
    west, south, east, north = drawn["bounds"]
    assert west < 136.88 < east
    assert south < 36.55 < north


def test_a_paused_listing_leaves_the_map(client, kept, actor, publish, listing):
    publish()
    assert "干し柿&lt;b&gt;" in text(client, "/m/nanto?month=11")
    kept.listings.step(actor, listing.id, "pause")
    assert "干し柿&lt;b&gt;" not in text(client, "/m/nanto?month=11")


@pytest.mark.parametrize(
    "query", ["month=99", "kind=x&kind=", "page=0", "page=99999", "layers=x,y", "lang=fr", "item=x"]
)
def test_an_address_that_cannot_be_shows_the_map_all_the_same(client, publish, query):
    publish()
    assert "南砺の仕事" in text(client, f"/m/nanto?{query}")


def test_a_map_in_one_language_stays_in_it(client, publish):
    publish(languages=("ja",))
    assert '<html lang="ja">' in text(client, "/m/nanto?lang=en")


def test_drafts_and_withdrawn_maps_are_nowhere(client, kept, actor, publish):
    made = kept.maps.create(actor, "secret", map_to_json(RegionalMap("秘密", Area(("16210",)))))
    gone = publish("gone")
    kept.maps.unpublish(actor, gone.id)
    for slug in ("secret", "gone", made.id, "nothing"):
        for address in (f"/m/{slug}", f"/embed/{slug}", f"/m/{slug}/map.json"):
            answer = client.get(address)
            assert answer.status_code == 404
            assert "秘密" not in answer.get_data(as_text=True)


def test_a_long_list_is_paged_and_an_item_is_found_on_its_page(client, kept, actor, publish):
    kept.listings.take_in(actor, ((f"k{n:03}", {**LISTING, "title_ja": f"仕事{n:03}"}) for n in range(120)))
    for one in kept.listings.of_office(actor.office_id):
        kept.listings.step(actor, one.id, "publish")
    publish()
    first = text(client, "/m/nanto?month=11")
    assert len(re.findall(r'<li class="window', first)) == 50
    assert 'rel="next"' in first
    last = sorted(one.id for one in kept.listings.of_office(actor.office_id))[-1]
    found = text(client, f"/m/nanto?item=listing-{last}")
    assert f'id="item-listing-{last}"' in found
    assert "rm-wanted" in found


def test_the_map_of_others_is_offered_where_the_operator_lets_it_and_says_what_is_sent(app, client, publish):
    publish()
    assert "rm-tiles" not in client.get("/m/nanto").get_data(as_text=True)
    app.jinja_env.globals["online_tiles"] = True
    page = client.get("/m/nanto").get_data(as_text=True)
    assert 'id="rm-tiles"' in page
    for said in ("国土地理院に送られます", "測量法29条・30条", "/ja/privacy#tiles", "/ja/terms#maps"):
        assert said in page
    assert "rm-tiles" not in client.get("/embed/nanto").get_data(as_text=True)
