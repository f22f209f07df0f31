import datetime as dt
from dataclasses import replace

import pytest

from geo.model import LngLat, Municipality, Segment
from planner.model import Itinerary, Leg, Plan, ServedWindow, Stay, Totals, TripRequest

CHIYODA = Municipality(
    "13101", "千代田区", "ちよだく", "Chiyoda", "13", "東京都", "Tokyo", LngLat(139.75361, 35.694), 63000
)
NANTO = Municipality("16210", "南砺市", "なんとし", "Nanto", "16", "富山県", "Toyama", LngLat(136.8753, 36.5873), 47000)
SADO = Municipality("15224", "佐渡市", "さどし", "Sado", "15", "新潟県", "Niigata", LngLat(138.3683, 38.0183), 51000)
NAHA = Municipality("47201", "那覇市", "なはし", "Naha", "47", "沖縄県", "Okinawa", LngLat(127.6792, 26.2123), 317000)
START = dt.date(2027, 9, 1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def segment(
    mode: str, line: str, ends: tuple[str, str], minutes: int, km: float, *path: tuple[float, float]
) -> Segment:
    basis = "service" if mode in {"shinkansen", "ferry", "air"} else "average"
    fare = None if mode == "walk" else round(km * 22)
    return Segment(mode, line, *ends, minutes, km, fare, True, km * 0.02, basis, tuple(LngLat(*p) for p in path))


WALK = ((139.75361, 35.694), (139.7671, 35.6812))
SHINKANSEN = ((139.7671, 35.6812), (139.6239, 35.9063), (138.249, 36.6432), (137.2133, 36.7013), (136.9972, 36.7271))
JOHANA = ((136.9972, 36.7271), (136.959, 36.641), (136.8747, 36.5611))
ROAD = ((136.8753, 36.5873), (137.2133, 36.7013), (137.86, 37.04), (138.2473, 37.1838))
KEIKYU = ((139.7387, 35.6285), (139.7847, 35.5494))
FLIGHT = ((139.7847, 35.5494), (127.6458, 26.1958))


def leg(number: int, a: Municipality, b: Municipality, nights: int, *segments: Segment) -> Leg:
    minutes = sum(part.minutes for part in segments) + 30 * bool(segments)
    km = sum(part.km for part in segments)
    fare = sum(part.fare_jpy or 0 for part in segments)
    changes = max(0, sum(part.mode not in {"walk", "taxi"} for part in segments) - 1)
    return Leg(day(number), a, b, minutes, nights, fare, True, changes, km, km * 0.02, "average", segments)


CARVING = ServedWindow(
    id="16210-craft-1",
    kind="craft",
    title="井波彫刻の広報デザイン",
    title_en="Inami carving design",
    start=dt.date(2027, 9, 1),
    end=dt.date(2027, 10, 31),
    days=8.5,
    peak_start=dt.date(2027, 9, 10),
    peak_end=dt.date(2027, 10, 15),
    source="南砺市観光協会",
    confidence="curator_knowledge",
    as_of="2026-06",
    exchange="",
)


def stay(place: Municipality, arrive: int, depart: int, role: str, demand: tuple[ServedWindow, ...] = ()) -> Stay:
    why = f"{place.name}は今が季節です。" if role == "work" else ""
    why_en = f"{place.name_en} is in season." if role == "work" else ""
    return Stay(place, day(arrive), day(depart), role, 5.5, 3500 * (depart - arrive), True, None, demand, why, why_en)


def build_plan() -> Plan:
    """Tokyo – Nanto – Sado – Naha – Tokyo by every kind of vehicle; the way to Naha crosses a midnight."""
    legs = (
        leg(0, CHIYODA, NANTO, 0,
            segment("walk", "", ("千代田区", "東京駅"), 14, 1.0, *WALK),
            segment("shinkansen", "北陸新幹線", ("東京", "新高岡"), 162, 411.0, *SHINKANSEN),
            segment("rail", "城端線", ("新高岡", "福光"), 36, 23.0, *JOHANA),
            segment("taxi", "", ("福光", "南砺市"), 8, 3.0)),
        leg(24, NANTO, SADO, 0,
            segment("car", "", ("南砺市", "直江津港"), 150, 150.0, *ROAD),
            segment("ferry", "佐渡汽船", ("直江津港", "小木港"), 160, 78.0, ROAD[-1], (138.2797, 37.8115)),
            segment("local_bus", "", ("小木港", "佐渡市"), 55, 30.0, (138.2797, 37.8115), (138.3683, 38.0183))),
        leg(40, SADO, NAHA, 1,
            segment("ferry", "佐渡汽船", ("両津港", "新潟港"), 150, 67.0, (138.4361, 38.0816), (139.0583, 37.9253)),
            segment("highway_bus", "新潟=東京", ("新潟駅", "東京"), 330, 330.0, (139.0617, 37.9122), SHINKANSEN[0]),
            segment("limited_express", "京急線", ("品川", "羽田空港"), 20, 14.5, *KEIKYU),
            segment("air", "羽田=那覇", ("羽田空港", "那覇空港"), 165, 1554.0, *FLIGHT)),
        leg(60, NAHA, CHIYODA, 0,
            segment("air", "那覇=羽田", ("那覇空港", "羽田空港"), 150, 1554.0, *reversed(FLIGHT))),
    )  # fmt: skip
    stays = (
        stay(NANTO, 0, 24, "work", (CARVING,)),
        stay(SADO, 24, 40, "work"),
        stay(NAHA, 41, 60, "must"),
    )
    totals = Totals(
        60,
        3,
        sum(x.minutes for x in legs),
        sum(x.fare_jpy for x in legs),
        sum(x.lodging_jpy for x in stays),
        None,
        77.5,
        11,
    )
    request = TripRequest(START, 61, "13101", rest_days_per_week=1, remote_days_per_week=1)
    return Plan(
        "0123456789abcdef", request, "2026.1", "ab" * 32, dt.date(2026, 11, 1), Itinerary(stays, legs, totals),
        10.25, {"value": 11.0, "cost": -0.75}, 10.5, 0.0238, None, "feasible",
    )  # fmt: skip


@pytest.fixture(scope="session")
def trip() -> Plan:
    return build_plan()


@pytest.fixture(scope="session")
def named_trip():
    """The same trip with a text in every place that a person or a source may fill."""

    def build(text: str) -> Plan:
        plan = build_plan()
        place = replace(NANTO, name=text, name_en=text, prefecture_name=text)
        window = replace(CARVING, title=text, title_en=text, source=text)
        stays = tuple(
            replace(item, municipality=place, demand=(window,), why=text, why_en=text) if i == 0 else item
            for i, item in enumerate(plan.itinerary.stays)
        )
        legs = tuple(
            replace(
                item,
                segments=tuple(replace(part, line=text, origin=text, destination=text) for part in item.segments),
                origin=place if i == 1 else item.origin,
                destination=place if i == 0 else item.destination,
            )
            for i, item in enumerate(plan.itinerary.legs)
        )
        return replace(plan, itinerary=replace(plan.itinerary, stays=stays, legs=legs))

    return build
