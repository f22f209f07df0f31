"""`sasurai office`: tourism offices and their people; links are handed over by whoever runs the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner import config
from planner.cli.columns import columns

if TYPE_CHECKING:
    from planner.db.offices import OfficeStore

ROLES = ("owner", "editor", "reviewer")


@click.group()
def office() -> None:
    """Make tourism offices and let people in (docs/offices.md).

    \b
    sasurai office create 南砺市観光協会 --municipality 16210
    sasurai office invite 南砺市観光協会 hanako@example.jp --role owner
    """


@office.command()
@click.argument("name")
@click.option("--municipality", "places", multiple=True, required=True, help="Code or name; repeat it for several.")
def create(name: str, places: tuple[str, ...]) -> None:
    """Make an office that speaks for one or more municipalities.

    \b
    sasurai office create 南砺市観光協会 --municipality 16210
    """
    from geo.places import PlaceIndex

    index = PlaceIndex.load(config.data_dir())
    found = [index.resolve(place) for place in places]
    made = store().create(name, [place.code for place in found])
    click.echo(f"Made the office {made.name} for {', '.join(place.full_name for place in found)}.")


@office.command()
@click.argument("name", metavar="OFFICE")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do there.")
def invite(name: str, email: str, role: str) -> None:
    """Print a link that lets a person into an office; it opens once, within 14 days.

    \b
    sasurai office invite 南砺市観光協会 hanako@example.jp --role editor
    """
    kept = store()
    click.echo(_address(kept.invite(kept.named(name).id, email, role)))


@office.command("list")
def list_offices() -> None:
    """List the offices, their municipalities and people.

    \b
    sasurai office list
    """
    rows = [
        (found.name, " ".join(found.codes), ", ".join(f"{email} ({role})" for email, role in found.people))
        for found in store().all()
    ]
    click.echo(columns([("office", "municipalities", "people"), *rows]))


@office.command()
@click.argument("email")
def reset(email: str) -> None:
    """Print a link to a new password; it opens once, within 2 days.

    \b
    sasurai office reset hanako@example.jp
    """
    click.echo(_address(store().reset(email)))


def store() -> OfficeStore:
    """Open the offices of this instance's database, at the newest schema."""
    from planner.db.engine import connect
    from planner.db.offices import OfficeStore
    from planner.db.upgrade import upgrade

    upgrade(config.database_url())
    return OfficeStore(connect(config.database_url()))


def _address(token: str) -> str:
    return f"{(config.base_url() or 'http://127.0.0.1:8000').rstrip('/')}/office/link/{token}"
