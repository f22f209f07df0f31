"""Writes a notebook as JSON; parts that are empty are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.notebook.model import (
        Appointment,
        Blocked,
        Idea,
        Ledger,
        LegBooking,
        LodgingBooking,
        Notebook,
        OwnPlace,
    )

Json = dict[str, Any]


def notebook_to_json(notebook: Notebook) -> Json:
    """Give the object that `read.py` reads."""
    bookings = {
        "legs": [_leg(booking) for booking in notebook.legs],
        "lodging": [_lodging(booking) for booking in notebook.lodging],
    }
    told: Json = {
        "places": [_place(place) for place in notebook.places],
        "bookings": {name: items for name, items in bookings.items() if items},
        "appointments": [_appointment(item) for item in notebook.appointments],
        "blocked": [_blocked(item) for item in notebook.blocked],
        "ideas": [_idea(item) for item in notebook.ideas],
        "checklist": [{"id": item.id, "text": item.text, "done": item.done} for item in notebook.checklist],
        "note": notebook.note,
        "notes": dict(notebook.notes),
        "ledger": _ledger(notebook.ledger),
    }
    return {name: value for name, value in told.items() if value}


def _ledger(ledger: Ledger) -> Json:
    food = {} if ledger.food_jpy_per_day is None else {"food_jpy_per_day": ledger.food_jpy_per_day}
    return food | ({"pay_jpy": dict(ledger.pay_jpy)} if ledger.pay_jpy else {})


def _place(place: OwnPlace) -> Json:
    return {
        "id": place.id,
        "name": place.name,
        "lnglat": list(place.lnglat),
        "code": place.code,
        "kind": place.kind,
        **_filled(note=place.note, link=place.link),
    }


def _leg(booking: LegBooking) -> Json:
    leg = booking.leg
    return {
        "id": booking.id,
        "from": leg.origin,
        "to": leg.destination,
        "date": leg.date.isoformat(),
        "nights": leg.nights,
        **({"departs": f"{leg.departs:%H:%M}"} if leg.departs else {}),
        "minutes": leg.minutes,
        "fare_jpy": leg.fare_jpy,
        "mode": leg.mode,
        "km": leg.km,
        "co2_kg": leg.co2_kg,
        **_filled(title=leg.title, link=booking.link, note=booking.note),
    }


def _lodging(booking: LodgingBooking) -> Json:
    lodging = booking.lodging
    return {
        "id": booking.id,
        "place": lodging.code,
        "arrive": lodging.arrive.isoformat(),
        "nights": lodging.nights,
        "price_jpy": lodging.price_jpy,
        **_filled(name=booking.name, own_place=booking.place, link=booking.link, note=booking.note),
    }


def _appointment(item: Appointment) -> Json:
    time = {"time": f"{item.time:%H:%M}"} if item.time else {}
    rest = _filled(own_place=item.place, link=item.link, note=item.note)
    return {"id": item.id, "title": item.title, "date": item.date.isoformat(), **time, "place": item.code, **rest}


def _blocked(item: Blocked) -> Json:
    days = {"start": item.start.isoformat(), "end": item.end.isoformat()}
    return {"id": item.id, **days, **_filled(title=item.title, place=item.code, note=item.note)}


def _idea(item: Idea) -> Json:
    return {"id": item.id, "text": item.text, **_filled(place=item.code, link=item.link)}


def _filled(**texts: str) -> Json:
    return {name: text for name, text in texts.items() if text}
