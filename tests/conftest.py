"""What every test may use."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

LONG = ("test_wheel.py", "test_drafts_are_secret.py", "test_serve.py", "test_others_real.py", "test_readme.py")
"""Files of few and long tests: they begin first, so that at the end no process waits for the one that has them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first; all else keeps its order."""
    items.sort(key=lambda item: item.path.name not in LONG)


# how long an example takes says how busy the machine is, not whether the program is right
PATIENT = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("patient", hypothesis.settings(), **PATIENT)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


class StreetTown:
    """A made-up town as OpenStreetMap XML: a jittered grid, a river with one bridge, paths, one-ways, a motorway.

    Columns run west to east, rows south to north, `step` degrees apart, around the office of Nanto (16210). The river
    flows between the middle rows; only `bridge_column` crosses it. The motorway touches no street.
    """

    CENTRE = (136.919511, 36.588049)
    KINDS = ("residential", "residential", "residential", "tertiary", "footway", "path")

    def __init__(self, seed: int, columns: int = 8, rows: int = 8, step: float = 0.001) -> None:
        self.random = random.Random(seed)
        self.columns, self.rows, self.step = columns, rows, step
        self.west = self.CENTRE[0] - (columns - 1) / 2 * step
        self.south = self.CENTRE[1] - (rows - 1) / 2 * step
        self.bridge_column = self.random.randrange(columns)
        self.nodes: dict[int, tuple[float, float]] = {}
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        for row in range(rows):
            for column in range(columns):
                self._add(*self._jittered(column, row))
        self._lay()

    def junction(self, column: int, row: int) -> tuple[float, float]:
        """Where two streets of the grid meet, lng/lat."""
        return self.nodes[row * self.columns + column + 1]

    def xml(self, extra: str = "") -> str:
        """Write the file."""
        parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="a test">']
        parts += [f'<node id="{i}" version="1" lon="{x:.7f}" lat="{y:.7f}"/>' for i, (x, y) in self.nodes.items()]
        for i, (refs, tags) in enumerate(self.ways, 1):
            steps = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
            parts.append(f'<way id="{i}" version="1">{steps}{said}</way>')
        return "\n".join([*parts, extra, "</osm>\n"])

    def _add(self, lng: float, lat: float) -> int:
        self.nodes[len(self.nodes) + 1] = (round(lng, 7), round(lat, 7))
        return len(self.nodes)

    def _jittered(self, column: float, row: float) -> tuple[float, float]:
        jitter = self.random.uniform(-0.1, 0.1), self.random.uniform(-0.1, 0.1)
        return self.west + (column + jitter[0]) * self.step, self.south + (row + jitter[1]) * self.step

    def _lay(self) -> None:
        river = self.rows // 2
        for row in range(self.rows):
            for column in range(self.columns):
                if column + 1 < self.columns:
                    self._street((column, row), (column + 1, row))
                if row + 1 < self.rows and (row + 1 != river or column == self.bridge_column):
                    self._street((column, row), (column, row + 1), bridge=row + 1 == river)
        ends = [self._add(*self._jittered(column, -2)) for column in (-1, self.columns / 2, self.columns)]
        self.ways.append((ends, {"highway": "motorway", "oneway": "yes"}))

    def _street(self, a: tuple[int, int], b: tuple[int, int], *, bridge: bool = False) -> None:
        bends = self.random.randrange(3)
        between = [
            self._add(*self._jittered(*(p + (q - p) * (i + 1) / (bends + 1) for p, q in zip(a, b, strict=True))))
            for i in range(bends)
        ]
        first, last = (row * self.columns + column + 1 for column, row in (a, b))
        kind = "residential" if bridge else self.random.choice(self.KINDS)
        tags = {"highway": kind}
        if kind == "residential" and not bridge and self.random.random() < 0.3:
            tags["oneway"] = self.random.choice(["yes", "-1"])
        self.ways.append(([first, *between, last], tags))


@pytest.fixture(scope="session")
def street_town() -> type[StreetTown]:
    """What lays out made-up towns."""
    return StreetTown


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser of the machine, else Playwright's own; a test fails where there is none."""
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        try:
            browser = playwright.chromium.launch(executable_path=found, args=list(BROWSER_ARGUMENTS))
        except Error:
            pytest.fail("No browser: install chromium, or run `playwright install chromium`.", pytrace=False)
        yield browser
        browser.close()
