"""Stations, ports, airports and bus stops by the names people write: kanji, kana or romaji."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.edges import MODE
from geo.rail_names import plain_name
from geo.romaji import romaji, romaji_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.network import Network

STOP_KINDS = ("major", "station", "port", "airport", "bus")
"""Kinds of nodes that a name other than a municipality's may mean, the likelier first."""

SUFFIXES = ("国際空港", "空港", "飛行場", "駅", "港", "桟橋")
KANA_SUFFIXES = ("こくさいくうこう", "くうこう", "こう", "みなと", "さんばし", "えき")
ENGLISH = (
    (r"\b(international|terminals?|station|sta|pier|ferry|port|no|island|busta)\b|[0-9]+", " "),
    (r"\bcentrair\b", "kokusai kuukou"),
    (r"\bairport\b", "kuukou"),
    (r"\bnew\b", "shin"),
)
"""Words of English names: what they are in Japanese, or nothing."""

OTHER_NAMES = {"itami": "ITM", "komaki": "NKM", "centrair": "NGO", "okadama": "OKD", "chofu": "RJTF"}
"""Airports called by where they lie."""


ISLAND = r"(?<=..)(jima|shima|to)$"
"""The port of 男木島 is called 男木港."""

INTERCHANGE = r"[\s-]*(スマート)?(IC|I\.C\.|JCT|インターチェンジ|インター|ジャンクション|interchange|junction)$"
QUARTER = r"(中央|[東西南北])$|[\s-](chuo|kita|minami|nishi|higashi)$"
"""What stands behind a town's name in those of its interchanges: いわき中央, Iwaki-chuo."""


class Stop(NamedTuple):
    """A node that a name may mean; the lower the rank, the closer the name."""

    node: int
    rank: int
    lines: frozenset[int] = frozenset()
    """Lines whose platforms there bear the name: 小川町 is not a stop of the lines at 淡路町, though one hub."""


def read_readings(services: Path) -> dict[str, tuple[str, ...]]:
    """Read stop_names.csv: readings in hiragana of each part of a name, the likelier first."""
    with (services / "stop_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: tuple(k for k in (row["kana"], row["other_kana"]) if k) for row in csv.DictReader(file)}


class StopIndex:
    """The stops of a network by their names."""

    def __init__(self, network: Network, readings: dict[str, tuple[str, ...]], english: dict[str, str]) -> None:
        """Index them; `english` gives the English names of airports by IATA code."""
        self._network, self._readings = network, readings
        self._keys: dict[str, dict[int, Stop]] = defaultdict(dict)
        self.lines = np.bincount(network.edges.tail[_boards(network)], minlength=network.size)
        """How many lines call at each stop: what tells Fukui from its namesakes."""
        self._codes = dict(network.aliases)
        for (node, name), lines in _names(network).items():
            self._index(Stop(node, 0, frozenset(lines)), name)
        for code, node in network.aliases:
            for key in _romaji_keys(english.get(code, "").replace("Airport", "")):
                self._put(key, Stop(node, 0), 0)

    def find(self, text: str, kinds: Iterable[str] = STOP_KINDS) -> list[Stop]:
        """List the stops of some kinds a name may mean, the closest first; none where it means nothing."""
        wanted = set(kinds)
        found: dict[int, Stop] = {}
        for rank, key in enumerate(self._queries(text)):
            for stop in self._lookup(key):
                if self._network.kinds[stop.node] in wanted:
                    _merge(found, stop._replace(rank=rank * 4 + stop.rank))
        return sorted(found.values(), key=lambda stop: (stop.rank, stop.node))

    def _lookup(self, key: str) -> Iterable[Stop]:
        if key.upper() in self._codes:
            return [Stop(self._codes[key.upper()], 0)]
        return self._keys[key].values() if key in self._keys else []

    def _queries(self, text: str) -> Iterator[str]:
        """Keys to look up, the closest first."""
        text = unicodedata.normalize("NFKC", text).strip()
        yield text
        plain = plain_name(text)
        yield plain
        yield _bare(plain)
        words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", text).casefold()
        yield from (OTHER_NAMES[word] for word in _latin_words(words) if word in OTHER_NAMES)
        for pattern, japanese in ENGLISH:
            words = re.sub(pattern, japanese, words)
        outer, _, inner = words.partition("(")
        around, within, parts = _latin_words(outer), _latin_words(inner), _latin_words(words)
        # Goto (Fukue), Fukue (Goto): either may be the name of the stop
        for chosen in (parts, parts[::-1], within, around, parts[1:]):
            key = romaji_key("".join(chosen))
            yield key
            yield "~" + loose(key)
        for chosen in (parts, within, around):
            yield re.sub(ISLAND, "", romaji_key("".join(chosen)))

    def _index(self, stop: Stop, name: str) -> None:
        self._put(plain_name(name), stop, 0)
        self._put(_bare(plain_name(name)), stop, 1)
        for part in _parts(name):
            self._put(plain_name(part), stop, 1)
            self._put(_bare(plain_name(part)), stop, 1)
            for order, kana in enumerate(self._readings.get(part, ())):
                for key in _romaji_keys(*_with_and_without_suffix(kana)):
                    self._put(key, stop, order)
                    self._put("~" + loose(key), stop, 2 + order)
                if self._network.kinds[stop.node] in {"port", "airport"}:
                    self._put_beginnings(stop, kana)

    def _put_beginnings(self, stop: Stop, kana: str) -> None:
        """鹿児島新港 answers to Kagoshima too."""
        for end in range(2, len(kana)):
            for key in _romaji_keys(kana[:end]):
                self._put(key, stop, 3)

    def _put(self, key: str, stop: Stop, rank: int) -> None:
        if key:
            _merge(self._keys[key], stop._replace(rank=rank))


def interchange_towns(text: str) -> list[str]:
    """Towns that an expressway interchange may be named after: いわき中央IC → いわき."""
    name = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(INTERCHANGE, "", name, flags=re.IGNORECASE)
    town = re.sub(QUARTER, "", plain, flags=re.IGNORECASE)
    return [shorter for shorter in (plain, town) if shorter and shorter != name][-1:]


def _latin_words(text: str) -> list[str]:
    return [part for part in re.split(r"[()\s,/-]+", text) if part.isascii() and part]


def _merge(stops: dict[int, Stop], stop: Stop) -> None:
    """Keep the closest name of a node, with the lines of all names as close."""
    known = stops.get(stop.node)
    if known is None or stop.rank < known.rank:
        stops[stop.node] = stop
    elif stop.rank == known.rank:
        stops[stop.node] = known._replace(lines=known.lines | stop.lines)


def loose(key: str) -> str:
    """Fold voiced and unvoiced consonants of a romaji key: readings differ most in them (Takasaki, Takazaki)."""
    for written, folded in (("tsu", "su"), ("zu", "su"), ("ch", "t"), ("sh", "s"), ("j", "s"), ("f", "h")):
        key = key.replace(written, folded)
    return key.translate(str.maketrans("gzdbpv", "ksthhh"))


def _boards(network: Network) -> NDArray[np.int64]:
    edges = network.edges
    return np.flatnonzero((edges.mode == MODE["none"]) & (edges.boardings > 0))


def _names(network: Network) -> dict[tuple[int, str], set[int]]:
    """Each stop by its name and those of its platforms (梅田 is a part of 大阪), with the lines of these platforms."""
    names: dict[tuple[int, str], set[int]] = defaultdict(set)
    for node, kind in enumerate(network.kinds):
        if kind in STOP_KINDS:
            names[node, network.names[node]] = set()
    boards = _boards(network)
    for (hub, name), line in zip(platform_names(network), network.edges.line[boards], strict=True):
        names[hub, name].add(int(line))
    return names


def platform_names(network: Network) -> list[tuple[int, str]]:
    """Each hub with the name of each platform that one boards at from it."""
    boards = _boards(network)
    pairs = zip(network.edges.tail[boards], network.edges.head[boards], strict=True)
    return [(int(hub), network.names[platform]) for hub, platform in pairs]


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[（）()〔〕・〈〉]", name) if part]


def _bare(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


def _with_and_without_suffix(kana: str) -> Iterator[str]:
    yield kana
    for suffix in KANA_SUFFIXES:
        if kana.endswith(suffix) and len(kana) > len(suffix) + 1:
            yield kana.removesuffix(suffix)


def _romaji_keys(*texts: str) -> set[str]:
    """Latin keys of kana or Latin text."""
    return {romaji_key(romaji(_hiragana(text))) for text in texts if text}


def _hiragana(text: str) -> str:
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in text)
