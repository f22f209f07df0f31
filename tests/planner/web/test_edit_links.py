"""A link that lets change a plan: what whoever has it may do, and what they may not."""

from __future__ import annotations

import pytest

from planner.replan.replan import Replanned
from planner.serial import plan_from_json


@pytest.fixture
def friend(client, made):
    """The header of somebody with a link that lets change the plan."""
    plan, device = made
    answer = client.post(plan["links"]["self"] + "/shares", json={"edits": True}, headers=device)
    share = answer.get_json()
    return {"X-Sasurai-Share": share["links"]["page"].split("/")[2]}, share


@pytest.fixture
def replanning(app, made):
    """A solver that gives the plan back with one day more, as edits would."""
    state = app.extensions["sasurai"]
    plan = plan_from_json(made[0])
    state.solve = lambda task: Replanned(plan, (), ())
    return {"edits": [{"edit": "unlock"}]}


def test_both_read_and_change_one_plan_and_nobody_overwrites_the_other(client, made, friend, replanning):
    plan, device = made
    address, (header, _) = plan["links"]["self"], friend
    theirs = client.get(address, headers=header)
    assert theirs.status_code == 200
    seen = {"If-Match": theirs.headers["ETag"]}
    mine = client.post(f"{address}/replan", json=replanning, headers={**device, **seen})
    assert mine.status_code == 200
    late = client.post(f"{address}/replan", json=replanning, headers={**header, **seen})
    assert (late.status_code, late.get_json()["error"]) == (412, "changed")
    told = client.get(f"{address}/changes?since=0", headers=header).get_json()
    assert (told["since"], told["sequence"]) == (0, 1)
    newest = client.get(address, headers={**header, "If-None-Match": theirs.headers["ETag"]})
    assert newest.status_code == 200
    again = client.post(f"{address}/replan", json=replanning, headers={**header, "If-Match": newest.headers["ETag"]})
    assert again.status_code == 200
    assert client.get(address, headers=device).get_json()["record"]["sequence"] == 2


def test_who_came_by_a_link_is_told_of_that_link_alone(client, made, friend):
    plan, _ = made
    header, share = friend
    told = client.get(plan["links"]["self"], headers=header).get_json()
    assert told["links"] == {"self": plan["links"]["self"], **share["links"]}
    own = plan["links"]["page"].split("/")[2]
    assert own not in str(told)


def test_a_link_to_change_is_no_right_to_share_or_delete(client, made, friend):
    plan, _ = made
    header, share = friend
    address = plan["links"]["self"]
    for answer in (
        client.delete(address, headers=header),
        client.get(f"{address}/shares", headers=header),
        client.post(f"{address}/shares", headers=header),
        client.delete(f"/api/v1/shares/{share['id']}", headers=header),
        client.get(f"{address}/feed", headers=header),
    ):
        assert answer.status_code == 404


def test_it_opens_no_other_plan_and_a_link_to_read_opens_none(client, made, friend, asked):
    plan, device = made
    header, _ = friend
    other = client.post("/api/v1/plans", json=asked, headers=device).get_json()
    assert client.get(other["links"]["self"], headers=header).status_code == 404
    for terms in ({}, {"frozen": True}, {"shown": []}):
        share = client.post(plan["links"]["self"] + "/shares", json=terms, headers=device).get_json()
        reader = {"X-Sasurai-Share": share["links"]["page"].split("/")[2]}
        assert client.get(plan["links"]["self"], headers=reader).status_code == 404
        assert client.post(plan["links"]["self"] + "/restore", json={"sequence": 0}, headers=reader).status_code == 404


def test_a_withdrawn_link_changes_nothing_more(client, made, friend):
    plan, device = made
    header, share = friend
    client.delete(f"/api/v1/shares/{share['id']}", headers=device)
    assert client.get(plan["links"]["self"], headers=header).status_code == 410


def test_a_friend_keeps_a_variant_on_their_own_device(client, made, friend):
    plan, device = made
    header, _ = friend
    answer = client.post(plan["links"]["self"] + "/copies", json={"name": "友だちの案", "sequence": 0}, headers=header)
    copy = answer.get_json()
    assert (answer.status_code, copy["record"]["name"], copy["record"]["trip"]) == (201, "友だちの案", plan["id"])
    theirs = {"X-Sasurai-Device": answer.headers["X-Sasurai-Device"]}
    assert client.get(copy["links"]["self"], headers=theirs).status_code == 200
    assert client.get(copy["links"]["self"], headers=device).status_code == 404


def test_variants_are_named_and_stand_under_one_trip(client, made):
    plan, device = made
    address = plan["links"]["self"]
    second = client.post(f"{address}/copies", json={"name": "海まわり"}, headers=device).get_json()
    third = client.post(second["links"]["self"] + "/copies", headers=device).get_json()
    named = client.put(f"{address}/name", json={"name": " 山まわり\n"}, headers=device).get_json()
    assert named["record"]["name"] == "山まわり"
    listed = client.get("/api/v1/plans", headers=device).get_json()["plans"]
    assert {line["trip"] for line in listed} == {plan["id"]}
    assert {line["id"]: line["name"] for line in listed} == {
        plan["id"]: "山まわり", second["id"]: "海まわり", third["id"]: "",
    }  # fmt: skip
    assert listed[0]["totals"] == plan["itinerary"]["totals"]


@pytest.mark.parametrize("name", [None, 7, "x" * 81])
def test_a_name_that_is_none_is_refused(client, made, name):
    plan, device = made
    answer = client.put(plan["links"]["self"] + "/name", json={"name": name}, headers=device)
    assert (answer.status_code, answer.get_json()["field"]) == (400, "name")


def test_versions_that_are_not_kept_are_not_compared(client, made):
    plan, device = made
    address = plan["links"]["self"] + "/changes"
    assert client.get(f"{address}?since=7", headers=device).status_code == 404
    assert client.get(address, headers=device).get_json()["field"] == "since"
