"""The example of docs/groups.md, read from there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from geo.places import PlaceIndex
from planner.cli import group as command
from planner.cli.main import cli
from planner.groups.check import check_group
from planner.groups.plan import plan_group
from planner.groups.request_json import group_request_from_json
from planner.groups.serial import group_from_json

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from planner.dataset import Dataset


def example(root: Path) -> str:
    return (root / "docs" / "groups.md").read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]


def test_the_example_is_planned_as_it_says(root: Path, small_dataset: Dataset) -> None:
    asked = group_request_from_json(json.loads(example(root)), PlaceIndex(small_dataset.municipalities))
    found = plan_group(asked, small_dataset)
    assert check_group(found, small_dataset) == []
    assert [(met.place.name, met.nights >= 3) for met in found.meetings] == [("南砺市", True)]


class Here:
    """Stands for the national data set and its names."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def load(self, *_: object) -> object:
        return self.dataset


def test_the_command_writes_everybody_or_one(
    root: Path, small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "Dataset", Here(small_dataset))
    monkeypatch.setattr(command, "PlaceIndex", Here(PlaceIndex(small_dataset.municipalities)))  # type: ignore[arg-type]
    file = tmp_path / "friends.json"
    file.write_text(example(root), encoding="utf-8")
    run = CliRunner().invoke
    whole = run(cli, ["group", str(file), "--iterations", "2", "-o", str(tmp_path / "trips.json")])
    assert whole.exit_code == 0, whole.output
    found = group_from_json(json.loads((tmp_path / "trips.json").read_text(encoding="utf-8")))
    assert check_group(found, small_dataset) == []
    shown = run(cli, ["group", str(file), "--iterations", "2"])
    assert all(text in shown.stdout for text in ("■ 葵", "■ Ben", "合流  南砺市", "全員の評価"))
    one = run(cli, ["group", str(file), "--iterations", "2", "--traveller", "Ben", "-o", str(tmp_path / "ben.ics")])
    assert one.exit_code == 0, one.output
    assert (tmp_path / "ben.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "friends.json"
    file.write_text("{", encoding="utf-8")
    for options in ([], ["-o", str(tmp_path / "x.gpx")]):
        done = CliRunner().invoke(cli, ["group", str(file), *options])
        assert done.exit_code != 0
