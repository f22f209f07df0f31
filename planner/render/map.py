"""A trip as one HTML file with a map that opens offline: everything it needs is inside."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import folium
from branca.element import MacroElement
from folium.template import Template
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner import config
from planner.errors import DatasetMissing
from planner.render.land import land
from planner.render.lines import leg_lines, rounded
from planner.render.page import page_context
from planner.render.strokes import ICONS, PATTERNS, arc

if TYPE_CHECKING:
    from branca.element import Element

    from geo.model import LngLat
    from planner.model import Leg, Plan, Stay
    from planner.render.lines import Line

_INK, _PAPER = "#1c1c1c", "#fbfaf5"
_LAND_STYLE = {"className": "land", "color": "#b9b4a5", "weight": 1, "fillColor": _PAPER, "fillOpacity": 1}
_MIN_DISC, _MAX_DISC, _MOST_NIGHTS = 26, 40, 30
_LEG_ICON = 24
_PADDING = 40


class Mark(MacroElement):
    """A marker made with its icon; folium's own first shows, and fetches, Leaflet's picture of a pin."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.marker({{ this.location|tojson }}, {
                icon: L.divIcon({{ this.icon|tojson }}), ...{{ this.options|tojson }}
            }).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, lnglat: LngLat, icon: dict[str, Any], options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Mark"
        self.location = [lnglat.lat, lnglat.lng]
        self.icon = icon
        self.options = options


def render_html(plan: Plan, lang: str) -> bytes:
    """Write the file: folium gives the map's script, our template the page around it.

    folium's own page is left aside: it loads scripts and styles from other hosts and forbids zooming.
    """
    ground = land(config.data_dir())
    scripts = [vendor("leaflet.js"), _map_script(plan, ground), _source("trip.js")]
    style = leaflet_css() + _source("trip.css")
    page = templates().get_template("trip.html")
    text = page.render(
        **page_context(plan, lang, with_land=ground is not None),
        icons=Markup(_source("icons.svg")),
        scripts=[Markup(script) for script in scripts],
        style=Markup(style),
        policy=_policy(scripts, style),
    )
    return text.encode()


def _map_script(plan: Plan, ground: dict[str, Any] | None) -> str:
    trip = folium.Map(tiles=None, attribution_control=False, control_scale=True, min_zoom=4, max_zoom=12, zoom_snap=0.5)
    if ground is not None:
        style = dict(_LAND_STYLE)
        folium.GeoJson(ground, style_function=lambda _: style, interactive=False, smooth_factor=0.8).add_to(trip)
    for number, leg in enumerate(plan.itinerary.legs):
        _draw_leg(trip, leg, f"leg-{number}")
    _mark(trip, plan.itinerary.legs[0].origin.lnglat, "start", "", 16)
    for number, stay in enumerate(plan.itinerary.stays, 1):
        _mark(trip, stay.lnglat, "stay", f"<span>{number}</span>", _disc(stay), f"stay-{number}", 1000 - number)
    trip.fit_bounds(_bounds(plan), padding=(_PADDING, _PADDING), max_zoom=9)
    return script_of(trip, "trip")


def script_of(trip: folium.Map, name: str) -> str:
    """Render a map's script, which makes `map_{name}`; names depend on nothing but the order of its parts."""
    for number, element in enumerate(_walk(trip)):
        element._id = f"{number}"
    trip._id = name
    figure: Any = trip.get_root()
    figure.render()
    return str(figure.script.render())


def _walk(element: Element) -> list[Element]:
    children = [_walk(child) for child in element._children.values()]
    return [element, *itertools.chain.from_iterable(children)]


def _draw_leg(trip: folium.Map, leg: Leg, item: str) -> None:
    lines = leg_lines(leg)
    for line in lines:
        points = [(point.lat, point.lng) for point in _drawn(line)]
        for stroke in PATTERNS.get(line.segment.mode, PATTERNS["car"]):
            folium.PolyLine(  # type: ignore[no-untyped-call]
                points,
                color=_INK if stroke.ink else _PAPER,
                weight=stroke.weight,
                dash_array=stroke.dash,
                line_cap=stroke.cap,
                smooth_factor=0.4,
                class_name=f"leg {'ink' if stroke.ink else 'paper'}",
            ).add_to(trip)
    if lines:
        main = max(lines, key=lambda line: line.segment.km)
        along = _drawn(main)
        icon = ICONS.get(main.segment.mode, "car")
        html = f'<svg viewBox="0 0 24 24" aria-hidden="true"><use href="#icon-{icon}"/></svg>'
        _mark(trip, along[len(along) // 2], "mode", html, _LEG_ICON, item)


def _drawn(line: Line) -> tuple[LngLat, ...]:
    return arc(line.points) if line.segment.mode == "air" else line.points


def _mark(
    trip: folium.Map, lnglat: LngLat, kind: str, html: str, size: int, item: str | None = None, front: int = 0
) -> None:
    """Put a mark on the map; `item` is the list entry that its popup shows, so no text of others enters a script."""
    options = {"itemId": item} if item else {"interactive": False, "keyboard": False}
    icon = {"html": html, "iconSize": [size, size], "popupAnchor": [0, -size // 2], "className": f"mark {kind}"}
    trip.add_child(Mark(rounded(lnglat), icon, {**options, "zIndexOffset": front}))


def _disc(stay: Stay) -> int:
    share = min(stay.nights, _MOST_NIGHTS) / _MOST_NIGHTS
    return round(_MIN_DISC + (_MAX_DISC - _MIN_DISC) * share)


def _bounds(plan: Plan) -> list[tuple[float, float]]:
    points = [leg.origin.lnglat for leg in plan.itinerary.legs] + [stay.lnglat for stay in plan.itinerary.stays]
    points += [point for leg in plan.itinerary.legs for line in leg_lines(leg) for point in _drawn(line)]
    lngs, lats = [p.lng for p in points], [p.lat for p in points]
    return [(min(lats), min(lngs)), (max(lats), max(lngs))]


def _policy(scripts: list[str], style: str) -> str:
    """Allow the file's own scripts and style by their hash, and nothing from anywhere."""
    allowed = " ".join(_hash(script) for script in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def templates() -> Environment:
    """Give the templates of files; everything is escaped unless it is marked as safe."""
    folder = config.share_dir() / "templates" / "render"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(name: str) -> str:
    return (config.share_dir() / "templates" / "render" / name).read_text("utf-8")


def vendor(name: str) -> str:
    """Read a file of the map library; DatasetMissing where the set-up has not brought it."""
    path = config.share_dir() / "static" / "vendor" / "leaflet" / name
    try:
        text = path.read_text("utf-8").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise DatasetMissing(f"{path.name} is missing, and the map needs it.", "make setup") from error
    return re.sub(r"//# sourceMappingURL=.*", "", text)


def leaflet_css() -> str:
    """Drop the pictures of controls that this map has not."""
    return re.sub(r"url\([^)]*\)", "none", vendor("leaflet.css"))
