"""What every site has: icon, manifest, rules for search engines."""

import io

import pytest
from lxml import etree
from PIL import Image

from planner.web import site

PUBLIC = "https://trips.example"


@pytest.fixture
def public(monkeypatch):
    monkeypatch.setenv("SASURAI_BASE_URL", f"{PUBLIC}/")


def test_the_icon_is_where_browsers_look(client):
    icon = client.get("/favicon.ico", follow_redirects=True)
    assert (icon.status_code, icon.mimetype) == (200, "image/png")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_manifest_names_icons_of_the_sizes_they_have(client, lang):
    page = client.get(f"/{lang}/").get_data(as_text=True)
    assert f'<link rel="manifest" href="/manifest.webmanifest?lang={lang}">' in page
    answer = client.get(f"/manifest.webmanifest?lang={lang}")
    assert answer.mimetype == "application/manifest+json"
    told = answer.get_json()
    assert (told["lang"], told["start_url"], told["scope"]) == (lang, f"/{lang}/", "/")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        image = Image.open(io.BytesIO(client.get(icon["src"]).data))
        assert icon["sizes"] == f"{image.width}x{image.height}"


def test_search_engines_are_kept_from_plans(client, public):
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert {f"Disallow: {path}" for path in ("/p/", "/api/", "/feed/", "/office")} <= set(lines)
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in lines


def test_the_sitemap_lists_pages_that_are_there(client, public):
    tree = etree.fromstring(client.get("/sitemap.xml").data)
    found = [node.text for node in tree.iter("{*}loc")]
    assert len(found) == 12
    for address in found:
        assert client.get(address.removeprefix(PUBLIC)).status_code == 200


def test_without_a_public_address_none_is_made_up(client):
    assert site.site_root() == ""
    assert "localhost" not in client.get("/robots.txt").get_data(as_text=True)
