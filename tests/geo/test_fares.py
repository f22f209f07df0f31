from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pytest

from geo.errors import SchemaError, SourceError
from geo.fare_carry import JOIN_DISCOUNT
from geo.fare_jr import JR_COMPANIES, jr_fare
from geo.fare_km import load_tariff_km
from geo.fare_rows import CONFIDENCE
from geo.fares import FareTables

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"
SERVICES = FARES.parent / "services" / "rail_lines.csv"


@pytest.fixture(scope="module")
def fares() -> FareTables:
    return FareTables.load(FARES, dt.date(2026, 9, 1))


def test_arrays_have_their_shapes_and_types(fares: FareTables) -> None:
    count = len(fares.systems)
    assert fares.yen_by_km.shape == (count, 3001)
    assert fares.yen_by_km.dtype == np.int32
    assert fares.estimated.shape == (count,)
    assert fares.jr.trunk.shape == (3001,)
    assert fares.jr.own.shape == (6, 3001)
    assert fares.jr.addon.shape == (4, 3001)


def test_no_fare_is_negative_falls_with_distance_or_starts_above_nothing(fares: FareTables) -> None:
    assert (fares.yen_by_km[:, 0] == 0).all()
    assert (np.diff(fares.yen_by_km, axis=1) >= 0).all()


@pytest.mark.parametrize(
    "name",
    [
        "private_default",
        "tram_default",
        "local_bus",
        "taxi",
        "highway_bus_estimate",
        "ferry_estimate",
        "flight_estimate",
        "toll_nexco",
        "toll_shuto",
        "fuel",
        "none",
    ],
)
def test_common_systems_exist(fares: FareTables, name: str) -> None:
    assert fares.systems[fares.system(name)] == name
    assert fares.estimated[fares.system(name)] == (name not in {"toll_nexco", "toll_shuto", "none"})


@pytest.mark.parametrize(
    ("day", "operator", "km", "yen"),
    [
        ("2026-09-01", "東武鉄道", 135.5, 1590 - 190),  # Asakusa-Tobu Nikko
        ("2026-09-01", "阪急電鉄", 47.7, 410),  # Osaka-Umeda-Kyoto-Kawaramachi
        ("2026-03-13", "西武鉄道", 24.8, 360),  # Ikebukuro-Tokorozawa, and after its rise
        ("2026-03-14", "西武鉄道", 24.8, 410),
        ("2026-09-01", "京浜急行電鉄", 49.9, 620),  # Shinagawa-Yokosuka-Chuo
        ("2026-09-01", "青い森鉄道", 121.9, 3700),  # Metoki-Aomori
    ],
)
def test_private_railways_by_date(day: str, operator: str, km: float, yen: int) -> None:
    fares = FareTables.load(FARES, dt.date.fromisoformat(day))
    assert fares.yen(fares.systems[fares.rail_system(operator)], km) == yen


def base(fares: FareTables, **km: float) -> int:
    row = np.array([km.get(name, 0.0) for name in JR_COMPANIES])
    return int(jr_fare(fares.jr, row))


@pytest.mark.parametrize(
    ("day", "line", "origin", "destination", "company", "system", "yen"),
    # published totals, ordinary season, reserved seat: fare list of the operators read 2026-04; press notes of 2023-25
    [
        ("2026-04-01", "東海道新幹線", "東京", "京都", "central", "tokaido_sanyo", 13850),
        ("2026-04-01", "東海道新幹線", "東京", "静岡", "central", "tokaido_sanyo", 6470),
        ("2026-04-01", "東海道新幹線", "名古屋", "新大阪", "central", "tokaido_sanyo", 6470),
        ("2026-04-01", "山陽新幹線", "新大阪", "岡山", "west", "tokaido_sanyo", 6140),
        ("2026-04-01", "九州新幹線", "熊本", "鹿児島中央", "kyushu", "kyushu_shinkansen", 7970),
        ("2023-05-01", "山陽新幹線", "新大阪", "岡山", "west", "sanyo_nozomi", 6460),
        ("2023-05-01", "山陽新幹線", "新大阪", "広島", "west", "sanyo_nozomi", 10950),
        ("2023-05-01", "山陽新幹線", "新大阪", "博多", "west", "sanyo_nozomi", 16020),
        ("2026-05-01", "東北新幹線", "東京", "仙台", "east", "tohoku_hayabusa", 6270 + 5360),
        ("2025-05-01", "北海道新幹線", "新青森", "新函館北斗", "hokkaido", "hokkaido_shinkansen", 8050),
    ],
)
def test_published_shinkansen_totals(
    day: str, line: str, origin: str, destination: str, company: str, system: str, yen: int
) -> None:
    fares, scale = FareTables.load(FARES, dt.date.fromisoformat(day)), load_tariff_km(FARES)
    km = abs(scale[line, origin] - scale[line, destination])
    charge = fares.surcharge_yen(fares.system(system), km, origin, destination)
    assert base(fares, **{company: km}) + charge == yen


@pytest.mark.parametrize(("km", "yen"), [(136.8, 5440), (220.2, 8120), (318.7, 9770)])
def test_published_limited_express_totals_from_sapporo(km: float, yen: int) -> None:
    fares = FareTables.load(FARES, dt.date(2025, 4, 1))
    charge = fares.surcharge_system("limited_express", "北斗", "JR北海道")
    assert base(fares, hokkaido=km) + fares.surcharge_yen(charge, km) == yen


def test_a_through_train_pays_two_tables_less_one_seat(fares: FareTables) -> None:
    # Shin-Osaka-Kagoshima-Chuo by Sakura: 10,640
    sanyo = fares.surcharge_yen(fares.system("tokaido_sanyo"), 618.5, "新大阪", "博多")
    kyushu = fares.surcharge_yen(fares.system("kyushu_shinkansen"), 288.9, "博多", "鹿児島中央")
    assert sanyo + kyushu - JOIN_DISCOUNT == 10640


def test_tables_by_km_stay_near_the_published_pairs(fares: FareTables) -> None:
    """The matrix looks supplements up by km: on one line that is within 12 % (mostly 0) of the pair's own figure."""
    scale = load_tariff_km(FARES)
    lines = {"tohoku": "東北新幹線", "tohoku_hayabusa": "東北新幹線", "nishi_kyushu": "西九州新幹線"}
    ratios = []
    for (system, pair), yen in fares.surcharge_pairs.items():
        line, (a, b) = lines.get(system, ""), sorted(pair)
        if (line, a) in scale and (line, b) in scale:
            ratios.append(fares.yen(system, abs(scale[line, a] - scale[line, b])) / yen)
    assert len(ratios) > 60
    assert max(abs(np.array(ratios) - 1)) < 0.13
    assert np.mean(np.abs(np.array(ratios) - 1) < 0.05) > 0.7


def test_every_curated_service_has_a_supplement(fares: FareTables) -> None:
    with SERVICES.open(encoding="utf-8") as file:
        rows = {(row["kind"], row["service_ja"], row["operator"], row["line_ja"]) for row in csv.DictReader(file)}
    for kind, service, operator, line in rows:
        index = fares.surcharge_system(kind, service, operator, line)
        free = fares.systems[index] == "none"
        assert free == (kind == "rapid" and service != "博多南線"), service


def test_jr_operators(fares: FareTables) -> None:
    assert fares.jr_company("北海道旅客鉄道") == 0
    assert fares.jr_company("九州旅客鉄道") == 5
    assert fares.jr_company("東武鉄道") == -1


def test_an_absent_or_damaged_table_is_named(tmp_path: Path) -> None:
    shutil.copytree(FARES, tmp_path / "fares")
    folder = tmp_path / "fares"
    path = folder / "surcharge_bands.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], lines[1].replace("2290", "cheap"), *lines[2:]]), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"surcharge_bands\.csv, row 2, column yen: 'cheap'"):
        FareTables.load(folder, dt.date(2026, 9, 1))
    path.unlink()
    with pytest.raises(SourceError, match=r"surcharge_bands\.csv"):
        FareTables.load(folder, dt.date(2026, 9, 1))


@pytest.mark.parametrize("path", sorted(FARES.glob("*.csv")), ids=lambda path: path.name)
def test_every_figure_has_source_and_confidence(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for number, row in enumerate(rows, start=2):
        assert row["source"].strip(), f"{path.name}, row {number}"
        assert row["confidence"] in CONFIDENCE, f"{path.name}, row {number}"
