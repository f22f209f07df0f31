from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SchemaError
from geo.fare_names import NO_CHARGE, Names, load_names

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


@pytest.fixture(scope="module")
def names() -> Names:
    return load_names(FARES)


@pytest.mark.parametrize(
    ("operator", "line", "system"),
    [
        ("東京地下鉄", "", "東京地下鉄"),
        ("京阪電気鉄道", "石山坂本線", "京阪電気鉄道大津線"),
        ("京阪電気鉄道", "京阪本線", "京阪電気鉄道"),
        ("広島電鉄", "宇品線", "tram_default"),
        ("京都丹後鉄道", "", "WILLER　TRAINS"),
        ("どこにもない鉄道", "", "private_default"),
    ],
)
def test_railways(names: Names, operator: str, line: str, system: str) -> None:
    assert names.rail(operator, line) == system


@pytest.mark.parametrize(
    ("kind", "service", "operator", "line", "system"),
    [
        ("shinkansen", "のぞみ", "JR東海/JR西日本", "東海道新幹線", "tokaido_sanyo_nozomi"),
        ("shinkansen", "はやぶさ（函館直通・速達）", "JR東日本/JR北海道", "北海道新幹線", "hokkaido_shinkansen"),
        ("shinkansen", "つばさ", "JR東日本", "奥羽線", "yamagata"),
        ("shinkansen", "つばさ", "JR東日本", "", "tohoku"),
        ("limited_express", "あずさ", "JR東日本", "", "limited_express_east"),
        ("limited_express", "新しい特急", "JR西日本", "", "limited_express_a"),
        ("limited_express", "新しい特急", "どこかの電鉄", "", "private_express_default"),
        ("rapid", "新快速", "JR西日本", "", NO_CHARGE),
        ("rapid", "博多南線", "JR西日本", "", "博多南線"),
    ],
)
def test_supplements(names: Names, kind: str, service: str, operator: str, line: str, system: str) -> None:
    assert names.surcharge(kind, service, operator, line) == system


def test_a_system_without_fares_is_named() -> None:
    with pytest.raises(SchemaError, match=r"rail_operators\.csv, row 2, column system: nowhere \(x\) has no fares"):
        Names({("x", ""): "nowhere"}, {}).check(FARES, {"somewhere"})


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    rows = "operator,line,system,source,confidence\na,,s,x,high\na,,t,x,high\n"
    (tmp_path / "rail_operators.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "surcharge_services.csv").write_bytes((FARES / "surcharge_services.csv").read_bytes())
    with pytest.raises(SchemaError, match=r"rail_operators\.csv, row 2, column line: 1 rows repeat"):
        load_names(tmp_path)
