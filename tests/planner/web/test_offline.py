"""The worker that keeps the planner readable without a connection: what it is told to keep."""

import json
import re

import pytest

from planner import config


@pytest.fixture
def worker(client):
    return client.get("/sw.js")


@pytest.fixture
def kept(worker):
    found = re.match(r"const KEEP = (\{.*\});\n", worker.get_data(as_text=True))
    assert found
    return json.loads(found[1])


def test_the_worker_serves_the_whole_site_and_is_asked_for_anew(client, worker):
    assert (worker.status_code, worker.mimetype) == (200, "text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    again = client.get("/sw.js", headers={"If-None-Match": worker.headers["ETag"]})
    assert again.status_code == 304


def test_everything_to_keep_is_there_for_ever_and_small(client, kept):
    size = 0
    for address in kept["shell"]:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"], address
        size += len(answer.data)
    assert size < 1_000_000
    for address in kept["pages"]:
        assert client.get(address).status_code == 200


def test_all_that_the_planner_loads_is_kept(client, kept):
    page = client.get("/ja/").get_data(as_text=True)
    loaded = set(re.findall(r'(?:src|href)="(/(?:static|api)/[^"]+)"', page))
    assert len(loaded) > 20
    # the icon of a home screen is kept by the home screen
    assert {address for address in loaded if "mark-180" not in address} <= set(kept["shell"])


def test_nothing_of_others_is_kept(kept):
    assert {address.split("/")[1] for address in kept["shell"]} == {"static", "api"}
    assert set(kept["pages"]) == {"/ja/", "/en/", "/ja/offline", "/en/offline"}
    code = (config.share_dir() / "static" / "worker" / "sw.js").read_text(encoding="utf-8")
    page = re.compile(re.search(r"^const PAGE = /(.*)/;$", code, re.M)[1].replace(r"\/", "/"))
    plan = re.compile(re.search(r"^const PLAN = /(.*)/;$", code, re.M)[1].replace(r"\/", "/"))
    assert all(page.search(path) for path in ("/ja/", "/en/calendar", "/ja/places/16210"))
    assert all(plan.search(path) for path in ("/api/v1/plans", "/api/v1/plans/" + "a" * 32))
    others = ("/p/abc", "/office", "/ja/office", "/feed/abc.ics", "/m/x", "/api/v1/plans/x/shares", "/ja/p/x")
    assert not any(page.search(path) or plan.search(path) for path in others)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_without_a_connection_leads_to_the_planner(client, lang):
    assert f'href="/{lang}/"' in client.get(f"/{lang}/offline").get_data(as_text=True)
