"""Where things are, and the commented defaults that SASURAI_* environment variables override."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from geo.folders import CHECKOUT as _CHECKOUT
from geo.folders import cache_dir as cache_dir
from geo.folders import in_checkout as in_checkout

_PACKAGE = Path(__file__).resolve().parent


def share_dir() -> Path:
    """The folder that holds static/, templates/ and data/."""
    return _CHECKOUT if in_checkout() else _PACKAGE / "_share"


def installed_data_dir() -> Path:
    """The folder of japan/ (built) and curated/ (facts by hand) that came with the program."""
    return share_dir() / "data"


def overlay_dir() -> Path:
    """The folder of a data set of one's own, made by `sasurai data import n03`."""
    return instance_dir() / "data"


def data_dir() -> Path:
    """The data set in use: one's own where it was made from the installed one, else that."""
    installed, own = installed_data_dir(), overlay_dir()
    if (own / "base.json").is_file():
        from geo.overlay import is_overlay_of

        if is_overlay_of(own, installed):
            return own
    return installed


def instance_dir() -> Path:
    """SASURAI_INSTANCE: database and uploads; what must be backed up."""
    given = os.environ.get("SASURAI_INSTANCE")
    if given:
        return Path(given)
    return _CHECKOUT / "instance" if in_checkout() else Path(platformdirs.user_data_dir("sasurai", appauthor=False))


def feeds_dir() -> Path:
    """The folder of imported timetables."""
    return instance_dir() / "feeds"


def database_url() -> str:
    """SASURAI_DATABASE_URL: SQLite in the instance unless a URL is given."""
    return os.environ.get("SASURAI_DATABASE_URL") or f"sqlite:///{instance_dir() / 'sasurai.db'}"


def base_url() -> str | None:
    """SASURAI_BASE_URL: the public address, for links in files; cookies are Secure when it is https."""
    return os.environ.get("SASURAI_BASE_URL") or None


def metrics_token() -> str | None:
    """SASURAI_METRICS_TOKEN: who sends it may read /metrics; without it only this machine may."""
    return os.environ.get("SASURAI_METRICS_TOKEN") or None


def smtp_url() -> str | None:
    """SASURAI_SMTP_URL: smtp[s]://user:password@host:port?from=address, for letters; nothing depends on it."""
    return os.environ.get("SASURAI_SMTP_URL") or None


def online_tiles() -> bool:
    """SASURAI_ONLINE_TILES: off, so that a page asks no other host for anything."""
    return os.environ.get("SASURAI_ONLINE_TILES", "").lower() in {"1", "true", "yes", "on"}


def demo() -> bool:
    """SASURAI_DEMO: off; with it the server makes an account of each role in the example's office and prints them."""
    return os.environ.get("SASURAI_DEMO", "").lower() in {"1", "true", "yes", "on"}
