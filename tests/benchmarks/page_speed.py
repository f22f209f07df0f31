"""How quick the planner's page is on a slow phone: `python tests/benchmarks/page_speed.py http://127.0.0.1:8000`.

Chromium over its own protocol: a CPU four times slower, 1.6 Mbit/s, 150 ms of latency, 390 x 844 px, nothing cached. A
server must be running; the trip that is dragged is planned first. Goals are those of the product's page on speed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CPU_SLOWER = 4
BYTES_PER_SECOND = 1_600_000 / 8
LATENCY_MS = 150
READY_MS, PLAN_MS = 120_000, 90_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GOALS = {
    "lcp_ms": 2500,
    "cls": 0.1,
    "inp_slider_ms": 200,
    "inp_click_ms": 200,
    "inp_drag_ms": 200,
    "js_css_bytes": 250_000,
    "first_land_bytes": 80_000,
    "overview_bytes": 1_000_000,
    "slider_frame_ms": 50,
    "slider_worst_ms": 50,
}
OBSERVE = """
window.seen = { lcp: 0, what: "", cls: 0, inp: 0, frames: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) {
  window.seen.lcp = e.startTime; window.seen.what = e.element ? e.element.tagName + "#" + e.element.id : ""; }
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) window.seen.cls += e.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries())
  if (e.interactionId) window.seen.inp = Math.max(window.seen.inp, e.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
WEIGHT = """(pattern) => performance.getEntriesByType("resource")
  .filter((entry) => new RegExp(pattern).test(entry.name)).reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
# the slider's own work: from the input to the end of the frame in which the map is painted
FRAMES = """async () => {
  const slider = document.getElementById("month"); const spent = [];
  const next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let month = 1; month <= 12; month += 1) {
    slider.value = String(month);
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await next(); await next(); spent.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 150));
  }
  return spent;
}"""


def throttle(context: BrowserContext, page: Page) -> None:
    """Make the machine a slow phone on a slow network."""
    session = context.new_cdp_session(page)
    limits = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND / 2, "latency": LATENCY_MS}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})


def load(page: Page, address: str) -> dict[str, Any]:
    """Open the page with nothing cached; give what was seen until the map stands."""
    page.goto(address, timeout=READY_MS)
    page.wait_for_selector("#map-area[data-ready]", timeout=READY_MS)
    page.wait_for_timeout(1000)
    seen: dict[str, Any] = page.evaluate("window.seen")
    return {
        "lcp_ms": round(seen["lcp"]),
        "lcp_element": seen["what"],
        "cls": round(seen["cls"], 4),
        "map_ready_ms": round(page.evaluate("performance.now()") - 1000),
        "js_css_bytes": page.evaluate(WEIGHT, r"\.(js|css)$"),
        "first_land_bytes": page.evaluate(WEIGHT, "layers/prefectures"),
        "overview_bytes": page.evaluate(WEIGHT, "layers/overview"),
    }


def interaction(page: Page, act: Any) -> int:
    """Give the longest wait from an input to its next paint while `act` works."""
    page.evaluate("window.seen.inp = 0")
    act()
    page.wait_for_timeout(1200)
    return round(page.evaluate("window.seen.inp"))


def slide(page: Page) -> None:
    """Go through the year by the keyboard."""
    page.focus("#month")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)


def click(page: Page) -> None:
    """Choose stays in the list."""
    for name in page.locator("ol#stays .stay-name").all()[:4]:
        name.click()
        page.wait_for_timeout(200)


def drag(page: Page) -> None:
    """Take a stay on the timeline and put it back: what is measured is the hand's way, not the replanning."""
    bar = page.locator(".gantt .bar.stay").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for way in (8, 16, 24, 16, 8, 0):
        page.mouse.move(x + way, y)
        page.wait_for_timeout(50)
    page.keyboard.press("Escape")
    page.mouse.up()


def measure(base: str, rounds: int) -> dict[str, Any]:
    """Load the page `rounds` times, then use it; give medians of the loads and the worst of the uses."""
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--headless", "--no-sandbox"])
        loads = []
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            context.add_init_script(OBSERVE)
            page = context.new_page()
            throttle(context, page)
            loads.append(load(page, f"{base}/ja/"))
            if len(loads) < rounds:
                context.close()
        told: dict[str, Any] = {
            key: statistics.median(row[key] for row in loads) if key != "lcp_element" else loads[-1][key]
            for key in loads[0]
        }
        frames = page.evaluate(FRAMES)
        told["slider_frame_ms"], told["slider_worst_ms"] = round(statistics.median(frames)), round(max(frames))
        told["inp_slider_ms"] = interaction(page, lambda: slide(page))
        page.fill("#f-days", "30")
        page.click("form#plan [type=submit]")
        page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
        page.wait_for_timeout(1500)
        told["inp_click_ms"] = interaction(page, lambda: click(page))
        told["inp_drag_ms"] = interaction(page, lambda: drag(page))
        browser.close()
    return told


def main() -> None:
    """Measure and compare with the goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", help="address of a running server")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    told = measure(asked.base.rstrip("/"), asked.rounds)
    told["load_average"] = round(os.getloadavg()[0], 1)
    for name, goal in GOALS.items():
        print(f"{name:18} {told[name]:>10} (goal {goal}) {'' if told[name] <= goal else 'MISSED'}")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
