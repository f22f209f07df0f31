"""What must be said before a listing is public, by the kind of engagement (docs/offices.md names the laws).

A draft may lack it; planner.listing.check tells what is wrong in what was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.listing.check import Body

NEEDED: Mapping[str, tuple[str, ...]] = {
    "employment": ("duties_ja", "workplace_ja", "changes_ja", "term_ja", "hours_ja", "pay_unit"),
    "contract": ("duties_ja", "term_ja", "pay_unit"),
}
"""職業安定法 asks this of who looks for workers, フリーランス法 of who gives out work; helping has no such rule."""


COMPARED: Mapping[str, tuple[str, ...]] = {
    "day": ("hours_per_day",),
    "month": ("hours_per_day", "days_per_week"),
    "total": ("hours_per_day", "days_per_week"),
}
"""What must be known beside the pay to compare it with the minimum wage of an hour."""


def lacks(body: Body) -> dict[str, str]:
    """Tell what a listing lacks before it may be public: field → key of the text."""
    missing = {name: "law" for name in NEEDED.get(body.get("engagement", ""), ()) if name not in body}
    if body.get("engagement") == "employment":
        if body.get("pay_unit") == "in_kind":
            # 労働基準法 24条: wages are money
            missing["pay_unit"] = "wages"
        # otherwise nobody can see whether an hour is paid enough
        missing |= {name: "compare" for name in COMPARED.get(body.get("pay_unit", ""), ()) if name not in body}
    return missing
