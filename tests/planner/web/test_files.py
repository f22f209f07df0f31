import json
from urllib.parse import unquote

import pytest

from planner.render.formats import FORMATS


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_file_is_an_attachment_with_its_type_and_a_name_in_utf8(client, made, form, lang):
    token = made[0]["links"]["page"].split("/")[2]
    response = client.get(f"/p/{token}.{form}?lang={lang}")
    assert response.status_code == 200
    assert response.content_type == FORMATS[form].media_type
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="sasurai.')
    name = unquote(disposition.split("filename*=UTF-8''")[1])
    assert name.endswith(f".{form}")
    assert name.startswith("さすらい" if lang == "ja" else "sasurai")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/p/{token}.{form}?lang={lang}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_handed_over_page_is_sandboxed(client, made):
    assert client.get(made[0]["links"]["html"]).headers["Content-Security-Policy"] == "sandbox allow-scripts"


def test_files_carry_the_record(client, made):
    """The calendar file's identity and revision are the record's, so that a calendar updates instead of doubling."""
    plan, _ = made
    shared = json.loads(client.get(plan["links"]["json"]).get_data())
    assert shared["id"] == plan["id"]
    calendar = client.get(plan["links"]["ics"]).get_data(as_text=True).replace("\r\n ", "")
    assert "SEQUENCE:0" in calendar
    assert plan["id"] in calendar


@pytest.mark.parametrize("address", ["/p/unknown.gpx", "/p/unknown", "/p/" + "x" * 500 + ".ics", "/p/%00.gpx"])
def test_an_unknown_token_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_form_that_is_none_is_not_found(client, made):
    assert client.get(made[0]["links"]["page"] + ".exe").status_code == 404


def test_a_language_that_is_none_is_refused(client, made):
    assert client.get(made[0]["links"]["gpx"] + "?lang=xx").status_code == 400
