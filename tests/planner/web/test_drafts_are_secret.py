"""Over every route that there is: who may not see a draft, a letter or a plan sees nothing of it, and changes nothing.

The routes come from the app itself; a new one is asked too, with every hidden id in the place of an unknown argument.
"""

from __future__ import annotations

import io
import itertools
import json
import zipfile

import pytest
from persimmons import GOOD as PERSIMMONS
from werkzeug.routing import BuildError

from planner.db.engine import connect
from planner.db.listings import Actor
from planner.db.schema import METADATA
from planner.web.state import KEY

pytestmark = pytest.mark.usefixtures("at_once")

GOOD = {**PERSIMMONS, "title_ja": "公開の題"}
MARK = "himitsu"
"""Begins every word that only Hanako's office, or the sender of a letter, may read."""
LETTER = {"first": "2027-10-20", "last": "2027-11-30", "contact": f"{MARK}-contact", "message": f"{MARK}-message"}
PLAIN = {
    "lang": ("ja", "en"),
    "code": ("16210",),
    "build": ("0" * 16,),
    "sequence": (1, 2),
    "number": (0,),
    "fmt": ("json", "gpx", "geojson", "csv", "html"),
    "kind": ("csv", "xlsx", "geojson", "look", "take"),
}
"""Arguments that name nothing hidden."""
STEPS = ("publish", "pause", "listings", "demand", "courses", "municipalities")
"""Names that routes know beside the hidden ones: steps of listings, collections, layers."""
FORMS = ({}, {"Accept": "text/html"}, {"Accept": "application/json"})
OWN_ENDS = {"office.sign_out", "office.switch"}
"""What ends or moves one's own session is asked last."""
PASSING = {"attempt", "figure", "sign_in"}
"""Tables of counts and of the visitor's own session."""


@pytest.fixture
def hidden(app, hanako, client, asked, root):
    """Everything that is nobody else's: the ids by which it might be asked for."""
    held = app.extensions[KEY]
    office = held.offices.all()[0].id
    actor = Actor(office, "owner", "hanako@example.jp")
    draft = held.listings.create(actor, {**GOOD, "title_ja": f"{MARK}-draft"}).id
    public = held.listings.create(actor, GOOD)
    held.listings.step(actor, public.id, "publish")
    held.listings.change(actor, public.id, {**GOOD, "title_ja": f"{MARK}-edited"}, 2)
    letter = client.post(f"/api/v1/listings/{public.id}/interest", json={**LETTER, "consent": True})
    interest = held.interests.of_office(office)[0].id
    report = held.reports.send(f"listing-{public.id}", "題", "dates", f"{MARK}-report").id
    upload = held.uploads.hold(office, f"{MARK}.csv", f"{MARK}-upload".encode())
    example = (root / "planner/regional/nanto.json").read_text(encoding="utf-8")
    body = json.loads(example.replace("南砺", MARK))["map"]
    regional = held.maps.create(actor, f"{MARK}-map", body.get("body", body)).id
    part = held.maps.add_part(actor, regional, "course", f"{MARK}-course".encode())
    plan = client.post("/api/v1/plans", json=asked).get_json()["id"]
    me = held.sign_ins.who(hanako.get_cookie("sasurai_office", path="/office").value)
    session = held.sign_ins.devices(me.person_id)
    return {
        "draft": draft, "edited": public.id, "interest": interest, "report": report, "upload": upload,
        "map": regional, "slug": f"{MARK}-map", "part": part, "plan": plan, "session": session[0].id,
        "secret": letter.get_json()["token"],
    }  # fmt: skip


@pytest.fixture
def taro(person):
    """Somebody of another office, with every right there."""
    return person("taro@example.jp", office="よその窓口", codes=("13101",))


@pytest.fixture
def stranger(app):
    return app.test_client()


def addresses(app, hidden, *, unsafe):
    """Give every address that a hidden id can be asked for by: the rule's endpoint, a method and the path."""
    ids = [one for name, one in hidden.items() if name != "secret"]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in OWN_ENDS, rule.rule))
        for rule in rules:
            methods = rule.methods - {"GET", "HEAD", "OPTIONS"} if unsafe else rule.methods & {"GET"}
            given = [_values(name, ids) for name in sorted(rule.arguments)]
            for chosen in itertools.product(*given):
                values = dict(zip(sorted(rule.arguments), chosen, strict=True))
                try:
                    path = adapter.build(rule.endpoint, values, method=min(rule.methods & methods, default="GET"))
                except (BuildError, ValueError):
                    # a value that this rule's converter does not know
                    continue
                yield from ((rule.endpoint, method, path) for method in sorted(methods))


def _values(name, ids):
    if name in PLAIN:
        return PLAIN[name]
    listed = [*ids, *(f"listing-{one}" for one in ids[:2])] if name in {"window_id", "identity", "listing_id"} else ids
    return [*listed, *STEPS] if name == "name" else listed


def rows(settings, without=frozenset()):
    """Everything that the database holds, but for passing things and what belongs to the visitor or their office."""
    engine = connect(settings["DATABASE_URL"])
    found = {}
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            kept = connection.execute(table.select()).mappings() if table.name not in PASSING else ()
            found[table.name] = sorted(repr(row) for row in kept if without.isdisjoint(row.values()))
    engine.dispose()
    return found


def _text(body):
    """Read a body, a spreadsheet's too."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(map(packed.read, packed.namelist()))
    return body.decode("utf-8", "replace")


@pytest.mark.parametrize("who", ["stranger", "taro"])
def test_nobody_else_sees_a_draft_or_a_letter_anywhere(app, hidden, who, request):
    visitor = request.getfixturevalue(who)
    asked = set()
    for endpoint, method, path in addresses(app, hidden, unsafe=False):
        for headers in FORMS if endpoint.startswith("ogc") else FORMS[:1]:
            answer = visitor.open(path, method=method, headers=headers)
            asked.add(endpoint)
            text = _text(answer.data)
            leaked = [word for word in text.replace(path, "").split(MARK)[1:] if not word.startswith("-map")]
            assert not leaked, f"{path} tells {MARK}{leaked[0][:40]}"
            assert answer.status_code not in {201, 500}, path
            if path.startswith("/office") and any(one in path for one in hidden.values()):
                # a stranger is led to the door
                assert answer.status_code in ({302, 404} if who == "stranger" else {404}), path
    assert len(asked) > 60
    # what is asked for by its address
    for path in (
        f"/oembed?url=http://localhost/m/{hidden['slug']}",
        f"/oembed?url=http://localhost/embed/{hidden['slug']}",
    ):
        assert visitor.get(path).status_code == 404


def test_its_own_office_does_see_it(app, hidden, hanako):
    """Otherwise the test above could not fail."""
    seen = "".join(
        hanako.get(path).get_data(as_text=True)
        for endpoint, _, path in addresses(app, hidden, unsafe=False)
        if endpoint in {"listings.show", "inbox.show", "inbox.index", "imports.preview"}
    )
    for word in ("draft", "edited", "contact", "message", "report"):
        assert f"{MARK}-{word}" in seen


@pytest.mark.parametrize("who", ["stranger", "hanako"])
def test_nothing_changes_without_the_token_of_a_page(app, settings, hidden, who, request):
    visitor = request.getfixturevalue(who)
    visitor.get("/office/sign-in")
    before = rows(settings)
    asked = 0
    for _, method, path in addresses(app, hidden, unsafe=True):
        answer = visitor.open(path, method=method, data={"email": "x", "password": "x"})
        assert answer.status_code in {400, 403, 404, 405}, path
        asked += 1
    assert asked > 60
    assert rows(settings) == before


def test_another_office_changes_nothing_of_theirs(app, settings, hidden, taro, csrf_of):
    held = app.extensions[KEY]
    me = held.sign_ins.who(taro.get_cookie("sasurai_office", path="/office").value)
    own = {me.person_id, me.memberships[0].office_id}
    token = csrf_of(taro.get("/office/sessions"))
    before = rows(settings, own)
    for endpoint, method, path in addresses(app, hidden, unsafe=True):
        if endpoint in OWN_ENDS or endpoint in {"reports.send", "hosts.send", "interests_api.send"}:
            continue
        answer = taro.open(path, method=method, data={"csrf_token": token, "back": "1"})
        if any(one in path for one in hidden.values()) and path.startswith("/office"):
            assert answer.status_code in {404, 410, 412, 422}, path
    assert rows(settings, own) == before
