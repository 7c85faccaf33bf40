"""The grid: squares of one size, aligned to an origin, each with a short code that never changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tilannekuva.domain.errors import BadInput

from .coordinates import Floats, to_degrees

Indices = NDArray[np.int32]

_CODE = re.compile(r"E(-?\d+)N(-?\d+)")


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of `cell_size_m`, corners at `origin_m` plus whole steps, in the metric system `crs`.

    A cell is known by `(cell_e, cell_n)`, its steps east and north of the origin (may be negative),
    and by its code: the lower-left corner in whole metres, such as `E25497250N6674499`. The code needs
    no origin to be understood and stays the same when the grid grows.
    """

    crs: str
    cell_size_m: float
    origin_m: tuple[float, float] = (0.0, 0.0)

    def indices(self, easting_m: ArrayLike, northing_m: ArrayLike) -> tuple[Indices, Indices]:
        """The cell of each point; a point on an edge belongs to the cell east or north of it."""
        east = np.floor((np.asarray(easting_m) - self.origin_m[0]) / self.cell_size_m)
        north = np.floor((np.asarray(northing_m) - self.origin_m[1]) / self.cell_size_m)
        return east.astype(np.int32), north.astype(np.int32)

    def centres(self, cell_e: ArrayLike, cell_n: ArrayLike) -> tuple[Floats, Floats]:
        """Easting and northing (m) of the middle of each cell."""
        easting = self.origin_m[0] + (np.asarray(cell_e, float) + 0.5) * self.cell_size_m
        northing = self.origin_m[1] + (np.asarray(cell_n, float) + 0.5) * self.cell_size_m
        return easting, northing

    def codes(self, cell_e: ArrayLike, cell_n: ArrayLike) -> tuple[str, ...]:
        """The code of each cell."""
        easting = np.rint(self.origin_m[0] + np.asarray(cell_e, float) * self.cell_size_m).astype(int)
        northing = np.rint(self.origin_m[1] + np.asarray(cell_n, float) * self.cell_size_m).astype(int)
        return tuple(f"E{e}N{n}" for e, n in zip(easting.tolist(), northing.tolist(), strict=True))

    def indices_of(self, code: str) -> tuple[int, int]:
        """The cell of a code. Raises `BadInput` when it is no code or no corner of this grid."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise BadInput(f"{code!r} is no cell code", "", "It looks like E25497250N6674499.")
        steps = [
            (int(metres) - start) / self.cell_size_m
            for metres, start in zip(match.groups(), self.origin_m, strict=True)
        ]
        # Codes are in whole metres; an origin or size with a fraction moves the corner by half at most.
        slack = 0.51 / self.cell_size_m
        if any(abs(step - round(step)) > slack for step in steps):
            raise BadInput(
                f"{code!r} is no corner of the {self.cell_size_m:g} m grid", "", "Use a code of this city."
            )
        return round(steps[0]), round(steps[1])

    def corners_wgs84(self, cell_e: ArrayLike, cell_n: ArrayLike) -> Floats:
        """Closed rings (n, 5, 2) of longitude and latitude, counter-clockwise from the lower left.

        Rounded to 5 decimals (about a metre), as everything that leaves the house.
        """
        east, north = np.atleast_1d(np.asarray(cell_e, float)), np.atleast_1d(np.asarray(cell_n, float))
        ring = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], float)
        easting = self.origin_m[0] + (east[:, None] + ring[:, 0]) * self.cell_size_m
        northing = self.origin_m[1] + (north[:, None] + ring[:, 1]) * self.cell_size_m
        latitude, longitude = to_degrees(easting, northing, self.crs)
        ring_degrees: Floats = np.stack([longitude, latitude], axis=-1).astype(np.float64)
        return np.round(ring_degrees, 5)

    def polygon_wgs84(self, code: str) -> dict[str, object]:
        """The cell as a GeoJSON polygon."""
        ring = self.corners_wgs84(*self.indices_of(code))[0]
        return {"type": "Polygon", "coordinates": [ring.tolist()]}
