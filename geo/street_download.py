"""Fetch the streets of an area from Overpass: only when a person asks for it at import, never in a request."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, cast

from geo.errors import SourceError
from geo.street_access import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import networkx as nx
    import shapely
    from shapely import Polygon

_DOWNLOAD_SECONDS = 120
_ASK_SECONDS = 10


def download(name: str, area: shapely.Geometry, cache: Path) -> nx.MultiDiGraph[int]:
    """Ask Overpass for the streets of an area, through OSMnx and its cache of answers; never called by a request.

    Raises
    ------
    SourceError
        When the network is absent, or Overpass has no answer.
    """
    import osmnx
    import requests

    # OSMnx waits a minute for a queue it can't ask; offline, only its cache can answer, and that at once
    with _settings(cache, {"overpass_rate_limit": _reachable(osmnx.settings.overpass_url)}):
        try:
            graph: nx.MultiDiGraph[int] = osmnx.graph_from_polygon(
                cast("Polygon", area), network_type="all", simplify=False, retain_all=True
            )
        except (requests.RequestException, OSError) as error:
            raise SourceError(
                f"The streets of {name} could not be fetched from Overpass ({type(error).__name__}): this needs the "
                "network. Without it, import a file: sasurai data import osm FILE.osm.pbf"
            ) from error
        except ValueError as error:
            # OSMnx's own errors are ValueErrors: an answer without streets, or a status that is none
            raise SourceError(f"Overpass gave no streets of {name}: {error!s:.200}") from error
    return graph


def _reachable(address: str) -> bool:
    import requests

    try:
        requests.get(f"{address}/status", timeout=_ASK_SECONDS)
    except requests.RequestException:
        return False
    return True


@contextlib.contextmanager
def _settings(cache: Path, more: dict[str, object]) -> Iterator[None]:
    """Let OSMnx keep all tags that are read and every way as drawn, and put its settings back afterwards."""
    import osmnx

    ours = {
        **more,
        "all_oneway": True,
        "cache_folder": cache,
        "use_cache": True,
        # no other host is asked for Overpass's address
        "doh_url_template": None,
        "requests_timeout": _DOWNLOAD_SECONDS,
        "useful_tags_way": sorted(TAGS),
    }
    before = {name: getattr(osmnx.settings, name) for name in ours}
    resolver = socket.getaddrinfo
    for name, value in ours.items():
        setattr(osmnx.settings, name, value)
    try:
        yield
    finally:
        # OSMnx pins Overpass's address in it
        socket.getaddrinfo = resolver
        for name, value in before.items():
            setattr(osmnx.settings, name, value)
