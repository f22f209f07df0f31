"""Content-addressed folders of arrays in the cache: made once, by one process, and never half-written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_CODE = Path(__file__).resolve().parent
_TEXTS = "texts.json"


def content_key(text: str, modules: Iterable[str]) -> str:
    """Make a key of a text and of the code of some modules of this package: change either and it is another key."""
    digest = hashlib.sha256(text.encode())
    for module in sorted(modules):
        digest.update((_CODE / f"{module}.py").read_bytes())
    return digest.hexdigest()[:24]


def ensure(folder: Path, build: Callable[[Path], None]) -> Path:
    """Return `folder`, building it beside itself under a lock first where it is absent.

    A second process waits for the first and then finds the folder; an interrupted build leaves nothing, and what a
    killed one left is deleted by the next.
    """
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f"{folder.name}.lock"):
        if folder.exists():
            return folder
        _drop_half_written(folder)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            build(temporary)
            temporary.chmod(0o755)
            temporary.replace(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _drop_half_written(folder: Path) -> None:
    """Delete what killed builds left; whoever holds the lock knows that nobody builds now."""
    for path in folder.parent.iterdir():
        if path.name.startswith(f".{folder.name}."):
            shutil.rmtree(path, ignore_errors=True)


def save(folder: Path, arrays: Mapping[str, np.ndarray[Any, Any]], texts: Mapping[str, object]) -> None:
    """Write arrays and texts, and wait until the disk has them."""
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
    with (folder / _TEXTS).open("w", encoding="utf-8") as text:
        json.dump(texts, text, ensure_ascii=False)
        text.flush()
        os.fsync(text.fileno())


def load(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Map the arrays read-only and read the texts.

    Raises
    ------
    OSError, ValueError
        When a file is absent or damaged.
    """
    texts: dict[str, Any] = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
    return {path.stem: np.load(path, mmap_mode="r") for path in sorted(folder.glob("*.npy"))}, texts


def drop_others(folder: Path, kept: str) -> None:
    """Delete entries of older keys, so that the cache does not grow with every change of data or code."""
    for path in folder.iterdir():
        if path.is_dir() and path.name != kept and not path.name.startswith("."):
            shutil.rmtree(path, ignore_errors=True)
