"""A data set of one's own: the installed one with imported tables in the place of some, kept in the instance.

The installed files are never edited. An overlay is a whole data folder; it counts only as long as the installed data
set is the one it was made from.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo import geojson
from geo.check import check_all
from geo.errors import DatasetError, SchemaError
from geo.layers import FILES
from geo.manifest import MANIFEST, Manifest, curated_sha256, file_sha256, overall_sha256
from geo.store import replacing, write_table
from geo.tables import CURATED, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from geo.manifest import TableInfo

TERMS = "国土数値情報ダウンロードサービスコンテンツ利用規約"
_MARK = "+imported"

BASE = "base.json"
"""In the overlay: the hash of the manifest it was made from, and the files imported into it."""


def base_of(folder: Path) -> str | None:
    """Give the hash of the manifest an overlay was made from; None where there is no whole overlay."""
    try:
        if not (folder / MANIFEST).is_file():
            return None
        return str(json.loads((folder / BASE).read_text(encoding="utf-8"))["base"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_overlay_of(folder: Path, installed: Path) -> bool:
    """Tell whether a folder is a whole overlay of the data set that is installed now."""
    base = base_of(folder)
    try:
        return base is not None and base == file_sha256(installed / MANIFEST)
    except DatasetError:
        return False


def imported_into(folder: Path) -> dict[str, str]:
    """Give the kinds (n03, …) imported into an overlay, and the names of their files."""
    try:
        kinds: dict[str, str] = json.loads((folder / BASE).read_text(encoding="utf-8"))["imported"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return kinds


def write_overlay(
    data_dir: Path,
    installed: Path,
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    layers: Mapping[str, Mapping[str, Any]],
    successors: Mapping[str, str],
    imported: tuple[str, str, str],
) -> Manifest:
    """Write `folder`: `data_dir` with tables and layers replaced; checked first, and replaced as a whole.

    Parameters
    ----------
    data_dir : Path
        The data set in use: the installed one, or the overlay there is.
    installed : Path
    tables, layers : mapping by name
    successors : mapping
        Codes that are gone; the curated tables of the overlay follow them.
    imported : tuple of str
        Kind (n03, n02), name of the file, credit.

    Raises
    ------
    SchemaError
        When a table, new or curated, breaks its contract; nothing is changed then.
    """
    kind, source, credit = imported
    before = imported_into(data_dir)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with replacing(folder) as new:
        shutil.copytree(data_dir, new, dirs_exist_ok=True, ignore=shutil.ignore_patterns(BASE))
        for name, frame in tables.items():
            write_table(frame, new / TABLES[name].path, TABLES[name])
        for name, layer in layers.items():
            (new / FILES[name]).write_bytes(geojson.dumps(layer))
        for path in sorted((new / "curated").rglob("*.csv")):
            _follow(path, new, successors)
        manifest = _manifest(new, tables, f"{kind}: {source}", credit)
        manifest.write(new / MANIFEST)
        check_all(new)
        _try_out(new)
        base = {"base": file_sha256(installed / MANIFEST), "imported": {**before, kind: source}}
        (new / BASE).write_text(json.dumps(base, ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _try_out(new: Path) -> None:
    """Gather all that a network is made of: services must find their stations, ports and roads in the new tables."""
    # heavy, and needed here alone
    from geo.network_file import load_parts

    try:
        load_parts(new)
    except (KeyError, IndexError) as error:
        raise SchemaError(f"The services of the data set do not find {error} in the imported tables.") from error


def _follow(path: Path, root: Path, successors: Mapping[str, str]) -> None:
    """Write the successors of gone codes into a curated table's columns of municipality codes."""
    table = next((t for t in CURATED if path.match(t.path) and path.is_relative_to(root)), None)
    columns = [c.name for c in table.columns if c.refers == "municipalities.code"] if table else []
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig") if columns and successors else None
    if table is None or raw is None or not raw[columns].isin(list(successors)).to_numpy().any():
        return
    raw[columns] = raw[columns].replace(dict(successors))
    if table.key and set(table.key) & set(columns):
        raw = raw.drop_duplicates(list(table.key))
    raw.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _manifest(new: Path, tables: Mapping[str, pd.DataFrame], source: str, credit: str) -> Manifest:
    """Describe the new data set: which tables are imported, and what its files hash to."""
    old = Manifest.load(new)
    infos = dict(old.tables)
    for name, frame in tables.items():
        infos[name] = _imported(infos[name], len(frame), source, credit, mixed=not name.startswith("boundaries"))
    files = {name: file_sha256(new / name) for name in old.files}
    return replace(
        old,
        version=old.version.removesuffix(_MARK) + _MARK,
        tables=infos,
        files=files,
        # codes that are gone were followed in them
        curated=curated_sha256(new),
        sha256=overall_sha256(new, files),
    )


def _imported(info: TableInfo, rows: int, source: str, credit: str, *, mixed: bool) -> TableInfo:
    """Say that a table is imported; what else stands in it (names, offices) keeps its sources and their credits."""
    if not mixed:
        return replace(info, rows=rows, source=source, version="imported", licence=TERMS, credit=credit, vintage=source)
    return replace(
        info,
        rows=rows,
        source=f"{source}; {info.source}",
        version="imported",
        licence=f"{TERMS}; {info.licence}",
        credit="; ".join(dict.fromkeys([credit, *info.credit.split("; ")])),
        vintage=f"{source}; {info.vintage}",
    )
