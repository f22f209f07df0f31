"""Compiled functions of the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.kernel import compiled

if TYPE_CHECKING:
    from geo.kernel import Function

FAST = {"nnan", "nsz"}
"""Let maxima run in vector registers; they change no sum, so results stay the same bytes."""


def kernel(function: Function) -> Function:
    """Compile on first call and keep the machine code in the cache folder."""
    return compiled(function, error_model="numpy", fastmath=FAST)


def inlined(function: Function) -> Function:
    """Compile into every kernel that calls it: for a few lines that are called a million times a second.

    A call with arrays counts references by atomic operations, which cost more than such lines do.
    """
    return compiled(function, forceinline=True, error_model="numpy", fastmath=FAST)
