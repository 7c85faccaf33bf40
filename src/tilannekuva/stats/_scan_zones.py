"""The zones of a scan: circles that grow from every location over the locations around it."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._scan_zones_kernels import count_within, grow_zones
from ._threads import run_in_threads

EARTH_RADIUS_KM = 6367.0  # as in SaTScan


@dataclass(frozen=True)
class Space:
    """Locations as points whose straight distances order as those of the metric do.

    `xyz` is (n_locations, 3) in units of `unit_m` metres; distances within `tie` units are one distance.
    """

    xyz: NDArray[np.float64]
    unit_m: float
    tie: float
    on_sphere: bool

    def straight(self, along_m: float) -> float:
        """The straight distance, in units, that belongs to a distance along the ground in metres."""
        along = along_m / self.unit_m
        if not self.on_sphere or math.isinf(along):
            return along
        return 2 * EARTH_RADIUS_KM * math.sin(min(along / (2 * EARTH_RADIUS_KM), math.pi / 2))

    def along_m(self, straight: float) -> float:
        """The inverse of `straight`."""
        if not self.on_sphere:
            return straight * self.unit_m
        return 2 * EARTH_RADIUS_KM * self.unit_m * math.asin(min(straight / (2 * EARTH_RADIUS_KM), 1.0))


class Zones(NamedTuple):
    """Growing zones in compressed rows: centre i owns entries `start[i]` to `start[i] + n_members[i]`.

    Members are places, numbered as in the arrays given to `zones_of`; a zone is any leading part of a row.
    Kernels take it as a plain tuple.
    """

    start: NDArray[np.int64]
    n_members: NDArray[np.int64]
    member_idx: NDArray[np.int32]


def plane(coordinates: NDArray[np.float64]) -> Space:
    """Eastings and northings in metres; a micrometre is rounding, so that a shifted grid keeps its ties."""
    return Space(np.column_stack([coordinates, np.zeros(len(coordinates))]), 1.0, 1e-6, on_sphere=False)


def sphere(degrees: NDArray[np.float64]) -> Space:
    """Latitudes and longitudes, in the arithmetic of SaTScan to the last bit.

    Where a grid of degrees makes distances equal, the rounding of this arithmetic decides there which
    location comes first, and clusters depend on it. (`math`, since numpy rounds differently by processor.)
    """
    points = []
    for latitude, longitude in degrees.tolist():
        north, east = latitude * math.pi / 180, longitude * math.pi / 180
        points.append(
            (
                EARTH_RADIUS_KM * math.cos(east) * math.cos(north),
                EARTH_RADIUS_KM * math.sin(east) * math.cos(north),
                EARTH_RADIUS_KM * math.sin(north),
            )
        )
    return Space(np.array(points), 1000.0, 0.0, on_sphere=True)


def zones_of(
    space: Space,
    place_idx: NDArray[np.int64],
    weight: NDArray[np.float64],
    *,
    max_radius_m: float,
    max_weight: float,
    n_threads: int,
) -> Zones:
    """Zones from every location over the places `place_idx`, within the radius and the sum of weights."""
    n_centres = len(space.xyz)
    place_xyz = space.xyz[place_idx]
    reach = np.full(n_centres, space.straight(max_radius_m) + max(space.tie, 1e-9))
    n_within = locations_within(space.xyz, place_xyz, reach, n_threads)
    zones = Zones(
        start=np.cumsum(n_within) - n_within,
        n_members=np.empty(n_centres, np.int64),
        member_idx=np.empty(int(n_within.sum()), np.int32),
    )

    def grow(first: int, stop: int) -> None:
        grow_zones(space.xyz, place_xyz, weight, reach, space.tie, max_weight, first, stop, tuple(zones))

    run_in_threads(grow, n_centres, n_threads)
    return zones


def locations_within(
    centre_xyz: NDArray[np.float64], xyz: NDArray[np.float64], reach: NDArray[np.float64], n_threads: int
) -> NDArray[np.int64]:
    """How many of the points `xyz` lie within reach of each centre."""
    n_within = np.empty(len(centre_xyz), np.int64)

    def count(first: int, stop: int) -> None:
        count_within(centre_xyz, xyz, reach, first, stop, n_within)

    run_in_threads(count, len(centre_xyz), n_threads)
    return n_within
