"""Circles in the place of areas of which only a centre is known: a mark on a map, no outline."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from .coordinates import to_degrees
from .shapes import DECIMALS, AreaShapes

# Neighbours do not touch, and the circles of a wide region can still be seen.
_OF_NEAREST = 0.4
_OF_EXTENT = 1 / 120
_ALONE_M = 500.0
_N_CORNERS = 32


def circles_about(shapes: AreaShapes) -> tuple[dict[str, Any], ...]:
    """One circle for each area, all of one size, as GeoJSON polygons in WGS 84.

    The radius is 0.4 of the usual (median) distance to the nearest other centre, and at least 1/120 of
    the extent of all of them. The size says nothing about the area.
    """
    radius_m = _radius_m(shapes)
    turn = np.linspace(0, 2 * np.pi, _N_CORNERS + 1)
    easting = shapes.easting_m[:, None] + radius_m * np.cos(turn)
    northing = shapes.northing_m[:, None] + radius_m * np.sin(turn)
    latitude, longitude = to_degrees(easting, northing, shapes.crs)
    rings = np.round(np.stack([longitude, latitude], axis=-1), DECIMALS)
    rings[:, -1] = rings[:, 0]
    return tuple({"type": "Polygon", "coordinates": [ring.tolist()]} for ring in rings)


def _radius_m(shapes: AreaShapes) -> float:
    extent_m = max(float(np.ptp(shapes.easting_m)), float(np.ptp(shapes.northing_m)))
    if extent_m == 0:
        return _ALONE_M
    points = shapely.points(shapes.easting_m, shapes.northing_m)
    # Without itself and whatever lies on the same spot.
    _pairs, distance_m = shapely.STRtree(points).query_nearest(points, exclusive=True, return_distance=True)
    return max(_OF_NEAREST * float(np.median(distance_m)), _OF_EXTENT * extent_m)
