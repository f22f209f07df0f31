"""The colours of tokens.css: legible by day and by night (WCAG 2.2 AA), and by day on paper."""

import re

import pytest

from planner import config

CSS = (config.share_dir() / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
NIGHT = "@media screen and (prefers-color-scheme: dark)"
GROUNDS = ("paper", "raised", "sunken")
TEXT = [(word, ground) for word in ("text", "quiet", "link", "danger") for ground in GROUNDS] + [("on-ink", "ink")]
MARKS = [("control", "paper"), ("ink-line", "land"), ("focus", "halo"), ("overlay", "land")]


def colours(scheme):
    day, night = CSS.split(NIGHT)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", day))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", night)) if scheme == "dark" else {})


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_legible(scheme, text, ground):
    found = colours(scheme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out(scheme, mark, ground):
    found = colours(scheme)
    assert contrast(found[mark], found[ground]) >= 3


def test_the_night_has_its_own_of_all_that_it_changes_and_never_prints():
    assert "prefers-color-scheme" not in CSS.replace(NIGHT, "")
    day, night = colours("light"), colours("dark")
    assert night.keys() == day.keys()
    assert {name for name in day if day[name] == night[name]} <= {"active"}
