"""The use case on a small data set: every plan is checked by the checker that shares nothing with the solver."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import UnreachableError
from planner.check import check_itinerary, check_plan
from planner.dataset import Dataset
from planner.errors import InvalidRequest, NoFeasibleItinerary, UnknownPlace
from planner.model import Must, TripRequest
from planner.plan import first, plan, terms_for
from planner.problem import build_problem
from planner.serial import dumps, plan_from_json, plan_to_json

if TYPE_CHECKING:
    from geo.model import Journey

AUTUMN = TripRequest(start=dt.date(2027, 9, 1), days=92, origin="13101", iterations=4)


def codes_of(found: object) -> list[str]:
    return [stay.municipality.code for stay in found.itinerary.stays]  # type: ignore[attr-defined]


def test_a_plan_is_feasible_and_proven(small_dataset: Dataset) -> None:
    found = plan(AUTUMN, small_dataset)
    assert check_plan(found, small_dataset) == []
    assert found.status == "optimal"
    assert found.gap == pytest.approx(0, abs=1e-4)
    assert len(found.itinerary.stays) >= 4
    assert all(stay.why and stay.why_en for stay in found.itinerary.stays)
    # lodging that comes with work is an expectation as well, whatever it costs
    assert all(stay.lodging_estimated for stay in found.itinerary.stays)
    assert any(stay.lodging_jpy == 0 for stay in found.itinerary.stays)


def test_a_first_trip_keeps_all_constraints_and_promises_nothing(small_dataset: Dataset) -> None:
    asked = dataclasses.replace(AUTUMN, budget_jpy=400_000)
    found, best = first(asked, small_dataset), plan(asked, small_dataset)
    assert found is not None
    assert list(check_itinerary(found.itinerary, asked, small_dataset)) == []
    assert 0 < found.objective <= best.upper_bound + 1e-6
    assert found.upper_bound >= best.objective - 1e-6
    assert (found.id, found.alternatives, found.solve_ms) == ("", (), None)


def test_without_a_trip_at_a_glance_there_is_no_first_one(small_dataset: Dataset) -> None:
    assert first(dataclasses.replace(AUTUMN, days=1, destination="47207"), small_dataset) is None


def test_the_first_trip_of_one_by_hand_has_nothing_filled_in(small_dataset: Dataset) -> None:
    asked = dataclasses.replace(AUTUMN, fill=False)
    found, best = first(asked, small_dataset), plan(asked, small_dataset)
    assert found is not None
    assert found.itinerary == best.itinerary
    assert found.itinerary.stays == ()


def test_the_same_request_gives_the_same_bytes(small_dataset: Dataset) -> None:
    one, other = (dumps(plan_to_json(plan(AUTUMN, small_dataset))) for _ in range(2))
    assert one == other
    assert json.loads(one)["solve_ms"] is None


def test_a_plan_and_its_alternatives_survive_json(small_dataset: Dataset) -> None:
    found = plan(dataclasses.replace(AUTUMN, alternatives=2), small_dataset)
    assert plan_from_json(json.loads(dumps(plan_to_json(found)))) == found
    assert check_plan(found, small_dataset) == []
    assert found.alternatives


def test_clock_limited_plans_tell_their_time(small_dataset: Dataset) -> None:
    found = plan(dataclasses.replace(AUTUMN, iterations=None, seconds=1.0), small_dataset)
    assert found.solve_ms is not None
    assert check_plan(found, small_dataset) == []


def test_a_trip_between_two_places(small_dataset: Dataset) -> None:
    found = plan(dataclasses.replace(AUTUMN, origin="01229", destination="38204"), small_dataset)
    assert check_plan(found, small_dataset) == []
    assert found.itinerary.legs[0].origin.code == "01229"
    assert found.itinerary.legs[-1].destination.code == "38204"


def test_a_stay_at_home_takes_no_journey(small_dataset: Dataset) -> None:
    found = plan(dataclasses.replace(AUTUMN, origin="19213", must=(Must("19213"),), days=40), small_dataset)
    assert check_plan(found, small_dataset) == []
    home = [leg for leg in found.itinerary.legs if leg.origin.code == leg.destination.code]
    assert all(leg.minutes == 0 and leg.segments == () for leg in home)


def test_what_must_be_visited_is(small_dataset: Dataset) -> None:
    must = (Must("32525", dt.date(2027, 9, 20), 5), Must("06201"))
    found = plan(dataclasses.replace(AUTUMN, must=must), small_dataset)
    assert check_plan(found, small_dataset) == []
    stays = {s.municipality.code: s for s in found.itinerary.stays}
    assert stays["32525"].nights == 5
    assert (stays["06201"].role, stays["06201"].value) == ("must", 0.0)


def test_a_short_stay_asked_for_tells_of_the_work_it_is_too_short_for(small_dataset: Dataset) -> None:
    must = (Must("02202", dt.date(2027, 9, 25), 2),)
    found = plan(dataclasses.replace(AUTUMN, must=must), small_dataset)
    stay = next(s for s in found.itinerary.stays if s.municipality.code == "02202")
    window = small_dataset.demand.by_code["02202"][0]
    assert (stay.role, stay.demand, stay.nights) == ("must", (), 2)
    assert window.title in stay.why
    assert f"少なくとも{window.min_nights}泊" in stay.why
    assert f"It takes at least {window.min_nights} nights; this stay has 2." in stay.why_en


def test_what_is_avoided_is_not_visited(small_dataset: Dataset) -> None:
    usual = codes_of(plan(AUTUMN, small_dataset))
    assert usual[0] not in codes_of(plan(dataclasses.replace(AUTUMN, avoid=(usual[0],)), small_dataset))


def test_a_leg_limit_makes_nights_on_the_way(small_dataset: Dataset) -> None:
    request = dataclasses.replace(AUTUMN, max_leg_hours=4.0, must=(Must("02202"),), destination="01229", days=20)
    found = plan(request, small_dataset)
    assert check_plan(found, small_dataset) == []
    assert any(stay.role == "transit" for stay in found.itinerary.stays)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    start=st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    days=st.integers(1, 120),
    budget=st.none() | st.integers(10_000, 300_000),
    pace=st.sampled_from(["slow", "normal", "fast"]),
    people=st.integers(1, 3),
    hours=st.sampled_from([4.0, 8.0, 12.0]),
    stops=st.integers(1, 9),
    share=st.none() | st.integers(1, 2),
)
def test_every_plan_passes_the_checker(
    small_dataset: Dataset,
    start: dt.date,
    days: int,
    budget: int | None,
    pace: str,
    people: int,
    hours: float,
    stops: int,
    share: int | None,
) -> None:
    request = TripRequest(
        start=start, days=days, origin="13101", budget_jpy=budget, pace=pace, people=people, max_leg_hours=hours,
        max_stops=stops, max_per_prefecture=share, iterations=3,
    )  # fmt: skip
    try:
        found = plan(request, small_dataset)
    except NoFeasibleItinerary:
        return
    assert check_plan(found, small_dataset) == []


def test_a_party_pays_for_all_and_finds_work_for_some(small_dataset: Dataset) -> None:
    alone = plan(AUTUMN, small_dataset)
    party = plan(dataclasses.replace(AUTUMN, people=5), small_dataset)
    assert check_plan(party, small_dataset) == []
    # one of five finds work at each window
    assert party.objective < alone.objective / 2
    for stay in party.itinerary.stays:
        assert stay.lodging_jpy % 5 == 0
    for leg in party.itinerary.legs:
        one = small_dataset.journey(leg.origin.code, leg.destination.code, AUTUMN.modes, leg.date)
        assert leg.fare_jpy == one.fare_jpy * 5


def test_a_car_takes_four(small_dataset: Dataset) -> None:
    party = dataclasses.replace(AUTUMN, people=5, days=20)
    by_train = terms_for(party, small_dataset)
    trains, _ = build_problem(party, by_train)
    cars, _ = build_problem(party, dataclasses.replace(by_train, by_car=True))
    assert (cars.legs.yen * 5 == trains.legs.yen * 2).all()


class Slower:
    """A router that finds the journey to one place impossible, and that to another dearer."""

    def __init__(self, dataset: Dataset, impossible: str, dear: str) -> None:
        self._dataset, self._impossible, self._dear = dataset, impossible, dear

    def journey(self, origin_code: str, destination_code: str, modes: object, date: dt.date | None) -> Journey:
        if self._impossible in (origin_code, destination_code):
            raise UnreachableError("no ferry on this day")
        found = self._dataset.journey(origin_code, destination_code, ("rail",), date)
        if destination_code != self._dear:
            return found
        return dataclasses.replace(found, fare_jpy=found.fare_jpy + 40_000, minutes=found.minutes + 60)


def test_chosen_legs_are_real(small_dataset: Dataset) -> None:
    usual = codes_of(plan(AUTUMN, small_dataset))
    router = Slower(small_dataset, usual[0], usual[1])
    dataset = Dataset(
        small_dataset.municipalities, small_dataset.demand, lambda _: small_dataset.matrix(("rail", "bus")), router,
        small_dataset.lodging, version="t", sha256="1" * 64, date=small_dataset.date,
    )  # fmt: skip
    found = plan(dataclasses.replace(AUTUMN, budget_jpy=150_000), dataset)
    assert check_plan(found, dataset) == []
    assert usual[0] not in codes_of(found)
    assert found.upper_bound >= found.objective


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"budget_jpy": 1_000}, "budget"),
        ({"days": 3}, "days"),
        ({"kinds": ("brewing",)}, "kinds"),
        ({"max_leg_hours": 0.5}, "max_leg_hours"),
        ({"must": (Must("32525", dt.date(2027, 9, 2), 3), Must("38204", dt.date(2027, 9, 3), 3))}, "must"),
    ],
)
def test_why_nothing_is_feasible(small_dataset: Dataset, change: dict[str, object], field: str) -> None:
    with pytest.raises(NoFeasibleItinerary) as caught:
        plan(dataclasses.replace(AUTUMN, **change), small_dataset)  # type: ignore[arg-type]
    assert field in caught.value.binding
    assert caught.value.smallest_relaxation["field"] == caught.value.binding[0]


def test_the_smallest_budget_that_helps_is_enough(small_dataset: Dataset) -> None:
    with pytest.raises(NoFeasibleItinerary) as caught:
        plan(dataclasses.replace(AUTUMN, budget_jpy=1_000), small_dataset)
    enough = caught.value.smallest_relaxation["value"]
    assert isinstance(enough, int)
    found = plan(dataclasses.replace(AUTUMN, budget_jpy=enough), small_dataset)
    assert check_plan(found, small_dataset) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 401}, "days"),
        ({"start": dt.date(1999, 1, 1)}, "start"),
        ({"min_nights": 9, "max_nights": 5}, "min_nights"),
        ({"modes": ("rail", "rocket")}, "modes"),
        ({"modes": ()}, "modes"),
        ({"kinds": ("piracy",)}, "kinds"),
        ({"pace": "frantic"}, "pace"),
        ({"budget_jpy": -1}, "budget"),
        ({"weights": {"fun": 1.0}}, "weight"),
        ({"weights": {"cost": float("nan")}}, "weight"),
        ({"rest_days_per_week": 4, "remote_days_per_week": 3}, "rest_days_per_week"),
        ({"max_leg_hours": 0.0}, "max_leg_hours"),
        ({"must": (Must("32525"), Must("32525"))}, "must"),
        ({"must": (Must("32525", dt.date(2028, 9, 1)),)}, "must"),
        ({"must": (Must("32525"),), "avoid": ("32525",)}, "avoid"),
    ],
)
def test_a_request_that_cannot_be_names_its_field(
    small_dataset: Dataset, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        plan(dataclasses.replace(AUTUMN, **change), small_dataset)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_an_unknown_code_is_no_place(small_dataset: Dataset) -> None:
    with pytest.raises(UnknownPlace, match="99999"):
        plan(dataclasses.replace(AUTUMN, origin="99999"), small_dataset)


def test_novelty_weighs_only_when_asked(small_dataset: Dataset) -> None:
    assert plan(AUTUMN, small_dataset).objective_terms["novelty"] == 0.0
    keen = plan(dataclasses.replace(AUTUMN, weights={"novelty": 1.0}), small_dataset)
    assert keen.objective_terms["novelty"] > 0.0
    assert np.isclose(sum(keen.objective_terms.values()), keen.objective)
