import re

import pytest

from planner.render.formats import FORMATS
from planner.request_json import _FIELDS as REQUEST_FIELDS
from planner.web.app import BLUEPRINTS

PAGES = {
    "bulk",
    "plain",
    "account",
    "assets",
    "exports",
    "figures",
    "hosts",
    "imports",
    "inbox",
    "interests",
    "legal",
    "listings",
    "map_parts",
    "maps",
    "office",
    "people",
    "office_news",
    "office_codes",
    "offline",
    "ogc",
    "open_data",
    "pages",
    "regional",
    "reports",
    "root",
    "shared",
    "site",
}
"""Pages, and `ogc`, which defines itself at /ogc/api."""


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").get_json()


def test_every_route_is_described_and_nothing_else(app, document):
    described = {
        (path, method)
        for path, operations in document["paths"].items()
        for method in operations.keys() & {"get", "post", "put", "delete"}
    }
    served = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in PAGES or rule.rule.startswith("/.well-known"):
            continue
        path = re.sub(r"<any\(.*\):fmt>", "{format}", rule.rule)
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        served |= {(path, method.lower()) for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert described == served
    assert len(BLUEPRINTS) > 5


def test_every_reference_leads_somewhere(document):
    def references(value):
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    found = set(references(document))
    assert found
    for reference in found:
        target = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_it_knows_every_field_of_a_request_and_every_file(document):
    assert document["components"]["schemas"]["Request"]["properties"].keys() == REQUEST_FIELDS.keys()
    formats = document["paths"]["/p/{token}.{format}"]["parameters"][1]["schema"]["enum"]
    assert set(formats) == set(FORMATS)


def test_a_plan_and_its_windows_have_the_members_it_names(client, made, document):
    schemas = document["components"]["schemas"]
    assert made[0].keys() >= set(schemas["Plan"]["required"])
    window = client.get("/api/v1/demand").get_json()["features"][0]["properties"]
    assert window.keys() == schemas["Window"]["properties"].keys()
    place = client.get("/api/v1/municipalities/16210").get_json()["municipality"]
    assert place.keys() == schemas["Municipality"]["properties"].keys()
