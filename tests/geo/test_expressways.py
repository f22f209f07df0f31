from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.expressways import NO_SYSTEM, Expressways, plain
from geo.fare_tolls import TOLL_SYSTEMS
from geo.sphere import crow_km
from geo.store import read_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def ways(data_dir: Path) -> Expressways:
    return Expressways.of(read_table(data_dir, "expressways"))


def test_a_name_stands_for_one_place(data_dir: Path) -> None:
    table = read_table(data_dir, "expressways")
    places = table.groupby("name")[["lat", "lon"]].nunique()
    assert (places == 1).to_numpy().all()


def test_kilometre_posts_rise_and_fit_the_places(ways: Expressways) -> None:
    """Places are recalled to a kilometre or two and moved so that no section is shorter than the straight line."""
    assert (ways.km > 0).all()
    crow = crow_km(ways.points[ways.ends[:, 0]], ways.points[ways.ends[:, 1]])
    assert (crow - ways.km).max() < 0.1
    assert (ways.km - 1.6 * crow).max() < 9
    assert ways.km.sum() / crow.sum() == pytest.approx(1.08, abs=0.06)


def test_sections_with_a_toll_belong_to_a_network_or_have_one_of_their_own(ways: Expressways) -> None:
    tolled = ways.system != NO_SYSTEM
    assert set(ways.system[tolled]) == set(range(len(TOLL_SYSTEMS)))
    assert (ways.charged_km[tolled] > 0).all()
    assert not (tolled & (ways.yen > 0)).any()


def test_all_but_islands_can_be_reached_from_one_end_of_the_country(ways: Expressways) -> None:
    assert len(ways.names) > 1000
    assert {"東京IC", "青森IC", "鹿児島IC", "許田IC"} <= set(ways.names)


def test_namesakes_are_called_by_their_plain_names() -> None:
    assert plain("山田IC（千葉）") == "山田IC"
    assert plain("東九州自動車道（日南）") == "東九州自動車道"
