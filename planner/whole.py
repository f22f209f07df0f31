"""Say of data files that are missing or damaged how to mend them, before anything is made of them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from geo.errors import DatasetError, SchemaError
from planner import config
from planner.errors import DatasetMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.manifest import Manifest

BUILD = "sasurai data build"
AGAIN = "sasurai data import n03 --remove; then import your files again"
"""For a data set of one's own: a build makes the installed one only."""


@contextlib.contextmanager
def mending() -> Iterator[None]:
    """Tell what is missing or damaged with the way to mend it."""
    try:
        yield
    except DatasetError as error:
        raise DatasetMissing(str(error), AGAIN if config.data_dir() == config.overlay_dir() else BUILD) from error
    except SchemaError as error:
        # a curated table broken by hand stops the build too: it must be put right in the file
        raise DatasetMissing(str(error), "an editor, at that row; then sasurai data build") from error


def whole(data_dir: Path) -> Manifest:
    """Check the files of a data set before it is opened; DatasetMissing names the first that is not whole."""
    from geo.check import check_files

    with mending():
        return check_files(data_dir)
