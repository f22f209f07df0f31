"""Files of offices: CSV, Excel and GeoJSON as people have them, read, refused, and written to be read again."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from persimmons import GOOD

from planner.listing.check import check
from planner.listing.fields import FIELDS
from planner.listing.files.cells import read_cell
from planner.listing.files.example import EXAMPLE
from planner.listing.files.reading import Reading, guess, take_rows
from planner.listing.files.sheet import MOST_ROWS, NoSheet, read_sheet
from planner.listing.files.writing import write
from planner.listing.law import lacks
from planner.web.listing_words import listing_words

CODES = ("16210",)


@pytest.fixture(scope="module", params=["ja", "en"])
def words(request, small_dataset):
    return listing_words([small_dataset.municipality("16210")], request.param)


def csv_of(*rows, encoding="utf-8", separator=","):
    lines = [separator.join(GOOD), *(separator.join(row.values()) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows, change=lambda sheet: None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken(content, words, **reading):
    sheet = read_sheet(content)
    columns = reading.pop("columns", None) or guess(sheet, words, {})
    return take_rows(sheet, Reading(columns, **reading), words, CODES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_texts_of_every_spreadsheet_are_read_alike(words, encoding, separator):
    found = taken(csv_of(GOOD, encoding=encoding, separator=separator), words)
    assert found.wrong == ()
    assert [body for _, body in found.rows] == [GOOD]
    assert found.rows[0][0].startswith("row-")


def test_the_words_people_use_are_understood(words):
    header = ["市町村", "仕事の種類", "タイトル", "開始日", "終了日", "最短泊数", "最長泊数"]
    header += ["受け入れ先の種類", "事業者名", "働き方", "住まい", "報酬（円）", "報酬の単位", "電話番号", "メモ"]
    row = ["南砺市", "収穫", "柿", dt.date(2027, 10, 20), dt.datetime(2027, 12, 10), "7泊", 30.0]
    row += ["農家", "柿農家", "業務委託", "あり", "￥9,000円", "日給", "0763-00-0000", "=1+1"]
    lodging = words.choices["lodging"]["provided"][0]
    row[10] = lodging
    found = taken(xlsx_of(header, row), words)
    assert found.wrong == ()
    ((_, body),) = found.rows
    assert body == {
        "municipality_code": "16210",
        "kind": "harvest",
        "title_ja": "柿",
        "start": "2027-10-20",
        "end": "2027-12-10",
        "min_nights": "7",
        "max_nights": "30",
        "host_kind": "farm",
        "employer": "柿農家",
        "engagement": "contract",
        "lodging": "provided",
        "pay_jpy": "9000",
        "pay_unit": "day",
        "contact": "0763-00-0000",
    }


def test_cells_are_read_as_they_are_shown(words):
    def without_years(sheet):
        for name in ("A2", "B2"):
            sheet[name].number_format = 'm"月"d"日"'
        sheet["C2"].number_format = "ggge年m月d日"

    row = [dt.date(2027, 9, 1), dt.date(2027, 10, 5), dt.date(2027, 8, 1), 7.5, True, "=SUM(1,2)", None, dt.time(8, 30)]
    sheet = read_sheet(xlsx_of(list("abcdefgh"), row, change=without_years))
    assert sheet.rows[0].cells[:3] == ("09-01", "10-05", "2027-08-01")
    assert sheet.rows[0].cells[3:8] == ("7.5", "TRUE", "=SUM(1,2)", "", "08:30")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>名</t></is></c><c t="str"><v>b</v></c><c r="D2"><v>4</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><r><t>南</t></r><r><t>砺</t></r>'
    '<rPh sb="0" eb="2"><t>ナント</t></rPh></is></c>'
    '<c r="B4"><f>1+1</f><v>2</v></c><c r="C4" t="b"><v>0</v></c>'
    '<c r="D4"><v>1.50E1</v></c><c r="E4"><v>007</v></c><c r="F4"><v>8</v></c></row>'
    "</sheetData></worksheet>"
)


def test_what_other_programs_write_into_cells_is_read_too():
    sheet = read_sheet(rewritten(xlsx_of(["a"], ["b"]), "xl/worksheets/sheet1.xml", lambda _: SHEET.encode()))
    assert sheet.header == ("名", "b", "#3", "4")
    # furigana is no part of the text, a formula is what it last gave, and columns too many are still seen
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("南砺", "2", "FALSE", "15", "7", "8"))]


def test_a_sheet_that_was_not_looked_at_is_not_read():
    book = rewritten(
        xlsx_of(["a"], ["b"]), "xl/_rels/workbook.xml.rels", lambda text: text.replace(b"t1.xml", b"t1.bin")
    )
    with zipfile.ZipFile(stream := io.BytesIO(book), "a") as archive:
        archive.writestr("xl/worksheets/sheet1.bin", '<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET)
    with pytest.raises(NoSheet, match="no_xlsx"):
        read_sheet(stream.getvalue())


@pytest.mark.parametrize(
    ("name", "cell", "read"),
    [
        ("municipality_code", "162108", "16210"),
        ("municipality_code", "1229", "01229"),
        ("municipality_code", "富山県南砺市", "16210"),
        ("municipality_code", "Nanto", "16210"),
        ("kind", "Harvest", "harvest"),
        ("headcount", "約３名", "3"),
        ("hours_per_day", "7.5時間", "7.5"),
        ("start", "2027/9/1 0:00:00", "2027/9/1"),
        ("closes", "20270901", "2027-09-01"),
        ("title_ja", "-", "-"),
    ],
)
def test_units_names_and_midnights_are_taken_off(words, name, cell, read):
    assert read_cell(name, cell, words) == read


def test_points_of_a_map_are_places(words):
    feature = {
        "type": "Feature",
        "id": "k7",
        "geometry": {"type": "Point", "coordinates": [136.87561, 36.5876, 20]},
        "properties": {**GOOD, "min_nights": 7, "precision": "exact", "skills": ["英語", "運転"], "note": {"a": 1}},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    found = taken(b"\xef\xbb\xbf \n" + content, words)
    assert found.wrong == ()
    ((key, body),) = found.rows
    assert (key, body["lng"], body["lat"], body["skills"]) == ("k7", "136.87561", "36.5876", "英語,運転")


def test_one_wrong_cell_keeps_the_whole_file_out_until_it_is_mended(words):
    content = csv_of(GOOD, {**GOOD, "title_ja": "梅干し", "kind": "begging"})
    found = taken(content, words)
    assert found.rows == ()
    assert [(one.row, one.column, one.key, one.text) for one in found.wrong] == [(3, "kind", "choice", "begging")]
    mended = taken(content, words, mended={"3": {"kind": "harvest", "no_field": "x"}})
    assert mended.wrong == ()
    assert [body["title_ja"] for _, body in mended.rows] == ["干し柿づくり", "梅干し"]


def test_what_is_the_same_in_every_row_needs_no_column(words):
    content = b"title_ja,start,end,host_kind\nA,09-01,10-01,inn\nB,09-01,10-01,\n"
    assert {(one.row, one.key) for one in taken(content, words).wrong} == {(1, "missing")}
    fixed = {name: text for name, text in GOOD.items() if name not in {"title_ja", "start", "end"}}
    found = taken(content, words, fixed=fixed)
    assert [(body["host_kind"], body["employer"]) for _, body in found.rows] == [
        ("inn", "福光の柿農家"),
        ("farm", "福光の柿農家"),
    ]


def test_columns_are_known_as_the_office_chose_before(words):
    sheet = read_sheet("id,ひんもく,題,題,\n1,a,b,c,d\n".encode())
    assert sheet.header == ("id", "ひんもく", "題", "題 #4")
    assert guess(sheet, words, {}) == {"id": "id", "ひんもく": "", "題": "title_ja", "題 #4": ""}
    remembered = {"ひんもく": "title_ja", "id": "no such field"}
    assert guess(sheet, words, remembered) == {"id": "", "ひんもく": "title_ja", "題": "", "題 #4": ""}


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(words):
    rows = b"\r\n".join([csv_of(GOOD), b"", b",,", csv_of({**GOOD, "kind": "x"}).split(b"\r\n")[1]])
    assert [one.row for one in taken(rows, words).wrong] == [5]


def doctype(content):
    """Put a document type into a part of an Excel file."""
    return rewritten(content, "xl/workbook.xml", lambda text: b'<!DOCTYPE x [<!ENTITY a "b">]>' + text)


def rewritten(content, part, change):
    """Change a part of an Excel file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == part else text)
    return made.getvalue()


def broken(flag=0):
    """Spoil what is packed in an Excel file, or claim of it what `flag` means."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>" * 99)
    spoiled = bytearray(made.getvalue())
    with zipfile.ZipFile(made) as archive:
        at = archive.start_dir
    if flag:
        spoiled[6] = spoiled[at + 8] = flag
    else:
        spoiled[30 + len("xl/workbook.xml")] = 0xFF
    return bytes(spoiled)


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (130 * 1024 * 1024))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\x81", "no_csv"),
        (b'a,"b', "no_csv"),
        (b"a\0b,c\nd,e", "no_csv"),
        (csv_of(), "only_header"),
        (b",".join(b"c%d" % n for n in range(201)) + b"\n" + b"x," * 201, "too_wide_file"),
        (b"PK\x03\x04 and no more", "no_xlsx"),
        (doctype(xlsx_of(["a"], ["b"])), "no_xlsx"),
        (bomb(), "too_big"),
        (broken(), "no_xlsx"),
        (broken(flag=1), "no_xlsx"),
        (xlsx_of(["a"], ["b"], change=lambda sheet: sheet.cell(200_000, 1, "far")), "too_many"),
        (b"{", "no_geojson"),
        (b"[" * 100_000, "only_header"),
        (b'{"a":' * 100_000, "no_geojson"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "no_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "empty"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "LineString"}}]}', "no_points"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point"}}]}', "no_geojson"),
        (b'{"type": "FeatureCollection", "features": [1], "crs": {"properties": {"name": "EPSG:6677"}}}', "crs"),
        (b'{"type": "FeatureCollection", "features": [1], "crs": "EPSG:6677"}', "crs"),
        (
            b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [1'
            + b"0" * 400 + b", 36]}}]}", "no_geojson",
        ),
    ],
)  # fmt: skip
def test_what_is_no_file_of_rows_is_refused(content, key):
    with pytest.raises(NoSheet, match=f"^{key}$"):
        read_sheet(content)


def test_too_many_rows_are_refused(words):
    with pytest.raises(NoSheet, match="too_many"):
        read_sheet(b"a\n" + b"b\n" * (MOST_ROWS + 1))


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (csv_of(GOOD, GOOD), "same:2"),
        (csv_of(GOOD) + b",more", "too_wide"),
        (csv_of({**GOOD, "contact_url": ""}), "contact"),
    ],
)
def test_what_is_wrong_in_a_row_is_said(words, rows, key):
    assert key in {one.key for one in taken(rows, words).wrong}


@pytest.mark.parametrize(
    ("start", "end", "read"),
    [
        ("令和9年10月20日", "令和９年12月10日", ("2027-10-20", "2027-12-10")),
        ("R9.10.20", "令9・12・10", ("2027-10-20", "2027-12-10")),
        ("令和元年5月1日", "令和2年4月1日", ("2019-05-01", "2020-04-01")),
        ("2027/4/1", "2027/6/30(水)", ("2027-04-01", "2027-06-30")),
        ("10月", "12月", ("10-01", "12-31")),
        ("1月下旬", "2月末", ("01-21", "02-28")),
        ("2027年10月上旬", "2027年11月中旬頃", ("2027-10-01", "2027-11-20")),
        ("27/4/1", "10月20日", None),
        ("13月上旬", "10月20日", None),
    ],
)
def test_days_are_read_as_offices_write_them(words, start, end, read):
    row = {**GOOD, "start": start, "end": end}
    found = taken(csv_of(row, encoding="cp932"), words)
    if read is None:
        assert {one.column for one in found.wrong} & {"start", "end"} == {"start"}
    else:
        assert [(body["start"], body["end"]) for _, body in found.rows] == [read]
    both = {name: text for name, text in row.items() if name not in {"start", "end"}}
    lines = [",".join([*both, "期間"]), ",".join([*both.values(), f"{start}〜{end}"])]
    together = taken("\n".join(lines).encode("cp932"), words)
    assert [(w.column, w.key) for w in together.wrong] == [(w.column, w.key) for w in found.wrong]
    assert [body for _, body in together.rows] == [body for _, body in found.rows]


def test_titles_and_groups_above_the_headers_are_passed_over(words):
    above = [["令和9年度　募集一覧"], ["2026年11月1日現在"], ["募集", "", "", "期間", ""]]
    sheet = read_sheet(xlsx_of(*above, list(GOOD), list(GOOD.values()), ["", ""], []))
    assert (sheet.header_row, sheet.header, [row.number for row in sheet.rows]) == (4, tuple(GOOD), [5])
    lines = [",".join(row) for row in (*above, GOOD, GOOD.values())]
    assert [body for _, body in taken("\n".join(lines).encode("cp932") + b"\n,,,\n,,,\n", words).rows] == [GOOD]
    with pytest.raises(NoSheet, match="only_header"):
        read_sheet(xlsx_of(*above, list(GOOD)))


def test_points_of_map_programs_are_read(words):
    feature = {"type": "Feature", "properties": {**GOOD, "skills": None}}
    feature["geometry"] = {"type": "MultiPoint", "coordinates": [[136.9195, 36.5880]]}
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6668"}}
    given = {"type": "FeatureCollection", "name": "募集", "crs": named, "features": [feature]}
    ((_, body),) = taken(json.dumps(given).encode(), words).rows
    assert (body["lng"], body["lat"]) == ("136.9195", "36.588")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20))
@settings(max_examples=15)
def test_what_is_written_is_read_again_and_is_no_formula(small_dataset, title):
    words = listing_words([small_dataset.municipality("16210")])
    for text in (title, f"={title}", f"'={title}", f"-{title}"):
        body, errors = check(
            {**GOOD, "title_ja": text, "lng": "136.8756", "lat": "36.5", "hours_per_day": "7.5"}, CODES
        )
        assert errors == {}
        for kind in ("csv", "xlsx", "geojson"):
            for said in (words, None):
                content = write(kind, [("k1", body)], said)
                assert taken(content, words).rows == (("k1", body),), kind
        assert not any(f",{mark}" in write("csv", [("k1", body)]).decode("utf-8-sig") for mark in "=+-@")


def test_the_example_of_the_template_is_good_and_left_out(words):
    body, errors = check({**EXAMPLE, "municipality_code": "16210"}, CODES)
    assert errors == lacks(body) == {}
    assert set(EXAMPLE) <= set(FIELDS)
    for mark in ("見本", "example"):
        content = write("csv", [(mark, body)], words)
        assert [one.key for one in taken(content, words).wrong] == ["only_header"]


def test_reading_can_be_called_off(words):
    class Stopped(Exception):
        pass

    def stop(share):
        raise Stopped

    sheet = read_sheet(csv_of(GOOD))
    with pytest.raises(Stopped):
        take_rows(sheet, Reading(guess(sheet, words, {})), words, CODES, tell=stop)
