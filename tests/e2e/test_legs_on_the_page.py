"""Each leg opens to its figures and segments, and marks what is an estimate and what a timetable tells."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from planner.cli.main import cli

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000
POST = """async (asked) => {
    const token = document.querySelector('meta[name=csrf-token]').content;
    const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
    const answer = await fetch('/api/v1/plans', {method: 'POST', headers, body: JSON.stringify(asked)});
    return (await answer.json()).id;
}"""


@pytest.fixture
def opened(visit):
    """Open a trip of one's own with every leg unfolded."""

    def show(lang, width=1440, **asked):
        visited = visit(f"/{lang}/", width)
        page = visited.page
        plan = page.evaluate(POST, {"days": 6, "iterations": 2, **asked})
        page.goto(f"{visited.base}/{lang}/?plan={plan}")
        page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
        page.evaluate("document.querySelectorAll('details.leg').forEach((leg) => { leg.open = true; })")
        assert visited.foreign() == []
        assert visited.complaints == []
        return page

    return show


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ja", ("所要時間", "運賃（2人分。下は1人分）", "乗換", "CO₂", "時間の根拠：", "実在する便の所要時間（")),
        ("en", ("Door to door", "Fare for 2 (below: for one)", "Changes", "CO₂", "Time from:", "running times (")),
    ],
)
def test_a_leg_names_its_figures_and_how_seldom_a_ship_sails(opened, lang, words):
    page = opened(lang, **{"from": "32201", "start": "2027-05-08", "must": ["32525"], "people": 2})
    leg = page.locator("details.leg").first
    for word in words:
        assert word in leg.inner_text(), word
    assert leg.locator("dl.leg-sums .approx").count() >= 2, "estimates explain themselves"
    assert leg.locator(".segment").count() >= 2
    assert leg.locator(".segment .sparse").count() >= 1


@pytest.mark.parametrize("width", [1440, 390])
def test_a_timetable_tells_its_hours(opened, served_instance, root, width):
    feeds = root.parent / "shared" / "data" / "gtfs"
    if not feeds.is_dir():
        pytest.skip("../shared/data/gtfs, with real feeds, is not beside this checkout")
    for name in ("muroran_miyako_ferry", "donan_bus"):
        command = ["data", "import", "gtfs", str(feeds / f"{name}.zip")]
        assert CliRunner(env={"SASURAI_INSTANCE": str(served_instance)}).invoke(cli, command).exit_code == 0
    asked = {"from": "01205", "start": "2019-05-01", "must": ["03202"], "modes": ["ferry", "rail"]}
    page = opened("ja", width, **asked)
    leg = page.locator("details.leg").first
    assert "20:00–06:00 (+1)" in leg.inner_text()
    assert "5月1日(水) 19:" in leg.locator(".leg-date").inner_text()
    assert "その日の時刻表" in leg.locator(".basis").inner_text()
    assert leg.locator("dl.leg-sums dd").first.locator(".approx").count() == 0, "its time is no estimate"
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page = opened("ja", width, **{**asked, "start": "2027-05-07", "must": ["01230"], "modes": ["bus"]})
    assert "2021-04-01までのもので" in page.locator("details.leg .note").first.inner_text()
