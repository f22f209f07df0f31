"""`sasurai publish` of a published map, what it refuses, and the demo accounts that are made only when asked for."""

import pytest

from planner.cli.publish import publish
from planner.cli.serve import _show_demo
from planner.db.engine import connect
from planner.db.errors import RecordMissing
from planner.db.seed import seed
from planner.db.upgrade import upgrade
from planner.errors import InvalidRequest


@pytest.fixture
def database(tmp_path, monkeypatch):
    """An instance with the worked example."""
    url = f"sqlite:///{tmp_path / 'sasurai.db'}"
    monkeypatch.setenv("SASURAI_DATABASE_URL", url)
    upgrade(url)
    engine = connect(url)
    seed(engine)
    yield url
    engine.dispose()


def run(*words):
    publish.main(list(words), standalone_mode=False)


def test_a_published_map_becomes_a_folder(database, tmp_path, capsys):
    folder = tmp_path / "out"
    run("nanto", "-o", str(folder))
    assert "index.html" in capsys.readouterr().out
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "南砺の季節の仕事" in page
    assert "麦屋の秋" in page
    assert (folder / "data" / "courses.gpx").is_file()
    with pytest.raises(InvalidRequest, match="empty or new"):
        run("nanto", "-o", str(folder))
    with pytest.raises(RecordMissing):
        run("nothing", "-o", str(tmp_path / "other"))
    with pytest.raises(InvalidRequest, match="99"):
        run("99", "-o", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()


def test_demo_accounts_are_told_only_when_asked_for(database, monkeypatch, capsys):
    monkeypatch.delenv("SASURAI_DEMO", raising=False)
    _show_demo(database, "http://127.0.0.1:8000/")
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("SASURAI_DEMO", "1")
    _show_demo(database, "http://127.0.0.1:8000/")
    told = capsys.readouterr().out
    assert told.count("@nanto.example") == 3
    assert "http://127.0.0.1:8000/office/sign-in" in told
