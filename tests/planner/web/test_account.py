"""Data of people of offices: all of it to take along, none of it left when they go."""

from __future__ import annotations

import pytest
from persimmons import GOOD

from planner.web.state import KEY

WORDS = "a rather long sentence"


@pytest.fixture
def hanako(person, send_form):
    browser = person("hanako@example.jp")
    assert send_form(browser, "/office/listings/new", **GOOD).status_code == 303
    return browser


def test_a_copy_holds_everything_and_no_key(hanako, app):
    told = hanako.get("/office/account/data.json")
    kept = told.get_json()
    assert kept["email"] == "hanako@example.jp"
    assert kept["offices"] == [{"office": "南砺市観光協会", "role": "owner"}]
    assert [one["act"] for one in kept["listings"]] == ["create"]
    assert len(kept["sessions"]) == 1
    assert "argon2" not in told.get_data(as_text=True)
    assert "hanako@example.jp" in hanako.get("/office/account?lang=en").get_data(as_text=True)


def test_who_goes_leaves_the_work_and_no_address(app, hanako, person, send_form, database_bytes):
    taro = person("taro@example.jp")
    page = "/office/account"
    assert send_form(hanako, page, f"{page}/delete", password="wrong").status_code == 422
    app.extensions[KEY].offices.invite(app.extensions[KEY].offices.all()[0].id, "hanako@example.jp", "editor")
    gone = send_form(hanako, page, f"{page}/delete", password=WORDS)
    assert gone.headers["Location"] == "/office/sign-in"
    told, later = (hanako.get("/office/sign-in").get_data(as_text=True) for _ in range(2))
    assert ("アカウントを消しました" in told, "アカウントを消しました" in later) == (True, False)
    assert hanako.get("/office/listings").status_code == 302
    assert GOOD["title_ja"] in taro.get("/office/listings").get_data(as_text=True)
    from planner.db.engine import connect
    from planner.db.schema import METADATA

    engine = connect(app.config["DATABASE_URL"])
    with engine.connect() as connection:
        rows = [repr(row) for table in METADATA.sorted_tables for row in connection.execute(table.select())]
    engine.dispose()
    assert rows
    assert not [row for row in rows if "hanako" in row]
    assert send_form(taro, "/office/sign-in", email="hanako@example.jp", password=WORDS).status_code == 422


def test_an_office_with_people_keeps_an_owner(hanako, person, send_form):
    person("taro@example.jp", role="editor")
    refused = send_form(hanako, "/office/account", "/office/account/delete", password=WORDS)
    assert refused.status_code == 422
    assert "最後の責任者" in refused.get_data(as_text=True)
    assert hanako.get("/office/account").status_code == 200
