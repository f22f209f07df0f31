"""Make the six trips whose files lie here: `python tests/golden/render/make.py`, then read what has changed."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from dataclasses import replace
from pathlib import Path

from geo.model import LngLat, Municipality, Segment
from planner.model import Itinerary, Leg, Plan, ServedWindow, Stay, Totals, TripRequest
from planner.render.formats import render

HERE = Path(__file__).parent
WRITTEN = ("json", "gpx", "ics", "geojson", "kml", "csv")
"""Not map and booklet: they hold the land of the data set and what libraries make of it."""
JST = dt.timezone(dt.timedelta(hours=9))
DAY = dt.timedelta(days=1)
# a family and a flag of joined characters, one beyond the basic plane, one of old names, two scripts from the right
# with their marks, a script, a formula, quotes, separators of three formats, ends of lines, a long run without a blank
ODD = (
    "👨‍👩‍👧🏳️‍🌈𠮷﨑か\u3099 שלום\u200f مرحبا\u202e "
    "<script>alert('1')</script> ]]> =SUM(A1) \"q\" & ;,:\\ \n${x} {{ 7*7 }} " + "旅" * 60
)


def places() -> list[Municipality]:
    """Read sixty municipalities from all over the country."""
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Municipality(**{k: v for k, v in row.items() if k not in {"lng", "lat"}}, lnglat=_at(row)) for row in rows]


def _at(row: dict[str, str]) -> LngLat:
    return LngLat(float(row["lng"]), float(row["lat"]))


HOME = Municipality("13101", "千代田区", "ちよだく", "Chiyoda", "13", "東京都", "Tokyo", LngLat(139.75361, 35.694))


def trips() -> dict[str, Plan]:
    """Give the six trips by name."""
    found = places()
    leap = [(found[8], 9), (found[9], 10)]
    return {
        "one_stay": trip(dt.date(2027, 6, 1), [(found[20], 7)]),
        "sixty_stays": trip(dt.date(2027, 4, 1), [(place, 6) for place in found]),
        "new_year": trip(dt.date(2027, 12, 20), [(found[10], 9), (found[11], 8), (found[30], 7)]),
        "leap_day": trip(dt.date(2028, 2, 20), leap),
        "night_ferry": by_night_ferry(trip(dt.date(2027, 5, 1), [(found[2], 6), (found[33], 8)])),
        "odd_texts": oddly(trip(dt.date(2027, 9, 1), [(found[25], 7), (found[40], 7)])),
    }


def trip(start: dt.date, route: list[tuple[Municipality, int]]) -> Plan:
    """Make a trip from home through stays of so many nights and back; every mode of travel comes in turn."""
    stays, legs, day, at = [], [], start, HOME
    for number, (place, nights) in enumerate(route):
        legs.append(leg(day, at, place, number))
        stays.append(stay(place, day, day + nights * DAY, number))
        day, at = day + nights * DAY, place
    legs.append(leg(day, at, HOME, len(route)))
    request = TripRequest(start, (day - start).days + 1, HOME.code, remote_days_per_week=1, iterations=1)
    totals = Totals(
        (day - start).days, len(stays), sum(x.minutes for x in legs), sum(x.fare_jpy for x in legs),
        sum(x.lodging_jpy for x in stays), None, float(len(legs)), float(len(stays)),
    )  # fmt: skip
    return Plan(
        f"{start:%Y%m%d}{len(route):024d}", request, "golden", "ab" * 32, dt.date(2026, 11, 1),
        Itinerary(tuple(stays), tuple(legs), totals), 1.0, {"value": 1.0}, 1.5, 0.25, None, "feasible",
    )  # fmt: skip


MODES = ("rail", "limited_express", "shinkansen", "highway_bus", "ferry", "air", "car")


def leg(day: dt.date, a: Municipality, b: Municipality, number: int) -> Leg:
    """Walk, ride, and take a taxi whose way is not known."""
    mode = MODES[number % len(MODES)]
    near = LngLat(round(a.lnglat.lng + 0.01, 5), a.lnglat.lat)
    far = LngLat(b.lnglat.lng, round(b.lnglat.lat + 0.01, 5))
    segments = (
        Segment("walk", "", a.name, f"{a.name}駅", 12, 0.9, None, False, 0.0, "average", (a.lnglat, near)),
        Segment(
            mode, "" if mode == "car" else f"{b.name}線", f"{a.name}駅", f"{b.name}駅", 180, 210.5, 4840, True, 4.5,
            "service" if mode in {"ferry", "air"} else "average", (near, far),
            trips_per_day=2.0 if number % 2 else None,
        ),
        Segment("taxi", "", f"{b.name}駅", b.name, 9, 3.0, 1500, True, 0.5, "average", ()),
    )  # fmt: skip
    return Leg(day, a, b, 231, 0, 6340, True, 1, 214.4, 5.0, "average", segments)


def stay(place: Municipality, arrive: dt.date, depart: dt.date, number: int) -> Stay:
    """Stay for work, at places that were asked for, and on the way."""
    role = ("work", "work", "must", "work", "transit")[number % 5]
    window = ServedWindow(
        f"{place.code}-harvest-1", "harvest", f"{place.name}の収穫", f"Harvest in {place.name_en}", arrive - 10 * DAY,
        depart + 20 * DAY, 4.5, arrive, depart, "例の出典", "curator_knowledge", "2026-06", "夕食の会",
    )  # fmt: skip
    demand = (window,) if role == "work" else ()
    why, why_en = f"{place.name}は今が季節です。", f"{place.name_en} is in season."
    lodging = 3300 * (depart - arrive).days
    return Stay(place, arrive, depart, role, 4.5, lodging, True, None, demand, why, why_en)


def by_night_ferry(plan: Plan) -> Plan:
    """Let the way to the second stay be a ship of a known timetable, with a night on board."""
    stays, legs = list(plan.itinerary.stays), list(plan.itinerary.legs)
    sails = dt.datetime.combine(legs[1].date, dt.time(18, 45), JST)
    lands = sails + dt.timedelta(hours=19, minutes=45)
    ship = replace(legs[1].segments[1], mode="ferry", line="夜の船", basis="timetable", departs=sails, arrives=lands)
    legs[1] = replace(
        legs[1], segments=(ship,), minutes=1185, nights=1, transfers=0, basis="timetable", departs=sails,
        notes=("時刻表は5月末までです。",), notes_en=("The timetable runs out at the end of May.",),
    )  # fmt: skip
    stays[1] = replace(stays[1], arrive=stays[1].arrive + DAY)
    return replace(plan, itinerary=replace(plan.itinerary, stays=tuple(stays), legs=tuple(legs)))


def oddly(plan: Plan) -> Plan:
    """Fill every text that people or sources write."""
    places = {HOME.code: HOME} | {stay.municipality.code: stay.municipality for stay in plan.itinerary.stays}
    odd = {
        code: replace(p, **dict.fromkeys(("name", "name_kana", "name_en", "prefecture_name", "prefecture_en"), ODD))
        for code, p in places.items()
    }
    texts = dict.fromkeys(("title", "title_en", "source", "as_of", "exchange"), ODD)
    stays = tuple(
        replace(
            s, municipality=odd[s.municipality.code], why=ODD, why_en=ODD,
            demand=tuple(replace(w, **texts) for w in s.demand),
        )
        for s in plan.itinerary.stays
    )  # fmt: skip
    segment_texts = dict.fromkeys(("line", "origin", "destination", "ticket_to", "supplement_to"), ODD)
    legs = tuple(
        replace(
            x, origin=odd[x.origin.code], destination=odd[x.destination.code], notes=(ODD,), notes_en=(ODD,),
            segments=tuple(replace(s, supplement_jpy=100, **segment_texts) for s in x.segments),
        )
        for x in plan.itinerary.legs
    )  # fmt: skip
    return replace(plan, itinerary=replace(plan.itinerary, stays=stays, legs=legs))


def files(plan: Plan) -> dict[str, bytes]:
    """Give a trip in every format and language, by the names of its files."""
    told = {f"trip.{lang}.{fmt}": render(plan, fmt, lang) for fmt in WRITTEN[1:] for lang in ("ja", "en")}
    return {"trip.json": render(plan, "json"), **told}


def digests(plan: Plan) -> dict[str, str]:
    """Give the hashes of a trip's files, where nobody would read so much."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files(plan).items()}


def main() -> None:
    """Write every trip in every format; of the longest the hashes."""
    for name, plan in trips().items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        if name == "sixty_stays":
            (folder / "digests.json").write_text(json.dumps(digests(plan), indent=1) + "\n", encoding="utf-8")
            continue
        for file, content in files(plan).items():
            (folder / file).write_bytes(content)


if __name__ == "__main__":
    main()
