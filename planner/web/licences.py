"""Under what terms each open data set is given on, and who must be named."""

from __future__ import annotations

from dataclasses import dataclass

from planner.render.credits import BY, LAND, ODBL, OFFICES, ROADS

JMA = "https://www.jma.go.jp/jma/kishou/info/coment.html"
MIT = "https://opensource.org/license/mit"


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence, and the credit that it asks for in Japanese and in English."""

    title: str
    href: str
    credit: tuple[str, str]


CURATED = Licence("MIT", MIT, ("季節の仕事: Sasurai contributors", "Seasonal demand: Sasurai contributors"))
LISTINGS = Licence(
    "CC BY 4.0",
    BY,
    ("募集: 各受け入れ窓口（officeの欄）、Sasurai", "Listings: each office, through Sasurai"),
)
TERMS: dict[str, tuple[Licence, ...]] = {
    "municipalities": (Licence("公共データ利用規約 (PDL1.0)", JMA, LAND), Licence("CC BY 4.0", BY, OFFICES)),
    "demand": (CURATED, LISTINGS),
    "listings": (LISTINGS,),
    "courses": (
        Licence("CC BY 4.0", BY, ("コース: 各受け入れ窓口、Sasurai", "Courses: each office, through Sasurai")),
        Licence("ODbL 1.0", ODBL, ROADS),
    ),
}
"""By data set. Each course names its own licence: ODbL where its lines follow roads. Windows of `demand` with
the confidence `listing` come from listings, all others are curated."""


def licence_text(name: str, lang: str) -> str:
    """Give a data set's licences and credits in one line, for the head of a file."""
    which = 0 if lang == "ja" else 1
    return "; ".join(f"{one.credit[which]} ({one.title}, {one.href})" for one in TERMS[name])
