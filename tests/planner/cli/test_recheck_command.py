"""`sasurai recheck`: what of a plan file is otherwise, in either language and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from planner.cli.recheck import recheck
from planner.dataset import Dataset
from planner.serial import dumps, plan_to_json


@pytest.fixture
def call(monkeypatch, tmp_path, example_plan, small_dataset):
    """Call the command on the example plan, as if other data had made it."""
    monkeypatch.setattr(Dataset, "load", classmethod(lambda *_: small_dataset))
    file = tmp_path / "trip.json"
    file.write_text(dumps(plan_to_json(replace(example_plan, dataset_sha256="1" * 64))), encoding="utf-8")
    return lambda *args: CliRunner().invoke(recheck, [str(file), *args])


def test_each_finding_is_a_line_in_the_language_asked_for(call):
    ja, en = call(), call("--lang", "en")
    assert ja.exit_code == en.exit_code == 0
    assert len(ja.stdout.splitlines()) == len(en.stdout.splitlines()) > 0
    assert not ja.stdout.isascii()


def test_programs_get_the_findings_as_json(call):
    found = json.loads(call("--format", "json").stdout)["findings"]
    assert {"kind", "place", "text", "text_en"} == set(found[0])
    assert len(found) == len(call().stdout.splitlines())
