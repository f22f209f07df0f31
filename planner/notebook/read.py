"""Reads a notebook from JSON: strict about fields, lengths and counts; each error names its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from geo.model import LngLat
from planner.booked import BookedLeg, BookedLodging
from planner.booked_json import MOST_DAYS, MOST_MINUTES, MOST_YEN, SEGMENT_MODES
from planner.errors import InvalidRequest
from planner.fields import Record, parse_time, records
from planner.notebook.model import (
    PLACE_KINDS,
    Appointment,
    Blocked,
    Idea,
    Ledger,
    LegBooking,
    LodgingBooking,
    Notebook,
    OwnPlace,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Code = Callable[[str], str]
    Locate = Callable[[LngLat], str | None]

T = TypeVar("T")

SHORT, LONG, LINK = 120, 4000, 500
MOST = {"places": 100, "legs": 100, "lodging": 100, "appointments": 100, "blocked": 60, "ideas": 200, "checklist": 200}
MOST_NOTES = 400
LONGEST_BLOCK = 100

_PARTS = ("places", "bookings", "appointments", "blocked", "ideas", "checklist", "note", "notes", "ledger")
_PLACE = ("id", "name", "lnglat", "code", "kind", "note", "link")
_LEG = (
    "id", "from", "to", "date", "nights", "departs", "arrives", "minutes", "fare_jpy", "mode", "title", "km", "co2_kg",
    "link", "note",
)  # fmt: skip
_LODGING = ("id", "place", "arrive", "nights", "price_jpy", "name", "own_place", "link", "note")
_APPOINTMENT = ("id", "title", "date", "time", "place", "own_place", "link", "note")
_BLOCKED = ("id", "start", "end", "title", "place", "note")
_IDEA = ("id", "text", "place", "link")
_TASK = ("id", "text", "done")

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
# no file format carries these, and nobody types them
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def notebook_from_json(data: object, code: Code, locate: Locate | None = None) -> Notebook:
    """Read a notebook.

    Parameters
    ----------
    code : callable
        Gives the code of a municipality's name or code; raises UnknownPlace.
    locate : callable, optional
        Gives the code of the municipality that contains a point, None at sea. Without it own places tell their own.

    Raises
    ------
    InvalidRequest
        A field is unknown, missing, too long or of the wrong type, or a point lies at sea.
    UnknownPlace
        A municipality is unknown or ambiguous.
    """
    told = Record(data, "notebook", _PARTS)
    read = _Reader(code, locate)
    bookings = Record(told.given("bookings") if told.has("bookings") else {}, "notebook.bookings", ("legs", "lodging"))
    made = Notebook(
        places=read.each(told, "places", _PLACE, read.place),
        legs=read.each(bookings, "legs", _LEG, read.leg),
        lodging=read.each(bookings, "lodging", _LODGING, read.lodging),
        appointments=read.each(told, "appointments", _APPOINTMENT, read.appointment),
        blocked=read.each(told, "blocked", _BLOCKED, read.blocked),
        ideas=read.each(told, "ideas", _IDEA, read.idea),
        checklist=read.each(told, "checklist", _TASK, read.task),
        note=_text(told, "note", LONG, ""),
        notes=read.notes(told),
        ledger=read.ledger(told),
    )
    _check_places(made)
    return made


class _Reader:
    def __init__(self, code: Code, locate: Locate | None) -> None:
        self._code, self._locate = code, locate

    def each(self, told: Record, name: str, known: tuple[str, ...], read: Callable[[Record, str], T]) -> tuple[T, ...]:
        """Read a list whose items have ids of their own; one without an id is given one."""
        items = records(told.given(name) if told.has(name) else None, told.at(name), MOST[name])
        found = [Record(item, where, known) for item, where in items]
        ids = [_id(item) for item in found]
        for item, given in zip(found, ids, strict=True):
            if given and ids.count(given) > 1:
                raise InvalidRequest(item.at("id"), f"{given} is used twice")
        free = (f"{name[0]}{number}" for number in range(1, 10_000) if f"{name[0]}{number}" not in ids)
        return tuple(read(item, given or next(free)) for item, given in zip(found, ids, strict=True))

    def place(self, told: Record, own: str) -> OwnPlace:
        point = _point(told)
        code = self._locate(point) if self._locate else told.text("code", 5)
        if code is None:
            text = f"{point.lat:.5f}, {point.lng:.5f} lies at sea or abroad; choose a point on land in Japan"
            raise InvalidRequest(told.at("lnglat"), text)
        kind = told.word("kind", PLACE_KINDS, "other")
        return OwnPlace(own, _text(told, "name", SHORT), point, code, kind, _text(told, "note", LONG, ""), _link(told))

    def leg(self, told: Record, own: str) -> LegBooking:
        leg = BookedLeg(
            origin=self._code(told.text("from", SHORT)),
            destination=self._code(told.text("to", SHORT)),
            date=told.date("date"),
            minutes=_minutes(told),
            fare_jpy=told.whole("fare_jpy", 0, MOST_YEN),
            mode=told.word("mode", SEGMENT_MODES, "rail"),
            nights=told.whole("nights", 0, 3, 0),
            departs=told.time("departs"),
            title=_text(told, "title", SHORT, ""),
            km=told.number("km", 0, 20_000, 0.0),
            co2_kg=told.number("co2_kg", 0, 10**6, 0.0),
        )
        if leg.origin == leg.destination:
            raise InvalidRequest(told.at("to"), "it is where the leg begins")
        return LegBooking(own, leg, _link(told), _text(told, "note", LONG, ""))

    def lodging(self, told: Record, own: str) -> LodgingBooking:
        lodging = BookedLodging(
            code=self._code(told.text("place", SHORT)),
            arrive=told.date("arrive"),
            nights=told.whole("nights", 1, MOST_DAYS),
            price_jpy=told.whole("price_jpy", 0, MOST_YEN),
        )
        texts = _text(told, "name", SHORT, ""), told.text("own_place", SHORT, ""), _link(told)
        return LodgingBooking(own, lodging, *texts, _text(told, "note", LONG, ""))

    def appointment(self, told: Record, own: str) -> Appointment:
        return Appointment(
            own,
            _text(told, "title", SHORT),
            told.date("date"),
            self._code(told.text("place", SHORT)),
            told.time("time"),
            told.text("own_place", SHORT, ""),
            _link(told),
            _text(told, "note", LONG, ""),
        )

    def blocked(self, told: Record, own: str) -> Blocked:
        start, end = told.date("start"), told.date("end")
        if not 0 <= (end - start).days < LONGEST_BLOCK:
            raise InvalidRequest(
                told.at("end"), f"it is {start} or later; at most {LONGEST_BLOCK} days are blocked at once"
            )
        code = self._code(told.text("place", SHORT)) if told.text("place", SHORT, "") else ""
        return Blocked(own, start, end, _text(told, "title", SHORT, ""), code, _text(told, "note", LONG, ""))

    def idea(self, told: Record, own: str) -> Idea:
        code = self._code(told.text("place", SHORT)) if told.text("place", SHORT, "") else ""
        return Idea(own, _text(told, "text", LONG), code, _link(told))

    def task(self, told: Record, own: str) -> Task:
        return Task(own, _text(told, "text", SHORT * 2), told.flag("done"))

    def notes(self, told: Record) -> Mapping[str, str]:
        given: Any = told.given("notes") if told.has("notes") else {}
        if not isinstance(given, dict) or len(given) > MOST_NOTES:
            raise InvalidRequest(told.at("notes"), f"it is an object of at most {MOST_NOTES} texts by municipality")
        read = Record(given, told.at("notes"), tuple(given))
        found = {self._code(name): _text(read, name, LONG, "") for name in given}
        return {name: text for name, text in sorted(found.items()) if text.strip()}

    def ledger(self, told: Record) -> Ledger:
        given = Record(
            told.given("ledger") if told.has("ledger") else {}, told.at("ledger"), ("food_jpy_per_day", "pay_jpy")
        )
        food = given.whole("food_jpy_per_day", 0, MOST_YEN) if given.has("food_jpy_per_day") else None
        pay: Any = given.given("pay_jpy") if given.has("pay_jpy") else {}
        if not isinstance(pay, dict) or len(pay) > MOST_NOTES:
            raise InvalidRequest(given.at("pay_jpy"), f"it is an object of at most {MOST_NOTES} yen by municipality")
        read = Record(pay, given.at("pay_jpy"), tuple(pay))
        return Ledger(food, {self._code(name): read.whole(name, 0, MOST_YEN) for name in sorted(pay)})


def _id(told: Record) -> str:
    own = told.text("id", 40, "")
    if own and not _ID.fullmatch(own):
        raise InvalidRequest(told.at("id"), "it is made of letters, digits, - and _")
    return own


def _text(told: Record, name: str, most: int, default: str | None = None) -> str:
    text = _FORBIDDEN.sub("", told.text(name, most, default)).replace("\r\n", "\n").replace("\r", "\n")
    if default is None and not text.strip():
        raise InvalidRequest(told.at(name), "it is needed")
    return text.strip()


def _link(told: Record) -> str:
    """Read an address that a person may click; the server never opens it."""
    link = told.text("link", LINK, "").strip()
    if link and not _LINK.fullmatch(link):
        raise InvalidRequest(told.at("link"), "it is an address that begins with https:// or http://")
    return link


def _point(told: Record) -> LngLat:
    given = told.given("lnglat")
    if not isinstance(given, list) or len(given) != 2:
        raise InvalidRequest(told.at("lnglat"), "it is [longitude, latitude]")
    pair = Record({"lng": given[0], "lat": given[1]}, told.at("lnglat"), ("lng", "lat"))
    return LngLat(round(pair.number("lng", -180, 180), 6), round(pair.number("lat", -90, 90), 6))


def _minutes(told: Record) -> int:
    """Read the minutes of a journey, or reckon them from its hours; both must agree with its nights."""
    departs, nights = told.time("departs"), told.whole("nights", 0, 3, 0)
    if told.has("arrives"):
        arrives = parse_time(told.at("arrives"), told.given("arrives"))
        if departs is None:
            raise InvalidRequest(told.at("departs"), "it is needed where the hour of arrival is given")
        minutes = nights * 1440 + arrives.hour * 60 + arrives.minute - departs.hour * 60 - departs.minute
        if minutes < 1:
            raise InvalidRequest(told.at("arrives"), "it is not after the departure; count the nights on the way")
        if told.has("minutes") and told.whole("minutes", 1, MOST_MINUTES) != minutes:
            raise InvalidRequest(told.at("minutes"), f"from departure to arrival it is {minutes}; leave it out")
        return minutes
    if not told.has("minutes"):
        raise InvalidRequest(told.at("minutes"), "give the minutes, or the hours of departure and arrival")
    minutes = told.whole("minutes", 1, MOST_MINUTES)
    begins = departs.hour * 60 + departs.minute if departs else 0
    crossed = (begins + minutes) // 1440
    if crossed != nights if departs else not minutes // 1440 <= nights <= (minutes + 1439) // 1440:
        raise InvalidRequest(told.at("nights"), f"{minutes} minutes do not cross {nights} midnights")
    return minutes


def _check_places(made: Notebook) -> None:
    """Bookings and appointments lie at own places that there are, in the same municipality."""
    asked = [(f"bookings.lodging[{n}]", b.place, b.lodging.code) for n, b in enumerate(made.lodging)]
    asked += [(f"appointments[{n}]", a.place, a.code) for n, a in enumerate(made.appointments)]
    for where, own, code in asked:
        place = made.place(own)
        if own and place is None:
            raise InvalidRequest(f"notebook.{where}.own_place", f"there is no own place {own[:40]}")
        if place is not None and place.code != code:
            raise InvalidRequest(f"notebook.{where}.own_place", f"{place.name} lies in {place.code}, not in {code}")
