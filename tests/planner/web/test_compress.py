import gzip

import pytest

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_json_is_sent_compressed_to_who_reads_that(client):
    address = "/api/v1/demand"
    packed, plain = client.get(address, headers=GZIP), client.get(address)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert all("Accept-Encoding" in response.headers["Vary"] for response in (packed, plain))
    assert int(packed.headers["Content-Length"]) == len(packed.get_data())


def test_both_encodings_are_known_by_one_weak_tag(client):
    tag = client.get("/api/v1/demand", headers=GZIP).headers["ETag"]
    assert tag.startswith("W/")
    assert client.get("/api/v1/demand", headers={**GZIP, "If-None-Match": tag}).status_code == 304


def test_a_page_with_a_secret_is_not_compressed(client):
    """Its compressed length would tell the token to who can make a browser ask for it often (BREACH)."""
    page = client.get("/ja/?q=guess", headers=GZIP)
    assert "csrf-token" in page.get_data(as_text=True)
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("encodings", ["identity", "br", "gzip;q=0", ""])
def test_who_does_not_read_gzip_gets_none(client, encodings):
    assert "Content-Encoding" not in client.get("/api/v1/demand", headers={"Accept-Encoding": encodings}).headers


def test_what_is_short_stays_as_it_is(client):
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers
