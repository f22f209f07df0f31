"""A flat piece of the globe, in metres: exact to 0.1 % over a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.sphere import EARTH_KM

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

METRES_PER_DEGREE = np.radians(1.0) * EARTH_KM * 1000


@dataclass(frozen=True, slots=True)
class Plane:
    """East and north of a centre, in metres."""

    lng: float
    lat: float

    @property
    def _scale(self) -> NDArray[np.float64]:
        return np.array([METRES_PER_DEGREE * np.cos(np.radians(self.lat)), METRES_PER_DEGREE])

    def flat(self, lnglat: ArrayLike) -> NDArray[np.float64]:
        """Lay degrees (…, 2) on the plane."""
        return (np.asarray(lnglat, dtype=np.float64) - (self.lng, self.lat)) * self._scale

    def globe(self, metres: ArrayLike) -> NDArray[np.float64]:
        """Give the degrees of points on the plane."""
        return np.asarray(metres, dtype=np.float64) / self._scale + (self.lng, self.lat)

    def flat_shape(self, shape: Any) -> Any:
        """Lay a geometry on the plane."""
        return shapely.transform(shape, self.flat)

    def globe_shape(self, shape: Any) -> Any:
        """Give the degrees of a geometry on the plane."""
        return shapely.transform(shape, self.globe)
