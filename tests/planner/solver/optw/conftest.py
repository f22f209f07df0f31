from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def text_of(seed: int, size: int, horizon: int = 120, decimals: int = 0) -> str:
    """A made-up instance in the text format; windows of all widths, some of them hopeless."""
    rng = np.random.default_rng(seed)
    lines = [f"4 1 {size} 1", "0 200"]
    for node in range(size + 1):
        x, y = np.round(rng.uniform(0, 30, 2), decimals)
        opens = int(rng.integers(0, horizon))
        closes = int(min(horizon, opens + rng.integers(1, horizon)))
        service, prize = int(rng.integers(0, 15)), int(rng.integers(1, 30))
        tail = f"0 0 0 0 0 {horizon}" if node == 0 else f"{service} {prize} 1 1 1 {opens} {closes}"
        lines.append(f"{node} {x} {y} {tail}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Write a made-up instance and give its file."""

    def write(seed: int, size: int, horizon: int = 120, name: str = "made", decimals: int = 0) -> Path:
        file = tmp_path / f"{name}{seed}.txt"
        file.write_text(text_of(seed, size, horizon, decimals), encoding="utf-8")
        return file

    return write
