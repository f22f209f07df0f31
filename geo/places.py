"""Find municipalities by code, kanji, kana or romaji, and say what an unclear name may mean."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.code_changes import code_book
from geo.codes import PREFECTURES, CodeBook
from geo.errors import UnknownPlaceError
from geo.municipalities import hiragana
from geo.romaji import romaji, romaji_key
from geo.store import read_municipalities, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from geo.codes import CodeChange
    from geo.model import Municipality

_OLD_FORMS = str.maketrans("檮龍嶋﨑條國澤濱邊邉櫻廣礪瀧檜曾冨嶽鰺穗ヶ", "梼竜島崎条国沢浜辺辺桜広砺滝桧曽富岳鯵穂ケ")
"""Characters people write for the ones in the official names; both sides are turned into the second form."""

_SUFFIX_KANA = {"市": ("し",), "町": ("ちょう", "まち"), "村": ("むら", "そん"), "区": ("く",)}
_SUFFIX_ROMAJI = {
    "市": ("shi", "city"),
    "町": ("cho", "machi", "town"),
    "村": ("mura", "son", "village"),
    "区": ("ku", "city", "ward"),
}
_PREFECTURE_ROMAJI = ("", "ken", "fu", "to", "prefecture")

_MOST_CANDIDATES = 8


def _plain(text: str) -> str:
    """Kanji and kana to compare: one width, one form of each character, hiragana, no spaces."""
    return hiragana(unicodedata.normalize("NFKC", text).translate(_OLD_FORMS)).replace(" ", "")


class PlaceIndex:
    """The municipalities by every name they go by."""

    def __init__(self, municipalities: Sequence[Municipality], book: CodeBook | None = None) -> None:
        """Index them; with a code book, wards and the codes and names of before mergers are understood too."""
        self._by_code = {place.code: place for place in municipalities}
        self._book = book or CodeBook(self._by_code)
        self._exact: dict[str, list[Municipality]] = defaultdict(list)
        self._names: dict[str, tuple[str, ...]] = {}
        for place in municipalities:
            self._names[place.code] = (_plain(place.name), _plain(place.name_kana), romaji_key(place.name_en))
            for key in sorted(set(_keys(place))):
                self._exact[key].append(place)
        self._former: dict[str, list[Municipality]] = defaultdict(list)
        self._former_names: dict[str, list[str]] = defaultdict(list)
        for change in self._book.changes:
            self._remember(change)

    @classmethod
    def load(cls, data_dir: Path) -> PlaceIndex:
        """Index the municipalities of a data set, old codes and wards included."""
        municipalities = read_municipalities(data_dir)
        changes = read_table(data_dir, "code_changes")
        return cls(municipalities, code_book((place.code for place in municipalities), changes))

    def resolve(self, query: str) -> Municipality:
        """Return the one municipality a code or name means.

        Raises
        ------
        UnknownPlaceError
            When it means none (candidates: similar names) or several (candidates: all of them, as prefecture and
            name, which is a clear name).
        """
        text = unicodedata.normalize("NFKC", query).strip()
        if re.fullmatch(r"[0-9]+", text):
            return self._by_code[self._book.current(text)]
        found = self._matches(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownPlaceError(f"{query!r} may mean several places.", _labels(found))
        raise UnknownPlaceError(f"There is no municipality called {query!r}.", self._similar(text))

    def search(self, query: str, limit: int | None = None) -> tuple[Municipality, ...]:
        """Return what a few typed letters may mean, best first.

        Exact names come first, then names that begin with the letters, then names that contain them, then places
        whose prefecture does, then places that took over one of the name; among equals the more populous place.
        """
        text = unicodedata.normalize("NFKC", query).strip()
        if re.fullmatch(r"[0-9]+", text):
            found = [place for code, place in self._by_code.items() if code.startswith(text[:5])]
            return tuple(found[:limit]) or self._of_old_code(text)
        plain, latin = _plain(text), romaji_key(text)
        exact = {place.code for place in self._matches(text)}
        ranked = [
            (rank, -(place.population or 0), code)
            for code, place in self._by_code.items()
            if (rank := 0 if code in exact else self._rank(place, plain, latin)) is not None
        ]
        return tuple(self._by_code[code] for _, _, code in sorted(ranked)[:limit])

    def _matches(self, text: str) -> list[Municipality]:
        for names in (self._exact, self._former):
            for key in _readings(text):
                if key in names:
                    return names[key]
        return []

    def _remember(self, change: CodeChange) -> None:
        """Let the names of a former municipality mean its successor where no place of today bears them."""
        place = self._by_code.get(change.successor)
        if place is None or change.kind == "ward":
            return
        prefecture = PREFECTURES[change.code[:2]]
        old = replace(
            place,
            name=change.name,
            name_kana=change.name_kana,
            name_en=change.name_en,
            prefecture=prefecture.code,
            prefecture_name=prefecture.name,
        )
        # many a station bears the bare name of a former town: without its suffix, only a known reading makes a name
        bare = set() if change.name_kana else {_plain(change.name[:-1])}
        for key in sorted(set(_keys(old)) - bare):
            if place not in self._former[key]:
                self._former[key].append(place)
        self._former_names[place.code] += [_plain(change.name), *filter(None, [romaji_key(change.name_en)])]

    def _of_old_code(self, text: str) -> tuple[Municipality, ...]:
        try:
            return (self._by_code[self._book.current(text)],)
        except UnknownPlaceError:
            return ()

    def _rank(self, place: Municipality, plain: str, latin: str) -> int | None:
        wanted = latin or plain
        if not wanted:
            return None
        names = self._names[place.code]
        if any(name.startswith(wanted) for name in names):
            return 1
        if any(wanted in name for name in names):
            return 2
        prefecture = PREFECTURES[place.prefecture]
        wholes = (_plain(place.full_name), prefecture.name_kana + names[1], romaji_key(prefecture.name_en))
        if any(whole.startswith(wanted) for whole in wholes):
            return 3
        return 4 if any(name.startswith(wanted) for name in self._former_names.get(place.code, ())) else None

    def _similar(self, text: str) -> tuple[str, ...]:
        key = romaji_key(text) or _plain(text)
        within = [place for place in self._by_code.values() if _is_prefecture(place, key)]
        if within:
            largest = sorted(within, key=lambda place: (-(place.population or 0), place.code))
            return _labels(largest[:_MOST_CANDIDATES])
        close = difflib.get_close_matches(key, self._exact, n=2 * _MOST_CANDIDATES, cutoff=0.6)
        return _labels(place for name in close for place in self._exact[name])


def _labels(places: Iterable[Municipality]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.full_name for place in places))[:_MOST_CANDIDATES]


def _is_prefecture(place: Municipality, key: str) -> bool:
    prefecture = PREFECTURES[place.prefecture]
    names = (prefecture.name, prefecture.name_kana, romaji_key(prefecture.name_en))
    return key in names or key == prefecture.name[:-1]


def _readings(text: str) -> Iterator[str]:
    """Ways to read a query, the literal one first."""
    plain, latin = _plain(text), romaji_key(text)
    yield plain
    # 富山県中新川郡立山町: an address names the county, the table does not
    yield re.sub(r"^(.+?[都道府県])?.+郡(?=.+[町村]$)", r"\1", plain)
    # 札幌市中央区: a ward of a designated city is no municipality
    yield re.sub(r"(?<=市).+区$", "", plain)
    if latin:
        # word by word, lest Hokkaido Urausu becomes Hokkaidorausu
        yield _by_words(text)
        yield latin


def _by_words(text: str) -> str:
    return "".join(romaji_key(word) for word in re.split(r"[\s,-]+", text))


def _keys(place: Municipality) -> Iterator[str]:
    """Every exact name of a municipality, with and without its suffix and its prefecture."""
    prefecture, kind = PREFECTURES[place.prefecture], place.name[-1]
    name, kana = _plain(place.name), _plain(place.name_kana)
    for short in (name, name[:-1]):
        yield from (short, place.prefecture_name + short, prefecture.name[:-1] + short)
    if not kana:
        # new by an imported file of areas, which tells no readings
        return
    suffix = next(end for end in _SUFFIX_KANA[kind] if kana.endswith(end))
    stem = kana.removesuffix(suffix)
    for short in (kana, stem):
        yield from (short, prefecture.name_kana + short)
    for latin in {romaji_key(place.name_en), _by_words(place.name_en), romaji_key(romaji(stem))}:
        for spelled in (latin, *(latin + end for end in _SUFFIX_ROMAJI[kind])):
            yield spelled
            for end in _PREFECTURE_ROMAJI:
                whole = romaji_key(prefecture.name_en) + end
                yield from (whole + spelled, spelled + whole)
