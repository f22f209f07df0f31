"""Compiled functions: numba behind one typed name, its cache folder set before it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import planner.config  # noqa: F401  sets NUMBA_CACHE_DIR, which numba reads when imported

if TYPE_CHECKING:
    from collections.abc import Callable

import numba

Function = TypeVar("Function", bound="Callable[..., object]")


def kernel(function: Function) -> Function:
    """Compile on first call and keep the machine code in the cache folder.

    `nnan` and `nsz` let maxima run in vector registers; they change no sum, so results stay the same bytes.
    """
    return cast("Function", numba.njit(cache=True, error_model="numpy", fastmath={"nnan", "nsz"})(function))


def inlined(function: Function) -> Function:
    """Compile into every kernel that calls it: for a few lines that are called a million times a second.

    A call with arrays counts references by atomic operations, which cost more than such lines do.
    """
    return cast(
        "Function", numba.njit(cache=True, forceinline=True, error_model="numpy", fastmath={"nnan", "nsz"})(function)
    )
