"""From a listing's page to an office's answer in the trip, in a real browser."""

from __future__ import annotations

import re
import urllib.request

import pytest
from persimmons import GOOD
from playwright.sync_api import expect

from planner.db.engine import connect
from planner.db.interests import InterestStore
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore

pytestmark = pytest.mark.e2e

BODY = {**GOOD, "title_en": "Drying persimmons", "min_nights": "3"}
ASKED = """async (asked) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
  const answer = await fetch("/api/v1/plans", {method: "POST", headers, body: JSON.stringify(asked)});
  return (await answer.json()).id;
}"""


@pytest.fixture
def engine(server, served_instance):
    engine = connect(f"sqlite:///{served_instance / 'sasurai.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def actor(engine, request):
    """Somebody of an office of its own."""
    office = OfficeStore(engine).create(f"柿の窓口 {request.node.name}", ["16210"])
    return Actor(office.id, "owner", "kaki@example.jp")


@pytest.fixture
def listing(engine, server, actor):
    """The id of a published listing, once the server shows it; closed again afterwards."""
    store = ListingStore(engine)
    made = store.create(actor, BODY)
    store.step(actor, made.id, "publish")
    with urllib.request.urlopen(f"{server}/ja/listings/{made.id}") as page:
        assert page.status == 200
    yield made.id
    store.step(actor, made.id, "close")


@pytest.mark.parametrize(("lang", "width"), [("ja", 390), ("en", 1280)])
def test_an_answer_is_seen_on_its_page_and_in_the_trip(server, chromium, engine, actor, listing, lang, width):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server}/{lang}/listings/{listing}")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for name, text in (("first", "2027-10-25"), ("last", "2027-11-05"), ("contact", "taro@example.jp")):
        page.fill(f"#{name}", text)
    page.focus("#consent")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/{lang}/interests/"))
    secret = page.url.partition("?")[0]
    store = InterestStore(engine)
    (sent,) = store.of_office(actor.office_id)
    store.answer(actor.office_id, sent.id, "accepted", "11月も部屋があります")
    page.goto(secret)
    expect(page.locator("main")).to_contain_text("11月も部屋があります")
    page.goto(f"{server}/{lang}/")
    page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
    asked = {"from": "16201", "start": "2027-10-25", "days": 10, "must": ["16210"], "kinds": ["harvest"]}
    plan = page.evaluate(ASKED, asked)
    page.goto(f"{server}/{lang}/?plan={plan}")
    line = page.locator("[data-interest=accepted]")
    line.wait_for(timeout=60_000)
    assert secret.endswith(line.get_attribute("href"))
    assert (BODY["title_ja"] if lang == "ja" else BODY["title_en"]) in page.locator(".answer-line").inner_text()
    assert complaints == []
    context.close()


def test_an_interest_is_sent_without_scripts(server, chromium, engine, actor, listing):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/ja/listings/{listing}")
    page.fill("#first", "2027-10-25")
    page.fill("#last", "2027-10-01")
    page.fill("#contact", "hanako@example.jp")
    page.check("#consent")
    page.locator("form:has(#consent) [type=submit]").click()
    # what is wrong stands beside its field, and nothing typed is lost
    expect(page.locator(".error").first).to_be_visible()
    expect(page.locator("#contact")).to_have_value("hanako@example.jp")
    page.fill("#last", "2027-11-05")
    page.check("#consent")
    page.locator("form:has(#consent) [type=submit]").click()
    page.wait_for_url(re.compile("/ja/interests/"))
    (sent,) = InterestStore(engine).of_office(actor.office_id)
    assert sent.body["contact"] == "hanako@example.jp"
    context.close()
