"""`sasurai db`: the database's schema and its copies."""

from __future__ import annotations

from pathlib import Path

import click

from planner import config

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def db() -> None:
    """Upgrade, back up and restore the database (SASURAI_DATABASE_URL).

    \b
    sasurai db backup plans-2027-04-01.db
    """


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema; makes it where there is none.

    \b
    sasurai db upgrade
    """
    from planner.db import upgrade as db_upgrade

    db_upgrade.upgrade(config.database_url())
    click.echo("The database is up to date.", err=True)


@db.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write a consistent copy to FILE, also while the web app is running.

    \b
    sasurai db backup plans.db
    """
    from planner.db import backup as db_backup

    db_backup.backup(config.database_url(), file)
    click.echo(f"Copied the database to {file}.", err=True)


@db.command()
@click.argument("file", type=_FILE)
@click.confirmation_option(prompt="This replaces every plan of the database. Go on?")
def restore(file: Path) -> None:
    """Replace the database by the copy FILE.

    \b
    sasurai db restore --yes plans.db
    """
    from planner.db import backup as db_backup

    db_backup.restore(config.database_url(), file)
    click.echo(f"Restored the database from {file}.", err=True)
