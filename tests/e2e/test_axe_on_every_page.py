"""Every page in both languages, wide, narrow and dark: axe finds nothing serious, nothing scrolls sideways.

Contrasts take four fifths of axe's time, and both languages have the same colours: they are measured in English by
day and in Japanese by night, so that every word is measured once and every colour twice.

A new page is a line in PAGES; what has to be done before it shows is a function in READY.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000
WORDS = "a rather long sentence"
PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()")
BAD = {"serious", "critical"}
DAY, NIGHT = {"en", "both"}, {"ja", "both"}
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  done(document.getAnimations().every((one) => one.playState !== "running")))))"""
"""Whether what a change of size or colours set going has been drawn."""
PAGES = {
    "planner": "/{lang}/",
    "trips": "/{lang}/trips",
    "places": "/{lang}/places?q=nan",
    "place": "/{lang}/places/16210",
    "calendar": "/{lang}/calendar?month=9",
    "about": "/{lang}/about",
    "open data": "/{lang}/open-data",
    "terms": "/{lang}/terms",
    "report": "/{lang}/windows/16210-harvest-1/report",
    "features": "/ogc/collections/demand/items?f=html&limit=5&lang={lang}",
    "offline": "/{lang}/offline",
    "missing": "/{lang}/no-such-page",
    "privacy": "/{lang}/privacy",
    "region": "/m/nanto?month=9&lang={lang}",
    "embedded": "/embed/nanto?month=9&lang={lang}",
    "sign-in": "/office/sign-in?lang={lang}",
}
"""Pages by name."""
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter((node) => {
  const box = node.getBoundingClientRect();
  if (!box.width || !box.height || node.disabled || !node.checkVisibility({ visibilityProperty: true })) return false;
  if (node.closest('.visually-hidden, [hidden], .skip')) return false;
  // a link in a sentence is as tall as its line (WCAG 2.5.8, inline)
  if (node.matches('a') && getComputedStyle(node).display === 'inline') return false;
  // a control inside its label, or over its chip, has the label's size
  const label = node.closest('label') ?? document.querySelector(`label[for="${node.id}"]`);
  const reach = label && node.matches('input') ? label.getBoundingClientRect() : box;
  return Math.round(Math.max(box.height, reach.height)) < 24 || Math.round(Math.max(box.width, reach.width)) < 24;
}).map((node) => `${node.outerHTML.slice(0, 90)} ${node.getBoundingClientRect().height}`)"""


@pytest.fixture
def page(server, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def sasurai(instance, *words):
    environment = {**os.environ, "SASURAI_INSTANCE": str(instance)}
    done = subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def findings(page, contrast):
    """What axe says that is serious, with where it is."""
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:4]) for one in found if one["impact"] in BAD]


def looked_at(page, server, lang="both"):
    """Wide, narrow in the dark, and at 400 %: everything that is wrong."""
    wrong = {"wide": findings(page, lang in DAY), "small targets": page.evaluate(SMALL)}
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(SETTLED)
    wrong |= {"narrow and dark": findings(page, lang in NIGHT), "small targets, narrow": page.evaluate(SMALL)}
    page.set_viewport_size({"width": 320, "height": 640})
    try:
        page.wait_for_function("() => document.documentElement.scrollWidth <= 320", timeout=5_000)
    except Late:
        wrong["sideways at 400 %"] = [page.evaluate("document.documentElement.scrollWidth")]
    page.emulate_media(color_scheme="light")
    wrong["foreign"] = [url for url in page.asked if not url.startswith((f"{server}/", "data:", "blob:"))]
    return {name: what for name, what in wrong.items() if what}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everyone(page, server, name, lang):
    page.goto(server + PAGES[name].format(lang=lang))
    if name == "planner":
        page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
        page.click("details.more > summary")
    if name in {"region", "embedded"}:
        page.wait_for_selector("body[data-map=ready]")
        page.click(".rm-kinds > summary")
    assert looked_at(page, server, lang) == {}


def test_the_offices_own_pages_are_for_everyone(page, server, served_instance):
    """Every page that the office's own navigation and first page lead to."""
    name = "南砺の見まわり"
    sasurai(served_instance, "office", "create", name, "--municipality", "16210")
    link = sasurai(served_instance, "office", "invite", name, "axe@example.jp", "--role", "owner")
    page.goto(server + re.search(r"/office/link/\S+", link)[0])
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    expect(page.locator("#again")).to_have_count(0)
    page.fill("#password", WORDS)
    with page.expect_navigation():
        page.click("main button.primary")
    found = page.locator("a[href^='/office/']").evaluate_all("links => links.map((link) => link.pathname)")
    wrong = {}
    # a path with a suffix is a file
    known = ["/office/", "/office/listings/new", "/office/codes", "/office/account"]
    for path in dict.fromkeys([*known, *(path for path in found if "." not in path)]):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(server + path)
        if told := looked_at(page, server):
            wrong[path] = told
    assert wrong == {}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_trip_and_its_panels_are_for_everyone(page, server, lang):
    page.goto(f"{server}/{lang}/")
    page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
    page.fill("#f-days", "45")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    for panel in ("shares", "kept"):
        page.click(f"#{panel} > summary")
        page.wait_for_selector(f"#{panel}-list > li")
    page.evaluate("document.querySelectorAll('.leg, .windows').forEach((one) => { one.open = true; })")
    assert looked_at(page, server, lang) == {}
    shared = page.locator("#shares-list input").first.input_value()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(shared + ("" if lang == "ja" else "?lang=en") if "?" not in shared else shared)
    page.wait_for_selector("body[data-state=planned]")
    page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
    assert looked_at(page, server, lang) == {}


BY_HAND = """async () => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token, "If-Match": "*" };
  const send = async (method, address, given) => {
    const body = JSON.stringify(given);
    return (await fetch(address, { method, headers, body })).json();
  };
  const asked = { from: "13101", start: "2027-09-01", days: 30, fill: false };
  const plan = await send("POST", "/api/v1/plans", asked);
  await send("PUT", `/api/v1/plans/${plan.id}/notebook`, {
    places: [{ id: "p1", name: "House", lnglat: [136.9, 36.58], kind: "friend", link: "https://example.org" }],
    bookings: {
      lodging: [{ place: "16210", arrive: "2027-09-01", nights: 5, price_jpy: 0, own_place: "p1" }],
      legs: [{ from: "13101", to: "16210", date: "2027-09-01", departs: "08:20", arrives: "10:50", fare_jpy: 9000 }],
    },
    appointments: [{ title: "Meeting", date: "2027-09-02", time: "14:00", place: "16210", own_place: "p1" }],
    blocked: [{ start: "2027-09-03", end: "2027-09-04" }],
    ideas: [{ text: "Hot spring", place: "21217" }],
    checklist: [{ text: "Boots" }, { text: "Card", done: true }],
    notes: { 16210: "The market is on Sunday" },
  });
  return plan.id;
}"""


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_notebook_its_forms_and_today_are_for_everyone(page, server, lang):
    page.goto(f"{server}/{lang}/")
    plan = page.evaluate(BY_HAND)
    page.goto(f"{server}/{lang}/?plan={plan}&today=2027-09-02")
    page.wait_for_selector("#today:not([hidden])", timeout=PLAN_MS)
    page.wait_for_selector(".own-pin", timeout=PLAN_MS)
    page.evaluate("document.querySelectorAll('#book, .leg, .stay-note').forEach((one) => { one.open = true; })")
    assert looked_at(page, server, lang) == {}
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("#book-appointment")
    page.wait_for_selector(".book-dialog[open]")
    assert looked_at(page, server, lang) == {}
