"""Say of every table where it comes from, from data/sources.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.layers import FILES
from geo.manifest import TableInfo
from geo.tables import CURATED, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geo.sources import Sources

_ROADS = ("road_nodes", "road_edges")


def describe(sources: Sources, data_dir: Path, rows: Mapping[str, int]) -> dict[str, TableInfo]:
    """Return what is known of every table, by name; the two road tables count as one, `roads`, by its edges."""
    infos = {}
    for name, made_of in sources.tables.items():
        packages = [sources.packages[package] for package in made_of["packages"]]
        curated = made_of.get("curated", [])
        infos[name] = TableInfo(
            rows=rows["road_edges" if name == "roads" else name],
            source=_join([package.content for package in packages] + [f"data/curated: {each}" for each in curated]),
            version=_join(f"{package.name} {package.version}" for package in packages),
            licence=_join(package.licence for package in packages),
            credit=_join(package.credit for package in packages),
            vintage=made_of.get("vintage") or _join(package.vintage for package in packages),
            files=_files(name),
        )
    for table in CURATED:
        infos[table.name] = TableInfo(
            rows=rows[table.name],
            source=sources.curated["content"],
            version=sources.version,
            licence=sources.curated["licence"],
            credit=sources.curated["credit"],
            vintage=sources.curated["vintage"],
            files=tuple(sorted(path.relative_to(data_dir).as_posix() for path in data_dir.glob(table.path))),
        )
    return infos


def _files(name: str) -> tuple[str, ...]:
    if name == "layers":
        return tuple(sorted(FILES.values()))
    return tuple(TABLES[table].path for table in (_ROADS if name == "roads" else (name,)))


def _join(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))
