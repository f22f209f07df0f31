"""sasurai route: one journey and its segments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from geo.errors import UnreachableError
from geo.model import NO_NIGHT
from geo.paths import Router
from geo.places import PlaceIndex
from planner.config import cache_dir, data_dir, feeds_dir, instance_dir
from planner.ends import journey_between
from planner.errors import NoFeasibleItinerary
from planner.model import DEFAULT_MODES
from planner.render.text import fare_text, rarity_text
from planner.request_json import modes_from_text
from planner.serial import journey_to_json
from planner.whole import whole

if TYPE_CHECKING:
    import datetime as dt

    from geo.co2 import Co2Factors
    from geo.model import Journey, Segment

MODE_NAMES = {
    "walk": "徒歩",
    "taxi": "タクシー",
    "local_bus": "路線バス",
    "highway_bus": "高速バス",
    "rail": "普通列車",
    "limited_express": "特急",
    "shinkansen": "新幹線",
    "ferry": "船",
    "air": "飛行機",
    "car": "車",
}


@click.command()
@click.argument("origin", metavar="A")
@click.argument("destination", metavar="B")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day of travel.")
@click.option("--modes", default=",".join(DEFAULT_MODES), show_default=True, help="rail, bus, ferry, air, car.")
@click.option("--format", "form", type=click.Choice(["table", "json", "geojson"]), default="table", show_default=True)
def route(origin: str, destination: str, date: dt.datetime | None, modes: str, form: str) -> None:
    """Show one journey from A to B: a municipality, station (新大阪駅), port or airport code each.

    \b
    sasurai route 南砺市 海士町
    sasurai route 東京駅 礼文町 --format json
    """
    whole(data_dir())
    router = Router.load(data_dir(), cache_dir(), feeds_dir(), instance_dir())
    places = PlaceIndex.load(data_dir())
    try:
        ends = (origin, destination)
        journey = journey_between(router, places, ends, modes_from_text(modes), date.date() if date else None)
    except UnreachableError as error:
        raise NoFeasibleItinerary(str(error), ["modes"]) from error
    writers = {"table": table, "json": _json, "geojson": _geojson}
    click.echo(writers[form](journey))
    if form == "table":
        click.echo(co2_note(journey, router.factors))


def co2_note(journey: Journey, factors: Co2Factors) -> str:
    """Say which CO2 factors a journey is reckoned with, of which year, and which were not read at their source."""
    rows = [factors.rows[mode] for mode in dict.fromkeys(part.mode for part in journey.segments) if mode != "walk"]
    told = (f"{MODE_NAMES[row.mode]} {row.g_per_km:g} ({row.year}{'' if row.verified else '、未確認'})" for row in rows)
    return f"  CO2の係数（g/人km）: {'・'.join(told)}" if rows else ""


def duration(minutes: int) -> str:
    """Write minutes as 5時間20分."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}時間{rest}分" if hours else f"{rest}分"


def _yen(yen: int, *, estimated: bool) -> str:
    return f"{'約' if estimated else ''}¥{yen:,}"


def _clock(part: Segment) -> str:
    """Times of day where a timetable tells them."""
    if part.departs is None or part.arrives is None:
        return ""
    later = (part.arrives.date() - part.departs.date()).days
    return f"{part.departs:%H:%M}–{part.arrives:%H:%M}{f'(+{later}日)' if later else ''}  "


def table(journey: Journey) -> str:
    """Write a journey for people."""
    about = "" if journey.basis == "timetable" else "約"
    fare = _yen(journey.fare_jpy, estimated=any(part.fare_estimated for part in journey.segments))
    lines = [
        f"{journey.origin} → {journey.destination}  {about}{duration(journey.minutes)}  {fare}  "
        f"乗換{journey.transfers}回  {journey.km:.0f} km  CO2 {journey.co2_kg:.1f} kg  ({journey.basis})"
    ]
    if journey.nights == NO_NIGHT:
        lines.append("  一日では着かず、夜を過ごせる便もありません。途中の町に泊まる旅になります。")
    for part in journey.segments:
        fare = fare_text(part, "ja") or "¥0"
        name = f"{MODE_NAMES[part.mode]} {part.line}".strip()
        rarity = rarity_text(part, "ja")
        lines.append(
            f"  {_clock(part)}{name}  {part.origin} → {part.destination}  "
            f"{'' if part.basis == 'timetable' else '約'}{duration(part.minutes)}  {part.km:.1f} km  "
            f"{fare}{f'  {rarity}' if rarity else ''}"
        )
    lines += [f"  {note}" for note in journey.notes]
    return "\n".join(lines)


def _json(journey: Journey) -> str:
    return json.dumps(journey_to_json(journey), ensure_ascii=False, indent=1)


def _geojson(journey: Journey) -> str:
    """A feature a segment, its way simplified only where it was drawn so."""
    features = []
    for number, part in enumerate(journey_to_json(journey, geometry=True)["segments"]):
        line = part.pop("path")
        geometry = {"type": "LineString", "coordinates": line if len(line) > 1 else line * 2}
        features.append({"type": "Feature", "id": number, "geometry": geometry, "properties": part})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
