"""GML of 国土数値情報 (JPGIS): features that refer to surfaces, which refer to curves.

Positions are latitude before longitude. Nothing outside the file is read, and a document type is refused: entities
could grow without end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from lxml import etree

from geo.errors import SchemaError, SourceError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ID = "{http://www.opengis.net/gml/3.2}id"
_HREF = "{http://www.w3.org/1999/xlink}href"

NAMES = {
    "prefectureName": "N03_001",
    "subPrefectureName": "N03_002",
    "countyName": "N03_003",
    "cityName": "N03_004",
    "wardName": "N03_005",
    "administrativeAreaCode": "N03_007",
    "railwayType": "N02_001",
    "serviceProviderType": "N02_002",
    "railwayLineName": "N02_003",
    "operationCompany": "N02_004",
    "stationName": "N02_005",
    "stationCode": "N02_005c",
    "groupCode": "N02_005g",
}
"""Elements of a feature, and the columns of the same meaning in the other formats."""


def ksj_features(content: bytes, source: str) -> list[tuple[dict[str, Any], shapely.Geometry | None]]:
    """Give properties and geometry of every feature.

    Raises
    ------
    SourceError
        When it is no XML, or has a document type.
    SchemaError
        When a feature refers to a geometry that is not there.
    """
    root = parse_xml(content, source)
    try:
        curves = {curve.get(_ID): _positions(curve) for curve in root.iter("{*}Curve") if curve.get(_ID)}
        surfaces = {surface.get(_ID): _surface(surface, curves) for surface in root.iter("{*}Surface")}
        features = [
            (_properties(element), _located(element, curves, surfaces))
            for element in root
            if isinstance(element.tag, str) and any(_HREF in child.attrib for child in element)
        ]
    except KeyError as error:
        raise SchemaError(f"{source}: a feature refers to {error}, which is not in the file.") from error
    except (ValueError, IndexError, shapely.errors.GEOSException) as error:
        raise SchemaError(f"{source}: a geometry is damaged ({error}).") from error
    return features


def parse_xml(content: bytes, source: str) -> etree._Element:
    """Parse XML without entities, document types or any file beside it."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise SourceError(f"{source} has a document type (DOCTYPE): such a file is not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{source} is no XML: {error}.") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(f"{source} has a document type (DOCTYPE): such a file is not read.")
    return root


def _positions(curve: etree._Element) -> NDArray[np.float64]:
    numbers = [np.array(part.text.split(), dtype=np.float64) for part in curve.iter("{*}posList") if part.text]
    latlng = np.concatenate(numbers).reshape(-1, 2) if numbers else np.zeros((0, 2))
    return latlng[:, ::-1]


def _surface(surface: etree._Element, curves: dict[str, NDArray[np.float64]]) -> shapely.Geometry:
    rings = {part: [_ring(ring, curves) for ring in surface.iter(f"{{*}}{part}")] for part in ("exterior", "interior")}
    return shapely.Polygon(rings["exterior"][0], rings["interior"])


def _ring(ring: etree._Element, curves: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    members = [curves[part.get(_HREF, "").removeprefix("#")] for part in ring.iter() if part.get(_HREF)]
    return np.concatenate(members)


def _properties(element: etree._Element) -> dict[str, Any]:
    found = {}
    for child in element.iterchildren("*"):
        name = NAMES.get(etree.QName(child).localname)
        if name is not None:
            found[name] = (child.text or "").strip() or None
    return found


def _located(
    element: etree._Element, curves: dict[str, NDArray[np.float64]], surfaces: dict[str, shapely.Geometry]
) -> shapely.Geometry | None:
    """The surface, or else the curve, that a feature refers to; sections and stations may refer to each other."""
    keys = [child.get(_HREF, "").removeprefix("#") for child in element if child.get(_HREF)]
    for key in keys:
        if key in surfaces:
            return surfaces[key]
        if key in curves:
            return shapely.LineString(curves[key])
    raise KeyError(keys[0])
