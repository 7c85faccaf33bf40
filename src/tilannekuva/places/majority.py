"""Which area holds most of a grid cell."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from .grid import Grid, Indices

# Less than this is rounding along a shared edge, not a part of the cell.
_LEAST_SHARED_M2 = 1.0


def majority_area_idx(polygons: NDArray[np.object_], grid: Grid, cell_e: Indices, cell_n: Indices) -> Indices:
    """For each cell the area with the largest part of it, -1 where no area reaches. int32 (n).

    A cell on the outer border belongs to the area inside, however little of it lies there: every point
    of an area must find a cell. Of two equal parts the first area counts.
    """
    west = grid.origin_m[0] + np.asarray(cell_e, float) * grid.cell_size_m
    south = grid.origin_m[1] + np.asarray(cell_n, float) * grid.cell_size_m
    squares = shapely.box(west, south, west + grid.cell_size_m, south + grid.cell_size_m)
    cell, area = shapely.STRtree(polygons).query(squares)
    shared_m2 = np.zeros(cell.size)
    whole = np.zeros(cell.size, bool)
    # Prepared polygons answer quickly whether a square is wholly inside; the rest is cut out.
    for idx in np.unique(area):
        where = np.flatnonzero(area == idx)
        whole[where] = shapely.contains_properly(polygons[idx], squares[cell[where]])
    shared_m2[whole] = grid.cell_size_m**2
    cut = ~whole
    shared_m2[cut] = shapely.area(shapely.intersection(polygons[area[cut]], squares[cell[cut]]))
    return _largest(cell, area, shared_m2, squares.size)


def _largest(
    cell: NDArray[np.int64], area: NDArray[np.int64], shared_m2: NDArray[np.float64], n: int
) -> Indices:
    best_m2 = np.full(n, _LEAST_SHARED_M2)
    np.maximum.at(best_m2, cell, shared_m2)
    result = np.full(n, np.iinfo(np.int32).max, np.int32)
    best = shared_m2 >= best_m2[cell]
    np.minimum.at(result, cell[best], area[best].astype(np.int32))
    return np.where(result == np.iinfo(np.int32).max, np.int32(-1), result)
