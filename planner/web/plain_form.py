"""The planner's form as a browser without scripts sends it: read, and what is wrong said beside the field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidRequest, NoFeasibleItinerary, UnknownPlace
from planner.web.errors import Later

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from werkzeug.datastructures import MultiDict

    from planner.model import TripRequest
    from planner.web.i18n import Texts

WHOLE: Mapping[str, tuple[int, int]] = {
    "days": (1, 400),
    "max_per_prefecture": (1, 400),
    "budget": (0, 10**9),
    "min_nights": (1, 120),
    "max_nights": (1, 120),
    "rest_days_per_week": (0, 6),
    "remote_days_per_week": (0, 6),
    "people": (1, 50),
    "max_stops": (1, 400),
}
"""Fields of whole numbers, with their least and most."""
LISTS = ("modes", "kinds", "skills")
NAMES = ("must", "avoid")
"""Fields of several places, with commas between them."""
_COMMA = re.compile(r"[、,;；\n]")
_LONGEST = 2000


def typed_of(form: MultiDict[str, str]) -> dict[str, Any]:
    """Give everything that was typed as it was, to fill the form again."""
    single = ("from", "to", "start", "pace", "max_leg_hours", "skills_other", *WHOLE, *NAMES)
    return {name: form.get(name, "")[:_LONGEST] for name in single} | {name: form.getlist(name) for name in LISTS}


def typed_from(request: TripRequest, skills: Collection[str]) -> dict[str, Any]:
    """Give the form's values for a request that was planned before; `skills` are those that the form lists."""
    numbers = {name: getattr(request, "budget_jpy" if name == "budget" else name) for name in WHOLE}
    return {
        "from": request.origin,
        "to": request.destination or "",
        "start": request.start.isoformat(),
        "pace": request.pace,
        "max_leg_hours": f"{request.max_leg_hours:g}",
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
        "must": "、".join(must.code for must in request.must),
        "avoid": "、".join(request.avoid),
        "modes": list(request.modes),
        "kinds": list(request.kinds),
        "skills": [skill for skill in request.skills if skill in skills],
        "skills_other": "、".join(skill for skill in request.skills if skill not in skills),
    }


def asked_of(typed: Mapping[str, Any], words: Texts) -> tuple[dict[str, Any], dict[str, str]]:
    """Turn what was typed into the request of the API.

    Returns
    -------
    tuple of dict
        The request's JSON, and by field what is wrong with it; with errors the first is not whole.
    """
    errors: dict[str, str] = {}
    asked: dict[str, Any] = {"from": typed["from"].strip(), "start": typed["start"].strip(), "pace": typed["pace"]}
    if typed["to"].strip():
        asked["to"] = typed["to"].strip()
    for name in ("from", "start"):
        if not asked[name]:
            errors[name] = words.t(f"error.{name}")
    for name, limits in WHOLE.items():
        text = typed[name].strip()
        if not text and name != "days":
            continue
        if not text.isdecimal() or not limits[0] <= int(text[:12]) <= limits[1]:
            errors[name] = words.t("error.number", min=f"{limits[0]:,}", max=f"{limits[1]:,}")
        else:
            asked[name] = int(text)
    if text := typed["max_leg_hours"].strip():
        if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text):
            asked["max_leg_hours"] = float(text)
        else:
            errors["max_leg_hours"] = words.t("error.number", min="0.5", max="600")
    asked |= {name: typed[name] for name in LISTS}
    asked |= {name: _parts(typed[name]) for name in NAMES}
    asked["skills"] = [*asked["skills"], *_parts(typed["skills_other"])]
    if not asked["modes"]:
        errors["modes"] = words.t("error.modes")
    return asked, errors


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _COMMA.split(text) if part.strip()]


def wrong(error: Exception, asked: Mapping[str, Any], words: Texts) -> tuple[dict[str, str], int]:
    """Say what the planner refused, by field, and the status of the answer."""
    if isinstance(error, UnknownPlace):
        key = "error.which_place" if error.candidates else "error.unknown_place"
        text = " ".join((words.t(key), "、".join(error.candidates[:8]))).strip()
        return {_field_of(error.query, asked): text}, 422
    if isinstance(error, NoFeasibleItinerary):
        fields = "、".join(words.named("field", name) for name in error.binding)
        return {"form": " ".join(filter(None, (words.t("infeasible.heading"), fields)))}, 422
    if isinstance(error, Later):
        return {"form": words.t("problem.busy")}, 503
    assert isinstance(error, InvalidRequest)
    name = re.split(r"[.\[]", {"origin": "from", "destination": "to"}.get(error.field, error.field))[0]
    if name not in {"from", "to", "start", "pace", "max_leg_hours", *WHOLE, *LISTS, *NAMES}:
        return {"form": words.t("error.named_field", field=words.named("field", name))}, 422
    return {name: {"min_nights": words.t("error.nights"), "rest_days_per_week": words.t("error.week")}.get(
        name, words.t("error.field"))}, 422  # fmt: skip


def _field_of(query: str, asked: Mapping[str, Any]) -> str:
    for name in ("from", "to"):
        if asked.get(name) == query:
            return name
    return next((name for name in NAMES if query in asked[name]), "from")
