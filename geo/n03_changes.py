"""What newer boundaries change: codes gone, new, renamed, and areas that grew or shrank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.boundaries import NORTHERN_TERRITORIES
from geo.crs import area_km2
from geo.errors import SchemaError
from geo.n03 import same_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geo.n03 import N03

AREA_SHARE, AREA_KM2 = 0.05, 2.0
"""An area changed where it differs by this share and by this much: less is another hand drawing the same coast."""

LAND_SHARE = 0.5
"""Share of a gone municipality's land that must lie in its successor."""

MOST_GONE = 100
"""More municipalities than this do not vanish between two files: it is another kind of file, or but a part."""


@dataclass(frozen=True)
class Changes:
    """Differences between the boundaries there are and those of a file.

    Attributes
    ----------
    gone : dict of code to successor
    new : dict of code to name
    renamed : dict of code to (old name, new name)
    areas : dict of code to (old, new) square kilometres, the largest change first
    """

    gone: Mapping[str, str]
    new: Mapping[str, str]
    renamed: Mapping[str, tuple[str, str]]
    areas: Mapping[str, tuple[float, float]]

    @property
    def nothing(self) -> bool:
        """Whether codes, names and areas are the same."""
        return not (self.gone or self.new or self.renamed or self.areas)


def compare(names: Mapping[str, str], old: gpd.GeoDataFrame, file: N03, source: str) -> Changes:
    """Compare the boundaries there are (`old`, with the `names` of their codes) with those of a file.

    Raises
    ------
    SchemaError
        When a municipality is missing and its land lies in no other: the file is not whole.
    """
    before = {code for code in old["code"] if code != NORTHERN_TERRITORIES}
    after = {code for code in file.boundaries["code"] if code != NORTHERN_TERRITORIES}
    gone = sorted(before - after)
    if len(gone) > MOST_GONE:
        raise SchemaError(f"{source}: {len(gone)} municipalities are missing ({', '.join(gone[:5])}, …).")
    nameless = sorted(code for code in after - before if code not in file.names)
    if nameless:
        raise SchemaError(f"{source}: the new code {nameless[0]} has no name.")
    return Changes(
        gone={code: _successor(code, names, old, file.boundaries, source) for code in gone},
        new={code: file.names[code] for code in sorted(after - before)},
        renamed={
            code: (names[code], file.names[code])
            for code in sorted(before & after)
            if code in file.names and not same_name(file.names[code], names[code])
        },
        areas=_areas(old, file.boundaries, before & after),
    )


def _successor(code: str, names: Mapping[str, str], old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, source: str) -> str:
    """The municipality that has taken over most of the land."""
    land = shapely.make_valid(old.geometry.to_numpy()[(old["code"] == code).to_numpy()][0])
    shapes = new.geometry.to_numpy()
    near = shapely.STRtree(shapes).query(land, predicate="intersects")
    shares = shapely.area(shapely.intersection(shapes[near], land)) / shapely.area(land)
    if not len(near) or shares.max() < LAND_SHARE:
        where = f"{code} {names.get(code, '')}".strip()
        raise SchemaError(f"{source}: {where} is missing, and its land lies in no other municipality.")
    return str(new["code"].to_numpy()[near[int(np.argmax(shares))]])


def _areas(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, codes: set[str]) -> dict[str, tuple[float, float]]:
    before, after = (dict(zip(frame["code"], area_km2(frame).tolist(), strict=True)) for frame in (old, new))
    changed = {
        code: (round(before[code], 2), round(after[code], 2))
        for code in codes
        if abs(after[code] - before[code]) > max(AREA_KM2, AREA_SHARE * before[code])
    }
    return dict(sorted(changed.items(), key=lambda item: -abs(item[1][1] - item[1][0])))
