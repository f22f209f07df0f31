import re

import pytest

DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy_of(response):
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("address", ["/ja/", "/en/", "/nothing", "/api/v1/plans", "/healthz", "/api/v1/nothing"])
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    policy = policy_of(response)
    assert DIRECTIVES.items() <= policy.items()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "upgrade-insecure-requests" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation" in response.headers["Permissions-Policy"]


def test_no_page_of_ours_asks_another_host(client):
    for source in policy_of(client.get("/ja/")).values():
        assert "http" not in source
        assert "*" not in source


def test_pages_hold_no_inline_script_or_style(client):
    page = client.get("/ja/").get_data(as_text=True)
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in attributes or "application/json" in attributes or "application/ld+json" in attributes
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", page)


def test_a_browser_needs_the_token_of_its_page(browser, asked):
    refused = browser.post("/api/v1/plans", json=asked)
    assert (refused.status_code, refused.get_json()["error"]) == (400, "csrf")
    wrong = browser.post("/api/v1/plans", json=asked, headers={"X-CSRFToken": "x" * 90})
    assert wrong.status_code == 400
    assert browser.post("/api/v1/plans", json=asked, headers=browser.csrf).status_code == 201


def test_a_browsers_device_is_a_cookie_that_scripts_cannot_read(browser, asked):
    response = browser.post("/api/v1/plans", json=asked, headers=browser.csrf)
    cookie = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith("sasurai_device="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    address = response.get_json()["links"]["self"]
    assert browser.get(address).status_code == 200
    assert browser.delete(address).status_code == 400
    assert browser.delete(address, headers=browser.csrf).status_code == 204


def test_cookies_are_secure_behind_https(settings, monkeypatch, asked):
    from planner.web.app import create_app

    monkeypatch.setenv("SASURAI_BASE_URL", "https://sasurai.example/")
    response = create_app(settings).test_client(use_cookies=False).post("/api/v1/plans", json=asked)
    assert "Secure" in response.headers["Set-Cookie"].split("; ")


def test_another_sites_request_is_refused_even_without_cookies(client, asked):
    for site in ("cross-site", "same-site"):
        response = client.post("/api/v1/plans", json=asked, headers={"Sec-Fetch-Site": site})
        assert (response.status_code, response.get_json()["error"]) == (403, "cross_site")
    assert client.post("/api/v1/plans", json=asked, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 201


def test_no_other_origin_may_read(client, made):
    response = client.get(made[0]["links"]["json"], headers={"Origin": "https://evil.example"})
    assert not any(name.lower().startswith("access-control-") for name, _ in response.headers)


def test_what_is_shared_is_for_who_has_the_address(client, made):
    for form in ("page", "gpx"):
        assert client.get(made[0]["links"][form]).headers["X-Robots-Tag"] == "noindex"


def test_names_are_text_everywhere(app, solver, asked):
    """A title of somebody's making is shown as it is, on the page and in the files."""
    import dataclasses

    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>${alert(1)}"
    stay = dataclasses.replace(solver.plan.itinerary.stays[0], why=evil, why_en=evil)
    window = dataclasses.replace(stay.demand[0], title=evil, title_en=evil)
    stays = (dataclasses.replace(stay, demand=(window,)), *solver.plan.itinerary.stays[1:])
    solver.plan = dataclasses.replace(solver.plan, itinerary=dataclasses.replace(solver.plan.itinerary, stays=stays))
    client = app.test_client(use_cookies=False)
    links = client.post("/api/v1/plans", json=asked).get_json()["links"]
    for form in ("page", "html", "kml", "gpx"):
        body = client.get(links[form]).get_data(as_text=True)
        assert "<script>alert" not in body, form
        assert "<img src=x" not in body, form
        # folium writes template literals, which would run it
        assert all("${alert" not in script for script in re.findall(r"<script\b.*?</script>", body, re.DOTALL)), form


@pytest.mark.parametrize("address", ["/p/a%00b", "/office/link/%00", "/api/v1/plans/%00", "/api/v1/demand?kind=%00"])
def test_an_address_with_a_nul_names_nothing(client, address):
    assert client.get(address).status_code == 404
