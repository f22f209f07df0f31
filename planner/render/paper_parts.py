"""Parts that the booklet draws itself: the calendar strip of a stay, room for notes, a mark in the outline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from planner.render.paper import FAINT, INK, LINE, PAPER, REGULAR, SEASON, shown
from planner.render.paper_map import draw_disc
from planner.render.text import month_text, word

if TYPE_CHECKING:
    from planner.model import ServedWindow, Stay
    from planner.render.paper import Hand

_MOST_WINDOWS = 6
_LABEL, _ROW, _BAR = 7.0, 18.0, 6.0
_LEAST_NOTES = 60
_RULE = 22
_DAY = dt.timedelta(days=1)


class Strip(Flowable):  # type: ignore[misc]
    """The months around a stay: its days, and below them the windows it serves, their peaks in full colour."""

    def __init__(self, stay: Stay, hand: Hand) -> None:
        super().__init__()
        self._stay, self._lang = stay, hand.lang
        self._windows = sorted(stay.demand, key=lambda w: (w.start, w.id))[:_MOST_WINDOWS]
        days = [stay.arrive, stay.depart, *(d for w in self._windows for d in (w.start, w.end))]
        self._first = min(days).replace(day=1)
        self._last = _next_month(max(days))
        self.width, self.height = hand.paper.column, 14 + _ROW * (len(self._windows) + 1)

    def wrap(self, *_: float) -> tuple[float, float]:
        """Tell the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the months, then row by row from the top."""
        self._draw_months()
        top = self.height - 14
        self._draw_bar(top, self._stay.arrive, self._stay.depart, INK)
        self._draw_label(top, word("stay", self._lang))
        for row, window in enumerate(self._windows, 1):
            self._draw_window(top - row * _ROW, window)

    def _x(self, day: dt.date) -> float:
        return (day - self._first).days / (self._last - self._first).days * self.width

    def _draw_months(self) -> None:
        pen, month = self.canv, self._first
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.4)
        pen.setFillColor(FAINT)
        pen.setFont(REGULAR, _LABEL)
        room = 31 / (self._last - self._first).days * self.width
        while month < self._last:
            pen.line(self._x(month), 0, self._x(month), self.height)
            if room > 16 or month.month in {1, 4, 7, 10}:
                pen.drawString(self._x(month) + 1.5, self.height - 9, month_text(month.month, self._lang))
            month = _next_month(month)

    def _draw_window(self, top: float, window: ServedWindow) -> None:
        color = SEASON[window.peak_start.month % 12 // 3]
        pale = Color(color.red, color.green, color.blue, 0.35)
        self._draw_bar(top, window.start, window.end + _DAY, pale)
        self._draw_bar(top, window.peak_start, window.peak_end + _DAY, color)
        self._draw_label(top, window.title if self._lang == "ja" else window.title_en or window.title, window.start)

    def _draw_bar(self, top: float, first: dt.date, after: dt.date, color: Color) -> None:
        self.canv.setFillColor(color)
        left = self._x(max(first, self._first))
        self.canv.rect(left, top - _BAR, self._x(min(after, self._last)) - left, _BAR, stroke=0, fill=1)

    def _draw_label(self, top: float, text: str, first: dt.date | None = None) -> None:
        """Write a row's name below its bar, at its beginning where there is room."""
        text = _cut(shown(text).replace("\n", " "), self.width - 4)
        wide = stringWidth(text, REGULAR, _LABEL)
        left = max(1.5, min(self._x(first or self._stay.arrive) + 1.5, self.width - wide - 2))
        self.canv.setFillColor(PAPER)
        self.canv.rect(left - 1, top - _BAR - 9, wide + 2, 8.4, stroke=0, fill=1)
        self.canv.setFillColor(INK)
        self.canv.setFont(REGULAR, _LABEL)
        self.canv.drawString(left, top - _BAR - 7, text)


class Notes(Flowable):  # type: ignore[misc]
    """Ruled room for notes: whatever the page has left, if that is enough to write in."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self._title = word("memo", hand.lang)
        self.width = self.height = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take what is left."""
        self.width, self.height = width, max(0.0, height - 1)
        return width, self.height

    def draw(self) -> None:
        """Draw the rules."""
        if self.height < _LEAST_NOTES:
            return
        pen = self.canv
        pen.setFillColor(FAINT)
        pen.setFont(REGULAR, _LABEL)
        pen.drawString(0, self.height - 14, self._title)
        pen.setStrokeColor(LINE)
        pen.setLineWidth(0.4)
        pen.setDash([0.5, 2.5])
        rule = self.height - 14 - _RULE
        while rule > 4:
            pen.line(0, rule, self.width, rule)
            rule -= _RULE
        pen.setDash([])


class Disc(Flowable):  # type: ignore[misc]
    """The numbered disc at the head of a stay's page, which the outline leads to."""

    _RADIUS = 12.0

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number, self._name = number, shown(name).replace("\n", " ")
        self.width = self.height = 2 * self._RADIUS

    def wrap(self, *_: float) -> tuple[float, float]:
        """Tell the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the disc and enter the page into the outline."""
        key = f"stay-{self._number}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(f"{self._number} {self._name}", key, 0)
        draw_disc(self.canv, self._RADIUS, self._RADIUS, self._number, self._RADIUS)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _cut(text: str, width: float) -> str:
    if stringWidth(text, REGULAR, _LABEL) <= width:
        return text
    while text and stringWidth(text + "…", REGULAR, _LABEL) > width:
        text = text[:-1]
    return text + "…"
