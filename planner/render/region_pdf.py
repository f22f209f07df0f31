"""A regional map on paper, A4 or A3: the map with its legend, and what it shows as a list."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)

from planner.clock import day_of
from planner.explain import KIND_EN, KIND_JA
from planner.regional.model import STEP_TEXTS
from planner.render.booklet import LOCK
from planner.render.credits import LAND
from planner.render.paper import FAINT, REGULAR, Hand, Paper, load_fonts, shown
from planner.render.region_about import credits_for, licence_for
from planner.render.region_drawing import drawing
from planner.render.region_paper import RegionMap, ramp
from planner.render.region_text import item_text
from planner.render.text import duration_text, month_text, nights_text, place_name, word, yen_text

if TYPE_CHECKING:
    from geo.layers import Layers
    from planner.model import Plan
    from planner.regional.contents import Contents, Item
    from planner.regional.model import Course
    from planner.render.region_about import About

PAPERS = {
    "a4": Paper(A4[1], A4[0], 12 * mm, 8.5),
    "a3": Paper(A3[1], A3[0], 14 * mm, 10),
}
SIDE = {"a4": 68 * mm, "a3": 90 * mm}
GUTTER = 7 * mm
QR = 28 * mm
STEP = 20
MOST_LISTED = 400
COLUMNS = {"a4": 3, "a3": 4}
_PLAIN = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: the map's contents for a month (0 = the whole year) and some kinds (none = all)."""

    contents: Contents
    about: About
    month: int = 0
    kinds: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """Name the month."""
        return month_text(self.month, self.about.lang) if self.month else word("whole_year", self.about.lang)

    @property
    def items(self) -> list[Item]:
        """What is open then."""
        found = self.contents.items(self.month or None, self.kinds)
        return sorted(found, key=lambda item: (item.listing is None, item.place.code, item.window.start))


def render_region_pdf(sheet: Sheet, layers: Layers, paper: str = "a4") -> bytes:
    """Write the document; the same arguments give the same bytes.

    Raises
    ------
    DatasetMissing
        Where the set-up has not brought the font.
    """
    with LOCK:
        load_fonts()
        hand, out = Hand(PAPERS[paper], sheet.about.lang), io.BytesIO()
        document = _document(hand, out, paper, shown(sheet.about.title).replace("\n", " "))
        map_frame = document.pageTemplates[0].frames[0]
        drawn = drawing(sheet.contents, layers, sheet.about.lang)
        size = (map_frame._width, map_frame._height - 0.5)
        document.build([_map(sheet, drawn, size), FrameBreak(), *_side(sheet, hand), *_list(sheet, hand)])
        return out.getvalue()


def _document(hand: Hand, out: io.BytesIO, paper: str, title: str) -> BaseDocTemplate:
    page, side, count = hand.paper, SIDE[paper], COLUMNS[paper]
    bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    high = page.height - 2 * page.margin
    first = [
        Frame(page.margin, page.margin, page.column - side - GUTTER, high, **bare),
        Frame(page.width - page.margin - side, page.margin, side, high, **bare),
    ]
    wide = (page.column - (count - 1) * GUTTER) / count
    rest = [Frame(page.margin + at * (wide + GUTTER), page.margin, wide, high, **bare) for at in range(count)]

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(FAINT)
        canvas.drawCentredString(page.width / 2, page.margin * 0.45, f"{title}  {document.page}")

    document = BaseDocTemplate(
        out, pagesize=(page.width, page.height), title=title, author="Sasurai", creator="Sasurai",
        lang="ja-JP" if hand.lang == "ja" else "en", invariant=1,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate("map", first, onPage=foot))
    document.addPageTemplates(PageTemplate("list", rest, onPage=foot))
    return document


def _map(sheet: Sheet, drawn: dict[str, Any], size: tuple[float, float]) -> RegionMap:
    kinds = [kind for kind, _, _ in drawn["kinds"]]
    points = [[*item.lnglat, kinds.index(item.window.kind)] for item in sheet.items]
    here: dict[str, int] = {}
    for item in sheet.items:
        here[item.place.code] = here.get(item.place.code, 0) + 1
    return RegionMap(drawn, size, points, here, sheet.month)


def _side(sheet: Sheet, hand: Hand) -> list[Any]:
    about, lang = sheet.about, hand.lang
    story = [
        hand.text(about.office, faint=True, scale=0.9),
        hand.text(about.title, bold=True, scale=1.9, after=4),
        hand.text(sheet.when, bold=True, scale=1.3, after=6),
        hand.text(sheet.contents.regional.intro(lang)[:600], after=8),
        hand.text(word("map_legend", lang), bold=True),
        *_legend(sheet, hand),
    ]
    if about.url:
        code = Drawing(QR, QR)
        # quartile correction: a folded or stained sheet is still read
        code.add(QrCodeWidget(about.url, barLevel="Q", barWidth=QR, barHeight=QR, barBorder=2))
        story += [Spacer(1, 6), code, hand.text(about.url, scale=0.75, faint=True, after=6)]
    return [*story, *_credits(sheet, hand)]


def _legend(sheet: Sheet, hand: Hand) -> list[Any]:
    lang = hand.lang
    boxes: list[Any] = []
    for fill in ramp(sheet.month):
        box = Drawing(STEP, 9)
        box.add(Rect(0, 0, STEP, 9, fillColor=fill, strokeColor=FAINT, strokeWidth=0.4))
        boxes.append(box)
    figures = [hand.text(text, scale=0.8, after=0) for text in STEP_TEXTS]
    story: list[Any] = [
        Table([boxes, figures], colWidths=[STEP + 4] * len(boxes), style=_PLAIN, hAlign="LEFT"),
        hand.text(word("legend_region", lang), scale=0.85, faint=True, after=4),
    ]
    held = {item.window.kind for item in sheet.items}
    names = KIND_JA if lang == "ja" else KIND_EN
    for kind in (kind for kind in sheet.contents.kinds if kind in held):
        dot = Drawing(9, 9)
        dot.add(Rect(0, 0, 8, 8, rx=4, ry=4, fillColor=_colour(sheet, kind), strokeColor=None))
        row = Table(
            [[dot, hand.text(names[kind], scale=0.9, after=0)]], colWidths=[14, 120], style=_PLAIN, hAlign="LEFT"
        )
        story.append(row)
    story += [hand.text(f"— {layer.name(lang)}", scale=0.9) for layer, _ in sheet.contents.own]
    return story


def _colour(sheet: Sheet, kind: str) -> Any:
    return HexColor(sheet.contents.regional.colour(kind))


def _credits(sheet: Sheet, hand: Hand) -> list[Any]:
    about, lang = sheet.about, hand.lang
    lines = [f"{word('updated', lang)} {day_of(about.updated).isoformat()}"]
    for layer in sheet.contents.layers:
        lines += credits_for(sheet.contents, layer, about)
    lines += [LAND[0 if lang == "ja" else 1]]
    names = {licence_for(sheet.contents, layer)[0] for layer in sheet.contents.layers}
    lines += [f"{word('licence', lang)}: {', '.join(sorted(names))}"] if names else []
    return [hand.text(line, scale=0.7, faint=True, after=1) for line in dict.fromkeys(lines)]


def _list(sheet: Sheet, hand: Hand) -> list[Any]:
    items, lang = sheet.items, hand.lang
    story: list[Any] = [NextPageTemplate("list"), PageBreak(), hand.text(word("courses", lang), bold=True, scale=1.3)]
    for course, plan in sheet.contents.courses:
        story += _course(course, plan, hand)
    if not sheet.contents.courses:
        story = story[:-1]
    if not items and not sheet.contents.courses:
        return []
    story.append(hand.text(f"{sheet.when} · {len(items)}", bold=True, scale=1.3, after=4))
    story += [_item(item, hand) for item in items[:MOST_LISTED]]
    if len(items) > MOST_LISTED:
        story.append(hand.text(word("more_online", lang), faint=True))
    return [*story, hand.text(word("no_vacancy", lang), scale=0.75, faint=True)]


def _item(item: Item, hand: Hand) -> Any:
    told = item_text(item, hand.lang)
    lines = [hand.text(told.title, bold=True, after=0)]
    lines += [hand.text(line, scale=0.85, after=0) for line in (told.what, told.when)]
    lines += [hand.text(f"{told.host} · {told.url}", scale=0.8, after=0)] if told.host else []
    return KeepTogether([*lines, hand.text(told.source, scale=0.7, faint=True, after=6)])


def _course(course: Course, plan: Plan, hand: Hand) -> list[Any]:
    lang, totals = hand.lang, plan.itinerary.totals
    told = [hand.text(course.title(lang), bold=True, scale=1.1, after=0)]
    told += [hand.text(course.text(lang), scale=0.9, after=2)] if course.text(lang) else []
    for number, (leg, stay) in enumerate(zip(plan.itinerary.legs, plan.itinerary.stays, strict=False), 1):
        way = (
            f"{duration_text(leg.minutes, lang, about=True)}, {yen_text(leg.fare_jpy, lang, about=leg.fare_estimated)}"
        )
        name = place_name(stay.municipality, lang)
        told.append(hand.text(f"{number} {name} {nights_text(stay.nights, lang)} ({way})", scale=0.9, after=0))
        note = course.note(stay.municipality.code, lang)
        told += [hand.text(note, scale=0.85, faint=True, after=1)] if note else []
    total = f"{nights_text(totals.nights, lang)} · {yen_text(totals.fare_jpy, lang, about=True)}"
    return [*told, hand.text(total, scale=0.85, faint=True, after=6)]
