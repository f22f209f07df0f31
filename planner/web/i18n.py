"""The page's two languages: the catalogue in `texts/`, and dates, yen and hours as people write them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import g, request

from planner.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

LANGS = ("ja", "en")
PAGE_ONLY = (
    "account.",
    "about_page.",
    "begin.",
    "calendar.",
    "error_page.",
    "figures.",
    "host.",
    "inbox.",
    "interest.",
    "letter.",
    "listing.",
    "maps.",
    "news.",
    "office.",
    "offline_page.",
    "plain.",
    "ogc.",
    "open_data.",
    "privacy.",
    "people.",
    "print.",
    "reach.",
    "region_map.",
    "report.",
    "starting.",
    "site.",
    "skill.",
    "table.",
    "terms.",
)
"""Texts that no script uses."""
CATALOGUE = Path(__file__).with_name("texts")
"""One file a part of the pages; templates take a text by `t`, scripts by `text`; `key.one` is the
English singular."""
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Read every text once: key → language → text.

    Raises
    ------
    ValueError
        Where two files hold one key.
    """
    texts: dict[str, Mapping[str, str]] = {}
    for path in sorted(CATALOGUE.glob("*.toml")):
        part = tomllib.loads(path.read_text(encoding="utf-8"))
        if twice := texts.keys() & part.keys():
            message = f"{path.name} repeats {sorted(twice)}"
            raise ValueError(message)
        texts |= part
    return texts


class Texts:
    """The texts of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        """Give the text of `key`; a missing key is a bug and raises KeyError."""
        text = catalogue()[key][self.lang]
        return text.format(**values) if values else text

    def named(self, group: str, word: str) -> str:
        """Give the text of a word from the data (`kind`, `harvest`), or the word itself where we have no text."""
        entry = catalogue().get(f"{group}.{word}")
        return entry[self.lang] if entry else word

    def for_scripts(self) -> dict[str, str]:
        """Give all texts of this language, for the page's JSON block."""
        return {key: entry[self.lang] for key, entry in catalogue().items() if not key.startswith(PAGE_ONLY)}

    def date(self, day: dt.date, *, year: bool = True) -> str:
        """Write a date: 2027年9月3日(金) or Fri 3 Sep 2027; of an aware time its day in Japan."""
        if isinstance(day, dt.datetime):
            day = day_of(day)
        weekday = _WEEKDAYS[self.lang][day.weekday()]
        if self.lang == "ja":
            return (
                f"{day.year}年{day.month}月{day.day}日({weekday})" if year else f"{day.month}月{day.day}日({weekday})"
            )
        text = f"{weekday} {day.day} {_MONTHS[day.month - 1]}"
        return f"{text} {day.year}" if year else text

    def month_day(self, value: str) -> str:
        """Write a recurring day given as MM-DD: 9月3日 or 3 Sep."""
        month, day = int(value[-5:-3]), int(value[-2:])
        return f"{month}月{day}日" if self.lang == "ja" else f"{day} {_MONTHS[month - 1]}"

    def month(self, number: int) -> str:
        """Write a month's name."""
        return f"{number}月" if self.lang == "ja" else _MONTHS[number - 1]

    def yen(self, amount: int | None) -> str:
        """Write yen: ¥14,200; None is unknown, never 0."""
        return self.t("unknown") if amount is None else f"¥{amount:,}"

    def minutes(self, amount: int) -> str:
        """Write a duration: 5時間20分 or 5 h 20 min."""
        hours, rest = divmod(amount, 60)
        if self.lang == "ja":
            return (f"{hours}時間" if hours else "") + (f"{rest}分" if rest or not hours else "")
        return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


@cache
def texts(lang: str) -> Texts:
    """Give the texts of a language."""
    return Texts(lang if lang in LANGS else "ja")


def current() -> Texts:
    """Give the texts of the request's language."""
    return texts(g.get("lang", "ja"))


def register(app: Flask) -> None:
    """Set `g.lang` for every request and give the templates `t`, `named`, `fmt` and `lang`."""
    app.url_value_preprocessor(lambda _endpoint, values: _choose_language(values))
    app.jinja_env.filters.update(address=_address, host=_host)

    @app.context_processor
    def _helpers() -> dict[str, object]:
        words = current()
        return {"t": words.t, "named": words.named, "fmt": words, "lang": words.lang}


def _address(text: str) -> str:
    """Find the address in a source's text; empty where there is none."""
    found = re.search(r"https?://[^\s;、)]+", text)
    return found[0] if found else ""


def _host(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).split("/")[0]


def _choose_language(values: dict[str, object] | None) -> None:
    """Take the language from the path (pages), else from `?lang=` (shared plans, errors), else Japanese."""
    in_path = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    asked = (values or {}).get("lang") or (in_path if in_path in LANGS else request.args.get("lang"))
    g.lang = asked if asked in LANGS else "ja"
