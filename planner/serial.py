"""Plan and request to JSON objects and back: `sasurai.plan/1` of INTERFACE.md."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.model import NO_NIGHT, LngLat, Segment
from planner.alternative_json import RULE, alternative_from_json, alternative_to_json
from planner.model import Itinerary, Leg, Plan, ServedWindow, Stay, Totals
from planner.notebook.read import notebook_from_json
from planner.notebook.write import notebook_to_json
from planner.pass_json import pass_from_json, pass_to_json
from planner.place_json import municipality_from_json, municipality_to_json
from planner.request_json import request_from_canonical, request_from_json, request_to_json
from planner.rival_json import explained_to_json, rival_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import Journey

__all__ = ["municipality_to_json", "plan_from_json", "plan_id", "plan_to_json", "request_from_json", "request_to_json"]

SCHEMA = "sasurai.plan/1"

Json = dict[str, Any]


def plan_to_json(plan: Plan) -> Json:
    """Give the object of `sasurai plan --format json` and of the HTTP API."""
    return {
        "schema": SCHEMA,
        "id": plan.id,
        "request": request_to_json(plan.request),
        "dataset": {
            "version": plan.dataset_version,
            "sha256": plan.dataset_sha256,
            "date": plan.dataset_date.isoformat(),
        },
        "seed": plan.request.seed,
        "itinerary": itinerary_to_json(plan.itinerary),
        "objective": plan.objective,
        "objective_terms": dict(plan.objective_terms),
        "objective_weights": dict(plan.objective_weights),
        "upper_bound": plan.upper_bound,
        "gap": plan.gap,
        "solve_ms": plan.solve_ms,
        "status": plan.status,
        "alternatives": [alternative_to_json(a, itinerary_to_json(a.itinerary)) for a in plan.alternatives],
        **({"alternatives_rule": dict(RULE)} if plan.alternatives else {}),
        **({"passes": [pass_to_json(use) for use in plan.passes]} if plan.passes else {}),
        **({"notebook": notebook_to_json(plan.notebook)} if plan.notebook else {}),
    }


def plan_from_json(data: Mapping[str, Any]) -> Plan:
    """Read a plan back; ValueError where it is no `sasurai.plan/1`."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"not a plan: schema is not {SCHEMA}")
    try:
        return _plan(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a whole plan: {error}") from error


def _plan(data: Mapping[str, Any]) -> Plan:
    return Plan(
        id=data["id"],
        request=request_from_canonical(data["request"]),
        dataset_version=data["dataset"]["version"],
        dataset_sha256=data["dataset"]["sha256"],
        dataset_date=dt.date.fromisoformat(data["dataset"]["date"]),
        itinerary=itinerary_from_json(data["itinerary"]),
        objective=data["objective"],
        objective_terms=data["objective_terms"],
        upper_bound=data["upper_bound"],
        gap=data["gap"],
        solve_ms=data["solve_ms"],
        status=data["status"],
        objective_weights=data["objective_weights"],
        alternatives=tuple(alternative_from_json(a, itinerary_from_json(a["itinerary"])) for a in data["alternatives"]),
        passes=tuple(pass_from_json(use) for use in data.get("passes", ())),
        notebook=notebook_from_json(data["notebook"], str) if data.get("notebook") else None,
        unshared=tuple(data.get("unshared", ())),
    )


def dumps(data: Json) -> str:
    """Write JSON as every output of the program does: UTF-8 as it is, two spaces, one newline at the end."""
    return _encoded(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)).decode() + "\n"


def _encoded(text: str) -> bytes:
    # half a character, which JSON may smuggle in, has no UTF-8: it goes as it came, escaped
    return text.encode("utf-8", "backslashreplace")


def plan_id(plan: Plan) -> str:
    """Give the content address of a plan: what was asked, of which data, and the answer; not how long it took."""
    told = plan_to_json(replace(plan, id="", solve_ms=None))
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(_encoded(canonical)).hexdigest()[:32]


def itinerary_to_json(itinerary: Itinerary) -> Json:
    """Give stays, legs and totals."""
    totals = itinerary.totals
    return {
        "stays": [_stay_to_json(stay) for stay in itinerary.stays],
        "legs": [_leg_to_json(leg) for leg in itinerary.legs],
        "totals": {name: getattr(totals, name) for name in Totals.__slots__},
    }


def itinerary_from_json(data: Mapping[str, Any]) -> Itinerary:
    """Read an itinerary back."""
    return Itinerary(
        tuple(_stay(stay) for stay in data["stays"]),
        tuple(_leg(leg) for leg in data["legs"]),
        Totals(**data["totals"]),
    )


def _stay_to_json(stay: Stay) -> Json:
    return {
        "municipality": municipality_to_json(stay.municipality),
        "arrive": stay.arrive.isoformat(),
        "depart": stay.depart.isoformat(),
        "nights": stay.nights,
        "role": stay.role,
        "value": stay.value,
        "lodging_jpy": stay.lodging_jpy,
        "lodging_estimated": stay.lodging_estimated,
        "earnings_jpy": stay.earnings_jpy,
        "lnglat": list(stay.lnglat),
        "demand": [_served_to_json(served) for served in stay.demand],
        "why": stay.why,
        "why_en": stay.why_en,
        **({} if stay.share is None else explained_to_json(stay)),
    }


def _stay(data: Mapping[str, Any]) -> Stay:
    return Stay(
        municipality=municipality_from_json(data["municipality"]),
        arrive=dt.date.fromisoformat(data["arrive"]),
        depart=dt.date.fromisoformat(data["depart"]),
        role=data["role"],
        value=data["value"],
        lodging_jpy=data["lodging_jpy"],
        lodging_estimated=data["lodging_estimated"],
        earnings_jpy=data["earnings_jpy"],
        demand=tuple(_served(served) for served in data["demand"]),
        why=data["why"],
        why_en=data["why_en"],
        share=data.get("share"),
        rival=rival_from_json(data["rival"]) if data.get("rival") else None,
        shifted=rival_from_json(data["shifted"]) if data.get("shifted") else None,
    )


_DATES = ("start", "end", "peak_start", "peak_end")


def _served_to_json(served: ServedWindow) -> Json:
    fields = {name: getattr(served, name) for name in ServedWindow.__slots__}
    return {**fields, **{name: fields[name].isoformat() for name in _DATES}}


def _served(data: Mapping[str, Any]) -> ServedWindow:
    return ServedWindow(**{**data, **{name: dt.date.fromisoformat(data[name]) for name in _DATES}})


def _leg_to_json(leg: Leg) -> Json:
    return {
        "date": leg.date.isoformat(),
        "from": leg.origin.code,
        "to": leg.destination.code,
        "minutes": leg.minutes,
        "nights": leg.nights,
        "fare_jpy": leg.fare_jpy,
        "fare_estimated": leg.fare_estimated,
        "transfers": leg.transfers,
        "km": leg.km,
        "co2_kg": leg.co2_kg,
        "basis": leg.basis,
        "segments": [segment_to_json(segment) for segment in leg.segments],
        "origin": municipality_to_json(leg.origin),
        "destination": municipality_to_json(leg.destination),
        **({"departs": leg.departs.isoformat()} if leg.departs else {}),
        **({"notes": list(leg.notes)} if leg.notes else {}),
        **({"notes_en": list(leg.notes_en)} if leg.notes_en else {}),
    }


def _leg(data: Mapping[str, Any]) -> Leg:
    return Leg(
        date=dt.date.fromisoformat(data["date"]),
        origin=municipality_from_json(data["origin"]),
        destination=municipality_from_json(data["destination"]),
        minutes=data["minutes"],
        nights=data["nights"],
        fare_jpy=data["fare_jpy"],
        fare_estimated=data["fare_estimated"],
        transfers=data["transfers"],
        km=data["km"],
        co2_kg=data["co2_kg"],
        basis=data["basis"],
        segments=tuple(segment_from_json(segment) for segment in data["segments"]),
        departs=_moment(data.get("departs")),
        notes=tuple(data.get("notes", ())),
        notes_en=tuple(data.get("notes_en", ())),
    )


def segment_to_json(segment: Segment) -> Json:
    """Give a segment of a leg or of `sasurai route`."""
    return {
        "mode": segment.mode,
        "line": segment.line,
        "from": segment.origin,
        "to": segment.destination,
        "minutes": segment.minutes,
        "km": segment.km,
        "fare_jpy": segment.fare_jpy,
        "fare_estimated": segment.fare_estimated,
        "co2_kg": segment.co2_kg,
        "basis": segment.basis,
        **({"departs": segment.departs.isoformat()} if segment.departs else {}),
        **({"arrives": segment.arrives.isoformat()} if segment.arrives else {}),
        **({} if segment.trips_per_day is None else {"trips_per_day": segment.trips_per_day}),
        **({"ticket_to": segment.ticket_to} if segment.ticket_to else {}),
        **({} if segment.supplement_jpy is None else {"supplement_jpy": segment.supplement_jpy}),
        **({"supplement_to": segment.supplement_to} if segment.supplement_to else {}),
        **({"fare_included": True} if segment.fare_included else {}),
        "path": [list(point) for point in segment.path],
    }


def journey_to_json(journey: Journey, *, geometry: bool = False) -> Json:
    """Give a journey as `sasurai route --format json` does; with its way on the map where asked for."""
    segments = [segment_to_json(segment) for segment in journey.segments]
    if not geometry:
        for segment in segments:
            del segment["path"]
    return {
        "from": journey.origin,
        "to": journey.destination,
        "date": journey.date.isoformat() if journey.date else None,
        "minutes": journey.minutes,
        # null: longer than a day, and no ship, coach or sleeper to spend the night on
        "nights": None if journey.nights == NO_NIGHT else journey.nights,
        "fare_jpy": journey.fare_jpy,
        "transfers": journey.transfers,
        "km": journey.km,
        "co2_kg": journey.co2_kg,
        "basis": journey.basis,
        **({"departs": journey.departs.isoformat()} if journey.departs else {}),
        **({"notes": list(journey.notes)} if journey.notes else {}),
        **({"notes_en": list(journey.notes_en)} if journey.notes_en else {}),
        "segments": segments,
    }


def segment_from_json(data: Mapping[str, Any]) -> Segment:
    """Read a segment back."""
    return Segment(
        mode=data["mode"],
        line=data["line"],
        origin=data["from"],
        destination=data["to"],
        minutes=data["minutes"],
        km=data["km"],
        fare_jpy=data["fare_jpy"],
        fare_estimated=data["fare_estimated"],
        co2_kg=data["co2_kg"],
        basis=data["basis"],
        path=tuple(LngLat(*point) for point in data["path"]),
        departs=_moment(data.get("departs")),
        arrives=_moment(data.get("arrives")),
        trips_per_day=data.get("trips_per_day"),
        ticket_to=data.get("ticket_to", ""),
        supplement_jpy=data.get("supplement_jpy"),
        supplement_to=data.get("supplement_to", ""),
        fare_included=data.get("fare_included", False),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
