"""Plans from files: judged by content, bounded, compared with today's data, kept under an id of their own."""

from __future__ import annotations

import json

import pytest

from planner.web.plan_import import MOST_BYTES


@pytest.fixture(autouse=True)
def workers(app, small_dataset):
    """A pool that does what it is given at once."""
    solve = app.extensions["sasurai"].solve
    app.extensions["sasurai"].solve = lambda asked: solve(asked) if hasattr(asked, "days") else asked(small_dataset)


@pytest.fixture
def file(client, made):
    """The JSON file of a plan, as its owner takes it along."""
    return client.get(made[0]["links"]["json"]).get_data()


def send(client, content, **more):
    return client.post("/api/v1/plans/import", data=content, **more)


@pytest.mark.parametrize("content_type", ["application/json", "application/octet-stream", "image/png", None])
def test_a_plan_comes_back_under_a_new_id_for_this_device(client, made, file, content_type):
    answer = send(client, file, content_type=content_type)
    told = answer.get_json()
    assert answer.status_code == 201
    assert told["plan"]["id"] != made[0]["id"]
    assert told["plan"]["itinerary"] == made[0]["itinerary"]
    device = {"X-Sasurai-Device": answer.headers["X-Sasurai-Device"]}
    assert client.get(answer.headers["Location"], headers=device).get_json() == told["plan"]
    assert client.get(answer.headers["Location"], headers=made[1]).status_code == 404


def test_what_no_longer_holds_is_said_and_not_lost(client, file):
    plan = json.loads(file)
    plan["itinerary"]["legs"][0]["minutes"] += 77
    plan["itinerary"]["stays"][1]["demand"][0]["id"] = "no-longer"
    told = send(client, json.dumps(plan)).get_json()
    assert {"journey", "window"} <= {finding["kind"] for finding in told["findings"]}
    assert all(finding["text"] and finding["text_en"] for finding in told["findings"])
    assert told["plan"]["itinerary"] == plan["itinerary"]


def test_a_file_takes_the_place_of_a_plan_only_for_who_knows_its_latest_version(client, made, file):
    plan, device = made
    address, headers = plan["links"]["self"], made[1]
    changed = json.loads(file)
    changed["request"]["pace"] = "slow"
    assert client.put(address, data=json.dumps(changed), headers=headers).status_code == 428
    late = client.put(address, data=json.dumps(changed), headers={**headers, "If-Match": '"7-ja"'})
    assert late.status_code == 412
    done = client.put(address, data=json.dumps(changed), headers={**headers, "If-Match": '"0-ja"'})
    assert (done.status_code, done.get_json()["plan"]["request"]["pace"]) == (200, "slow")
    assert done.get_json()["plan"]["id"] == plan["id"]
    back = client.post(f"{address}/restore", json={"sequence": 0}, headers={**device, "If-Match": '"1-ja"'})
    assert back.get_json()["plan"]["request"] == plan["request"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda plan: plan.pop("itinerary"), "itinerary"),
        (lambda plan: plan.update(schema="sasurai.plan/2"), "schema"),
        (lambda plan: plan["request"].update(days=401), "days"),
        (lambda plan: plan["request"].update(wings=1), "wings"),
        (lambda plan: plan["itinerary"]["stays"].pop(), "itinerary.legs"),
        (lambda plan: plan["itinerary"]["legs"][0].update(minutes="x"), "itinerary.legs[0].minutes"),
        (lambda plan: plan.update(passes=[{"pass": "x"}]), "passes[0].name_ja"),
        (lambda plan: plan.update(unshared=["wings"]), "unshared"),
        (lambda plan: plan.update(unshared=5), "unshared"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused_by_its_field(client, file, change, field):
    plan = json.loads(file)
    change(plan)
    answer = send(client, json.dumps(plan))
    assert (answer.status_code, answer.get_json()["field"]) == (400, field)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\x89PNG\r\n", b"[]", b"{}", b"[" * 200_000, b"\xff\xfe{}", b'{"schema": NaN}'),
        b'{"unshared": ["money"], "x": ' + b"[" * 9000 + b"]" * 9000 + b"}",
    ],
)
def test_what_is_no_plan_is_refused(client, content):
    assert send(client, content).status_code == 400


def test_a_file_that_is_too_large_is_refused(client):
    assert send(client, b" " * (MOST_BYTES + 1)).status_code == 413


def test_a_page_needs_its_token_to_send_a_file(browser, file):
    assert send(browser, file).status_code == 400
    assert send(browser, file, headers=browser.csrf).status_code == 201


def test_a_file_without_money_is_priced_by_todays_data(client, made):
    plan, device = made
    share = client.post(f"{plan['links']['self']}/shares", json={"shown": ["notes"]}, headers=device).get_json()
    bare = client.get(share["links"]["json"]).get_data()
    assert json.loads(bare)["itinerary"]["totals"]["fare_jpy"] is None
    told = send(client, bare).get_json()
    before, after = plan["itinerary"], told["plan"]["itinerary"]
    days = [(stay["municipality"]["code"], stay["arrive"], stay["depart"]) for stay in before["stays"]]
    assert [(stay["municipality"]["code"], stay["arrive"], stay["depart"]) for stay in after["stays"]] == days
    assert after["totals"]["fare_jpy"] == before["totals"]["fare_jpy"] > 0
    assert [finding["kind"] for finding in told["findings"]] == ["data"]
    assert "unshared" not in told["plan"]
