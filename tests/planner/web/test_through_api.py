"""The layer of trips through each municipality over HTTP."""

import gzip
import json

import pytest

from planner.through import ThroughTask


@pytest.fixture
def looking(app, solver, small_dataset, monkeypatch):
    """A solver that does the task of the layer on the small data set, and plans as before."""
    before = type(solver).__call__

    def answer(self, asked):
        if isinstance(asked, ThroughTask):
            self.asked.append(asked)
            return asked(small_dataset)
        return before(self, asked)

    monkeypatch.setattr(type(solver), "__call__", answer)
    return solver


def test_a_plan_has_its_layer_and_it_is_small(client, looking, made):
    plan, device = made
    response = client.get(plan["links"]["self"] + "/through", headers=device)
    assert response.status_code == 200
    found = response.get_json()
    assert found["schema"] == "sasurai.through/1"
    assert len({len(found[name]) for name in ("codes", "most", "arrive", "nights")}) == 1
    assert {stay["municipality"]["code"] for stay in plan["itinerary"]["stays"]} <= set(found["codes"])
    assert found["objective"] == plan["objective"]
    # a country of such rows fits into 60 kB compressed
    row = len(gzip.compress(json.dumps(found).encode())) / len(found["codes"])
    assert row * 1741 < 60_000 * 4


def test_it_is_worked_out_once(client, looking, made):
    plan, device = made
    first = client.get(plan["links"]["self"] + "/through", headers=device)
    again = client.get(plan["links"]["self"] + "/through", headers={**device, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert sum(isinstance(asked, ThroughTask) for asked in looking.asked) == 1


def test_it_is_for_the_plans_own_device(client, looking, made):
    plan, _ = made
    assert client.get(plan["links"]["self"] + "/through").status_code == 404
    assert client.get("/api/v1/plans/none/through", headers=made[1]).status_code == 404
