"""`sasurai data import demand`: an office's CSV from the terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from planner.cli.main import cli
from planner.errors import InvalidRequest

HEADER = (
    "municipality_code,kind,title_ja,start,end,min_nights,max_nights,host_kind,employer,engagement,lodging,contact_url"
)
ROW = "16210,harvest,干し柿づくり,10-20,12-10,7,30,farm,柿農家,employment,provided,https://example.jp/kaki"


@pytest.fixture
def run(tmp_path):
    runner = CliRunner(env={"SASURAI_INSTANCE": str(tmp_path), "SASURAI_DATABASE_URL": ""})
    return lambda *words: runner.invoke(cli, list(words))


def test_a_file_comes_in_once(run, tmp_path):
    run("office", "create", "南砺の窓口", "--municipality", "16210")
    file = tmp_path / "season.csv"
    file.write_bytes(f"{HEADER}\r\n{ROW}\r\n".encode("cp932"))
    command = ("data", "import", "demand", str(file), "--office", "南砺の窓口")
    assert run(*command).output == "1 new drafts, 0 changed, 0 the same.\n"
    assert run(*command).output == "0 new drafts, 0 changed, 1 the same.\n"
    file.write_text(f"{HEADER}\n{ROW.replace('16210', '13101')}\n", encoding="utf-8")
    refused = run(*command)
    assert isinstance(refused.exception, InvalidRequest)
    assert "row 2, column municipality_code: not yours" in refused.output
