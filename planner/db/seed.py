"""The worked example of an office: Nanto, with one published map, in an instance that has no office yet."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.db.listings import Actor
from planner.db.maps import MapStore
from planner.db.offices import ROLES, OfficeStore
from planner.regional.serial import map_from_json, map_to_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from planner.db.offices import Office

FILE = Path(__file__).parents[1] / "regional" / "nanto.json"
WHO = "Sasurai"
DEMO_HOST = "nanto.example"
"""A name that no mail server can have (RFC 2606)."""


def seed(engine: Engine) -> bool:
    """Make the example where there is no office at all; True where it was made."""
    offices, maps = OfficeStore(engine), MapStore(engine)
    if offices.all():
        return False
    told = json.loads(FILE.read_text(encoding="utf-8"))
    office = offices.create(told["office"], told["codes"])
    actor = Actor(office.id, "owner", WHO)
    empty = map_from_json({**told["map"], "courses": []})
    made = maps.create(actor, told["slug"], map_to_json(empty))
    if told["plans"]:
        body = map_to_json(map_from_json(_with_parts(told, maps, actor, made.id)))
        made = maps.change(actor, made.id, told["slug"], body, made.sequence)
    maps.publish(actor, made.id, made.sequence)
    return True


def demo_people(engine: Engine) -> list[tuple[str, str, str]]:
    """Make an account for each role in the example's office; each time with other passwords.

    Returns
    -------
    list of (address, role, password)
        Empty where the example's office is not there; passwords are random, and kept nowhere.
    """
    offices = OfficeStore(engine)
    name = json.loads(FILE.read_text(encoding="utf-8"))["office"]
    found = next((one for one in offices.all() if one.name == name), None)
    return [] if found is None else [_person(offices, found, role) for role in ROLES]


def _person(offices: OfficeStore, office: Office, role: str) -> tuple[str, str, str]:
    email, password = f"{role}@{DEMO_HOST}", secrets.token_urlsafe(12)
    known = email in {address for address, _ in office.people}
    token = offices.reset(email) if known else offices.invite(office.id, email, role)
    offices.accept(token, password)
    return email, role, password


def _with_parts(told: dict[str, Any], maps: MapStore, actor: Actor, map_id: str) -> dict[str, Any]:
    """Keep the plans of the courses with the map, and name them by their new ids."""
    courses = []
    for course in told["map"]["courses"]:
        plan = json.dumps(told["plans"][course["part"]], ensure_ascii=False)
        courses.append({**course, "part": maps.add_part(actor, map_id, "course", plan.encode())})
    return {**told["map"], "courses": courses}
