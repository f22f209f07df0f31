"""The list of what the data set holds, where each table comes from, and what its files must hash to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import DatasetError
from geo.tables import CURATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MANIFEST = "japan/manifest.json"
SCHEMA = "sasurai.data/1"


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What is known of one table."""

    rows: int
    source: str
    version: str
    licence: str
    credit: str
    vintage: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the data set is; made by the build, read with `load`."""

    version: str
    date: str
    """ISO date on which the sources were pinned; not the day of the build."""
    sha256: str
    """Of all built and curated files as they are now: what keys of caches are made of."""
    tables: Mapping[str, TableInfo]
    files: Mapping[str, str]
    """sha256 of each built file, by its path below the data folder."""
    curated: Mapping[str, str]
    """The same of each curated file as it was at the build: people may edit them since."""

    @classmethod
    def load(cls, data_dir: Path) -> Manifest:
        """Read the manifest; `sha256` takes in the curated files as they are, edited or not.

        Raises
        ------
        DatasetError
            When the manifest is absent or no manifest.
        """
        path = data_dir / MANIFEST
        try:
            text = path.read_text(encoding="utf-8")
            stored: dict[str, Any] = json.loads(text)
            if text != _sealed(stored):
                raise ValueError("its content is not what its own checksum says")
            tables = {
                name: TableInfo(**{**info, "files": tuple(info["files"])}) for name, info in stored["tables"].items()
            }
            files, curated = dict(stored["files"]), dict(stored["curated"])
            overall = overall_sha256(data_dir, files)
            return cls(stored["version"], stored["date"], overall, tables, files, curated)
        except FileNotFoundError as error:
            raise DatasetError(f"{path} is missing.") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DatasetError(f"{path} is damaged: {error}.") from error

    def write(self, path: Path) -> None:
        """Write as JSON, keys sorted, so that the same data set gives the same bytes."""
        content = {
            "schema": SCHEMA,
            "version": self.version,
            "date": self.date,
            "sha256": self.sha256,
            "tables": {name: asdict(info) for name, info in self.tables.items()},
            "files": dict(self.files),
            "curated": dict(self.curated),
        }
        path.write_text(_sealed(content), encoding="utf-8")


def _sealed(content: dict[str, Any]) -> str:
    """Give the text of a manifest with the checksum of all the rest of it: one wrong byte anywhere shows."""
    bare = {name: value for name, value in content.items() if name != "checksum"}
    checksum = hashlib.sha256(_text(bare).encode()).hexdigest()
    return _text({**bare, "checksum": checksum})


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def file_sha256(path: Path) -> str:
    """Hash a file.

    Raises
    ------
    DatasetError
        When it is absent or unreadable.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise DatasetError(f"{path} is missing.") from error
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.") from error


def curated_files(data_dir: Path) -> Iterator[Path]:
    """Every table kept by hand, in the order of its path: contracted or not, all of it changes what trips come out."""
    return iter(sorted((data_dir / "curated").rglob("*.csv")))


def overall_sha256(data_dir: Path, built: Mapping[str, str]) -> str:
    """Hash of the hashes of the built files (as listed) and the curated files (as they are)."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(built.items())]
    lines += [f"{digest}  {name}\n" for name, digest in curated_sha256(data_dir).items()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def curated_sha256(data_dir: Path) -> dict[str, str]:
    """Hash every curated file as it is now, by its path below the data folder."""
    return {path.relative_to(data_dir).as_posix(): file_sha256(path) for path in curated_files(data_dir)}


def edited_since_build(data_dir: Path, manifest: Manifest) -> tuple[str, ...]:
    """Name the curated files that are new or another than at the build: people may edit them."""
    now = curated_sha256(data_dir)
    return tuple(name for name, digest in now.items() if manifest.curated.get(name) != digest)


def verify(data_dir: Path) -> Manifest:
    """Check that every file the manifest lists is there, and every built one whole (about 10 ms).

    Raises
    ------
    DatasetError
        Naming the first file that is missing or damaged.
    """
    manifest = Manifest.load(data_dir)
    for name, digest in manifest.files.items():
        if file_sha256(data_dir / name) != digest:
            raise DatasetError(f"{data_dir / name} is damaged: its content is not what the manifest lists.")
    for name in manifest.curated:
        if not (data_dir / name).is_file():
            raise DatasetError(f"{data_dir / name} is missing.")
    for table in CURATED:
        if not any(data_dir.glob(table.path)):
            raise DatasetError(f"{data_dir / table.path} is missing.")
    return manifest
