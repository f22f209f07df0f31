"""Changing a plan that is kept: edits, conflicts, versions."""

from __future__ import annotations

import pytest

from planner.db.tokens import token_hash
from planner.db.versions import KEPT
from planner.web.app import create_app
from planner.web.state import KEY

ASKED = {"from": "13101", "start": "2027-09-01", "days": 60, "iterations": 2}


@pytest.fixture
def solver(real_solver):
    return real_solver


@pytest.fixture
def kept(keep):
    return keep(ASKED)


def days_of(made):
    return {s["municipality"]["code"]: (s["arrive"], s["depart"]) for s in made["itinerary"]["stays"]}


def send(client, kept, *edits, **more):
    made, headers = kept
    return client.post(f"/api/v1/plans/{made['id']}/replan", json={"edits": list(edits), **more}, headers=headers)


def test_a_plan_is_changed_and_kept_under_its_id(client, kept):
    made, headers = kept
    first, second = list(days_of(made))[:2]
    response = send(client, kept, {"edit": "lock", "place": first}, {"edit": "drop", "place": second})
    assert response.status_code == 200, response.get_data(as_text=True)
    told = response.get_json()
    assert told["plan"]["id"] == made["id"]
    assert told["plan"]["record"]["sequence"] == 1
    assert days_of(told["plan"])[first] == days_of(made)[first]
    assert second not in days_of(told["plan"])
    assert {c["place"]: c["kind"] for c in told["changes"]} | {second: "removed"} == {
        c["place"]: c["kind"] for c in told["changes"]
    }
    again = client.get(f"/api/v1/plans/{made['id']}", headers=headers)
    assert again.get_json() == told["plan"]
    assert again.headers["ETag"] == response.headers["ETag"] != headers["If-Match"]


def test_names_do_for_codes(client, kept):
    told = send(client, kept, {"edit": "insert", "place": "伊豆の国市", "arrive": "2027-09-20", "nights": 3}).get_json()
    assert days_of(told["plan"])["22225"] == ("2027-09-20", "2027-09-23")


def test_a_preview_is_not_kept(client, kept):
    made, headers = kept
    told = send(client, kept, {"edit": "drop", "place": next(iter(days_of(made)))}, preview=True).get_json()
    assert told["plan"]["itinerary"] != made["itinerary"]
    assert client.get(f"/api/v1/plans/{made['id']}", headers=headers).get_json() == made


def test_conflicts_are_named_and_nothing_changes(client, kept):
    made, headers = kept
    (one, (arrive, _)), (other, _) = list(days_of(made).items())[:2]
    edits = [{"edit": "lock", "place": one}, {"edit": "move", "place": other, "arrive": arrive}]
    response = send(client, kept, *edits)
    assert response.status_code == 409
    problem = response.get_json()
    assert (problem["error"], problem["conflicts"][0]["kind"]) == ("conflict", "overlap")
    assert problem["conflicts"][0]["text"]
    assert client.get(f"/api/v1/plans/{made['id']}", headers=headers).get_json() == made
    preview = send(client, kept, *edits, preview=True)
    assert (preview.status_code, preview.get_json()["plan"]) == (200, None)


def test_who_does_not_know_the_latest_version_changes_nothing(client, kept):
    made, headers = kept
    drop = {"edit": "drop", "place": next(iter(days_of(made)))}
    assert send(client, (made, {"X-Sasurai-Device": headers["X-Sasurai-Device"]}), drop).status_code == 428
    assert send(client, kept, drop).status_code == 200
    late = send(client, kept, {"edit": "fill", "on": False})
    assert (late.status_code, late.get_json()["error"]) == (412, "changed")
    assert send(client, (made, {**headers, "If-Match": "*"}), {"edit": "fill", "on": False}).status_code == 200


def test_changes_are_taken_back_and_made_again(client, kept):
    made, headers = kept
    changed = send(client, kept, {"edit": "drop", "place": next(iter(days_of(made)))})
    address = f"/api/v1/plans/{made['id']}/restore"
    undone = client.post(address, json={"sequence": 0}, headers={**headers, "If-Match": changed.headers["ETag"]})
    assert undone.status_code == 200, undone.get_data(as_text=True)
    assert undone.get_json()["plan"]["itinerary"] == made["itinerary"]
    assert undone.get_json()["plan"]["record"]["sequence"] == 2
    redone = client.post(address, json={"sequence": 1}, headers={**headers, "If-Match": undone.headers["ETag"]})
    assert redone.get_json()["plan"]["itinerary"] == changed.get_json()["plan"]["itinerary"]


def test_only_versions_that_were_can_be_restored(client, kept):
    made, headers = kept
    address = f"/api/v1/plans/{made['id']}/restore"
    assert client.post(address, json={"sequence": 7}, headers=headers).status_code == 404
    for sequence in (True, -1, 10**30):
        assert client.post(address, json={"sequence": sequence}, headers=headers).status_code == 400
    assert (
        client.post(address, json={"sequence": 0}, headers={**headers, "X-Sasurai-Device": "x" * 22}).status_code == 404
    )


@pytest.mark.parametrize(
    "edits",
    [
        None,
        {"edit": "lock"},
        ["lock"],
        [{"edit": "fly"}],
        [{"edit": "lock"}],
        [{"edit": "lock", "place": "13101", "by": "x"}],
        [{"edit": "lock", "place": "22225"}],
        [{"edit": "resize", "place": "22225", "nights": "5"}],
        [{"edit": "dates", "start": "soon"}],
        [{"edit": "dates", "mode": "swing"}],
        [{"edit": "change", "fields": {"must": []}}],
        [{"edit": "change", "fields": {"budget": "much"}}],
        [{"edit": "fill", "on": 1}],
        [{"edit": "fill"}] * 101,
    ],
)
def test_edits_that_cannot_be_are_400(client, kept, edits):
    made, headers = kept
    response = client.post(f"/api/v1/plans/{made['id']}/replan", json={"edits": edits}, headers=headers)
    assert (response.status_code, response.get_json()["error"]) == (400, "invalid_request")


def test_old_versions_are_let_go(settings, kept, client):
    made, headers = kept
    store = create_app(settings).extensions[KEY].store
    mine = token_hash(headers["X-Sasurai-Device"])
    body = store.get(mine, made["id"]).body
    for sequence in range(KEPT + 2):
        store.replace(mine, made["id"], body, sequence)
    address = f"/api/v1/plans/{made['id']}/restore"
    for sequence, status in ((1, 404), (2, 200)):
        answer = client.post(address, json={"sequence": sequence}, headers={**headers, "If-Match": "*"})
        assert answer.status_code == status
    store.close()
