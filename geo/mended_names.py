"""Names that the sources of the table of municipalities write otherwise than the municipalities do.

The builder uses them, and so does whoever reads a table that was built before one was added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MENDED_NAMES: Mapping[str, Mapping[str, str]] = {
    # kana まなつるまち in the source, whose romaji is Manazuru as the town's is
    "14383": {"name_kana": "まなづるまち"},
    # a loan word after a Japanese one: the city writes Minami-Alps, the source joins them to Minamialps
    "19208": {"name_en": "Minami-Alps"},
    # slips of the source: 'Miamiizu Town', 'Kawanehoncho Town'
    "22304": {"name_en": "Minamiizu"},
    "22429": {"name_en": "Kawanehon"},
}
"""By code: columns of the table and what stands in them."""


def mended(code: str, column: str, told: str) -> str:
    """Give what a municipality's column says: `told`, or what is known better."""
    return MENDED_NAMES.get(code, {}).get(column, told)
