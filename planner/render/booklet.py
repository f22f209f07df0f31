"""A trip on paper: a booklet of the map, a page for each stay, the legs and the ledger."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Spacer, Table, TableStyle

from planner.render.booklet_pages import leg_story, legs_page, notebook_page, stay_story
from planner.render.credits import credit_texts
from planner.render.ledger import ledger_page
from planner.render.page import totals_of
from planner.render.paper import FAINT, GETA, PAPERS, REGULAR, Hand, load_fonts, shown
from planner.render.paper_map import TripMap
from planner.render.text import clean, date_text, place_name, trip_span, trip_title, word

if TYPE_CHECKING:
    from planner.model import Plan

_QR = 26 * mm
_MOST_STOPS = 30
_BELOW_MAP, _BELOW_SMALL_MAP = 82 * mm, 70 * mm
"""Room for the title and the figures, A4 and A5."""
# fonts note the characters they have to show while a document is written
LOCK = threading.Lock()
"""Held by whoever writes a PDF."""


def render_pdf(plan: Plan, lang: str, paper: str = "a4", url: str | None = None) -> bytes:
    """Write the booklet; the same arguments give the same bytes, whatever the clock says.

    Parameters
    ----------
    paper : str
        A key of PAPERS.
    url : str, optional
        Where the live plan is; goes on the first page as text and QR code.

    Raises
    ------
    DatasetMissing
        Where the set-up has not brought the font.
    """
    with LOCK:
        load_fonts()
        hand, out = Hand(PAPERS[paper], lang), io.BytesIO()
        title = shown(trip_title(plan, lang)).replace("\n", " ")
        document = _document(hand, out, title)
        document.build(_story(plan, hand, url))
        return out.getvalue()


def _document(hand: Hand, out: io.BytesIO, title: str) -> BaseDocTemplate:
    sheet = hand.paper
    frame = Frame(
        sheet.margin, sheet.margin, sheet.column, sheet.height - 2 * sheet.margin,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(FAINT)
        canvas.drawCentredString(sheet.width / 2, sheet.margin * 0.45, str(document.page))

    document = BaseDocTemplate(
        out, pagesize=(sheet.width, sheet.height), title=title, author="Sasurai", creator="Sasurai",
        lang="ja-JP" if hand.lang == "ja" else "en", invariant=1,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    return document


def _story(plan: Plan, hand: Hand, url: str | None) -> list[Any]:
    legs, stays = plan.itinerary.legs, plan.itinerary.stays
    story = _cover(plan, hand, url)
    for number in range(1, len(stays) + 1):
        story += [PageBreak(), *stay_story(plan, number, hand)]
    story += [PageBreak(), *legs_page(plan, hand)]
    if legs[-1].segments:
        story += [hand.text(word("way_back", hand.lang), bold=True, scale=1.2), *leg_story(legs[-1], hand)]
    story += notebook_page(plan, hand)
    ledger = ledger_page(plan, hand)
    return [*story, *([PageBreak(), *ledger] if ledger else []), Spacer(1, 8), *_colophon(plan, hand)]


def _cover(plan: Plan, hand: Hand, url: str | None) -> list[Any]:
    sheet, lang = hand.paper, hand.lang
    head = [
        hand.text(word("booklet", lang), faint=True),
        hand.text(trip_title(plan, lang), bold=True, scale=1.8),
        hand.text(trip_span(plan, lang), after=6),
    ]
    facts = [hand.text(f"{name}: {value}") for name, value in totals_of(plan, lang)]
    map_height = sheet.height - 2 * sheet.margin - (_BELOW_MAP if sheet.height > 700 else _BELOW_SMALL_MAP)
    return [*head, TripMap(plan, sheet.column, map_height), Spacer(1, 8), _beside(facts, url, hand), _stops(plan, hand)]


def _stops(plan: Plan, hand: Hand) -> Any:
    """List the stays in their order; of many the list would need a page, and the legs' page has them all."""
    if len(plan.itinerary.stays) > _MOST_STOPS:
        return Spacer(1, 0)
    names = [
        f"{number}\u00a0{place_name(stay.municipality, hand.lang)}\u00a0{date_text(stay.arrive, hand.lang)}"
        for number, stay in enumerate(plan.itinerary.stays, 1)
    ]
    return hand.text(" · ".join(names), scale=0.8)


def _beside(facts: list[Any], url: str | None, hand: Hand) -> Any:
    """Put the code that leads to the live plan beside the figures."""
    if url is None:
        return Table([[facts]], colWidths=[hand.paper.column], style=_PLAIN)
    drawing = Drawing(_QR, _QR)
    # quartile correction: a folded or stained sheet is still read
    drawing.add(QrCodeWidget(url, barLevel="Q", barWidth=_QR, barHeight=_QR, barBorder=2))
    address = [hand.text(word("live", hand.lang), bold=True, scale=0.85), hand.text(url, scale=0.7, faint=True)]
    side = hand.paper.column * 0.42
    return Table([[facts, [drawing, *address]]], colWidths=[hand.paper.column - side, side], style=_PLAIN)


def _colophon(plan: Plan, hand: Hand) -> list[Any]:
    """Name the sources, and say what the signs mean."""
    lines = [word("straight_line", hand.lang), word("no_vacancy", hand.lang), *credit_texts(plan, hand.lang, land=True)]
    names = clean("".join(stay.municipality.name + stay.why + stay.why_en for stay in plan.itinerary.stays))
    if GETA in shown(names):
        lines.append(word("geta", hand.lang))
    return [hand.text(line, scale=0.75, faint=True, after=1) for line in lines]


_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
    ]
)
