"""Whoever sees a shared trip makes it their own: what the share shows goes along, and nothing else."""

from __future__ import annotations

import json

import pytest
from lxml import html

from planner.web import storage
from planner.web.state import KEY

NOTE = "秘密の覚え書き"


@pytest.fixture(autouse=True)
def workers(app, small_dataset):
    """A pool that does what it is given at once."""
    solve = app.extensions["sasurai"].solve
    app.extensions["sasurai"].solve = lambda asked: solve(asked) if hasattr(asked, "days") else asked(small_dataset)


@pytest.fixture
def link(app, client, made):
    """The page of a new share of a plan with a note."""
    plan, device = made
    store, owner = app.extensions[KEY].store, storage.token_hash(device["X-Sasurai-Device"])
    stored = store.get(owner, plan["id"])
    body = json.loads(stored.body) | {"notebook": {"note": NOTE}}
    store.replace(owner, stored.id, json.dumps(body, ensure_ascii=False), stored.sequence)

    def make(**terms):
        answer = client.post(f"{plan['links']['self']}/shares", json=terms, headers=device)
        return answer.get_json()["links"]["page"]

    return make


def adopt(browser, link, **more):
    page = html.fromstring(browser.get(link).get_data())
    (form,) = page.xpath("//form[@id='adopt']")
    fields = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("csrf_token", "token")}
    return browser.post(form.get("action"), data=fields | more)


def days_of(plan):
    return [(stay["municipality"]["code"], stay["arrive"], stay["depart"]) for stay in plan["itinerary"]["stays"]]


@pytest.mark.parametrize("shown", [["money", "notes", "bookings"], ["money"], ["notes"], []])
def test_what_the_share_shows_becomes_a_trip_of_this_device(app, made, link, shown):
    stranger = app.test_client()
    answer = adopt(stranger, link(shown=shown))
    assert answer.status_code == 303
    plan_id = answer.headers["Location"].partition("plan=")[2]
    mine = stranger.get(f"/api/v1/plans/{plan_id}").get_json()
    assert mine["id"] != made[0]["id"]
    assert days_of(mine) == days_of(made[0])
    assert mine["itinerary"]["totals"]["fare_jpy"] == made[0]["itinerary"]["totals"]["fare_jpy"]
    assert (NOTE in json.dumps(mine, ensure_ascii=False)) == ("notes" in shown)
    assert mine["request"]["fill"] == ("money" in shown)


def test_without_scripts_it_leads_to_the_tables(app, link):
    stranger = app.test_client()
    answer = adopt(stranger, link(), plain="1")
    page = html.fromstring(stranger.get(answer.headers["Location"]).get_data())
    # stays, legs and totals, and what stands in the notebook
    assert len(page.xpath("//table")) == 4
    assert NOTE in page.text_content()


def test_it_needs_the_pages_token_and_a_share_that_lives(app, client, made, link):
    page = link()
    stranger = app.test_client()
    stranger.get(page)
    token = page.rpartition("/")[2]
    assert stranger.post("/ja/trips/shared", data={"token": token}).status_code == 400
    shares = client.get(f"{made[0]['links']['self']}/shares", headers=made[1]).get_json()["shares"]
    tokens = html.fromstring(stranger.get(page).get_data()).xpath("//form[@id='adopt']//input/@value")
    for share in shares:
        client.delete(f"/api/v1/shares/{share['id']}", headers=made[1])
    late = stranger.post("/ja/trips/shared", data={"csrf_token": tokens[0], "token": token})
    assert late.status_code == 410
