"""A regional map as a static folder: opens from a file system, runs on any web host, asks nobody for anything."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import folium

from planner import config
from planner.explain import KIND_EN, KIND_JA
from planner.regional.model import STEP_TEXTS
from planner.render.map import leaflet_css, script_of, templates, vendor
from planner.render.region_about import as_of, credits_for, licence_for
from planner.render.region_drawing import drawing
from planner.render.region_files import formats_of, render_layer
from planner.render.region_text import item_text
from planner.render.text import date_text, duration_text, month_text, nights_text, place_name, word, yen_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.layers import Layers
    from planner.model import Leg, Plan
    from planner.regional.contents import Contents
    from planner.regional.model import Course
    from planner.render.region_about import About

SCRIPTS = ("pins.js", "draw.js")
STYLES = ("tokens", "base", "pages", "regional")
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""On a host `'self'` is that host; in a file system pages of one folder share no origin, so their scheme is named."""
PAGES = {"ja": "index.html", "en": "en.html"}
NEIGHBOUR = {"className": "rm-around", "color": "#d9d6cc", "weight": 0.5, "fillColor": "#f1f1ec", "fillOpacity": 1}
EPOCH = (1980, 1, 1, 0, 0, 0)


def render_site(contents: Contents, layers: Layers, abouts: Mapping[str, About]) -> dict[str, bytes]:
    """Write the folder's files, by their paths; the same arguments give the same bytes.

    Parameters
    ----------
    abouts : mapping
        What the files say of themselves, by language; a page is made for each.
    """
    share = config.share_dir()
    files = {
        "assets/leaflet.js": vendor("leaflet.js").encode(),
        "assets/leaflet.css": leaflet_css().encode(),
        "assets/style.css": b"\n".join((share / "static" / "css" / f"{name}.css").read_bytes() for name in STYLES),
        **{f"assets/{name}": (share / "static" / "js" / "regional" / name).read_bytes() for name in SCRIPTS},
        "assets/region.js": (share / "templates" / "render" / "region.js").read_bytes(),
    }
    for lang, about in abouts.items():
        drawn = drawing(contents, layers, lang)
        files[f"assets/map-{lang}.js"] = _map_script(drawn).encode()
        page = PAGES[lang] if len(abouts) > 1 else "index.html"
        files[page] = _page(contents, about, drawn, tuple(abouts)).encode()
    first = next(iter(abouts.values()))
    for layer in contents.layers:
        for fmt in formats_of(layer):
            files[f"data/{layer}.{fmt}"] = render_layer(contents, layer, fmt, first)
    files["LICENCE.txt"] = _licence(contents, first).encode()
    return files


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """Pack files into an archive with one folder; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            # a date of its own would make every archive another one
            entry = zipfile.ZipInfo(f"{folder}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _map_script(drawn: dict[str, Any]) -> str:
    """Let folium make the map and the land around; our own script draws what moves with the month."""
    region = folium.Map(
        tiles=None, attribution_control=False, zoom_control="topright",
        min_zoom=4, max_zoom=15, zoom_snap=0.25, zoom_delta=0.75,
    )  # fmt: skip
    around = {"type": "FeatureCollection", "features": drawn["around"]}
    if drawn["around"]:
        folium.GeoJson(around, style_function=lambda _: dict(NEIGHBOUR), interactive=False).add_to(region)
    west, south, east, north = drawn["bounds"]
    region.fit_bounds([(south, west), (north, east)], padding=(24, 24))
    return script_of(region, "region")


def _page(contents: Contents, about: About, drawn: dict[str, Any], langs: tuple[str, ...]) -> str:
    lang = about.lang
    names = KIND_JA if lang == "ja" else KIND_EN
    items = [
        (item, item_text(item, lang))
        for item in sorted(contents.items(), key=lambda i: (i.listing is None, i.place.code, i.window.start))
    ]
    own = {f"own-{number}": layer.name(lang) for number, (layer, _) in enumerate(contents.own, 1)}
    return templates().get_template("region.html").render(
        lang=lang,
        word=lambda key: word(key, lang),
        policy=POLICY,
        about=about,
        regional=contents.regional,
        drawn={**drawn, "around": []},
        texts={"here": word("n_here", lang), "more": word("n_more", lang)},
        step_texts=STEP_TEXTS,
        months=[month_text(month, lang) for month in range(1, 13)],
        month=contents.regional.month or about.today.month,
        kinds=[(kind, names[kind], contents.regional.colour(kind)) for kind in contents.kinds],
        layers=[(layer, own.get(layer) or word(f"layer_{layer}", lang)) for layer in contents.layers],
        items=items,
        courses=[_course(course, plan, lang) for course, plan in contents.courses],
        files=[
            (own.get(layer) or word(f"layer_{layer}", lang), layer, formats_of(layer), licence_for(contents, layer))
            for layer in contents.layers
        ],
        credits=list(dict.fromkeys(text for layer in contents.layers for text in credits_for(contents, layer, about))),
        others=[(PAGES[other], {"ja": "日本語", "en": "English"}[other], other) for other in langs if other != lang],
    )  # fmt: skip


def _course(course: Course, plan: Plan, lang: str) -> dict[str, Any]:
    stays = [
        (
            place_name(stay.municipality, lang),
            f"{date_text(stay.arrive, lang)} – {date_text(stay.depart, lang)} · {nights_text(stay.nights, lang)}",
            _way(leg, lang),
            course.note(stay.municipality.code, lang),
        )
        for leg, stay in zip(plan.itinerary.legs, plan.itinerary.stays, strict=False)
    ]
    return {"id": course.id, "title": course.title(lang), "text": course.text(lang), "stays": stays}


def _way(leg: Leg, lang: str) -> str:
    fare = yen_text(leg.fare_jpy, lang, about=leg.fare_estimated)
    return f"{duration_text(leg.minutes, lang, about=True)} · {fare}"


def _licence(contents: Contents, about: About) -> str:
    lines = [about.title, about.office, ""]
    for layer in contents.layers:
        name, address = licence_for(contents, layer)
        lines += [f"data/{layer}.*: {name} {address} ({as_of(contents, layer, about)})"]
        lines += [f"  {text}" for text in credits_for(contents, layer, about)]
    lines += ["", "assets/leaflet.js, leaflet.css: Leaflet © Volodymyr Agafonkin, BSD-2-Clause"]
    return "\n".join([*lines, "assets/pins.js, draw.js, region.js, style.css: Sasurai, MIT", ""])
