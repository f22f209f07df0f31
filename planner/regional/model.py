"""A regional map: what an office shows of its area, and how. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import LngLat

SEASONS = ("sourced", "all", "none")
"""Of the national demand table: rows that name a source, all rows, or none."""
LICENCES: Mapping[str, str] = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "PDL1.0": "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
"""What an office may put its own words and layers under; each is open, for the map's files are open data."""
STEPS = (1, 2, 3, 6, 10)
"""From how many open at a place in a month each of the five steps of colour begins, on every map alike: of the national
table's places four of five have one in a month, and a fiftieth six or more."""
STEP_TEXTS = ("1", "2", "3–5", "6–9", "10–")
COLOURS: Mapping[str, str] = dict(
    zip(
        KINDS,
        (
            "#b3471a", "#2f7d4f", "#1f6f9c", "#4d6b2c", "#a3562e", "#7a4a9e", "#8e3b60",
            "#b3264d", "#2a6f77", "#5a5f9c", "#165e83", "#54707c", "#3f51a3", "#6b6558",
        ),
        strict=True,
    )
)  # fmt: skip
"""Colours of the kinds where an office chose no others; each stands out from the land by 3 : 1 at least."""
OWN_COLOUR = "#7b2d8b"


@dataclass(frozen=True, slots=True)
class Area:
    """Municipalities by code, all of some prefectures, and those whose office lies within a drawn line."""

    codes: tuple[str, ...] = ()
    prefectures: tuple[str, ...] = ()
    polygon: tuple[LngLat, ...] = ()
    """Corners, the first not repeated; at least three, or none."""


@dataclass(frozen=True, slots=True)
class OwnLayer:
    """Points and lines out of a file of the office."""

    part: str
    """Id of the file that is kept with the map."""
    name_ja: str
    name_en: str = ""
    colour: str = OWN_COLOUR
    source: str = ""

    def name(self, lang: str) -> str:
        """Name it; in Japanese where there is no English name."""
        return _in(lang, self.name_ja, self.name_en)


@dataclass(frozen=True, slots=True)
class Course:
    """A model course: a trip of the planner's engine, with the office's words."""

    id: str
    part: str
    """Id of the plan that is kept with the map, as `sasurai.plan/1`."""
    title_ja: str
    title_en: str = ""
    text_ja: str = ""
    text_en: str = ""
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Words for a stay, Japanese and English, by the municipality's code."""

    def title(self, lang: str) -> str:
        """Name it; in Japanese where there is no English name."""
        return _in(lang, self.title_ja, self.title_en)

    def text(self, lang: str) -> str:
        """Describe it; in Japanese where there is no English text."""
        return _in(lang, self.text_ja, self.text_en)

    def note(self, code: str, lang: str) -> str:
        """Give the words for a stay; in Japanese where there are no English ones."""
        return _in(lang, *self.notes.get(code, ("", "")))


@dataclass(frozen=True, slots=True)
class View:
    """Where the map opens, degrees and Leaflet's zoom."""

    lng: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True)
class RegionalMap:
    """All that an office decides about a map."""

    title_ja: str
    area: Area
    title_en: str = ""
    intro_ja: str = ""
    intro_en: str = ""
    seasons: str = "sourced"
    listings: bool = True
    kinds: tuple[str, ...] = ()
    """Kinds of listings and seasons that are shown; empty = all."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """Colour by kind, over COLOURS."""
    languages: tuple[str, ...] = ("ja", "en")
    view: View | None = None
    """None = all of the area."""
    month: int | None = None
    """The month that it opens with; None = the current one."""
    hosts: tuple[str, ...] = ()
    """Origins of the pages that may embed it, beside our own."""
    logo: str | None = None
    """Id of the picture that is kept with the map."""
    logo_alt: str = ""
    licence: str = "CC BY 4.0"
    own: tuple[OwnLayer, ...] = ()
    courses: tuple[Course, ...] = ()

    def title(self, lang: str) -> str:
        """Name it; in Japanese where there is no English title."""
        return _in(lang, self.title_ja, self.title_en)

    def intro(self, lang: str) -> str:
        """Introduce it; in Japanese where there are no English words."""
        return _in(lang, self.intro_ja, self.intro_en)

    def shows(self, kind: str) -> bool:
        """Tell whether a kind of work is shown."""
        return not self.kinds or kind in self.kinds

    def colour(self, kind: str) -> str:
        """Give the colour of a kind."""
        return self.colours.get(kind) or COLOURS[kind]

    @property
    def parts(self) -> frozenset[str]:
        """Ids of everything that is kept with the map and shown by it."""
        found = {layer.part for layer in self.own} | {course.part for course in self.courses}
        return frozenset(found | ({self.logo} if self.logo else set()))


def _in(lang: str, ja: str, en: str) -> str:
    return en if lang == "en" and en else ja
