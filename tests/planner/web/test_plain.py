"""The planner without scripts: a posted form, a page of tables, errors beside the field with the input kept."""

from __future__ import annotations

import re

import pytest
from lxml import html

from planner import config
from planner.demand_table import read_calendar
from planner.render.formats import FORMATS
from planner.web.i18n import catalogue

FORM = {"from": "東京都千代田区", "start": "2027-09-01", "days": "50", "modes": ["rail", "bus"], "pace": "normal"}


@pytest.fixture
def send(browser):
    """Send the form of the planner's page, as a browser without scripts does."""

    def post(lang="ja", **changes):
        page = html.fromstring(browser.get(f"/{lang}/").get_data())
        (form,) = page.xpath("//form[@id='plan']")
        (token,) = form.xpath(".//input[@name='csrf_token']/@value")
        return browser.post(form.get("action"), data={"csrf_token": token, **FORM, **changes})

    return post


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_form_leads_to_a_page_of_tables(browser, send, lang):
    answer = send(lang)
    assert answer.status_code == 303
    page = html.fromstring(browser.get(answer.headers["Location"]).get_data())
    stays, legs, ledger = page.xpath("//table")
    assert len(stays.xpath(".//tbody/tr")) == 3
    assert len(legs.xpath(".//tbody/tr")) == 4
    assert all(row.xpath("string(td[2])").strip() for row in stays.xpath(".//tbody/tr"))
    assert ledger.xpath("string(.//tfoot)").count("¥") == 1
    links = page.xpath("//ul[contains(@class, 'plain-files')]//a/@href")
    assert len(links) == len(FORMATS)
    assert browser.get(links[0]).status_code == 200
    (again,) = page.xpath("//form[@id='plan']")
    assert again.xpath(".//input[@name='days']/@value") == ["50"]
    assert again.xpath(".//input[@name='modes'][@checked]/@value") == ["rail", "bus"]


def test_a_trip_is_this_devices_alone_and_is_listed(app, browser, send):
    address = send().headers["Location"]
    listed = html.fromstring(browser.get("/ja/trips").get_data())
    assert address in listed.xpath("//a/@href")
    stranger = app.test_client()
    assert stranger.get(address).status_code == 404
    assert address not in stranger.get("/ja/trips").get_data(as_text=True)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": ""}, "from"),
        ({"from": "どこでもない村"}, "from"),
        ({"must": "長野県川上村、ないむら"}, "must"),
        ({"start": "yesterday"}, "start"),
        ({"start": ""}, "start"),
        ({"days": "401"}, "days"),
        ({"days": "²"}, "days"),
        ({"days": ""}, "days"),
        ({"budget": "-5"}, "budget"),
        ({"modes": []}, "modes"),
        ({"max_leg_hours": "1e9"}, "max_leg_hours"),
        ({"max_leg_hours": "0"}, "max_leg_hours"),
        ({"min_nights": "20", "max_nights": "10"}, "min_nights"),
        ({"rest_days_per_week": "5", "remote_days_per_week": "5"}, "rest_days_per_week"),
        ({"pace": "idle"}, "pace"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_input_is_kept(send, lang, change, field):
    answer = send(lang, **{"people": "3", **change})
    assert answer.status_code == 422
    page = html.fromstring(answer.get_data())
    shown = page.xpath("//form[@id='plan']//p[contains(@class, 'error') and not(@hidden)]")
    assert [(one.get("id"), bool(one.text_content().strip())) for one in shown] == [(f"f-{field}-error", True)]
    if lang == "ja":
        assert re.search(r"[ぁ-ん]", shown[0].text_content())
    assert page.xpath("//input[@name='people']/@value") == ["3"]
    for name, value in change.items():
        if name not in {"modes", "pace"}:
            assert page.xpath(f"//input[@name='{name}']/@value") == [value]


def test_no_trip_is_said_with_what_stands_in_the_way(send):
    answer = send(days="1")
    assert answer.status_code == 422
    shown = html.fromstring(answer.get_data()).xpath("//p[@id='form-error']")[0]
    assert "日数" in shown.text_content()


def test_what_is_typed_is_text(send):
    answer = send(**{"from": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_another_site_cannot_send_the_form(browser):
    assert browser.post("/ja/trips", data=FORM).status_code == 400


@pytest.mark.parametrize(("lang", "query"), [("ja", "なんと"), ("en", "nanto"), ("ja", "16210"), ("en", "南砺")])
def test_places_are_found_by_any_writing(client, lang, query):
    page = html.fromstring(client.get(f"/{lang}/places?q={query}").get_data())
    assert f"/{lang}/places/16210" in page.xpath("//main//a/@href")


def test_a_search_for_nothing_finds_nothing(client):
    assert client.get("/ja/places").status_code == 200
    assert client.get("/ja/places?q=" + "x" * 500).status_code == 200


def test_a_shared_trip_has_its_tables_for_who_has_no_scripts(client, made):
    page = html.fromstring(client.get(made[0]["links"]["page"]).get_data())
    (plain,) = page.xpath("//main//noscript[.//table]")
    assert len(plain.xpath(".//table")) == 3
    share = client.post(made[0]["links"]["self"] + "/shares", json={"shown": []}, headers=made[1]).get_json()
    page = html.fromstring(client.get(share["links"]["page"]).get_data())
    assert len(page.xpath("//main//noscript//table")) == 2
    assert "¥" not in page.xpath("string(//main//noscript[.//table])")


def test_skills_go_along_and_what_has_no_chip_is_kept_as_words(app, browser, send):
    answer = send(skills=["design"], skills_other="狩猟免許, welding、", days="20")
    page = html.fromstring(browser.get(answer.headers["Location"]).get_data())
    assert set(page.xpath("//input[@name='skills'][@checked]/@value")) == {"design"}
    assert page.xpath("//input[@name='skills_other']/@value") == ["狩猟免許、welding"]
    plan = browser.get(f"/api/v1/plans/{answer.headers['Location'].rsplit('/', 1)[1]}").get_json()
    assert plan["request"]["skills"] == ["design", "狩猟免許", "welding"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_skill_of_the_data_has_a_chip(app, browser, lang):
    named = {skill for window in app.extensions["sasurai"].dataset.demand.windows for skill in window.skills}
    page = html.fromstring(browser.get(f"/{lang}/").get_data())
    chips = {box.get("value"): box.getparent().text_content().strip() for box in page.xpath("//input[@name='skills']")}
    assert chips.keys() == named
    assert len(set(chips.values())) == len(named)
    if lang == "ja":
        assert not [word for word in chips.values() if re.search(r"[a-z_]", word)]


def test_every_skill_that_curators_name_has_a_word():
    windows = read_calendar(config.share_dir() / "data" / "curated" / "demand").windows
    assert [skill for window in windows for skill in window.skills if f"skill.{skill}" not in catalogue()] == []
