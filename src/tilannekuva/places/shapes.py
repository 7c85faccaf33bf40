"""Areas as shapes: codes, names, outlines in metres and in degrees, and a point for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from tilannekuva.domain.city import Bounds

from .coordinates import Floats, to_degrees, to_metres

DECIMALS = 5
"""Of a degree, in all that leaves the house: about a metre."""


@dataclass(frozen=True, slots=True, eq=False)
class AreaShapes:
    """Areas (A of them) in a fixed order.

    `polygons` are shapely geometries (A) in the metric system `crs`, or None where only centres are
    known: then no point can be placed and areas are matched by code. `latitude`, `longitude`,
    `easting_m`, `northing_m` (A): the label point of each, inside its polygon. `geometries` (A):
    GeoJSON in WGS 84 with 5 decimals. `parents` (A): code of the area above, '' where none is named.
    """

    codes: tuple[str, ...]
    names: tuple[Mapping[str, str], ...]
    crs: str
    polygons: NDArray[np.object_] | None
    latitude: Floats
    longitude: Floats
    easting_m: Floats
    northing_m: Floats
    geometries: tuple[Mapping[str, Any], ...]
    parents: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def bounds(self) -> Bounds:
        """The box of all areas, in degrees."""
        if self.polygons is None:
            west, south = self.longitude.min(), self.latitude.min()
            east, north = self.longitude.max(), self.latitude.max()
        else:
            outlines = [shapely.geometry.shape(geometry) for geometry in self.geometries]
            west, south, east, north = shapely.total_bounds(np.array(outlines, dtype=object))
        return Bounds(float(south), float(west), float(north), float(east))


def shapes_from_polygons(
    codes: Sequence[str],
    names: Sequence[Mapping[str, str]],
    polygons_wgs84: NDArray[np.object_],
    crs: str,
    *,
    parents: Sequence[str] | None = None,
    label_points: Mapping[str, tuple[float, float]] | None = None,
) -> AreaShapes:
    """Areas from polygons in degrees (longitude first).

    The label point is the one given for the code as (latitude, longitude); otherwise the centroid, or
    the middle of the widest inside circle where the centroid lies outside.
    """
    metric = project(polygons_wgs84, crs)
    points = shapely.centroid(metric)
    astray = ~shapely.intersects(metric, points)
    for idx in np.flatnonzero(astray):
        points[idx] = shapely.get_point(shapely.maximum_inscribed_circle(metric[idx], tolerance=20.0), 0)
    easting, northing = shapely.get_x(points), shapely.get_y(points)
    latitude, longitude = to_degrees(easting, northing, crs)
    for position, code in enumerate(codes):
        if label_points and code in label_points:
            latitude[position], longitude[position] = label_points[code]
    easting, northing = to_metres(latitude, longitude, crs)
    return AreaShapes(
        codes=tuple(codes),
        names=tuple(names),
        crs=crs,
        polygons=metric,
        latitude=latitude,
        longitude=longitude,
        easting_m=easting,
        northing_m=northing,
        geometries=tuple(geojson_geometry(polygon) for polygon in polygons_wgs84),
        parents=tuple(parents) if parents is not None else ("",) * len(codes),
    )


def shapes_from_centres(codes: Sequence[str], latitude: Floats, longitude: Floats, crs: str) -> AreaShapes:
    """Areas of which only a centre is known."""
    easting, northing = to_metres(latitude, longitude, crs)
    points = [
        {"type": "Point", "coordinates": [round(float(lon), DECIMALS), round(float(lat), DECIMALS)]}
        for lat, lon in zip(latitude, longitude, strict=True)
    ]
    return AreaShapes(
        codes=tuple(codes),
        names=tuple({"en": code} for code in codes),
        crs=crs,
        polygons=None,
        latitude=latitude,
        longitude=longitude,
        easting_m=easting,
        northing_m=northing,
        geometries=tuple(points),
        parents=("",) * len(codes),
    )


def project(polygons_wgs84: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Polygons in degrees (longitude first) as polygons in the metres of `crs`, made valid."""

    def metres(points: Floats) -> Floats:
        return np.column_stack(to_metres(points[:, 1], points[:, 0], crs))

    projected: NDArray[np.object_] = shapely.transform(np.asarray(polygons_wgs84, dtype=object), metres)
    # Rounding can make a sliver touch itself; placing wants valid rings.
    for idx in np.flatnonzero(~shapely.is_valid(projected)):
        projected[idx] = polygons_of(shapely.make_valid(projected[idx]))
    shapely.prepare(projected)
    return projected


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons in a geometry as one, without the points and lines that mending can leave."""
    if shapely.get_type_id(geometry) != shapely.GeometryType.GEOMETRYCOLLECTION:
        return geometry
    # Twice: a collection can hold multi-polygons.
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def geojson_geometry(polygon: shapely.Geometry) -> dict[str, Any]:
    """GeoJSON with 5 decimals, outer rings counter-clockwise (RFC 7946)."""
    turned = shapely.orient_polygons(polygon, exterior_cw=False)
    rounded = shapely.transform(turned, lambda points: np.round(points, DECIMALS))
    geometry: dict[str, Any] = shapely.geometry.mapping(rounded)
    return geometry
