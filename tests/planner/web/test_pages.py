"""The pages for people: what they show, in which language, and what they never contain."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest

from geo.manifest import Manifest
from planner import config
from planner.model import KINDS, PACE_MIN_NIGHTS
from planner.validate import RANGES
from planner.web import calendar_page
from planner.web.i18n import catalogue

PAGES = ("", "calendar", "places/16210", "about")
CLOSING = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use"}

BLOCKS = {"application/json", "application/ld+json"}
"""Scripts that are data, which nothing runs."""


class Outline(HTMLParser):
    """Collects ids, labels, links and what a strict content security policy would refuse."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.refused, self.fors, self.inputs, self.addresses = [], [], [], set(), set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in CLOSING:
            self.open.append(tag)
        self.refused += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in given and given.get("type") not in BLOCKS:
            self.refused.append("script")
        self.ids += [given["id"]] if "id" in given else []
        if tag == "label" and "for" in given:
            self.fors.add(given["for"])
        if tag in {"input", "select"} and given.get("type") not in {"checkbox", "radio", "hidden"}:
            self.inputs.add(given.get("id"))
        self.addresses += [given[name] for name in ("href", "src") if name in given]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in CLOSING:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture
def settings(settings):
    return {**settings, "TODAY": dt.date(2026, 11, 23)}


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def boot_of(page):
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_fit_for_the_policy(client, lang, path):
    page = page_of(client, f"/{lang}/{path}")
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert outline.refused == []
    assert sorted(set(outline.ids)) == sorted(outline.ids), "an id stands twice"
    assert outline.inputs <= outline.fors, "an input has no label"
    assert f'<html lang="{lang}">' in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_itself_and_its_other_language(client, path, monkeypatch):
    monkeypatch.setenv("SASURAI_BASE_URL", "https://trips.example/")
    page = page_of(client, f"/en/{path}")
    assert f'<link rel="canonical" href="https://trips.example/en/{path}">' in page
    for lang in ("ja", "en"):
        assert f'hreflang="{lang}" href="https://trips.example/{lang}/{path}">' in page


def test_the_host_header_names_nothing(client):
    page = client.get("/en/about", headers={"Host": "evil.example"}).get_data(as_text=True)
    assert '<link rel="canonical" href="/en/about">' in page
    assert "evil.example" not in page


def test_another_language_has_no_pages(client):
    assert client.get("/fr/").status_code == 404


def test_no_page_loads_anything_from_elsewhere(client):
    for path in PAGES:
        page = page_of(client, f"/ja/{path}")
        loaded = re.findall(
            r'<(?:script|img|link rel="(?:stylesheet|modulepreload|preload|icon)")[^>]*(?:src|href)="([^"]+)"', page
        )
        assert loaded
        assert [address for address in loaded if not address.startswith("/")] == []


def test_the_form_begins_with_the_coming_september_from_tokyo(client):
    page = page_of(client, "/ja/")
    assert 'id="plan"' in page
    assert 'value="東京都千代田区" data-code="13101"' in page
    assert 'name="start" type="date" value="2027-09-01"' in page
    assert 'value="92"' in page


def test_before_september_the_example_is_of_this_year(client, app):
    app.config["TODAY"] = dt.date(2026, 8, 31)
    assert 'value="2026-09-01"' in page_of(client, "/en/")


def test_the_form_has_a_field_for_every_question(client):
    page = page_of(client, "/ja/")
    names = set(re.findall(r'name="([a-z_]+)"', page))
    assert {
        "from",
        "to",
        "start",
        "days",
        "modes",
        "budget",
        "max_leg_hours",
        "pace",
        "min_nights",
        "max_nights",
        "kinds",
    } <= names
    assert {"must", "avoid", "people", "rest_days_per_week", "remote_days_per_week"} <= names
    assert all(f'value="{kind}"' in page for kind in KINDS)


@pytest.mark.parametrize(("query", "month"), [("?month=3", "3"), ("?month=13", "11"), ("?month=x", "11"), ("", "11")])
def test_the_month_of_the_map_is_in_the_address(client, query, month):
    page = page_of(client, f"/ja/{query}")
    assert f'min="1" max="12" step="1" value="{month}"' in page


def test_the_scripts_are_told_texts_and_addresses_of_one_language(client):
    boot = boot_of(page_of(client, "/en/"))
    assert boot["lang"] == "en"
    assert boot["texts"]["form.submit"] == "Plan this trip"
    assert boot["readonly"] is False
    assert all(address.startswith("/") for address in boot["urls"].values() if address)


def test_the_calendar_lists_all_windows(client, small_dataset):
    page = page_of(client, "/ja/calendar")
    assert page.count('<th scope="row">') == len(small_dataset.demand.windows)
    assert "りんごの収穫" in page
    assert "いまの求人ではありません" in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("month=1", "さとうきび", "ぶどう"),
        ("kind=fishery", "白いか", "みかん"),
        ("prefecture=16", "干柿", "レタス"),
        ("prefecture=16&kind=craft", "井波彫刻", "干柿"),
    ],
)
def test_the_calendar_is_filtered(client, query, there, absent):
    page = page_of(client, f"/ja/calendar?{query}")
    assert there in page
    assert absent not in page


@pytest.mark.parametrize(
    "query", ["month=99", "kind=spying", "prefecture=xx", "page=0", "page=999999999", "page=x", "month=٣"]
)
def test_a_filter_that_cannot_be_is_as_if_absent(client, query):
    assert "りんごの収穫" in page_of(client, f"/ja/calendar?{query}")


def test_an_empty_calendar_says_so(client):
    assert "当てはまるものがありません" in page_of(client, "/ja/calendar?month=5&kind=ski_resort")


def test_a_place_shows_its_windows_and_how_they_are_known(client):
    page = page_of(client, "/en/places/16210")
    assert "dried persimmons" in page
    assert "10–45 nights" in page
    assert "not a host&#39;s promise" in page
    assert "documented for this place" in page
    assert 'href="https://example.org/listing"' in page


def test_a_place_with_thousands_of_windows_is_paged(client, monkeypatch):
    monkeypatch.setattr(calendar_page, "PAGE_ROWS", 1)
    first = page_of(client, "/ja/places/16210")
    assert 'rel="next" href="/ja/places/16210?page=2"' in first
    second = page_of(client, "/ja/places/16210?page=2")
    both = {"干柿づくり", "井波彫刻の広報デザイン"}
    shown = [{title for title in both if title in page} for page in (first, second)]
    assert sorted(map(len, shown)) == [1, 1]
    assert shown[0] | shown[1] == both


def test_a_place_without_windows_says_that_this_means_little(client):
    assert "仕事がないという意味ではありません" in page_of(client, "/ja/places/13101")


def test_an_unknown_place_is_not_found_in_its_language(client):
    answer = client.get("/en/places/99999")
    assert answer.status_code == 404
    assert "no municipality with the code 99999" in answer.get_data(as_text=True)


def test_the_about_page_names_every_source(client, app):
    page = page_of(client, "/ja/about")
    manifest = json.loads((app.config["DATA_DIR"] / "japan" / "manifest.json").read_text(encoding="utf-8"))
    credits = {table["credit"].split("（")[0] for table in manifest["tables"].values()}
    assert [credit for credit in credits if credit not in page] == []


def test_the_about_page_marks_co2_factors_by_year_and_what_is_unverified(client):
    page = page_of(client, "/ja/about").split('id="co2"')[1].split("</section>")[0]
    assert "FY2024" in page
    assert page.count("未確認") > 5
    assert "unverified" in page_of(client, "/en/about")


def test_a_shared_trip_is_shown_to_whoever_has_its_address(browser, client, asked):
    answer = browser.post("/api/v1/plans", json=asked, headers=browser.csrf)
    address = answer.get_json()["links"]["page"]
    page = page_of(client, f"{address}?lang=en")
    boot = boot_of(page)
    assert boot["readonly"] is True
    assert boot["shared"]["plan"] == f"{address}.json?lang=en"
    assert '<html lang="en">' in page
    assert "csrf-token" not in page
    assert 'id="plan"' not in page
    first = answer.get_json()["itinerary"]["stays"][0]["municipality"]["name_en"]
    assert first in page, "the stays stand in the page for those without scripts"


def test_an_unknown_share_is_not_found(client):
    assert client.get("/p/nothing").status_code == 404


def test_the_season_layer_has_all_places_and_months(client, small_dataset):
    layer = client.get("/api/v1/layers/season").get_json()
    assert len(layer["wave"]) == 73
    assert layer["breaks"] == sorted(layer["breaks"])
    assert set(layer["places"]) == {place.code for place in small_dataset.municipalities}
    apples = layer["places"]["02202"]
    assert apples["name"] == ["弘前市", "Hirosaki"]
    assert apples["months"][9] > apples["months"][8] > 0
    assert apples["months"][0] == 0
    assert "months" not in layer["places"]["13101"]


def test_one_kind_of_work_has_a_season_of_its_own(client):
    every = client.get("/api/v1/layers/season").get_json()
    harvest = client.get("/api/v1/layers/season?kind=harvest").get_json()
    assert harvest["kind"] == "harvest"
    assert 0 < max(harvest["wave"]) <= max(every["wave"])
    for code, months in harvest["months"].items():
        assert any(months)
        assert all(one <= whole for one, whole in zip(months, every["places"][code]["months"], strict=True))
    assert client.get("/api/v1/layers/season?kind=nonsense").status_code == 400


def test_the_form_takes_what_the_planner_takes(client):
    page = page_of(client, "/ja/")
    limits = {name: (low, high) for name, _, low, high in RANGES}
    numbers = re.findall(r'name="(\w+)" type="number"[^>]* min="([\d.]+)" max="([\d.]+)"', page)
    known = {name: (int(low), int(high)) for name, low, high in numbers if name in limits}
    assert set(known) >= {"days", "budget", "min_nights", "max_nights", "people", "max_stops"} | {
        "rest_days_per_week", "remote_days_per_week", "max_per_prefecture",
    }  # fmt: skip
    assert known == {name: limits[name] for name in known}
    assert boot_of(page)["pace_nights"] == dict(PACE_MIN_NIGHTS)


def test_the_worked_example_is_planned_in_rounds(client):
    assert 'data-rounds="4"' in page_of(client, "/ja/")


def test_every_table_of_the_data_set_has_a_name():
    known = Manifest.load(config.data_dir()).tables
    assert [name for name in known if f"table.{name}" not in catalogue()] == []


def test_large_counts_are_written_with_commas(client):
    assert not re.search(r"(?<![\d,.])\d{4,}(?:件|市区町村)", page_of(client, "/ja/about"))
