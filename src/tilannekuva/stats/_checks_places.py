"""Places as numbers: whether they can be what the metric takes them for.

Two mistakes look sound to any formula. Degrees given as metres are provable: no city's events lie within a square
of five metres whose corner is within 180 metres of the origin of a map, and all degrees of a city do lie within
five of each other. Kilometres of a small town look the same, and are as wrong. So such numbers are refused, and
there is no way round it: who has a real plan of a room may give millimetres, since no method here knows the unit
but by the distances that it is told.

Kilometres of a city that is wide lie within a square of 200, and may have large numbers. They are told by the
distance that is asked for beside them: it is in metres, and reaches beyond all places. In metres that would be one
block within which nothing is told apart, so it is refused there as well; a shorter distance is taken.

Latitude and longitude swapped are provable where the latitude then goes beyond 90 degrees, and all but sure beyond
80, where no city lies: both are refused. Otherwise (60.2, 24.9) is Helsinki and (24.9, 60.2) a place in the Arabian
Sea: where both lie within 80, numbers alone cannot tell, and nothing is raised. The distances then come out too long
or too short by up to the cosine of the latitude; compare a radius that is found with the map.
"""

import numpy as np
from numpy.typing import NDArray

from .errors import BadCoordinates

_LARGEST_DEGREE = 180.0
_WIDEST_CITY_DEGREES = 5.0
_WIDEST_CITY_KM = 200.0
_FARTHEST_CITY_DEGREES = 80.0

PROJECT = "Project them to metres first, for Finland to EPSG:3067 (pyproj or QGIS do it)"


def check_metres(
    name: str,
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    instead: str,
    *,
    reach_m: float = 0.0,
) -> None:
    """Refuse degrees, or kilometres, in place of metres; `instead` says what next. One place alone passes.

    `reach_m` : the longest distance that is asked for, infinite where none is.
    """
    if not first.size:
        return
    widths = [float(np.ptp(column)) for column in (first, second)]
    within = (
        f"{name}: all {first.size:,} places lie within {widths[0]:.3g} by {widths[1]:.3g} of "
        f"({first[0]:g}, {second[0]:g})"
    )
    near_origin = max(np.abs(first).max(), np.abs(second).max()) <= _LARGEST_DEGREE
    if near_origin and 0 < max(widths) < _WIDEST_CITY_DEGREES:
        raise BadCoordinates(
            f"{within}, which as metres would be one room; these are degrees or kilometres. {instead}"
        )
    if 0 < max(widths) < _WIDEST_CITY_KM and np.hypot(widths[0], widths[1]) < reach_m < np.inf:
        raise BadCoordinates(
            f"{within}, and the distance asked for, {reach_m:g} m, reaches beyond all of them; are these "
            "kilometres? Multiply them by 1000. If they are metres of one block, ask for a shorter distance"
        )


def check_on_earth(degrees: NDArray[np.float64]) -> None:
    """(n, 2) latitude and longitude within 90 and 180 degrees."""
    latitude, longitude = np.abs(degrees).T
    if (latitude > 90).any() and (latitude <= 180).all() and (longitude <= 90).all():
        raise BadCoordinates(
            "coordinates look swapped: great_circle takes (latitude, longitude), and the first column "
            "goes beyond 90 degrees while the second does not. Swap the columns: coordinates[:, ::-1]"
        )
    wrong = (latitude > 90) | (longitude > 180)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadCoordinates(
            f"coordinates[{row}] is {tuple(degrees[row].tolist())}; great_circle takes (latitude, longitude) "
            "in degrees, within 90 and 180. For metres in the plane use metric='euclidean'"
        )
    if (latitude > _FARTHEST_CITY_DEGREES).any():
        row = int(np.argmax(latitude))
        raise BadCoordinates(
            f"coordinates[{row}] is {tuple(degrees[row].tolist())}, a latitude beyond {_FARTHEST_CITY_DEGREES:g} "
            "degrees, where no city lies; are latitude and longitude exchanged? great_circle takes (latitude, "
            "longitude): coordinates[:, ::-1] swaps them"
        )
