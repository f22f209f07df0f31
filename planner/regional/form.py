"""Read the form of a regional map: the map, or what is wrong beside each field."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import shapely

from geo.errors import UnknownPlaceError
from geo.model import LngLat
from planner.model import KINDS
from planner.regional.area import places_of
from planner.regional.colour import contrast, is_colour
from planner.regional.model import COLOURS, LICENCES, SEASONS, Area, RegionalMap, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geo.model import Municipality

SLUG = re.compile(r"(?=[a-z0-9-]*[a-z])[a-z0-9](?:-?[a-z0-9]){1,39}")
_HOST = re.compile(r"https?://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LONGEST = {"title_ja": 60, "title_en": 90, "intro_ja": 2000, "intro_en": 3000, "logo_alt": 120}
MOST_HOSTS, MOST_CORNERS, MOST_LINES = 20, 200, 400
LAND = "#fbfaf5"
LEAST_CONTRAST = 3.0
"""Of marks against the land (WCAG 1.4.11)."""
JAPAN = (122.0, 20.0, 154.5, 46.0)
ZOOMS = (4.0, 15.0)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """A form as it was sent: all texts by name."""

    texts: Mapping[str, Sequence[str]]

    def get(self, name: str, default: str = "") -> str:
        """Give the first text of a name."""
        return next(iter(self.texts.get(name, ())), default)

    def getlist(self, name: str) -> Sequence[str]:
        """Give all texts of a name."""
        return self.texts.get(name, ())


class PlaceFinder(Protocol):
    """Finds a municipality by name or code."""

    def resolve(self, query: str) -> Municipality:
        """Give it; raises UnknownPlaceError with candidates."""
        ...


class WrongField(ValueError):
    """What is wrong with a field: the key of its text, and what of it is meant."""

    def __init__(self, key: str, what: str = "") -> None:
        super().__init__(key)
        self.key, self.what = key, what


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says; `regional` may be kept only where nothing is wrong."""

    slug: str
    regional: RegionalMap
    wrong: Mapping[str, WrongField]


def read_form(given: Given, before: RegionalMap | None, finder: PlaceFinder, places: Sequence[Municipality]) -> Read:
    """Read every field; files and courses stay as they were `before`."""
    asker = _Asker()
    ask, wrong = asker.ask, asker.wrong
    texts = {name: ask(name, partial(_text, given, name), "") for name in LONGEST}
    if not texts["title_ja"]:
        wrong.setdefault("title_ja", WrongField("required"))
    area = _area(asker, given, finder, places)
    regional = RegionalMap(
        title_ja=texts["title_ja"],
        area=area,
        title_en=texts["title_en"],
        intro_ja=texts["intro_ja"],
        intro_en=texts["intro_en"],
        seasons=ask("seasons", partial(_one_of, given.get("seasons"), SEASONS), "sourced"),
        listings=given.get("listings") == "1",
        kinds=_kinds(given.getlist("kinds")),
        colours=ask("colours", partial(_colours, given), {}),
        languages=tuple(lang for lang in ("ja", "en") if lang in given.getlist("languages")) or ("ja",),
        view=ask("view", partial(_view, given), None),
        month=ask("month", partial(_month, given.get("month")), None),
        hosts=ask("hosts", partial(_hosts, given.get("hosts")), ()),
        logo_alt=texts["logo_alt"],
        licence=ask("licence", partial(_one_of, given.get("licence"), tuple(LICENCES)), "CC BY 4.0"),
    )
    if before is not None:
        regional = replace(regional, logo=before.logo, own=before.own, courses=before.courses)
    slug = given.get("slug").strip().lower()
    if not SLUG.fullmatch(slug):
        wrong["slug"] = WrongField("slug")
    return Read(slug, regional, wrong)


class _Asker:
    """Collects what is wrong while the rest is read on."""

    def __init__(self) -> None:
        self.wrong: dict[str, WrongField] = {}

    def ask(self, name: str, read: Callable[[], T], default: T) -> T:
        try:
            return read()
        except WrongField as error:
            self.wrong[name] = error
            return default


def _area(asker: _Asker, given: Given, finder: PlaceFinder, places: Sequence[Municipality]) -> Area:
    nobody: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    corners: tuple[LngLat, ...] = asker.ask("polygon", partial(_polygon, given.get("polygon")), ())
    codes, prefectures = asker.ask("places", partial(_places, given.get("places"), finder, places), nobody)
    area = Area(codes, prefectures, corners)
    if not asker.wrong.keys() & {"places", "polygon"} and not places_of(area, places):
        asker.wrong["places"] = WrongField("no_area")
    return area


def plain_text(text: str, longest: int) -> str:
    """Give a text with plain line ends; WrongField where it is too long or holds signs that nobody can type."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise WrongField("too_long", str(longest))
    if _CONTROL.search(text):
        raise WrongField("control")
    return text


def lines_of(text: str) -> Iterable[str]:
    """Give the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text(given: Given, name: str) -> str:
    text = plain_text(given.get(name), LONGEST[name])
    return text if name.startswith("intro") else " ".join(text.split())


def _one_of(text: str, allowed: Sequence[str]) -> str:
    if text not in allowed:
        raise WrongField("choice")
    return text


def _kinds(chosen: Sequence[str]) -> tuple[str, ...]:
    """Keep what was ticked; all of them mean every kind, also those that come later."""
    kinds = tuple(kind for kind in KINDS if kind in chosen)
    return () if len(kinds) == len(KINDS) else kinds


def _colours(given: Given) -> dict[str, str]:
    found = {}
    for kind in KINDS:
        colour = given.get(f"colour_{kind}").strip().lower()
        if not colour or colour == COLOURS[kind]:
            continue
        found[kind] = checked_colour(colour)
    return found


def checked_colour(colour: str) -> str:
    """Give a colour that stands out from the land; WrongField for any other."""
    colour = colour.strip().lower()
    if not is_colour(colour):
        raise WrongField("colour", colour[:20])
    if contrast(colour, LAND) < LEAST_CONTRAST:
        raise WrongField("pale", colour)
    return colour


def _month(text: str) -> int | None:
    if text in {"", "0"}:
        return None
    if not re.fullmatch("[1-9]|1[0-2]", text):
        raise WrongField("choice")
    return int(text)


def _view(given: Given) -> View | None:
    texts = [given.get(f"view_{name}").strip() for name in ("lng", "lat", "zoom")]
    if not any(texts):
        return None
    try:
        lng, lat, zoom = (float(unicodedata.normalize("NFKC", text)) for text in texts)
    except ValueError:
        raise WrongField("view") from None
    west, south, east, north = JAPAN
    if not (west <= lng <= east and south <= lat <= north and ZOOMS[0] <= zoom <= ZOOMS[1]):
        raise WrongField("view")
    return View(round(lng, 5), round(lat, 5), round(zoom, 2))


def _hosts(text: str) -> tuple[str, ...]:
    found = []
    for line in lines_of(unicodedata.normalize("NFKC", text).lower()):
        host = line.rstrip("/")
        if not _HOST.fullmatch(host) or ".." in host:
            raise WrongField("host", line[:80])
        found.append(host)
    if len(found) > MOST_HOSTS:
        raise WrongField("too_many", str(MOST_HOSTS))
    return tuple(dict.fromkeys(found))


def _polygon(text: str) -> tuple[LngLat, ...]:
    corners = []
    for line in lines_of(unicodedata.normalize("NFKC", text)):
        parts = re.split(r"[,\s]+", line)
        try:
            lng, lat = (float(part) for part in parts)
        except ValueError:
            raise WrongField("corner", line[:40]) from None
        west, south, east, north = JAPAN
        if not (math.isfinite(lng) and west <= lng <= east and south <= lat <= north):
            raise WrongField("corner", line[:40])
        corners.append(LngLat(round(lng, 5), round(lat, 5)))
    if corners and not 3 <= len(corners) <= MOST_CORNERS:
        raise WrongField("corners", str(MOST_CORNERS))
    if corners and not shapely.Polygon(corners).is_valid:
        raise WrongField("crossing")
    return tuple(corners)


def _places(text: str, finder: PlaceFinder, places: Sequence[Municipality]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a municipality or prefecture a line, by name or code; what comes after a code is only for the eye."""
    by_name = {place.prefecture_name: place.prefecture for place in places}
    by_name |= {place.prefecture_en.lower(): place.prefecture for place in places}
    codes, prefectures = [], []
    lines = list(lines_of(text))
    if len(lines) > MOST_LINES:
        raise WrongField("too_many", str(MOST_LINES))
    for line in lines:
        plain = unicodedata.normalize("NFKC", line)
        found = re.match(r"([0-9]{2}|[0-9]{5,6})(?:\s|$)", plain)
        word = found[1] if found else plain
        prefecture = word if word in by_name.values() else by_name.get(word.lower())
        if prefecture is not None:
            prefectures.append(prefecture)
            continue
        try:
            codes.append(finder.resolve(word).code)
        except UnknownPlaceError as error:
            several = "、".join(getattr(error, "candidates", ())[:4])
            raise WrongField("place", f"{line[:40]}{f' → {several}' if several else ''}") from None
    return tuple(sorted(set(codes))), tuple(sorted(set(prefectures)))
