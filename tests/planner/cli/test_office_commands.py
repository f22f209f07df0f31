"""`sasurai office`: make, invite, list, reset."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from planner.cli.main import cli
from planner.db.engine import connect
from planner.db.errors import RecordMissing
from planner.db.offices import OfficeStore
from planner.db.reports import ReportStore

WORDS = "a rather long sentence"


@pytest.fixture
def run(tmp_path):
    runner = CliRunner(env={"SASURAI_INSTANCE": str(tmp_path), "SASURAI_DATABASE_URL": "", "SASURAI_BASE_URL": ""})
    return lambda *words: runner.invoke(cli, ["office", *words])


def token_of(result):
    assert result.exit_code == 0, result.output
    return re.fullmatch(r"http://127\.0\.0\.1:8000/office/link/([\w-]{43})\n", result.output)[1]


def test_an_office_from_nothing_to_a_new_password(run, tmp_path):
    assert "南砺市" in run("create", "南砺の窓口", "--municipality", "富山県南砺市").output
    token = token_of(run("invite", "南砺の窓口", "hanako@example.jp", "--role", "editor"))
    engine = connect(f"sqlite:///{tmp_path / 'sasurai.db'}")
    offices = OfficeStore(engine)
    offices.accept(token, WORDS)
    listed = run("list").output
    assert "16210" in listed
    assert "hanako@example.jp (editor)" in listed
    assert offices.link(token_of(run("reset", "hanako@example.jp"))).office == ""
    engine.dispose()


@pytest.mark.parametrize(
    "words", [("invite", "nowhere", "a@example.jp", "--role", "owner"), ("reset", "nobody@example.jp")]
)
def test_what_is_not_there_is_said(run, words):
    assert isinstance(run(*words).exception, RecordMissing)


def test_people_come_go_and_change_roles(run, tmp_path):
    run("create", "窓口", "--municipality", "16210")
    offices = OfficeStore(connect(f"sqlite:///{tmp_path / 'sasurai.db'}"))
    for email, role in (("hanako@example.jp", "owner"), ("taro@example.jp", "editor")):
        offices.accept(token_of(run("invite", "窓口", email, "--role", role)), WORDS)
    refused = run("remove", "窓口", "hanako@example.jp")
    assert "at least one owner" in str(refused.exception)
    assert run("role", "窓口", "Taro@example.jp", "owner").exit_code == 0
    assert run("remove", "窓口", "hanako@example.jp").exit_code == 0
    assert offices.named("窓口").people == (("taro@example.jp", "owner"),)
    assert "砺波市" in run("set-municipalities", "窓口", "16210", "砺波市").output
    assert offices.named("窓口").codes == ("16208", "16210")
    assert run("codes-off", "taro@example.jp").exit_code == 0
    assert isinstance(run("codes-off", "nobody@example.jp").exception, RecordMissing)


def test_mistakes_of_the_national_table_are_listed_and_seen_to(run, tmp_path):
    assert run("create", "南砺", "--municipality", "16210").exit_code == 0
    engine = connect(f"sqlite:///{tmp_path / 'sasurai.db'}")
    made = ReportStore(engine).send("16210-harvest-1", "干し柿", "dates", "10月から\nです")
    engine.dispose()
    listed = run("reports").output
    assert made.id in listed
    assert "10月から です" in listed
    assert made.id not in run("reports", "--done", made.id).output
