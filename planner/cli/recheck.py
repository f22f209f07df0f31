"""`sasurai recheck`: say what of a stored plan no longer holds by the data set of today."""

from __future__ import annotations

from pathlib import Path

import click

from planner import config
from planner.dataset import Dataset
from planner.plan_file import read_plan
from planner.recheck import finding_to_json
from planner.recheck import recheck as compare
from planner.render.text import LANGS
from planner.serial import dumps


@click.command()
@click.argument("plan", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option("--format", "fmt", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--lang", type=click.Choice(LANGS), default="ja", show_default=True, help="Language of the texts.")
def recheck(plan: Path, fmt: str, lang: str) -> None:
    """Compare a plan with the data set of today, and say what is otherwise; nothing is changed.

    \b
    sasurai recheck trip.json
    """
    found = compare(read_plan(plan), Dataset.load(config.data_dir(), config.cache_dir()))
    if fmt == "json":
        click.echo(dumps({"findings": [finding_to_json(finding) for finding in found]}), nl=False)
        return
    for finding in found:
        click.echo(finding.text if lang == "ja" else finding.text_en)
    click.echo("nothing is otherwise" if not found else f"{len(found)} findings", err=True)
