"""From a file to the instance folder, and to minutes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geo import streets
from geo.errors import DatasetError, SourceError
from geo.model import LngLat, Municipality
from geo.street_store import imported, read_town, street_minutes
from geo.streets import MOST_TOWNS, covered, import_file

if TYPE_CHECKING:
    from pathlib import Path


def place(code: str, lng: float, lat: float) -> Municipality:
    return Municipality(code, f"村{code}", "", "", "16", "富山県", "Toyama", LngLat(lng, lat))


HERE, ELSEWHERE = place("16210", 136.919511, 36.588049), place("16208", 137.5, 36.65)


def outline(town: Municipality) -> shapely.Geometry:
    return shapely.Point(town.lnglat).buffer(0.05)


def still(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture
def file(tmp_path: Path, street_town) -> Path:
    file = tmp_path / "town.osm"
    file.write_text(street_town(5).xml(), encoding="utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_municipality_whose_office_is_covered_is_imported(file: Path, root: Path) -> None:
    stages: set[str] = set()
    (about,) = import_file(file, root, [ELSEWHERE, HERE], [], outline, lambda stage, _: stages.add(stage))
    assert about["code"] == "16210"
    assert about["source"] == "town.osm"
    assert imported(root) == ("16210",)
    assert stages == {"points", "streets", "simplified", "stored"}
    town = read_town(root, "16210")
    assert town is not None
    assert town.about == about
    assert town.net.table.km == pytest.approx(about["streets_km"], abs=0.06)
    assert town.isochrones.keys() == {"walk", "cycle"}


def test_minutes_are_those_of_the_net_and_none_where_nothing_is_known(file: Path, root: Path, street_town) -> None:
    import_file(file, root, [HERE], [], outline, still)
    town = street_town(5)
    a, b = LngLat(*town.junction(0, 0)), LngLat(*town.junction(3, 0))
    on_foot, by_car = (street_minutes(root, "16210", a, b, mode) for mode in ("walk", "car"))
    assert on_foot is not None
    assert 3.5 < on_foot < 8
    assert by_car is None or by_car < on_foot
    assert street_minutes(root, "16210", a, LngLat(137.9, 36.5), "walk") is None
    assert street_minutes(root, "16208", a, b, "walk") is None
    assert street_minutes(root, "../..", a, b, "walk") is None


def test_a_later_import_replaces_the_earlier_and_is_seen_at_once(file: Path, root: Path, street_town) -> None:
    import_file(file, root, [HERE], [], outline, still)
    first = read_town(root, "16210")
    assert read_town(root, "16210") is first
    file.write_text(street_town(6, columns=9).xml(), encoding="utf-8")
    import_file(file, root, [HERE], [], outline, still)
    second = read_town(root, "16210")
    assert first is not None
    assert second is not None
    assert second.net.table.km > first.net.table.km
    assert [path.name for path in (root / "streets").iterdir()] == ["16210"]


@pytest.mark.parametrize("broken", ["", "<osm>", '<osm version="0.6"></osm>', '<osm version="0.6"><node id="1" lon="1'])
def test_a_file_that_is_of_no_use_changes_nothing(file: Path, root: Path, broken: str) -> None:
    import_file(file, root, [HERE], [], outline, still)
    before = contents(root)
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(SourceError, match=r"town\.osm"):
        import_file(file, root, [HERE], [HERE], outline, still)
    assert contents(root) == before


def test_one_municipality_without_streets_keeps_the_others_out_too(file: Path, root: Path) -> None:
    with pytest.raises(SourceError, match="holds no streets of 富山県村16208"):
        import_file(file, root, [HERE, ELSEWHERE], [HERE, ELSEWHERE], outline, still)
    assert imported(root) == ()


def test_a_disk_that_fails_in_the_middle_changes_nothing(
    file: Path, root: Path, monkeypatch: pytest.MonkeyPatch, street_town
) -> None:
    import_file(file, root, [HERE], [], outline, still)
    before = contents(root)

    def fail(_: int) -> None:
        raise OSError("no space left on device")

    file.write_text(street_town(8).xml(), encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        import_file(file, root, [HERE], [], outline, still)
    assert contents(root) == before


@pytest.mark.parametrize("name", ["head", "indptr", "shape_start", "texts"])
def test_damaged_folders_are_told(file: Path, root: Path, name: str) -> None:
    import_file(file, root, [HERE], [], outline, still)
    folder = root / "streets" / "16210"
    if name == "texts":
        (folder / "texts.json").write_text("{}", encoding="utf-8")
    else:
        array = np.load(folder / f"{name}.npy")
        np.save(folder / f"{name}.npy", array + 10**6)
    with pytest.raises(DatasetError, match=r"16210 is damaged .*import its streets again"):
        read_town(root, "16210")


def test_a_file_of_nowhere_or_of_everywhere_asks_for_a_name() -> None:
    cells = np.array([[13691, 3658]])
    with pytest.raises(SourceError, match=r"covers no municipality's office: .*--municipality"):
        covered([ELSEWHERE], cells, "x.osm")
    many = [place(f"{i:05}", 136.915, 36.585) for i in range(MOST_TOWNS + 1)]
    assert len(covered(many[:-1], cells, "x.osm")) == MOST_TOWNS
    with pytest.raises(SourceError, match=rf"covers {MOST_TOWNS + 1} municipalities, .*--municipality"):
        covered(many, cells, "x.osm")


def test_streets_end_a_little_beyond_the_border(file: Path, root: Path) -> None:
    def western(town: Municipality) -> shapely.Geometry:
        return shapely.box(136, 36, town.lnglat.lng - streets.BORDER_DEGREES, 37)

    import_file(file, root, [HERE], [], western, still)
    town = read_town(root, "16210")
    assert town is not None
    assert town.net.table.lnglat[:, 0].max() <= HERE.lnglat.lng
    assert town.net.table.lnglat[:, 0].max() > HERE.lnglat.lng - 0.001
