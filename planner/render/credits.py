"""Who must be named on a file: the sources of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.render.text import clean, word

if TYPE_CHECKING:
    from planner.model import Plan

STATIONS = (
    "駅: 国土数値情報 鉄道データ(国土交通省)を加工、CC BY 4.0",
    "Stations: National Land Numerical Information, railways (MLIT, Japan), adapted, CC BY 4.0",
)
ROADS = ("道路: © OpenStreetMap contributors、ODbL", "Roads: © OpenStreetMap contributors, ODbL")
OFFICES = (
    "役所の位置: 歴史的行政区域データセットβ版(ROIS-DS CODH)、CC BY 4.0",
    "Town halls: Historical administrative boundaries dataset (ROIS-DS CODH), CC BY 4.0",
)
LAND = ("陸地: 出典：気象庁ホームページ（加工して作成）", "Land: Japan Meteorological Agency website, adapted")

_RAIL = frozenset({"rail", "limited_express", "shinkansen"})
_ROAD = frozenset({"car", "taxi", "local_bus", "highway_bus"})


BY, ODBL = "https://creativecommons.org/licenses/by/4.0/", "https://opendatacommons.org/licenses/odbl/1-0/"


def credit_texts(plan: Plan, lang: str, *, land: bool = False) -> tuple[str, ...]:
    """Name the data set, and the sources of the geometry that the plan's legs use."""
    pairs = [OFFICES]
    if _modes(plan) & _RAIL:
        pairs.append(STATIONS)
    if _follows_roads(plan):
        pairs.append(ROADS)
    if land:
        pairs.append(LAND)
    which = 0 if lang == "ja" else 1
    return (clean(f"{word('dataset', lang)}: Sasurai {plan.dataset_version}"), *(pair[which] for pair in pairs))


def licence_of(plan: Plan) -> str:
    """Give the address of the licence that a file with the plan's geometry is under: the strictest of its sources'."""
    return ODBL if _follows_roads(plan) else BY


def _modes(plan: Plan) -> set[str]:
    return {segment.mode for leg in plan.itinerary.legs for segment in leg.segments}


def _follows_roads(plan: Plan) -> bool:
    on_foot = any(s.mode == "walk" and len(s.path) > 2 for leg in plan.itinerary.legs for s in leg.segments)
    return bool(_modes(plan) & _ROAD) or on_foot
