"""`sasurai office`: tourism offices and their people; links are handed over by whoever runs the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner import config
from planner.cli.columns import columns

if TYPE_CHECKING:
    from planner.db.listing_values import Actor
    from planner.db.offices import OfficeStore
    from planner.db.people import PeopleStore

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
    address = _address(kept.invite(kept.named(name).id, email, role))
    click.echo(address)
    _send(email, "office.letter.invite", office=name, link=address)


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
    address = _address(store().reset(email))
    click.echo(address)
    _send(email, "office.letter.reset", link=address)


@office.command()
@click.argument("name", metavar="OFFICE")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def role(name: str, email: str, role: str) -> None:
    """Give somebody of an office another role.

    \b
    sasurai office role 南砺市観光協会 hanako@example.jp owner
    """
    people, actor = _people(name)
    people.set_role(actor, email.casefold(), role)
    click.echo(f"{email} is now {role} of {name}.")


@office.command()
@click.argument("name", metavar="OFFICE")
@click.argument("email")
def remove(name: str, email: str) -> None:
    """Take somebody out of an office; the last owner stays until there is another.

    \b
    sasurai office remove 南砺市観光協会 hanako@example.jp
    """
    people, actor = _people(name)
    people.remove(actor, email.casefold())
    click.echo(f"{email} is no longer in {name}.")


@office.command("set-municipalities")
@click.argument("name", metavar="OFFICE")
@click.argument("places", nargs=-1, required=True)
def set_municipalities(name: str, places: tuple[str, ...]) -> None:
    """Let an office speak for these municipalities and no others.

    \b
    sasurai office set-municipalities 南砺市観光協会 16210 砺波市
    """
    from geo.places import PlaceIndex

    index = PlaceIndex.load(config.data_dir())
    found = [index.resolve(place) for place in places]
    people, actor = _people(name)
    people.set_places(actor, [place.code for place in found])
    click.echo(f"{name} speaks for {', '.join(place.full_name for place in found)}.")


@office.command("codes-off")
@click.argument("email")
def codes_off(email: str) -> None:
    """Ask somebody for no code at sign-in any more, whose telephone and recovery codes are lost.

    \b
    sasurai office codes-off hanako@example.jp
    """
    from planner.db.engine import connect
    from planner.db.time_codes import TimeCodeStore

    person = store().person(email)
    TimeCodeStore(connect(config.database_url()), bytes).off(person)
    click.echo(f"{email} signs in by the password alone.")


def _people(name: str) -> tuple[PeopleStore, Actor]:
    """Give the people of an office, and whoever runs the server as an owner of it."""
    from planner.db.engine import connect
    from planner.db.listing_values import Actor
    from planner.db.people import PeopleStore

    return PeopleStore(connect(config.database_url())), Actor(store().named(name).id, "owner", "sasurai office")


@office.command()
@click.option("--done", metavar="ID", help="Mark a report as seen to.")
def reports(done: str | None) -> None:
    """List the reported mistakes of the national table that nobody has seen to; listings' go to their offices.

    \b
    sasurai office reports
    sasurai office reports --done 0123456789abcdef0123456789abcdef
    """
    from planner.db.engine import connect
    from planner.db.reports import ReportStore
    from planner.db.upgrade import upgrade

    upgrade(config.database_url())
    kept = ReportStore(connect(config.database_url()))
    if done is not None:
        kept.finish(None, done)
    rows = [
        (one.id, f"{one.created:%Y-%m-%d}", one.window_id, one.about, one.what, " ".join(one.text.split()))
        for one in kept.of_office(None)
    ]
    click.echo(columns([("id", "day", "window", "about", "wrong", "should be"), *rows]))


def store() -> OfficeStore:
    """Open the offices of this instance's database, at the newest schema."""
    from planner.db.engine import connect
    from planner.db.offices import OfficeStore
    from planner.db.upgrade import upgrade

    upgrade(config.database_url())
    return OfficeStore(connect(config.database_url()))


def _address(token: str) -> str:
    return f"{(config.base_url() or 'http://127.0.0.1:8000').rstrip('/')}/office/link/{token}"


def _send(email: str, text: str, **values: str) -> None:
    """Send the link too where letters can be sent; it was printed in any case."""
    from planner import mail
    from planner.web.i18n import texts

    if mail.configured():
        words = texts("ja")
        sent = mail.send(email, words.t(f"{text}.subject"), words.t(text, **values))
        click.echo(
            "The link was sent by mail too." if sent else "The letter could not be sent; hand it over.", err=True
        )
