"""Where what is derived from the data set is kept."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds the packages: the repository, or where a wheel is installed."""


def in_checkout() -> bool:
    """Tell whether the program runs from its repository rather than from an installed wheel."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "data").is_dir()


def cache_dir() -> Path:
    """SASURAI_CACHE: travel matrices and compiled kernels, keyed by content; safe to delete."""
    given = os.environ.get("SASURAI_CACHE")
    if given:
        return Path(given)
    return CHECKOUT / ".cache" if in_checkout() else Path(platformdirs.user_cache_dir("sasurai", appauthor=False))
