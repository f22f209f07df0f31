"""Figures for those who run it, and for nobody else."""

import re

import pytest

from planner.web.app import create_app
from planner.web.metrics import BUCKETS, Metrics

SAMPLE = re.compile(r'[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? [0-9.e+-]+')


def figures(answer):
    assert answer.status_code == 200
    lines = answer.get_data(as_text=True).splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_answers_are_counted_by_route_and_never_by_address(client):
    client.get("/p/a-secret-token")
    client.get("/nothing/here")
    client.get("/healthz")
    answer = client.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert "secret" not in text
    assert [line for line in text.splitlines() if not line.startswith("#") and not SAMPLE.fullmatch(line)] == []
    found = figures(answer)
    assert found['sasurai_http_requests_total{method="GET",route="/p/<token>",status="404"}'] == "1"
    assert found['sasurai_http_requests_total{method="GET",route="(none)",status="404"}'] == "1"
    assert found['sasurai_http_request_seconds_count{route="/healthz"}'] == "1"
    assert found["sasurai_ready"] == "1"


def test_buckets_grow_to_the_count():
    metrics = Metrics()
    for seconds in (0.001, 0.2, 3.0, 100.0):
        metrics.count("GET", "/", 200, seconds)
    rows = [line for line in metrics.lines() if "_bucket" in line]
    counts = [int(line.rsplit(" ", 1)[1]) for line in rows]
    assert len(rows) == len(BUCKETS) + 1
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (1, 4)
    assert 'le="+Inf"' in rows[-1]


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", ""])
def test_others_are_told_that_there_is_nothing(client, address):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 404


@pytest.mark.parametrize(
    ("header", "status"), [({"Authorization": "Bearer s3cret"}, 200), ({"Authorization": "Bearer x"}, 404), ({}, 404)]
)
def test_with_a_token_only_the_token_counts(settings, header, status):
    app = create_app({**settings, "METRICS_TOKEN": "s3cret"})
    try:
        assert app.test_client().get("/metrics", headers=header).status_code == status
    finally:
        app.extensions["sasurai"].store.close()
