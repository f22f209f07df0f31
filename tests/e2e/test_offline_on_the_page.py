"""Without a connection, in a real browser: the page, its map and own trips open; planning says what it needs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000
NEEDS = {"ja": "サーバーとのつながり", "en": "needs the server"}
KEPT = (
    "async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())"
)
KEPT += ".map((request) => [name, request.method, request.url])))).flat()"


def planned(visit, lang):
    visited = visit(f"/{lang}/?month=5")
    page = visited.page
    page.fill("#f-days", "20")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    page.wait_for_selector("body[data-kept]", timeout=30_000)
    return visited, page


def stays_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_planned_trip_is_read_offline_and_planning_says_what_it_needs(visit, lang):
    visited, page = planned(visit, lang)
    stays = stays_of(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("body[data-state=planned]")
    page.wait_for_selector("#map-area[data-ready]")
    assert stays_of(page) == stays
    expect(page.locator(".disc-pin")).to_have_count(len(stays))
    expect(page.locator("#offline-note")).to_be_visible()

    page.click("#question-summary")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("#form-error:not([hidden])")
    expect(page.locator("#form-error")).to_contain_text(NEEDS[lang])
    assert stays_of(page) == stays

    page.context.set_offline(False)
    page.wait_for_selector("#offline-note", state="hidden")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    assert visited.foreign() == []


def test_an_edit_without_a_connection_is_refused_with_the_reason(visit):
    _, page = planned(visit, "ja")
    page.context.set_offline(True)
    page.locator("ol#stays > li").first.locator("[data-act=lock]").click()
    page.wait_for_selector("#conflicts:not([hidden])")
    expect(page.locator("#conflicts")).to_contain_text(NEEDS["ja"])


def test_only_the_page_and_own_plans_are_kept_and_old_versions_go(visit, server):
    _, page = planned(visit, "ja")
    shared = page.get_attribute(".share a", "href")
    page.goto(server + shared)
    page.wait_for_selector("body[data-state=planned]")
    page.goto(f"{server}/ja/calendar?month=9")
    kept = page.evaluate(KEPT)
    assert {method for _, method, _ in kept} == {"GET"}
    paths = [url.removeprefix(server) for _, _, url in kept]
    assert [path for path in paths if path.startswith(("/p/", "/feed", "/office"))] == []
    assert {path.split("?")[0] for path in paths if "/api/v1/plans" in path}
    names = {name for name, _, _ in kept}

    # what an earlier version left is dropped when the worker begins
    page.evaluate("caches.open('sasurai-shell-0').then((cache) => cache.put('/old', new Response('')))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.unregister())")
    page.goto(f"{server}/ja/")
    page.wait_for_function("async () => !(await caches.keys()).includes('sasurai-shell-0')", timeout=30_000)
    assert names <= set(page.evaluate("caches.keys()"))


def test_other_pages_open_as_they_were_or_say_that_they_cannot(visit, server):
    _, page = planned(visit, "en")
    page.goto(f"{server}/en/calendar?month=9")
    heading = page.inner_text("h1")
    # a page is shown first and kept then
    page.wait_for_function("async () => Boolean(await caches.match(location.href))")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text(heading)
    page.goto(f"{server}/en/about")
    expect(page.locator("h1")).to_have_text("You are offline")
    page.click("main a.button")
    page.wait_for_selector("#map-area[data-ready]")
