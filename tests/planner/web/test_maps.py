"""/office/maps: from an empty form to a published map, by its own people only."""

import datetime as dt
import io
import json
import re

import pytest
from PIL import Image

from planner.db import following
from planner.model import TripRequest
from planner.plan import plan
from planner.web.state import KEY

FIELDS = {
    "title_ja": "南砺の仕事",
    "slug": "nanto-work",
    "places": "16210 富山県南砺市\n山梨県甲州市",
    "seasons": "all",
    "listings": "1",
    "languages": ["ja", "en"],
    "month": "0",
    "licence": "CC BY 4.0",
    "hosts": "https://www.city.example.jp/",
}


@pytest.fixture
def owner(person, monkeypatch):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.0)
    return person("hanako@example.jp")


@pytest.fixture
def made(owner, send_form):
    answer = send_form(owner, "/office/maps/new", **FIELDS)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


@pytest.fixture
def solving(app, small_dataset):
    """Plan for real, on the small data set."""
    app.config["TODAY"] = dt.date(2027, 8, 1)

    def solve(asked):
        quick = asked.request if not isinstance(asked, TripRequest) else asked
        assert quick.seconds <= 3
        return plan(asked, small_dataset) if isinstance(asked, TripRequest) else asked(small_dataset)

    app.extensions[KEY].solve = solve


def sequence_of(browser, page):
    return re.search(r'name="sequence" value="(\d+)"', browser.get(page).get_data(as_text=True))[1]


def publish(browser, page, send_form):
    return send_form(browser, page, f"{page}/publish", sequence=sequence_of(browser, page))


def test_from_the_form_to_the_public(client, owner, made, send_form):
    assert client.get("/m/nanto-work").status_code == 404
    preview = owner.get(f"{made}/preview").get_data(as_text=True)
    assert "下書きの見た目" in preview
    assert "ぶどうの収穫" in owner.get(f"{made}/preview?month=0").get_data(as_text=True)
    assert owner.get(f"{made}/preview.json").get_json()["places"][0][0] == "16210"
    assert publish(owner, made, send_form).status_code == 303
    page = client.get("/m/nanto-work?month=0").get_data(as_text=True)
    assert "南砺の仕事" in page
    assert "ぶどうの収穫" in page
    csp = client.get("/embed/nanto-work").headers["Content-Security-Policy"]
    assert csp.endswith("frame-ancestors 'self' https://www.city.example.jp")


def test_a_published_map_changes_only_when_published_and_goes_back(client, owner, made, send_form):
    publish(owner, made, send_form)
    other = {**FIELDS, "title_ja": "別の題", "sequence": sequence_of(owner, f"{made}/edit")}
    assert send_form(owner, f"{made}/edit", **other).status_code == 303
    assert "南砺の仕事" in client.get("/m/nanto-work").get_data(as_text=True)
    publish(owner, made, send_form)
    assert "別の題" in client.get("/m/nanto-work").get_data(as_text=True)
    assert send_form(owner, made, f"{made}/roll-back/2").status_code == 303
    assert "南砺の仕事" in client.get("/m/nanto-work").get_data(as_text=True)
    history = owner.get(made).get_data(as_text=True)
    assert "前の版を公開" in history
    assert "hanako@example.jp" in history
    send_form(owner, made, f"{made}/unpublish")
    assert client.get("/m/nanto-work").status_code == 404
    assert "別の地図" not in send_form(owner, f"{made}/delete", slug="wrong").get_data(as_text=True)
    assert owner.get(made).status_code == 200
    send_form(owner, f"{made}/delete", slug="nanto-work")
    assert owner.get(made).status_code == 404


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(owner, send_form):
    wrong = {
        "intro_ja": "消えない文",
        "hosts": "https://a.example.jp; script-src *",
        "places": "どこでもない町",
        "slug": "南砺",
    }
    answer = send_form(owner, "/office/maps/new", **{**FIELDS, **wrong})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'role="alert"' in page
    for text in wrong.values():
        assert text in page
    assert len(re.findall(r'class="error" id="\w+-wrong"', page)) == 3
    assert len(re.findall('aria-invalid="true"', page)) == 3


def test_an_address_that_is_taken_is_said(owner, made, send_form):
    answer = send_form(owner, "/office/maps/new", **FIELDS)
    assert answer.status_code == 422
    assert "ほかの地図が使って" in answer.get_data(as_text=True)


def test_who_comes_second_loses_nothing(owner, made, send_form):
    page = f"{made}/edit"
    send_form(owner, page, **{**FIELDS, "title_ja": "先の題", "sequence": "1"})
    answer = send_form(owner, page, **{**FIELDS, "title_ja": "後の題", "sequence": "1"})
    assert answer.status_code == 409
    assert "後の題" in answer.get_data(as_text=True)
    assert "先の題" in owner.get(made).get_data(as_text=True)


def test_another_office_and_strangers_find_no_draft(app, person, owner, made, send_form):
    other, stranger = person("taro@example.jp", office="東京", codes=("13101",)), app.test_client()
    pages = ["", "/edit", "/preview", "/preview.json", "/delete", "/logo", "/layers", "/courses", "/courses/x"]
    acts = ["/publish", "/unpublish", "/restore/1", "/roll-back/1", "/delete", "/logo", "/layers", "/courses"]
    for path in pages:
        assert other.get(f"{made}{path}").status_code == 404, path
        assert stranger.get(f"{made}{path}").headers["Location"] == "/office/sign-in"
    for path in acts:
        assert send_form(other, "/office/sessions", f"{made}{path}").status_code == 404, path
    assert "南砺の仕事" not in other.get("/office/maps").get_data(as_text=True)


def test_an_editor_writes_and_a_reviewer_publishes(person, owner, made, send_form):
    editor = person("editor@example.jp", role="editor")
    reviewer = person("reviewer@example.jp", role="reviewer")
    assert send_form(editor, made, f"{made}/publish", sequence="1").status_code == 404
    given = {**FIELDS, "sequence": "1"}
    assert send_form(reviewer, "/office/sessions", f"{made}/edit", **given).status_code == 404
    assert send_form(editor, f"{made}/edit", **given).status_code == 303
    assert publish(reviewer, made, send_form).status_code == 303


def upload(browser, page, csrf_of, name, content, **fields):
    token = csrf_of(browser.get(page))
    data = {"csrf_token": token, "file": (io.BytesIO(content), name), **fields}
    return browser.post(page, data=data, content_type="multipart/form-data")


def picture(kind, size=(300, 100)):
    out = io.BytesIO()
    Image.new("RGB", size, "#165e83").save(out, kind)
    return out.getvalue()


def test_a_file_that_is_no_picture_is_refused(owner, made, csrf_of):
    answer = upload(owner, f"{made}/logo", csrf_of, "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert answer.status_code == 422
    assert 'id="file-wrong"' in answer.get_data(as_text=True)


def test_a_logo_is_written_anew(client, app, owner, made, csrf_of, send_form):
    assert upload(owner, f"{made}/logo", csrf_of, "logo.jpg", picture("JPEG", (3000, 1000))).status_code == 303
    assert client.get("/m/nanto-work/logo.png").status_code == 404
    publish(owner, made, send_form)
    answer = client.get("/m/nanto-work/logo.png")
    shown = Image.open(io.BytesIO(answer.data))
    assert (answer.content_type, shown.format, shown.size) == ("image/png", "PNG", (480, 160))
    assert "/m/nanto-work/logo.png" in client.get("/m/nanto-work").get_data(as_text=True)


GPX = (
    '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" creator="x"><wpt lat="36.55" lon="136.88">'
    "<name>五箇山&lt;b&gt;</name></wpt><trk><name>塩硝の道</name><trkseg>"
    '<trkpt lat="36.4" lon="136.9"/><trkpt lat="36.5" lon="136.85"/></trkseg></trk></gpx>'
)


def test_a_gpx_file_becomes_a_layer(client, owner, made, csrf_of, send_form):
    page = f"{made}/layers"
    assert upload(owner, page, csrf_of, "x.gpx", GPX.encode(), name_ja="古い道", source="南砺 2024").status_code == 303
    publish(owner, made, send_form)
    own = client.get("/m/nanto-work/map.json").get_json()["own"]
    assert [(layer["id"], layer["name"], len(layer["features"])) for layer in own] == [("own-1", "古い道", 2)]
    send_form(owner, page, f"{page}/1/remove")
    assert client.get("/m/nanto-work/map.json").get_json()["own"] == own
    publish(owner, made, send_form)
    assert client.get("/m/nanto-work/map.json").get_json()["own"] == []


def test_a_file_that_is_no_layer_is_refused(owner, made, csrf_of):
    for content in (b"not a track", b'<!DOCTYPE x [<!ENTITY a "b">]><gpx/>'):
        answer = upload(owner, f"{made}/layers", csrf_of, "x.gpx", content, name_ja="古い道")
        assert answer.status_code == 422
        assert "古い道" in answer.get_data(as_text=True)
        assert 'id="file-wrong"' in answer.get_data(as_text=True)


ASKED = {"title_ja": "秋の山と畑", "origin": "東京都千代田区", "start": "09-05", "days": "20", "musts": "南砺市"}


def test_a_course_is_planned_within_the_area_and_changed_by_hand(client, app, owner, made, send_form, solving):
    page = f"{made}/courses"
    assert send_form(owner, page, **ASKED).status_code == 303
    publish(owner, made, send_form)
    drawn = client.get("/m/nanto-work/map.json").get_json()["courses"][0]
    assert {stay[2] for stay in drawn["stays"]} == {"南砺市", "甲州市"}
    course = re.search(rf"{page}/\w+", owner.get(page).get_data(as_text=True))[0]
    words = {"title_ja": "甲州から南砺へ", "start": "09-10", "note_ja_16210": "彫刻の町<i>を歩く"}
    stays = {"order_19213": "1", "nights_19213": "3", "order_16210": "2", "nights_16210": "4"}
    answer = send_form(owner, course, **words, **stays)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    publish(owner, made, send_form)
    changed = client.get("/m/nanto-work/map.json").get_json()["courses"][0]
    assert [(stay[2], stay[3]) for stay in changed["stays"]] == [("甲州市", 3), ("南砺市", 4)]
    assert "彫刻の町&lt;i&gt;を歩く" in client.get("/m/nanto-work").get_data(as_text=True)
    alone = {**words, **stays, "drop_19213": "1", "nights_16210": "0"}
    refused = send_form(owner, course, **alone)
    assert refused.status_code == 422
    assert "1–60" in refused.get_data(as_text=True)
    assert send_form(owner, course, f"{course}/remove").status_code == 303
    assert json.loads(json.dumps(changed)) == client.get("/m/nanto-work/map.json").get_json()["courses"][0]


def test_a_course_that_cannot_be_is_said_beside_its_field(owner, made, send_form, solving):
    wrong = {"origin": "どこか", "start": "13-40", "days": "0", "musts": "ない町", "title_ja": ""}
    answer = send_form(owner, f"{made}/courses", **{**ASKED, **wrong, "text_ja": "消えない文"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for said in ("どこか", "月と日として", "1–60", "ない町", "入力してください", "消えない文"):
        assert said in page
    assert set(re.findall(r'class="error" id="(\w+)-wrong"', page)) == set(wrong)
    far = {"days": "1", "musts": "石垣市", "origin": "富良野市"}
    refused = send_form(owner, f"{made}/courses", **{**ASKED, **far})
    assert refused.status_code == 422
    assert "滞在が見つかりません" in refused.get_data(as_text=True)


def test_a_full_map_says_so_beside_the_file(owner, made, csrf_of, monkeypatch):
    monkeypatch.setattr("planner.db.maps.MOST_PART_BYTES", 10)
    track = b'{"type": "Point", "coordinates": [136.9, 36.5]}'
    answer = upload(owner, f"{made}/layers", csrf_of, "x.geojson", track, name_ja="古い道")
    text = answer.get_data(as_text=True)
    assert (answer.status_code, "置き場所がいっぱいです" in text, 'value="古い道"' in text) == (422, True, True)
