from __future__ import annotations

from planner.solver import coarse, dynamic, labels
from planner.warm import compile_kernels


def test_every_kernel_of_the_solver_is_compiled_once() -> None:
    compile_kernels()
    for function in (dynamic.backward, dynamic.forward, dynamic.trace, labels.search, coarse.merge):
        assert len(function.signatures) == 1  # type: ignore[attr-defined]
