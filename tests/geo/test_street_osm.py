from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import osmium
import pytest
import shapely

from geo import street_osm
from geo.errors import SourceError
from geo.street_osm import occupied_cells, pieces_within, read_osm
from geo.street_pieces import simplify

if TYPE_CHECKING:
    from pathlib import Path

EVERYWHERE = shapely.box(136, 36, 138, 38)


def still(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture
def town(street_town):
    return street_town(7)


@pytest.fixture
def file(tmp_path: Path, town) -> Path:
    file = tmp_path / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    return file


def as_pbf(file: Path) -> Path:
    packed = file.with_suffix(".osm.pbf")
    with osmium.SimpleWriter(str(packed)) as writer:
        for one in osmium.FileProcessor(str(file)):
            writer.add(one)
    return packed


def test_pbf_and_xml_give_the_same_streets(file: Path) -> None:
    first, second = (read_osm(*which, EVERYWHERE, still) for which in ((file, "xml"), (as_pbf(file), "pbf")))
    assert (first.lnglat == second.lnglat).all()
    assert (first.steps == second.steps).all()
    assert first.access == second.access


def test_an_area_cuts_streets_and_a_street_that_returns_is_cut_twice(tmp_path: Path) -> None:
    places = {1: (137.0, 36.5), 2: (137.01, 36.5), 3: (137.05, 36.5), 4: (137.011, 36.501), 5: (137.0, 36.501)}
    nodes = "".join(f'<node id="{i}" lon="{x}" lat="{y}"/>' for i, (x, y) in places.items())
    refs = "".join(f'<nd ref="{i}"/>' for i in (1, 2, 3, 4, 5, 99))
    file = tmp_path / "loop.osm"
    file.write_text(f'<osm version="0.6">{nodes}<way id="1">{refs}<tag k="highway" v="path"/></way></osm>')
    area = shapely.box(136.9, 36.4, 137.02, 36.6)
    streets = read_osm(file, "xml", area, still)
    table = simplify(pieces_within(streets, area, "x"))
    assert len(streets.lnglat) == 4
    assert len(table.head) == 4
    assert sorted(np.round(table.lnglat[:, 0], 3).tolist()) == [137.0, 137.0, 137.01, 137.011]


def test_cells_tell_where_a_file_has_points(file: Path, town) -> None:
    cells = set(map(tuple, occupied_cells(file, "xml", still).tolist()))
    assert cells == {(int(lng * 100), int(lat * 100)) for lng, lat in town.nodes.values()}


def test_deleted_points_and_repeated_ones_do_no_harm(tmp_path: Path, town) -> None:
    again = '<node id="1" version="2" lon="136.9" lat="36.5"/><node id="900" version="1" visible="false"/>'
    file = tmp_path / "odd.osm"
    file.write_text(town.xml(again), encoding="utf-8")
    streets = read_osm(file, "xml", EVERYWHERE, still)
    assert len(streets.lnglat) == len(town.nodes)


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_truncated_file_is_named_with_line_and_column(file: Path, cut: float) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: int(len(text) * cut)], encoding="utf-8")
    with pytest.raises(SourceError, match=r"town\.osm is damaged: .*line \d+"):
        read_osm(file, "xml", EVERYWHERE, still)


def test_a_truncated_pbf_is_named(file: Path) -> None:
    packed = as_pbf(file)
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(SourceError, match=r"town\.osm\.pbf is damaged"):
        read_osm(packed, "pbf", EVERYWHERE, still)


@pytest.mark.parametrize(("what", "broken"), [('lon="', 'lon="x'), ('ref="', 'ref="x'), ('lat="', 'lat="9')])
def test_a_number_that_is_none_is_refused(file: Path, what: str, broken: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(what, broken, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=r"town\.osm is damaged"):
        read_osm(file, "xml", shapely.box(-180, -90, 180, 90), still)


def test_more_points_than_fit_are_refused(file: Path, town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street_osm, "MOST_POINTS", len(town.nodes) - 1)
    with pytest.raises(SourceError, match=rf"town\.osm holds more than the {len(town.nodes) - 1} points"):
        read_osm(file, "xml", EVERYWHERE, still)


def test_more_streets_than_fit_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    streets = read_osm(file, "xml", EVERYWHERE, still)
    monkeypatch.setattr(street_osm, "MOST_STREET_POINTS", 10)
    with pytest.raises(SourceError, match=r"南砺市 has .* 10 fit into memory"):
        pieces_within(streets, EVERYWHERE, "南砺市")


def test_memory_grows_with_the_area_and_not_with_the_file(tmp_path: Path, town) -> None:
    """Fifty thousand points elsewhere are read and forgotten."""
    file = tmp_path / "large.osm"
    elsewhere = "\n".join(f'<node id="{10_000 + i}" lon="140.0" lat="40.0"/>' for i in range(50_000))
    file.write_text(town.xml().replace("<way", elsewhere + "<way", 1), encoding="utf-8")
    counted = []
    tracemalloc.start()
    streets = read_osm(file, "xml", EVERYWHERE, lambda stage, more: counted.append(more))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(streets.lnglat) == len(town.nodes)
    assert sum(counted) > 50_000
    # a batch of points, as numbers, is all that is held of them
    assert peak < 50_000 * 100
