"""Files on the office's pages: looked at, mended, taken in, called off; and given back."""

from __future__ import annotations

import io
import json
import re
import threading

import pytest
from persimmons import GOOD

from planner.listing.files.reading import take_rows
from planner.web.app import create_app
from planner.web.state import KEY

UME = {**GOOD, "title_ja": "梅の収穫"}
IMPORT = "/office/listings/import"


def csv_of(*rows, header=GOOD, encoding="cp932"):
    lines = [",".join(header), *(",".join(row.values()) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


@pytest.fixture
def send(hanako, send_form):
    """Choose a file and give the address of its preview, and the page there."""

    def choose(content, name="season.csv"):
        sent = send_form(hanako, IMPORT, file=(io.BytesIO(content), name))
        if sent.status_code != 303:
            return "", sent
        return sent.headers["Location"], hanako.get(sent.headers["Location"])

    return choose


@pytest.fixture
def confirm(hanako, send_form):
    """Take a file in that was looked at, and give the page of listings."""

    def take(address):
        sent = send_form(hanako, address)
        assert sent.headers["Location"] == f"{address}/taking"
        over = hanako.get(f"{address}/taking")
        return hanako.get(over.headers["Location"]).get_data(as_text=True)

    return take


def listed(browser):
    return len(json.loads(browser.get("/office/listings/export.geojson?plain=1").data)["features"])


def test_a_file_with_bad_rows_changes_nothing_until_it_is_mended_on_the_page(hanako, send, send_form, confirm):
    bad = csv_of(GOOD, {**UME, "kind": "begging"}, {**UME, "title_ja": "桃", "end": "13-40"})
    address, page = send(bad)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert re.findall(r'name="(cell:[\w:]+)"', text) == ["cell:3:kind", "cell:4:end"]
    assert 'value="13-40"' in text
    assert hanako.get(f"{address}/taking").status_code == 404
    assert send_form(hanako, address, f"{address}/mend", **{"cell:3:kind": "harvest"}).status_code == 303
    assert re.findall(r'name="(cell:[\w:]+)"', hanako.get(address).get_data(as_text=True)) == ["cell:4:end"]
    send_form(hanako, address, f"{address}/mend", **{"cell:4:end": "12-01"})
    page = hanako.get(address)
    assert page.status_code == 200
    assert "新しい募集3件、変更0件、同じもの0件" in page.get_data(as_text=True)
    assert listed(hanako) == 0
    assert "取り込みました。新しい募集3件" in confirm(address)
    assert "取り込みました" not in hanako.get("/office/listings").get_data(as_text=True)
    assert listed(hanako) == 3


def test_a_wrong_file_is_never_taken_in(hanako, send, send_form):
    address, _ = send(csv_of({**GOOD, "kind": "begging"}))
    assert send_form(hanako, address).status_code == 303
    assert hanako.get(f"{address}/taking").headers["Location"] == address
    assert listed(hanako) == 0


@pytest.mark.usefixtures("database_url")
def test_the_same_file_twice_changes_nothing(hanako, send, confirm):
    for expected in ("新しい募集2件、変更0件、同じもの0件", "新しい募集0件、変更0件、同じもの2件"):
        address, page = send(csv_of(GOOD, UME))
        assert expected in page.get_data(as_text=True)
        confirm(address)
        assert listed(hanako) == 2
    _, page = send(csv_of({**GOOD, "max_nights": "20"}, UME))
    text = page.get_data(as_text=True)
    assert "新しい募集0件、変更1件、同じもの1件" in text
    assert "<del>30</del> → <ins>20</ins>" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
@pytest.mark.parametrize("plain", ["", "?plain=1"])
def test_what_is_given_is_read_again_as_the_same(hanako, send, confirm, kind, plain):
    confirm(send(csv_of(GOOD, {**UME, "title_ja": "=1+1"}))[0])
    given = hanako.get(f"/office/listings/export.{kind}{plain}")
    assert f"listings.{kind}" in given.headers["Content-Disposition"]
    _, page = send(given.data, f"again.{kind}")
    assert "新しい募集0件、変更0件、同じもの2件" in page.get_data(as_text=True)
    assert hanako.get("/office/listings/export.exe").status_code == 404


def test_a_file_comes_in_many_pieces(send):
    rows = [{**GOOD, "title_ja": f"柿{n}", "text_ja": "説" * 1300} for n in range(90)]
    content = csv_of(*rows, header=rows[0], encoding="utf-8")
    # more than the pieces in which it comes; the test's own client spills larger ones to the disk
    assert 5 * 64 * 1024 < len(content) < 500 * 1000
    assert "新しい募集90件" in send(content)[1].get_data(as_text=True)


def test_columns_are_chosen_once_and_remembered(hanako, send, send_form, confirm):
    fixed = {f"fixed:{name}": text for name, text in GOOD.items() if name not in {"title_ja", "start", "end"}}
    content = "ひんもく,始,終,めも\n柿,10-20,12-10,x\n".encode("cp932")
    address, page = send(content)
    assert page.status_code == 422
    assert "列がありません" in page.get_data(as_text=True)
    chosen = {
        "header": ["ひんもく", "始", "終", "めも"],
        "column:0": "title_ja",
        "column:1": "start",
        "column:2": "end",
    }
    sent = send_form(hanako, address, f"{address}/columns", **chosen, **{"column:3": "no field"}, **fixed)
    assert sent.status_code == 303
    assert "新しい募集1件" in confirm(address)
    _, page = send(content)
    text = page.get_data(as_text=True)
    assert re.findall(r'<option value="(\w+)" selected>', text.split("<table>")[-1])[:3] == ["title_ja", "start", "end"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空のファイル"),
        (b"\x81", "CSVとして読めません"),
        (b"PK\x03\x04", "Excelファイルとして"),
        (b"{", "GeoJSON"),
    ],
)
def test_what_cannot_be_read_is_said(send, content, said):
    _, page = send(content)
    assert page.status_code == 422
    assert said in page.get_data(as_text=True)


def test_long_work_shows_how_far_it_is_and_can_be_called_off(app, hanako, send, send_form, monkeypatch):
    monkeypatch.setattr("planner.web.imports.PATIENCE_SECONDS", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def slow(sheet, reading, words, codes, ground, tell):
        tell(0.5)
        begun.set()
        go_on.wait(60)
        tell(0.75)
        raise AssertionError

    monkeypatch.setattr("planner.web.import_work.take_rows", slow)
    address, page = send(csv_of(GOOD))
    assert begun.wait(60)
    assert page.status_code == 200
    follow = re.search(r'data-progress="([^"]+)"', page.get_data(as_text=True))[1]
    assert hanako.get(follow).get_json() == {"over": False, "share": 0.65}
    assert send_form(hanako, address, f"{address}/stop/look").status_code == 303
    go_on.set()
    job = app.extensions[KEY].jobs.find(
        f"look {app.extensions[KEY].offices.named('南砺市観光協会').id} {address[-32:]}"
    )
    assert job.wait(60)
    assert hanako.get(follow).get_json()["over"]


def test_what_is_called_off_while_it_is_taken_in_leaves_nothing(hanako, send, send_form, monkeypatch):
    address, _ = send(csv_of(*({**GOOD, "title_ja": f"柿{n}"} for n in range(600))))

    def stop_late(self, share):
        if share > 0.5:
            raise CalledOff
        self.share = share

    from planner.web.import_jobs import CalledOff

    monkeypatch.setattr("planner.web.import_jobs.Job._tell", stop_late)
    assert send_form(hanako, address).status_code == 303
    assert hanako.get(f"{address}/taking").headers["Location"] == address
    assert listed(hanako) == 0


@pytest.fixture
def other_worker(app, settings, hanako):
    """The same person's browser at another worker of the same server."""
    second = create_app(settings)
    client = second.test_client()
    for cookie in hanako._cookies.values():
        client.set_cookie(cookie.key, cookie.value, path=cookie.path)
    yield client
    second.extensions[KEY].store.close()


@pytest.mark.usefixtures("database_url")
def test_an_import_is_followed_and_stopped_at_any_worker(hanako, other_worker, send, send_form, monkeypatch):
    monkeypatch.setattr("planner.web.imports.PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr("planner.web.import_shared.EVERY_SECONDS", 0)
    address, _ = send(csv_of(GOOD))
    begun, go_on = threading.Event(), threading.Event()

    def slow(sheet, reading, words, codes, ground, tell):
        tell(0.4)
        begun.set()
        assert go_on.wait(30)
        tell(0.8)
        return take_rows(sheet, reading, words, codes, ground)

    monkeypatch.setattr("planner.web.import_work.take_rows", slow)
    assert send_form(hanako, address).headers["Location"] == f"{address}/taking"
    assert begun.wait(30)
    page = other_worker.get(f"{address}/taking").get_data(as_text=True)
    follow = re.search(r'data-progress="([^"]+)"', page)[1]
    assert other_worker.get(follow).get_json() == {"over": False, "share": 0.35}
    # a second press there begins nothing
    assert send_form(other_worker, f"{address}/taking", address).headers["Location"] == f"{address}/taking"
    assert send_form(other_worker, f"{address}/taking", f"{address}/stop/take").status_code == 303
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "import":
            thread.join(30)
    assert other_worker.get(follow).get_json()["over"]
    assert other_worker.get(f"{address}/taking").headers["Location"] == address
    assert listed(hanako) == 0
    monkeypatch.undo()
    assert send_form(hanako, "/office/news", address).headers["Location"] == f"{address}/taking"
    over = other_worker.get(f"{address}/taking")
    assert "取り込みました。新しい募集1件" in other_worker.get(over.headers["Location"]).get_data(as_text=True)


def test_a_template_has_an_example_that_stays_out(hanako, send):
    for kind in ("csv", "xlsx"):
        given = hanako.get(f"/office/listings/template.{kind}")
        _, page = send(given.data)
        assert "見出しのほかに行がありません" in page.get_data(as_text=True)
    header = hanako.get("/office/listings/template.csv").data.decode("utf-8-sig").splitlines()[0]
    assert header.startswith("id,市区町村,種類,題（日本語）")


def test_who_only_reviews_imports_nothing(person, hanako):
    reviewer = person("rie@example.jp", role="reviewer")
    assert reviewer.get(IMPORT).status_code == 404
    assert reviewer.get("/office/listings/export.csv").status_code == 200


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_pages_are_in_both_languages(hanako, send, lang):
    address, _ = send(csv_of({**GOOD, "kind": "x"}))
    for page in (IMPORT, address):
        text = hanako.get(page, query_string={"lang": lang}).get_data(as_text=True)
        assert f'<html lang="{lang}">' in text
        assert not re.search(r"\blisting\.[a-z]", text)
