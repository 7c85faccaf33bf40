"""Placing points: from latitude and longitude to area and grid cell, at the speed of a lookup."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .area_tiles import OUTSIDE, AreaTiles
from .arrays import PlaceArrays
from .coordinates import choose_metric_crs, to_metres
from .grid import Grid, Indices
from .majority import majority_area_idx
from .shapes import AreaShapes

__all__ = ["AreaShapes", "Grid", "Placed", "Placer", "choose_metric_crs", "gather_places", "match_codes"]


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where n points lie: `area_idx` int32 (-1 outside every area), cell steps `cell_e`, `cell_n` int32.

    `sound` (n, bool) is false for points without usable coordinates; their cell steps mean nothing.
    """

    area_idx: Indices
    cell_e: Indices
    cell_n: Indices
    sound: NDArray[np.bool_]


class Placer:
    """Places points into areas and cells. Made once, used for any number of points.

    `shapes` may be None (cells alone), or hold centres only (then every `area_idx` is -1: a nearest
    centre says nothing about the borders between them).
    """

    def __init__(
        self,
        shapes: AreaShapes | None,
        crs: str,
        cell_size_m: float,
        origin_m: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        if shapes is not None and shapes.crs != crs:
            raise ValueError(f"the areas are in {shapes.crs}, the grid in {crs}")
        self.shapes = shapes
        self.grid = Grid(crs, cell_size_m, origin_m)
        self._tiles: AreaTiles | None = None
        if shapes is not None and shapes.polygons is not None and len(shapes):
            self._tiles = AreaTiles(shapes.polygons)

    def place(self, latitude: ArrayLike, longitude: ArrayLike) -> Placed:
        """Area and cell of each point in degrees. A point on a border belongs to the first area."""
        easting, northing = to_metres(latitude, longitude, self.grid.crs)
        sound = np.isfinite(easting) & np.isfinite(northing)
        if not sound.all():
            easting, northing = np.where(sound, easting, 0.0), np.where(sound, northing, 0.0)
        cell_e, cell_n = self.grid.indices(easting, northing)
        if self._tiles is None:
            area_idx = np.full(easting.shape, OUTSIDE, np.int32)
        else:
            area_idx = self._tiles.area_idx(easting, northing)
            area_idx[~sound] = OUTSIDE
        return Placed(area_idx, cell_e, cell_n, sound)

    def area_of_cells(self, cell_e: Indices, cell_n: Indices) -> Indices:
        """The area that holds most of each cell (of the areas that touch it), -1 where none does."""
        if self._tiles is None or self.shapes is None or self.shapes.polygons is None:
            return np.full(np.shape(cell_e), OUTSIDE, np.int32)
        return majority_area_idx(self.shapes.polygons, self.grid, cell_e, cell_n)

    def cells_of_areas(self) -> tuple[Indices, Indices, Indices]:
        """All cells that an area touches: steps east and north, and the area that holds most of each."""
        if self._tiles is None or self.shapes is None or self.shapes.polygons is None:
            return (np.empty(0, np.int32),) * 3
        cell_e, cell_n = self._tiles.cells_touched(self.grid)
        area_idx = self.area_of_cells(cell_e, cell_n)
        held = area_idx >= 0
        return cell_e[held], cell_n[held], area_idx[held]


def gather_places(placer: Placer, placed: Placed) -> tuple[PlaceArrays, Indices]:
    """All areas and those cells in which a sound point lies, and the cell index of each point.

    The index is int32 (n), -1 for unsound points; cells are ordered from south to north, then west to
    east. The counterpart, for files, of what an installation keeps in rows.
    """
    shapes = placer.shapes
    # One sortable number for each cell: the step east fits into the lower half.
    keys = (placed.cell_n.astype(np.int64) << 32) + (placed.cell_e.astype(np.int64) + 2**31)
    unique, inverse = np.unique(keys[placed.sound], return_inverse=True)
    cell_idx = np.full(placed.cell_e.shape, -1, np.int32)
    cell_idx[placed.sound] = inverse
    cell_n = (unique >> 32).astype(np.int32)
    cell_e = ((unique & 0xFFFFFFFF) - 2**31).astype(np.int32)
    easting, northing = placer.grid.centres(cell_e, cell_n)
    places = PlaceArrays(
        area_codes=shapes.codes if shapes else (),
        area_names=shapes.names if shapes else (),
        area_easting_m=shapes.easting_m if shapes else np.empty(0),
        area_northing_m=shapes.northing_m if shapes else np.empty(0),
        cell_codes=placer.grid.codes(cell_e, cell_n),
        cell_easting_m=easting,
        cell_northing_m=northing,
        cell_area_idx=placer.area_of_cells(cell_e, cell_n),
    )
    return places, cell_idx


def match_codes(shapes: AreaShapes, codes: ArrayLike) -> Indices:
    """The index of the area of each code (text), -1 where no area has it."""
    position = {code: idx for idx, code in enumerate(shapes.codes)}
    unique, inverse = np.unique(np.asarray(codes, dtype=str), return_inverse=True)
    found = np.array([position.get(str(code), OUTSIDE) for code in unique], dtype=np.int32)
    return found[inverse] if found.size else np.empty(0, np.int32)
