"""The eight points of the compass: how a place is told that has no name."""

from __future__ import annotations

from enum import StrEnum
from math import atan2, pi


class Compass(StrEnum):
    """Clockwise from north."""

    NORTH = "north"
    NORTH_EAST = "north_east"
    EAST = "east"
    SOUTH_EAST = "south_east"
    SOUTH = "south"
    SOUTH_WEST = "south_west"
    WEST = "west"
    NORTH_WEST = "north_west"


def compass_point(east_m: float, north_m: float) -> Compass:
    """The point of the compass nearest to the way of so many metres east and north; north where there is no way."""
    points = tuple(Compass)
    eighths = round(atan2(east_m, north_m) / (2 * pi) * len(points))
    return points[eighths % len(points)]
