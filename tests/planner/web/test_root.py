import pytest


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("en-GB,en;q=0.9,ja;q=0.5", "en"), ("ja", "ja"), ("fr", "ja"), ("", "ja"), ("fr,en;q=0.3", "en")],
)
def test_the_door_leads_to_the_readers_language(client, asked, lang):
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{lang}/")
    assert "Accept-Language" in response.headers["Vary"]
