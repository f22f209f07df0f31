"""What the two ends of a journey mean: municipalities, else stations, ports or airports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UnknownPlaceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from geo.model import Journey
    from geo.paths import Router
    from geo.places import PlaceIndex


def journey_between(
    router: Router, places: PlaceIndex, ends: tuple[str, str], modes: Sequence[str], date: dt.date | None
) -> Journey:
    """Find the journey between two names.

    Raises
    ------
    UnknownPlaceError
        Where a name is neither a municipality nor a stop.
    UnreachableError
        Where the modes do not lead there.
    """
    origin, destination = (_node(router, places, name) for name in ends)
    return router.between(origin, destination, modes, date)


def _node(router: Router, places: PlaceIndex, name: str) -> int:
    """A municipality where the name is one, else a stop; of two errors the one with candidates helps more."""
    try:
        return router.network.codes.index(places.resolve(name).code)
    except UnknownPlaceError as no_place:
        try:
            return router.find(name)
        except UnknownPlaceError as no_stop:
            raise (no_place if no_place.candidates else no_stop) from None
