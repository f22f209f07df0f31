"""The form of a regional map and a logo: what is taken, what is refused, and why."""

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo.model import LngLat
from geo.places import PlaceIndex
from planner.model import KINDS
from planner.regional.area import places_of
from planner.regional.colour import contrast
from planner.regional.course import by_hand, course_request, next_day
from planner.regional.form import LAND, Given, WrongField, read_form
from planner.regional.model import COLOURS, OWN_COLOUR, Area, Course, OwnLayer, RegionalMap, View
from planner.regional.picture import SIZE, logo_of
from planner.regional.serial import map_from_json, map_to_json

FIELDS = {
    "title_ja": "南砺の仕事",
    "slug": "nanto-work",
    "places": "16210 富山県南砺市\n山梨県甲州市",
    "seasons": "all",
    "listings": "1",
    "month": "10",
    "licence": "CC BY 4.0",
    "hosts": "https://www.city.example.jp/\nhttp://127.0.0.1:8000",
    "view_lng": "１３６．９",
    "view_lat": "36.5",
    "view_zoom": "9",
    "colour_harvest": "#AA0000",
}


@pytest.fixture
def read(small_dataset):
    finder = PlaceIndex(small_dataset.municipalities)

    def ask(before=None, kinds=(), **other):
        texts = {name: [text] for name, text in {**FIELDS, **other}.items()}
        texts |= {"kinds": list(kinds), "languages": ["en"]}
        return read_form(Given(texts), before, finder, small_dataset.municipalities)

    return ask


def test_a_form_is_read_into_a_map(read):
    found = read(kinds=["harvest", "craft", "nonsense"])
    regional = found.regional
    assert found.wrong == {}
    assert regional.area == Area(("16210", "19213"))
    assert (regional.kinds, regional.languages) == (("harvest", "craft"), ("en",))
    assert regional.view == View(136.9, 36.5, 9.0)
    assert regional.hosts == ("https://www.city.example.jp", "http://127.0.0.1:8000")
    assert regional.colours == {"harvest": "#aa0000"}
    assert regional.month == 10


def test_a_form_keeps_files_and_courses(read):
    before = RegionalMap("x", Area(("16210",)), logo="l", own=(OwnLayer("p", "道"),), courses=(Course("c", "q", "秋"),))
    after = read(before).regional
    assert (after.logo, after.own, after.courses) == (before.logo, before.own, before.courses)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("title_ja", "", "required"),
        ("title_ja", "長" * 61, "too_long"),
        ("title_ja", "a\x00b", "control"),
        ("slug", "Nan to", "slug"),
        ("slug", "16210", "slug"),
        ("slug", "-a", "slug"),
        ("places", "", "no_area"),
        ("places", "どこでもない町", "place"),
        ("polygon", "1, 2\n3, 4", "corner"),
        ("polygon", "nan, nan\n137, 36\n136, 37", "corner"),
        ("polygon", "136, 36\n137, 37", "corners"),
        ("polygon", "136, 36\n137, 37\n137, 36\n136, 37", "crossing"),
        ("colour_harvest", "#ffffff", "pale"),
        ("colour_harvest", "red", "colour"),
        ("hosts", "https://a.example.jp; script-src *", "host"),
        ("hosts", "javascript:alert(1)", "host"),
        ("hosts", "https://www.example.jp/path", "host"),
        ("hosts", "*", "host"),
        ("hosts", "https://*", "host"),
        ("view_lng", "abc", "view"),
        ("view_lat", "nan", "view"),
        ("month", "13", "choice"),
        ("seasons", "x", "choice"),
        ("licence", "x", "choice"),
    ],
)
def test_what_cannot_be_is_named(read, field, value, key):
    wrong = read(**{field: value}).wrong
    assert [error.key for error in wrong.values()] == [key]


def test_an_area_is_of_names_prefectures_and_lines(read, small_dataset):
    polygon = "138, 35\n140.5, 35\n140.5, 36\n138, 36"
    regional = read(places="富山県\n北海道富良野市", polygon=polygon).regional
    found = [place.code for place in places_of(regional.area, small_dataset.municipalities)]
    assert regional.area.prefectures == ("16",)
    assert found == ["01229", "13101", "16210", "19213", "20304", "22225"]


@given(
    st.builds(
        RegionalMap,
        title_ja=st.text(min_size=1),
        area=st.builds(
            Area,
            st.tuples(st.from_regex("[0-9]{5}", fullmatch=True)),
            st.tuples(st.just("16")),
            st.tuples(st.builds(LngLat, st.floats(122, 150), st.floats(20, 46))),
        ),
        kinds=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
        view=st.none() | st.builds(View, st.floats(122, 150), st.floats(20, 46), st.floats(4, 15)),
        courses=st.tuples(
            st.builds(Course, st.text(), st.text(), st.text(), notes=st.just({"16210": ("ここ", "here")})),
        ),
        own=st.tuples(st.builds(OwnLayer, st.text(), st.text())),
        logo=st.none() | st.text(),
    )
)
def test_a_map_comes_back_as_it_was_kept(regional):
    assert map_from_json(map_to_json(regional)) == regional


def test_our_own_colours_stand_out_from_the_land():
    assert min(contrast(colour, LAND) for colour in (*COLOURS.values(), OWN_COLOUR)) >= 3


def picture(kind, size=(300, 100)):
    out = io.BytesIO()
    Image.new("RGB", size, "#165e83").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n" + b"x" * 100,
        picture("GIF"),
        picture("PNG")[:-30],
        picture("PNG", (9000, 9000)),
    ],
)
def test_what_is_no_small_picture_is_refused(content):
    with pytest.raises(WrongField):
        logo_of(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_made_small_and_carries_nothing_else(kind):
    content = picture(kind, (3000, 1000)) + b"<script>"
    made = logo_of(content)
    assert b"<script>" not in made
    shown = Image.open(io.BytesIO(made))
    assert (shown.format, shown.size) == ("PNG", SIZE)


def test_days_of_the_year_come_next():
    assert next_day(3, 1, dt.date(2026, 11, 23)) == dt.date(2027, 3, 1)
    assert next_day(2, 29, dt.date(2026, 11, 23)) == dt.date(2028, 2, 29)
    with pytest.raises(ValueError, match="day"):
        next_day(2, 30, dt.date(2026, 11, 23))


def test_a_course_by_hand_keeps_its_order():
    asked = course_request("13101", dt.date(2027, 9, 1), 10, ["16210"], ())
    laid = by_hand(asked, (("19213", 2), ("16210", 3)), dt.date(2027, 9, 5))
    assert [(must.code, must.arrive, must.nights) for must in laid.must] == [
        ("19213", dt.date(2027, 9, 5), 2),
        ("16210", dt.date(2027, 9, 7), 3),
    ]
    assert (laid.days, laid.fill) == (5, False)
