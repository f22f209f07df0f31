"""What files tell of a plan's notebook: where one sleeps, what is booked, what was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.render.text import clean, date_text, joined, place_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Municipality
    from planner.model import Leg, Plan, Stay
    from planner.notebook.model import Appointment, LodgingBooking, Notebook, OwnPlace


def own_places(plan: Plan) -> tuple[OwnPlace, ...]:
    """Give the places of one's own."""
    return plan.notebook.places if plan.notebook else ()


def beds_of(plan: Plan, stay: Stay) -> tuple[LodgingBooking, ...]:
    """Give the booked lodging of a stay, in order of its nights."""
    booked = plan.notebook.lodging if plan.notebook else ()
    here = [b for b in booked if b.lodging.code == stay.municipality.code and stay.arrive <= b.lodging.arrive]
    return tuple(sorted((b for b in here if b.lodging.depart <= stay.depart), key=lambda b: b.lodging.arrive))


def home_of(plan: Plan, stay: Stay) -> OwnPlace | None:
    """Give the own place at which a stay sleeps first, if it is at one."""
    found = (plan.notebook.place(b.place) for b in beds_of(plan, stay)) if plan.notebook else iter(())
    return next((place for place in found if place), None)


def stay_lines(plan: Plan, stay: Stay, lang: str) -> tuple[str, ...]:
    """Tell of a stay what is booked, what is to be done there, and the note on it."""
    book = plan.notebook
    if book is None:
        return ()
    beds = (_bed(booking, book, lang) for booking in beds_of(plan, stay))
    meetings = (
        appointment_text(item, book, lang)
        for item in book.appointments
        if item.code == stay.municipality.code and stay.arrive <= item.date <= stay.depart
    )
    note = clean(book.notes.get(stay.municipality.code, ""))
    return (*beds, *meetings, *((f"{word('memo', lang)}: {note}",) if note else ()))


def leg_lines_of(plan: Plan, leg: Leg) -> tuple[str, ...]:
    """Tell of a booked leg its note and its address."""
    booked = plan.notebook.legs if plan.notebook else ()
    key = leg.origin.code, leg.destination.code, leg.date
    for booking in booked:
        if (booking.leg.origin, booking.leg.destination, booking.leg.date) == key:
            return tuple(clean(text) for text in (booking.note, booking.link) if text)
    return ()


def appointment_text(item: Appointment, book: Notebook, lang: str) -> str:
    """Write an appointment: 9月3日(金) 14:00 打ち合わせ（コワーキング）."""
    time = f" {item.time:%H:%M}" if item.time else ""
    place = book.place(item.place)
    where = f"（{place.name}）" if place and lang == "ja" else f" ({place.name})" if place else ""
    return clean(joined(f"{date_text(item.date, lang)}{time} {item.title}{where}", item.note, item.link))


def book_lines(plan: Plan, lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the pages of a notebook that belong to the whole trip: heading, lines."""
    book = plan.notebook
    if book is None:
        return
    parts = {
        "appointments": tuple(appointment_text(item, book, lang) for item in book.appointments),
        "own_places": tuple(place_line(place, plan, lang) for place in book.places),
        "checklist": tuple(f"{'☑' if item.done else '☐'} {clean(item.text)}" for item in book.checklist),
        "ideas": tuple(clean(joined(item.text, item.link)) for item in book.ideas),
        "memo": (clean(book.note),) if book.note else (),
    }
    yield from ((word(key, lang), lines) for key, lines in parts.items() if lines)


def place_line(place: OwnPlace, plan: Plan, lang: str) -> str:
    """Write an own place with its municipality, note and address."""
    return clean(joined(f"{place.name} – {where_text(place, plan, lang)}", place.note, place.link))


def where_text(place: OwnPlace, plan: Plan, lang: str) -> str:
    """Name the municipality of an own place where the trip goes there; else give its position."""
    town = town_of(plan, place.code)
    return place_text(town, lang) if town else f"{place.lnglat.lat:.5f}, {place.lnglat.lng:.5f}"


def town_of(plan: Plan, code: str) -> Municipality | None:
    """Find a municipality among those that the trip goes to."""
    towns = (town for leg in plan.itinerary.legs for town in (leg.origin, leg.destination))
    return next((town for town in towns if town.code == code), None)


def _bed(booking: LodgingBooking, book: Notebook, lang: str) -> str:
    place = book.place(booking.place)
    name = booking.name or (place.name if place else "")
    head = f"{word('booked', lang)}: {name or word('lodging', lang)} ({date_text(booking.lodging.arrive, lang)})"
    return clean(joined(head, booking.note, booking.link))
