"""The catalogue: nothing missing, nothing forgotten; dates, yen and hours as people write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from planner import config
from planner.labels import LABELS, OTHER
from planner.model import DEFAULT_MODES, KINDS, MODES, PACE_MIN_NIGHTS
from planner.regions import REGIONS
from planner.tracks.model import REASONS
from planner.web.i18n import LANGS, catalogue, texts

GROUPS = ("alternative", "basis", "confidence", "field", "file", "kind", "lodging", "mode", "mode_group", "pace")
GROUPS += (
    "problem",
    "region",
    "role",
    "skill",
    "season.level",
    "table",
    "term",
    "why",
    "sheet",
    "place",
    "pick",
    "about_page",
    "begin.link",
    "calendar",
    "form",
    "error_page",
    "reach",
    "region_map.layer",
    "maps",
    "passes.confidence",
    "overlay.refused",
    "figures",
    "host.only",
    "host.precision",
    "inbox.answer",
    "inbox.state",
    "interest.state",
    "letter",
    "news",
    "listing",
    "ogc",
    "open_data.format",
    "privacy",
    "report.what",
    "terms",
    "office.deed",
    "office.role",
    "people.may",
    "people.wrong",
    "edit",
    "infeasible.of",
    "relax",
    "book.error",
    "book.kind",
    "shares.kind",
    "shares.part",
    "elsewhere",
)
"""Keys that are put together from a group and a word of the data."""


def sources():
    """Path → text of every template, script and module that says something."""
    folder = config.share_dir()
    globs = ("templates/**/*.html", "static/js/**/*.js", "planner/web/*.py")
    return {file: file.read_text(encoding="utf-8") for pattern in globs for file in folder.glob(pattern)}


def used_keys():
    pattern = re.compile(r"""\b(?:t|text|count|fact|total|told)\(\s*["']([a-z_]+(?:\.[a-z_]+)*)["']""")
    return {(str(name), key) for name, code in sources().items() for key in pattern.findall(code)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_key_has_a_text_in_each_language(lang):
    assert [key for key, entry in catalogue().items() if not entry.get(lang, "").strip()] == []


def test_both_languages_fill_the_same_places():
    def places(text):
        return set(re.findall(r"\{(\w+)\}", text))

    plural = {key for key in catalogue() if key.endswith(".one")}
    unequal = {k for k, e in catalogue().items() if k not in plural and places(e["ja"]) != places(e["en"])}
    assert unequal == set()


def test_templates_and_scripts_use_only_keys_that_exist():
    used = used_keys()
    assert len(used) > 100
    assert {(name, key) for name, key in used if key not in catalogue()} == set()


def test_every_reason_to_refuse_a_file_has_its_words():
    assert {f"overlay.refused.{reason}" for reason in REASONS} == {
        key for key in catalogue() if key.startswith("overlay.refused.")
    }


def test_no_text_is_forgotten():
    code = "".join(sources().values())
    said = set(re.findall(r"""["']([\w.]+)["']""", code))
    composed = tuple(f"{group}." for group in GROUPS)
    assert [
        key for key in catalogue() if key not in said and not key.endswith(".one") and not key.startswith(composed)
    ] == []


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("kind", KINDS),
        ("mode_group", MODES),
        ("pace", PACE_MIN_NIGHTS),
        ("role", ("work", "must", "transit")),
        ("alternative", (*LABELS, OTHER)),
        ("region", REGIONS),
    ],
)
def test_the_words_of_the_data_have_texts(group, words):
    for lang in LANGS:
        for word in words:
            assert texts(lang).named(group, word) == catalogue()[f"{group}.{word}"][lang]
    assert set(DEFAULT_MODES) <= set(MODES)


def test_an_unknown_word_of_the_data_stands_for_itself():
    assert texts("en").named("kind", "beekeeping") == "beekeeping"


def test_an_unknown_language_is_japanese():
    assert texts("fr").lang == "ja"


@pytest.mark.parametrize(
    ("lang", "date", "minutes", "yen", "day"),
    [
        ("ja", "2027年9月3日(金)", "5時間20分", "¥14,200", "9月3日"),
        ("en", "Fri 3 Sep 2027", "5 h 20 min", "¥14,200", "3 Sep"),
    ],
)
def test_figures_are_written_as_people_write_them(lang, date, minutes, yen, day):
    words = texts(lang)
    assert words.date(dt.date(2027, 9, 3)) == date
    assert words.date(dt.datetime(2027, 9, 2, 15, tzinfo=dt.UTC)) == date
    assert words.minutes(320) == minutes
    assert words.yen(14200) == yen
    assert words.month_day("09-03") == day


@pytest.mark.parametrize(("minutes", "ja", "en"), [(0, "0分", "0 min"), (60, "1時間", "1 h"), (45, "45分", "45 min")])
def test_round_hours_and_minutes_stand_alone(minutes, ja, en):
    assert texts("ja").minutes(minutes) == ja
    assert texts("en").minutes(minutes) == en


def test_unknown_yen_is_unknown_and_not_zero():
    assert texts("ja").yen(None) == "不明"
    assert texts("en").yen(None) == "unknown"
