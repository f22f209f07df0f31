import json
import threading

import pytest

from planner.serial import plan_from_json

FILES = ("gpx", "ics", "geojson", "csv", "kml", "pdf", "html", "json")


def test_a_plan_is_made_kept_and_read_again(client, asked):
    response = client.post("/api/v1/plans", json=asked)
    plan = response.get_json()
    assert response.status_code == 201
    assert response.headers["Location"] == plan["links"]["self"] == f"/api/v1/plans/{plan['id']}"
    assert len(plan["id"]) == 32
    assert plan["schema"] == "sasurai.plan/1"
    assert {stay["municipality"]["code"] for stay in plan["itinerary"]["stays"]} == {"20304", "02202", "19213"}
    assert set(plan["links"]) == {"self", "page", *FILES}
    device = {"X-Sasurai-Device": response.headers["X-Sasurai-Device"]}
    assert client.get(plan["links"]["self"], headers=device).get_json() == plan


def test_the_answer_is_a_whole_plan_with_its_shape_on_the_map(made):
    plan, _ = made
    assert plan_from_json(plan).id == plan["id"]
    lines = [f for f in plan["geometry"]["features"] if f["geometry"]["type"] == "LineString"]
    assert {line["properties"]["leg"] for line in lines} == {0, 1, 2, 3}
    assert all(line["properties"]["mode"] for line in lines)


def test_every_plan_has_its_own_random_id(client, asked):
    ids = {client.post("/api/v1/plans", json=asked).get_json()["id"] for _ in range(5)}
    assert len(ids) == 5


def test_nobody_reads_changes_or_shares_the_plan_of_another(client, made):
    plan, _ = made
    address = plan["links"]["self"]
    share = client.post(f"{address}/shares", headers=made[1]).get_json()
    for stranger in ({}, {"X-Sasurai-Device": "x" * 22}, {"X-Sasurai-Device": "' OR 1=1 --"}):
        for answer in (
            client.get(address, headers=stranger),
            client.delete(address, headers=stranger),
            client.get(f"{address}/shares", headers=stranger),
            client.post(f"{address}/shares", headers=stranger),
            client.delete(f"/api/v1/shares/{share['id']}", headers=stranger),
        ):
            assert answer.status_code == 404
            assert answer.get_json()["error"] == "not_found"
    assert client.get(address, headers=made[1]).status_code == 200
    assert client.get(share["links"]["json"]).status_code == 200


def test_a_reader_with_the_newest_version_gets_no_body(client, made):
    plan, device = made
    first = client.get(plan["links"]["self"], headers=device)
    again = client.get(plan["links"]["self"], headers={**device, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_deleted_plan_is_gone_with_all_its_files(client, made):
    plan, device = made
    assert client.delete(plan["links"]["self"], headers=device).status_code == 204
    assert client.get(plan["links"]["self"], headers=device).status_code == 404
    for form in FILES:
        assert client.get(plan["links"][form]).status_code == 410
    assert client.get(plan["links"]["page"]).status_code == 410


@pytest.mark.parametrize("frozen", [False, True])
def test_a_withdrawn_share_is_gone_in_every_form_and_only_it(client, made, frozen):
    plan, device = made
    share = client.post(plan["links"]["self"] + "/shares", json={"frozen": frozen}, headers=device).get_json()
    assert share["frozen"] is frozen
    addresses = [share["links"][form] for form in ("page", *FILES)]
    assert [client.get(address).status_code for address in addresses] == [200] * 9
    assert client.delete(f"/api/v1/shares/{share['id']}", headers=device).status_code == 204
    assert [client.get(address).status_code for address in addresses] == [410] * 9
    assert client.get(plan["links"]["gpx"]).status_code == 200
    listed = client.get(plan["links"]["self"] + "/shares", headers=device).get_json()["shares"]
    assert share["id"] not in {found["id"] for found in listed}


def test_the_list_holds_this_devices_plans(client, made, asked):
    plan, device = made
    client.post("/api/v1/plans", json=asked)
    listed = client.get("/api/v1/plans", headers=device).get_json()["plans"]
    assert [found["id"] for found in listed] == [plan["id"]]
    assert listed[0]["request"]["days"] == 50
    assert client.get("/api/v1/plans").get_json() == {"plans": []}


def test_tokens_are_in_the_database_by_their_hash_only(client, made, database_bytes):
    plan, device = made
    kept = database_bytes()
    assert plan["id"].encode() in kept
    assert device["X-Sasurai-Device"].encode() not in kept
    token = plan["links"]["page"].split("/")[2]
    assert len(token) >= 22
    assert token.encode() not in kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": "many"}, "days"),
        ({"days": 401}, "days"),
        ({"start": "2027-02-30"}, "start"),
        ({"start": None}, "start"),
        ({"modes": "rail"}, "modes"),
        ({"wings": True}, "wings"),
        ({"budget": 1.5}, "budget"),
    ],
)
def test_bad_input_names_the_field(client, asked, change, field):
    response = client.post("/api/v1/plans", json={**asked, **change})
    problem = response.get_json()
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert (problem["error"], problem["field"], problem["status"]) == ("invalid_request", field, 400)


def test_an_unknown_place_is_told(client, asked):
    response = client.post("/api/v1/plans", json={**asked, "from": "どこでもない村"})
    assert (response.status_code, response.get_json()["error"]) == (404, "unknown_place")


def test_no_trip_is_told_with_what_binds_and_what_would_help(client, asked):
    response = client.post("/api/v1/plans", json={**asked, "days": 1})
    problem = response.get_json()
    assert response.status_code == 422
    assert problem["error"] == "no_feasible_itinerary"
    assert problem["binding"] == ["days"]
    assert problem["smallest_relaxation"] == {"field": "days", "value": 5}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff\xfe", b'{"from": NaN}', b"[" * 100_000])
def test_what_is_no_request_is_refused(client, body):
    response = client.post("/api/v1/plans", data=body, content_type="application/json")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"from":\n "13101",,}', "line 2, column 10"),
        (b"", "line 1, column 1"),
        (b'{"from": "\xff"}', "byte 11"),
        (b'{"days": NaN}', "NaN"),
        (b"[]", "object"),
        (b'{"days": ' + b"9" * 5000 + b"}", "too long"),
    ],
)
def test_broken_json_is_told_where_it_breaks(client, body, told):
    response = client.post("/api/v1/plans", data=body, content_type="application/json")
    problem = response.get_json()
    assert (response.status_code, problem["error"], problem["field"]) == (400, "invalid_request", "body")
    assert told in problem["detail"]
    assert (problem["title"] + problem["detail"]).isascii()


def test_only_json_is_read(client):
    response = client.post("/api/v1/plans", data="from=13101", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.get_json()["field"]) == (415, "body")


def test_a_large_body_is_refused(client, asked):
    response = client.post("/api/v1/plans", json={**asked, "from": "x" * 300_000})
    problem = response.get_json()
    assert (response.status_code, problem["error"], problem["field"]) == (413, "too_large", "body")


def test_a_request_may_not_take_longer_than_the_web_allows(client, solver, asked):
    client.post("/api/v1/plans", json={**asked, "seconds": 3600})
    assert [request.seconds for request in solver.asked] == [10.0]
    refused = client.post("/api/v1/plans", json={**asked, "iterations": 10**9})
    assert (refused.status_code, refused.get_json()["field"]) == (400, "iterations")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1", "0", "9" * 400, "9" * 5000])
@pytest.mark.parametrize("member", ['"seconds": %s', '"max_leg_hours": %s', '"weights": {"cost": %s}'])
def test_a_number_that_is_none_never_reaches_a_solver(client, solver, asked, number, member):
    if number == "0" and "weights" in member:
        number = "NaN"  # a weight may be nothing
    body = json.dumps(asked)[:-1] + ", " + member % number + "}"
    response = client.post("/api/v1/plans", data=body, content_type="application/json")
    assert (response.status_code, response.get_json()["error"]) == (400, "invalid_request")
    assert response.get_json()["field"] in {"body", "seconds", "max_leg_hours", "weight", "weights"}
    assert solver.asked == []


@pytest.mark.parametrize(
    ("change", "field"), [({"days": 401}, "days"), ({"people": 51}, "people"), ({"pace": "idle"}, "pace")]
)
def test_what_cannot_be_never_reaches_a_solver(client, solver, asked, change, field):
    response = client.post("/api/v1/plans", json={**asked, **change})
    assert (response.status_code, response.get_json()["field"]) == (400, field)
    assert solver.asked == []


def test_a_lone_surrogate_comes_back_as_it_may(client, asked):
    body = json.dumps({**asked, "from": "\ud800"})
    response = client.post("/api/v1/plans", data=body, content_type="application/json")
    assert response.status_code == 404
    body = json.dumps({**asked, "skills": ["\ud800"]})
    made = client.post("/api/v1/plans", data=body, content_type="application/json")
    assert (made.status_code, made.get_json()["request"]["skills"]) == (201, ["\ud800"])


def test_many_at_once_lose_nothing(app, asked):
    answers = []

    def ask():
        client = app.test_client(use_cookies=False)
        for _ in range(3):
            response = client.post("/api/v1/plans", json=asked)
            device = {"X-Sasurai-Device": response.headers["X-Sasurai-Device"]}
            answers.append((response.status_code, client.get(response.headers["Location"], headers=device).status_code))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(201, 200)] * 24


def test_one_address_cannot_ask_without_end(app, settings, asked):
    app.extensions["sasurai"].limiter._burst = 3
    client = app.test_client(use_cookies=False)
    answers = [client.post("/api/v1/plans", json=asked) for _ in range(5)]
    assert [answer.status_code for answer in answers[:3]] == [201, 201, 201]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_a_copy_is_a_trip_of_its_own(client, made):
    plan, device = made
    address = plan["links"]["self"]
    answer = client.post(f"{address}/copies", headers=device)
    copy = answer.get_json()
    assert (answer.status_code, answer.headers["Location"]) == (201, copy["links"]["self"])
    assert copy["id"] != plan["id"]
    assert copy["itinerary"] == plan["itinerary"]
    assert copy["links"]["page"] != plan["links"]["page"]
    assert client.delete(address, headers=device).status_code == 204
    assert client.get(copy["links"]["self"], headers=device).get_json() == copy
    stranger = {"X-Sasurai-Device": "x" * 22}
    assert client.post(f"{copy['links']['self']}/copies", headers=stranger).status_code == 404
