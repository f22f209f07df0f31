"""Reads single fields of JSON, strictly; each error names its field and says what it should be."""

from __future__ import annotations

import datetime as dt
import re

from planner.errors import InvalidRequest

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def parse_date(field: str, value: object, _: object = None) -> dt.date:
    """Read `YYYY-MM-DD`.

    Raises
    ------
    InvalidRequest
        Where it is no such day; it names `field`.
    """
    try:
        # ISO 8601 knows more ways to write a day (2027-W36-3, 20270901); one is enough
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        raise InvalidRequest(field, f"{str(value)[:40]!r} is not a date YYYY-MM-DD") from None


def parse_time(field: str, value: object) -> dt.time:
    """Read `HH:MM`, 00:00 to 23:59.

    Raises
    ------
    InvalidRequest
        Where it is no such time; it names `field`.
    """
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise InvalidRequest(field, f"{str(value)[:40]!r} is not a time HH:MM")
    return dt.time.fromisoformat(value)


class Record:
    """An object of JSON, read field by field.

    Parameters
    ----------
    where : str
        What errors call the object: `notebook.places[2]`.
    known : tuple of str
        Every field that it may have.
    """

    def __init__(self, data: object, where: str, known: tuple[str, ...]) -> None:
        if not isinstance(data, dict):
            raise InvalidRequest(where, "it is an object")
        unknown = next((str(key) for key in data if key not in known), None)
        if unknown is not None:
            raise InvalidRequest(f"{where}.{unknown[:40]}", f"unknown field; known are {', '.join(known)}")
        self.where = where
        self._data = data

    def at(self, name: str) -> str:
        """Name a field as errors do."""
        return f"{self.where}.{name}"

    def has(self, name: str) -> bool:
        """Tell whether a field is given and not null."""
        return self._data.get(name) is not None

    def given(self, name: str) -> object:
        """Give a field as it is; refuse where it lacks."""
        if not self.has(name):
            raise InvalidRequest(self.at(name), "it is needed")
        return self._data[name]

    def text(self, name: str, most: int, default: str | None = None) -> str:
        """Read a text of at most so many characters; one that is needed is not blank."""
        if default is not None and not self.has(name):
            return default
        value = self.given(name)
        if not isinstance(value, str):
            raise InvalidRequest(self.at(name), "it is a text")
        if len(value) > most:
            raise InvalidRequest(self.at(name), f"it has {len(value)} characters; at most {most} are kept")
        if default is None and not value.strip():
            raise InvalidRequest(self.at(name), "it is needed")
        return value

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """Read a whole number within bounds."""
        if default is not None and not self.has(name):
            return default
        value = self.given(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InvalidRequest(self.at(name), f"it is a whole number from {low} to {high}")
        return value

    def number(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Read a number within bounds."""
        if default is not None and not self.has(name):
            return default
        value = self.given(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise InvalidRequest(self.at(name), f"it is a number from {low:g} to {high:g}")
        return float(value)

    def flag(self, name: str) -> bool:
        """Read true or false; what lacks is false."""
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            raise InvalidRequest(self.at(name), "it is true or false")
        return value

    def word(self, name: str, known: tuple[str, ...], default: str | None = None) -> str:
        """Read one of some words."""
        value = self.text(name, 40, default)
        if value not in known:
            raise InvalidRequest(self.at(name), f"it is one of {', '.join(known)}")
        return value

    def date(self, name: str) -> dt.date:
        """Read a day."""
        return parse_date(self.at(name), self.given(name))

    def time(self, name: str) -> dt.time | None:
        """Read a time of day; None where it lacks."""
        return parse_time(self.at(name), self.given(name)) if self.has(name) else None


def records(data: object, where: str, most: int) -> list[tuple[object, str]]:
    """Read a list of at most so many objects, each with what errors call it; what lacks is an empty list."""
    if data is None:
        return []
    if not isinstance(data, list) or len(data) > most:
        raise InvalidRequest(where, f"it is a list of at most {most}")
    return [(item, f"{where}[{number}]") for number, item in enumerate(data)]
