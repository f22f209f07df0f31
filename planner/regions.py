"""The regions of Japan, by prefecture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REGIONS: Mapping[str, range] = {
    "Hokkaido": range(1, 2),
    "Tohoku": range(2, 8),
    "Kanto": range(8, 15),
    "Chubu": range(15, 24),
    "Kinki": range(24, 31),
    "Chugoku": range(31, 36),
    "Shikoku": range(36, 40),
    "Kyushu": range(40, 47),
    "Okinawa": range(47, 48),
}
"""Region by the number of the prefecture (JIS X 0401)."""


def region_of(code: str) -> str:
    """Give the region of a municipality's or prefecture's code."""
    return next(region for region, numbers in REGIONS.items() if int(code[:2]) in numbers)
