"""What every page of the booklet is written with: paper, fonts, styles, and text that the font can show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Paragraph

from planner import config
from planner.errors import DatasetMissing
from planner.render.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

INK, PAPER, SEA, LINE, FAINT = (HexColor(f"#{value}") for value in ("1c1c1c", "fbfaf5", "e9eff0", "b9b4a5", "5b5b55"))
SEASON = (HexColor("#165e83"), HexColor("#c8557b"), HexColor("#2f8f63"), HexColor("#c4561b"))
"""Winter, spring, summer, autumn."""
REGULAR, BOLD = "BIZUDPGothic", "BIZUDPGothic-Bold"
_FILES = {REGULAR: "BIZUDPGothic_400Regular.ttf", BOLD: "BIZUDPGothic_700Bold.ttf"}
GETA = "〓"
"""What Japanese printers set where a character has no type."""
# joiners, variation selectors, marks of direction and of byte order: they only shape their neighbours
_SHAPERS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper, in points."""

    width: float
    height: float
    margin: float
    size: float
    """Of ordinary text."""

    @property
    def column(self) -> float:
        """Width of the text."""
        return self.width - 2 * self.margin


PAPERS: Mapping[str, Paper] = {"a4": Paper(A4[0], A4[1], 18 * mm, 9.5), "a5": Paper(A5[0], A5[1], 12 * mm, 8)}


@cache
def load_fonts() -> frozenset[int]:
    """Register the fonts once a process and give the characters that both can show.

    Raises
    ------
    DatasetMissing
        Where the set-up has not brought them yet.
    """
    faces = []
    for name, file in _FILES.items():
        path = config.share_dir() / "static" / "vendor" / "fonts" / file
        try:
            font = TTFont(name, str(path))
        except TTFError as error:
            raise DatasetMissing(f"The font {file} is missing, and paper needs it.", "make setup") from error
        pdfmetrics.registerFont(font)
        faces.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return faces[0] & faces[1]


def shown(text: str) -> str:
    """Give a text as the font shows it: a character without type becomes a 〓, what only shapes others goes."""
    known = load_fonts()
    plain = _SHAPERS.sub("", clean(text)).replace("\t", " ")
    return "".join(char if char == "\n" or ord(char) in known else GETA for char in plain)


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes paragraphs on a paper, in a language."""

    paper: Paper
    lang: str

    def text(
        self, text: str, *, scale: float = 1, bold: bool = False, faint: bool = False, after: float = 2
    ) -> Paragraph:
        """Set plain text; nothing in it is taken for markup.

        Parameters
        ----------
        scale : float
            Of the paper's ordinary size.
        after : float
            Space below, points.
        """
        return Paragraph(escape(shown(text)).replace("\n", "<br/>"), self.style(scale, bold, faint, after))

    def style(self, scale: float = 1, bold: bool = False, faint: bool = False, after: float = 2) -> ParagraphStyle:
        """Give a style; Japanese breaks between any two characters, English between words."""
        size = self.paper.size * scale
        return ParagraphStyle(
            "text",
            fontName=BOLD if bold else REGULAR,
            fontSize=size,
            leading=size * (1.5 if self.lang == "ja" else 1.35),
            textColor=FAINT if faint else INK,
            spaceAfter=after,
            wordWrap="CJK" if self.lang == "ja" else None,
            splitLongWords=1,
        )
