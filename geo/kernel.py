"""Compiled functions: numba behind typed names, its machine code in the cache folder whoever imported numba first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

from geo.folders import cache_dir

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")

# beside the sources, numba's own choice, an installed program may not write
vars(numba.config)["CACHE_DIR"] = os.environ.get("NUMBA_CACHE_DIR") or str(cache_dir() / "kernels")


def compiled(function: Function, **options: Any) -> Function:
    """Compile on first call by numba's options, and keep the machine code in the cache folder."""
    return cast("Function", numba.njit(cache=True, **options)(function))


def kernel(function: Function) -> Function:
    """Compile to run without the interpreter's lock."""
    return compiled(function, nogil=True)


def inlined(function: Function) -> Function:
    """Compile into every kernel that calls it: for what runs at every node of a search."""
    return compiled(function, nogil=True, forceinline=True)
