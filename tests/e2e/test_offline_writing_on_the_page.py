"""What is written and laid on the map without a connection, and a calculation that is called off."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000
GPX = """<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="36.58" lon="136.9"><name>a</name></wpt>
<rte><rtept lat="36.5" lon="136.7"/><rtept lat="36.6" lon="136.8"/></rte>
<trk><trkseg><trkpt lat="36.5" lon="136.8"/><trkpt lat="36.6" lon="136.9"/></trkseg></trk></gpx>"""
PLAN = "/api/v1/plans/${new URLSearchParams(location.search).get('plan')}"


def planned(visit, lang="ja"):
    page = visit(f"/{lang}/").page
    page.fill("#f-days", "20")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    page.wait_for_selector("body[data-kept]", timeout=30_000)
    return page


def plan_of(page):
    return json.loads(page.evaluate(f"fetch(`{PLAN}`).then((answer) => answer.text())"))


def write(page, note, bookings=None):
    """Put a note, and a booking where one is given, beside the plan as the notebook does."""
    return page.evaluate(
        """async ([note, appointments]) => {
          const base = document.querySelector('script[type=module]').src.replace('main.js', '');
          const { write } = await import(`${base}edits.js`);
          return write({ note, ...(appointments ? { appointments } : {}) }).catch((error) => error.body.error);
        }""",
        [note, bookings],
    )


def test_a_note_written_offline_is_kept_and_sent_later(visit):
    page = planned(visit)
    page.context.set_offline(True)
    assert write(page, "長靴を持っていく") is True
    expect(page.locator("#outbox-note")).to_be_visible()
    # what trips are planned around needs the planner
    day = page.input_value("#f-start")
    appointment = [{"id": "a1", "title": "x", "date": day, "place": "16210"}]
    assert write(page, "長靴を持っていく", appointment) == "offline"
    page.reload()
    page.wait_for_selector("body[data-state=planned]")
    page.wait_for_selector("#outbox-note:not([hidden])")
    page.context.set_offline(False)
    page.wait_for_selector("#outbox-note", state="hidden")
    plan = plan_of(page)
    assert (plan["notebook"]["note"], plan["record"]["sequence"]) == ("長靴を持っていく", 1)


def test_a_note_written_offline_overwrites_nobody(visit, server):
    page = planned(visit)
    page.context.set_offline(True)
    assert write(page, "mine") is True
    # the same device wrote elsewhere before this page could send
    (device,) = [one["value"] for one in page.context.cookies() if one["name"] == "sasurai_device"]
    plan = page.url.split("plan=")[1][:32]
    headers = {"X-Sasurai-Device": device, "Content-Type": "application/json", "If-Match": "*"}
    theirs = urllib.request.Request(
        f"{server}/api/v1/plans/{plan}/notebook", b'{"note": "theirs"}', headers, method="PUT"
    )
    with urllib.request.urlopen(theirs) as answer:
        assert answer.status == 200
    page.context.set_offline(False)
    page.wait_for_selector("[data-choice=mine]")
    expect(page.locator("[data-choice=both]")).to_have_count(0)
    page.click("[data-choice=mine]")
    page.wait_for_function(f"async () => (await (await fetch(`{PLAN}`)).json()).notebook?.note === 'mine'")


def test_own_tracks_stay_on_this_device(visit):
    page = planned(visit)
    page.click("#overlay > summary")
    page.set_input_files("#overlay-file", {"name": "道.gpx", "mimeType": "", "buffer": GPX.encode()})
    expect(page.locator("#overlay-list li")).to_contain_text("地点 1、線 2")
    # listed once this device keeps it
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#map-area[data-ready]")
    page.click("#overlay > summary")
    page.wait_for_selector("#overlay-list li")
    page.click("#overlay-list button")
    page.wait_for_selector("#overlay-list li", state="detached")
    page.context.set_offline(False)
    page.reload()
    # what the device keeps is listed by then
    page.wait_for_selector("#overlay-list[data-kept]", state="attached")
    expect(page.locator("#overlay-list li")).to_have_count(0)


def test_a_trip_that_is_called_off_gives_its_turn_to_the_next(visit):
    page = visit("/en/").page
    seconds = page.evaluate(
        """async () => {
          const token = document.querySelector('meta[name=csrf-token]').content;
          const ask = (more, signal) => fetch('/api/v1/plans', { method: 'POST', signal, body: JSON.stringify({
            from: '13101', start: '2027-04-01', days: 365, ...more }),
            headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token } });
          const long = new AbortController();
          const asked = ask({ seconds: 60 }, long.signal).catch((error) => error.name);
          await new Promise((done) => setTimeout(done, 2500));
          long.abort();
          const begun = performance.now();
          await asked;
          await ask({ days: 10, seconds: 0.5 });
          return (performance.now() - begun) / 1000;
        }"""
    )
    assert seconds < 30, "the next trip waited for one that nobody waits for"
