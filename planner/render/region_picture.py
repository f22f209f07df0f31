"""The picture that others show where somebody links to a regional map: 1200 × 630 pixels, drawn by us."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont

from planner import config
from planner.errors import DatasetMissing
from planner.render.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SIZE = (1200, 630)
TEXT_WIDTH = 520
SHARP = 2
"""Drawn so many times as large, then made small: smooth lines."""
SEA, LAND, NEIGHBOUR, LINE, INK, QUIET = "#e9eff0", "#fbfaf5", "#f1f1ec", "#b9b4a5", "#1c1c1c", "#57544b"
FILL, MARK = "#2f8f63", "#f8b500"
FONTS = {True: "BIZUDPGothic_700Bold.ttf", False: "BIZUDPGothic_400Regular.ttf"}
MARGIN = 56
MOST_LINES = 4


def render_picture(drawn: Mapping[str, Any], title: str, office: str, foot: str) -> bytes:
    """Draw a PNG; the same arguments give the same bytes.

    Parameters
    ----------
    drawn : mapping
        What planner.render.region_drawing gives.
    foot : str
        A line at the bottom, such as how much the map holds.

    Raises
    ------
    DatasetMissing
        Where the set-up has not brought the font.
    """
    picture = Image.new("RGB", (SIZE[0] * SHARP, SIZE[1] * SHARP), SEA)
    pen = ImageDraw.Draw(picture)
    _draw_map(pen, drawn)
    pen.rectangle((0, 0, TEXT_WIDTH * SHARP, SIZE[1] * SHARP), fill=LAND)
    small = picture.resize(SIZE, Image.Resampling.LANCZOS)
    _write(ImageDraw.Draw(small), title, office, foot)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def wrapped(text: str, font: Any, width: float, most: int) -> list[str]:
    """Break a text where it gets too wide: between words where it has any, else between characters."""
    lines, line = [], ""
    parts = [word + " " for word in text.split(" ")] if " " in text and text.isascii() else list(text)
    for part in parts:
        if line and font.getlength((line + part).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += part
    lines.append(line.rstrip())
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _draw_map(pen: Any, drawn: Mapping[str, Any]) -> None:
    west, south, east, north = drawn["bounds"]
    middle = (south + north) / 2
    squeeze = math.cos(math.radians(middle))
    room = (SIZE[0] - TEXT_WIDTH, SIZE[1])
    scale = 0.86 * min(room[0] / max(1e-6, (east - west) * squeeze), room[1] / max(1e-6, north - south)) * SHARP
    centre = ((TEXT_WIDTH + room[0] / 2) * SHARP, SIZE[1] / 2 * SHARP)

    def at(point: Sequence[float]) -> tuple[float, float]:
        return (
            centre[0] + (point[0] - (west + east) / 2) * squeeze * scale,
            centre[1] - (point[1] - middle) * scale,
        )

    for features, fill, width in ((drawn["around"], NEIGHBOUR, 2), (drawn["area"], FILL, 3)):
        for feature in features:
            for outer in _outers(feature["geometry"]):
                pen.polygon([at(p) for p in outer], fill=fill, outline=LINE, width=width)
    for course in drawn["courses"]:
        for _, points in course["lines"]:
            pen.line([at(p) for p in points], fill=INK, width=4 * SHARP, joint="curve")
    for lng, lat in sorted({(item[0], item[1]) for item in drawn["items"]})[:500]:
        x, y = at((lng, lat))
        r = 9 * SHARP
        pen.ellipse((x - r, y - r, x + r, y + r), fill=MARK, outline=INK, width=2 * SHARP)


def _outers(geometry: Mapping[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in polygons]


def _write(pen: Any, title: str, office: str, foot: str) -> None:
    width = TEXT_WIDTH - 2 * MARGIN + 30
    y = float(MARGIN)
    for text, size, bold, colour, most in (
        (office, 24, False, QUIET, 2),
        (title, 52, True, INK, MOST_LINES),
        (foot, 26, False, QUIET, 3),
    ):
        font = _font(size, bold=bold)
        for line in wrapped(clean(text).replace("\n", " "), font, width, most):
            pen.text((MARGIN, y), line, font=font, fill=colour)
            y += size * 1.35
        y += size * 0.6
    pen.text((MARGIN, SIZE[1] - MARGIN - 28), "Sasurai", font=_font(28, bold=True), fill=INK)


def _font(size: int, *, bold: bool) -> Any:
    path = config.share_dir() / "static" / "vendor" / "fonts" / FONTS[bold]
    try:
        return ImageFont.truetype(str(path), size)
    except OSError as error:
        raise DatasetMissing(f"The font {path.name} is missing, and pictures need it.", "make setup") from error
