"""A notebook shapes the trip: bookings hold their stays, appointments are kept, days off are free."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.booked import BookedLeg, BookedLodging
from planner.check import check_plan
from planner.errors import InvalidRequest
from planner.model import TripRequest
from planner.notebook.model import (
    Appointment,
    Blocked,
    Idea,
    LegBooking,
    LodgingBooking,
    Notebook,
    Task,
)
from planner.plan import plan
from planner.replan.edits import Change, Dates, Drop, Fill, Insert, Move, Unlock, Write
from planner.replan.replan import replan
from planner.serial import plan_from_json, plan_to_json

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Leg, Plan
    from planner.replan.edits import Edit
    from planner.replan.replan import Replanned

START = dt.date(2027, 9, 1)
AUTUMN = TripRequest(START, 60, "13101", iterations=3)
EMPTY = TripRequest(START, 30, "13101", fill=False, iterations=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def autumn(small_dataset: Dataset) -> Plan:
    return plan(AUTUMN, small_dataset)


@pytest.fixture(scope="module")
def empty(small_dataset: Dataset) -> Plan:
    return plan(EMPTY, small_dataset)


def edit(made: Plan, dataset: Dataset, *edits: Edit) -> Replanned:
    done = replan(made, edits, dataset, rounds=2)
    assert check_plan(done.plan, dataset) == []
    assert plan_from_json(plan_to_json(done.plan)) == done.plan
    return done


def written(made: Plan, dataset: Dataset, book: Notebook) -> Plan:
    done = edit(made, dataset, Write(book))
    assert done.conflicts == ()
    return done.plan


def days_of(made: Plan) -> dict[str, tuple[dt.date, dt.date]]:
    return {s.municipality.code: (s.arrive, s.depart) for s in made.itinerary.stays}


def booking(leg: Leg, minutes: int = 55, fare: int = 4200, later: int = 0) -> LegBooking:
    booked = BookedLeg(
        leg.origin.code, leg.destination.code, leg.date + later * DAY, minutes, fare, "air", departs=dt.time(9, 30)
    )
    return LegBooking("l1", booked, "https://example.org/ticket")


def test_a_trip_may_begin_empty(empty: Plan, small_dataset: Dataset) -> None:
    assert check_plan(empty, small_dataset) == []
    assert empty.itinerary.stays == ()
    assert [leg.minutes for leg in empty.itinerary.legs] == [0]
    one = edit(empty, small_dataset, Insert("22225", START + 3 * DAY, 4)).plan
    assert days_of(one) == {"22225": (START + 3 * DAY, START + 7 * DAY)}
    filled = edit(one, small_dataset, Fill(on=True)).plan
    assert days_of(filled)["22225"] == days_of(one)["22225"]
    assert len(filled.itinerary.stays) > 1


def test_an_empty_trip_that_ends_elsewhere_has_one_leg(small_dataset: Dataset) -> None:
    there = plan(dataclasses.replace(EMPTY, destination="16210"), small_dataset)
    assert [leg.destination.code for leg in there.itinerary.legs] == ["16210"]
    assert check_plan(there, small_dataset) == []


def test_a_booked_leg_takes_the_place_of_the_modelled_one(autumn: Plan, small_dataset: Dataset) -> None:
    was = autumn.itinerary.legs[1]
    made = written(autumn, small_dataset, Notebook(legs=(booking(was),)))
    leg = next(leg for leg in made.itinerary.legs if leg.basis == "booked")
    assert (leg.minutes, leg.fare_jpy, leg.fare_estimated) == (55, 4200, False)
    assert (leg.origin.code, leg.destination.code, leg.date) == (was.origin.code, was.destination.code, was.date)
    assert leg.departs is not None
    assert leg.departs.isoformat() == f"{was.date}T09:30:00+09:00"
    assert made.itinerary.totals.fare_jpy == sum(leg.fare_jpy for leg in made.itinerary.legs)
    assert leg.co2_kg > 0
    for code in (was.origin.code, was.destination.code):
        assert days_of(made)[code][0 if code == was.destination.code else 1] == was.date
        assert any(must.code == code and must.fixed for must in made.request.must)


def test_a_booked_leg_of_another_day_moves_its_stays(autumn: Plan, small_dataset: Dataset) -> None:
    was = autumn.itinerary.legs[1]
    made = written(autumn, small_dataset, Notebook(legs=(booking(was, later=2),)))
    assert days_of(made)[was.origin.code][1] == was.date + 2 * DAY
    assert days_of(made)[was.destination.code][0] == was.date + 2 * DAY
    assert days_of(made)[was.destination.code][1] == days_of(autumn)[was.destination.code][1]


def test_what_is_booked_outlives_every_later_edit(autumn: Plan, small_dataset: Dataset) -> None:
    was = autumn.itinerary.legs[1]
    made = written(autumn, small_dataset, Notebook(legs=(booking(was),)))
    for change in (
        Drop(was.destination.code),
        Move(was.destination.code, was.date + DAY),
        Dates(START + 5 * DAY, None, "shift"),
    ):
        done = edit(made, small_dataset, change)
        assert {conflict.kind for conflict in done.conflicts} >= {"booked"}, change
        assert done.plan == made
    free = edit(made, small_dataset, Unlock(), Change({"budget": 600_000})).plan
    assert days_of(free)[was.destination.code][0] == was.date
    assert days_of(free)[was.origin.code][1] == was.date
    gone = written(made, small_dataset, Notebook())
    assert gone.request.booked_legs == ()
    assert all(leg.basis != "booked" for leg in gone.itinerary.legs)
    assert not edit(gone, small_dataset, Drop(was.destination.code)).conflicts


def test_a_leg_is_booked_only_where_the_trip_goes(autumn: Plan, small_dataset: Dataset) -> None:
    stranger = LegBooking("l1", BookedLeg("22225", autumn.itinerary.stays[0].municipality.code, START + DAY, 60, 0))
    with pytest.raises(InvalidRequest, match="no stay there"):
        replan(autumn, [Write(Notebook(legs=(stranger,)))], small_dataset, rounds=2)
    late = LegBooking("l1", BookedLeg("13101", autumn.itinerary.stays[0].municipality.code, START + DAY, 60, 0))
    with pytest.raises(InvalidRequest, match="leaves home on 2027-09-01"):
        replan(autumn, [Write(Notebook(legs=(late,)))], small_dataset, rounds=2)


def test_a_booked_return_ends_the_trip_and_a_booked_night_is_no_stay(autumn: Plan, small_dataset: Dataset) -> None:
    last = autumn.itinerary.stays[1]
    home = LegBooking("l1", BookedLeg(last.municipality.code, "13101", last.depart, 200, 9000, "air"))
    made = written(autumn, small_dataset, Notebook(legs=(home,)))
    assert [leg.basis for leg in made.itinerary.legs][-1] == "booked"
    assert made.itinerary.stays[-1].municipality == last.municipality
    assert edit(made, small_dataset, Insert("22225", last.depart + DAY, 3)).conflicts[0].kind == "booked"
    was = autumn.itinerary.legs[1]
    ship = BookedLeg(was.origin.code, was.destination.code, was.date, 1000, 5000, "ferry", 1)
    over = written(autumn, small_dataset, Notebook(legs=(LegBooking("l1", ship),)))
    leg = next(leg for leg in over.itinerary.legs if leg.basis == "booked")
    assert (leg.nights, leg.date) == (1, was.date)
    twice = dataclasses.replace(ship, fare_jpy=1)
    with pytest.raises(InvalidRequest, match="booked already"):
        replan(over, [Write(Notebook(legs=(LegBooking("l1", ship), LegBooking("l2", twice))))], small_dataset, rounds=2)


def test_a_longer_way_than_allowed_may_be_booked(empty: Plan, small_dataset: Dataset) -> None:
    one = edit(empty, small_dataset, Insert("47207", START + DAY, 5))
    assert one.conflicts
    ways = (
        LegBooking("a", BookedLeg("13101", "47207", START, 1500, 30_000, "ferry", 1)),
        LegBooking("b", BookedLeg("47207", "13101", START + 4 * DAY, 200, 20_000, "air")),
    )
    made = written(empty, small_dataset, Notebook(legs=ways))
    assert days_of(made) == {"47207": (START + DAY, START + 4 * DAY)}
    assert made.itinerary.totals.fare_jpy == 50_000
    assert [leg.basis for leg in made.itinerary.legs] == ["booked", "booked"]


@pytest.mark.parametrize("price", [0, 12_000])
def test_booked_nights_cost_what_they_cost(autumn: Plan, small_dataset: Dataset, price: int) -> None:
    stay = autumn.itinerary.stays[1]
    nights = BookedLodging(stay.municipality.code, stay.arrive, stay.nights, price)
    made = written(autumn, small_dataset, Notebook(lodging=(LodgingBooking("h1", nights, "民宿"),)))
    now = next(s for s in made.itinerary.stays if s.municipality.code == nights.code)
    assert (now.arrive, now.depart, now.lodging_jpy, now.lodging_estimated) == (stay.arrive, stay.depart, price, False)
    assert edit(made, small_dataset, Drop(nights.code)).conflicts[0].kind == "booked"


def test_nights_that_are_partly_booked_keep_their_share(empty: Plan, small_dataset: Dataset) -> None:
    one = edit(empty, small_dataset, Insert("22225", START + 2 * DAY, 4)).plan
    assert one.itinerary.stays[0].lodging_jpy == 4 * 3300
    nights = BookedLodging("22225", START + 3 * DAY, 2, 5000)
    made = written(one, small_dataset, Notebook(lodging=(LodgingBooking("h1", nights),)))
    assert made.itinerary.stays[0].lodging_jpy == 5000 + 2 * 3300
    assert made.itinerary.stays[0].lodging_estimated
    longer = BookedLodging("22225", START + 3 * DAY, 6, 9000)
    made = written(one, small_dataset, Notebook(lodging=(LodgingBooking("h1", longer),)))
    assert days_of(made) == {"22225": (START + 2 * DAY, START + 9 * DAY)}


def test_a_budget_reckons_with_what_is_booked(autumn: Plan, small_dataset: Dataset) -> None:
    stay = autumn.itinerary.stays[0]
    nights = BookedLodging(stay.municipality.code, stay.arrive, stay.nights, 90_000)
    made = written(autumn, small_dataset, Notebook(lodging=(LodgingBooking("h1", nights),)))
    short = edit(made, small_dataset, Change({"budget": 91_000}))
    assert [conflict.kind for conflict in short.conflicts] == ["budget"]
    enough = edit(made, small_dataset, Change({"budget": 150_000})).plan
    totals = enough.itinerary.totals
    assert 90_000 <= totals.lodging_jpy + totals.fare_jpy <= 150_000


def test_an_appointment_is_kept_wherever_it_is(autumn: Plan, small_dataset: Dataset) -> None:
    day = START + 20 * DAY
    book = Notebook(appointments=(Appointment("a1", "打ち合わせ", day, "22225", dt.time(14)),))
    made = written(autumn, small_dataset, book)
    arrive, depart = days_of(made)["22225"]
    assert arrive <= day < depart
    assert edit(made, small_dataset, Drop("22225")).conflicts[0].kind == "appointment"
    assert edit(made, small_dataset, Move("22225", day + DAY)).conflicts[0].kind == "appointment"
    moved = edit(made, small_dataset, Move("22225", day - DAY, 3)).plan
    assert days_of(moved)["22225"] == (day - DAY, day + 2 * DAY)
    again = edit(moved, small_dataset, Unlock("22225")).plan
    arrive, depart = days_of(again)["22225"]
    assert arrive <= day < depart
    gone = written(again, small_dataset, Notebook())
    assert all(must.code != "22225" for must in gone.request.must)


def test_blocked_days_elsewhere_take_the_traveller_there(autumn: Plan, small_dataset: Dataset) -> None:
    first = START + 15 * DAY
    made = written(autumn, small_dataset, Notebook(blocked=(Blocked("b1", first, first + 2 * DAY, "結婚式", "06201"),)))
    assert days_of(made)["06201"] == (first, first + 3 * DAY)
    assert made.request.days_off == (first, first + DAY, first + 2 * DAY)
    assert next(s for s in made.itinerary.stays if s.municipality.code == "06201").demand == ()


def test_days_off_are_worth_nothing(autumn: Plan, small_dataset: Dataset) -> None:
    stay = max(autumn.itinerary.stays, key=lambda stay: stay.nights)
    first = stay.arrive + 3 * DAY
    made = written(autumn, small_dataset, Notebook(blocked=(Blocked("b1", first, first + 4 * DAY, "休み"),)))
    assert made.objective < autumn.objective
    every = Blocked("b1", START, START + 59 * DAY)
    stays = [m for m in autumn.itinerary.stays[:1]]
    idle = edit(autumn, small_dataset, Fill(on=False), Write(Notebook(blocked=(every,)))).plan
    assert {s.role for s in idle.itinerary.stays} == {"must"}
    assert idle.itinerary.totals.value == 0
    assert days_of(idle)[stays[0].municipality.code] == days_of(autumn)[stays[0].municipality.code]


def test_words_are_kept_without_planning_anew(autumn: Plan, small_dataset: Dataset) -> None:
    book = Notebook(ideas=(Idea("i1", "温泉"),), checklist=(Task("c1", "保険証", done=True),), note="駅前で待ち合わせ")
    done = edit(autumn, small_dataset, Write(book))
    assert done.plan.itinerary == autumn.itinerary
    assert done.plan.notebook == book
    later = edit(done.plan, small_dataset, Drop(autumn.itinerary.stays[0].municipality.code)).plan
    assert later.notebook == book


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_booked_the_checker_agrees(autumn: Plan, small_dataset: Dataset, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(autumn.itinerary.legs) - 1))
    leg = autumn.itinerary.legs[at]
    ride = booking(leg, data.draw(st.integers(1, 800)), data.draw(st.integers(0, 60_000)))
    stay = data.draw(st.sampled_from(autumn.itinerary.stays))
    skip = data.draw(st.integers(0, stay.nights - 1))
    nights = data.draw(st.integers(1, stay.nights - skip))
    lodging = BookedLodging(stay.municipality.code, stay.arrive + skip * DAY, nights, data.draw(st.integers(0, 99_999)))
    off = START + data.draw(st.integers(0, 50)) * DAY
    book = Notebook(
        legs=(dataclasses.replace(ride, leg=dataclasses.replace(ride.leg, departs=None)),),
        lodging=(LodgingBooking("h1", lodging),),
        blocked=(Blocked("b1", off, off + data.draw(st.integers(0, 6)) * DAY),),
    )
    done = edit(autumn, small_dataset, Write(book))
    assert done.conflicts == ()
    assert [leg.fare_jpy for leg in done.plan.itinerary.legs if leg.basis == "booked"] == [ride.leg.fare_jpy]
    assert done.plan.upper_bound >= done.plan.objective - 1e-9


def drawn(draw: st.DrawFn, made: Plan, codes: list[str]) -> Edit:
    """Any edit of a plan, or another notebook beside it."""
    book, trip = made.notebook or Notebook(), made.itinerary
    day = START + draw(st.integers(0, made.request.days - 1)) * DAY
    whole = [Unlock(), Fill(draw(st.booleans()))]
    notes = [
        dataclasses.replace(book, appointments=(Appointment("a1", "x", day, draw(st.sampled_from(codes))),)),
        dataclasses.replace(book, blocked=(Blocked("b1", day, day + draw(st.integers(0, 4)) * DAY),)),
        dataclasses.replace(book, legs=book.legs[1:]),
    ]
    if trip.stays:
        stay = draw(st.sampled_from(trip.stays))
        nights = BookedLodging(stay.municipality.code, stay.arrive, stay.nights, draw(st.integers(0, 50_000)))
        notes.append(dataclasses.replace(book, lodging=(LodgingBooking("h1", nights),)))
        leg = draw(st.sampled_from(trip.legs))
        ride = booking(leg, 300, draw(st.integers(0, 50_000)), draw(st.integers(-1, 1)))
        notes.append(
            dataclasses.replace(
                book, legs=(dataclasses.replace(ride, leg=dataclasses.replace(ride.leg, departs=None)),)
            )
        )
        whole += [Drop(stay.municipality.code), Move(stay.municipality.code, stay.arrive + DAY)]
    return draw(st.sampled_from([*whole, *map(Write, notes)]))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_through_all_edits_what_is_written_down_is_kept(
    autumn: Plan, small_dataset: Dataset, data: st.DataObject
) -> None:
    made, codes = autumn, [place.code for place in small_dataset.municipalities]
    for _ in range(6):
        try:
            made = edit(made, small_dataset, drawn(data.draw, made, codes)).plan
        except InvalidRequest:
            continue
        book = made.notebook or Notebook()
        legs = {(leg.origin.code, leg.destination.code, leg.date, leg.fare_jpy) for leg in made.itinerary.legs}
        assert all((b.leg.origin, b.leg.destination, b.leg.date, b.leg.fare_jpy) in legs for b in book.legs)
        stays = days_of(made)
        assert all(stays[a.code][0] <= a.date < stays[a.code][1] for a in book.appointments)
        assert all(stays[b.lodging.code][0] <= b.lodging.arrive for b in book.lodging)
