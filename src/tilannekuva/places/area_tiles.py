"""A table of tiles that knows, for most places, the area without looking at any border.

A tile wholly inside one area, or outside all, answers at once. Only in tiles that a border crosses
is the exact polygon asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from .coordinates import Floats
from .grid import Grid, Indices

OUTSIDE = -1
_BORDER = -2

# About so many tiles cover the box of all areas: 2 MB, and small enough that borders cross few of them.
_TILES_WANTED = 500_000

Pairs = NDArray[np.int64]


class AreaTiles:
    """The tiles over a set of polygons in metres. `polygons` (A) should be prepared for speed."""

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self._polygons = polygons
        self._tree = shapely.STRtree(polygons)
        west, south, east, north = shapely.total_bounds(polygons)
        self._tile_m = float(max(np.sqrt((east - west) * (north - south) / _TILES_WANTED), 1.0))
        self._west, self._south = float(west), float(south)
        self._n_columns = int((east - west) // self._tile_m) + 1
        self._n_rows = int((north - south) // self._tile_m) + 1
        border_tiles, border_areas = self._tiles_of_borders()
        self._area_of_tile = np.full(self._n_rows * self._n_columns, OUTSIDE, np.int32)
        self._area_of_tile[border_tiles] = _BORDER
        self._fill_between_borders()
        self._candidates = self._list_candidates(border_tiles, border_areas)

    def area_idx(self, easting_m: Floats, northing_m: Floats) -> Indices:
        """The first area that holds each point, border included; -1 where none does. int32 (n)."""
        column = np.floor((easting_m - self._west) / self._tile_m)
        row = np.floor((northing_m - self._south) / self._tile_m)
        inside = (column >= 0) & (column < self._n_columns) & (row >= 0) & (row < self._n_rows)
        tile = np.where(inside, row * self._n_columns + column, 0).astype(np.int64)
        area_idx = np.where(inside, self._area_of_tile[tile], np.int32(OUTSIDE))
        unsure = np.flatnonzero(area_idx == _BORDER)
        area_idx[unsure] = self._test_exactly(tile[unsure], easting_m[unsure], northing_m[unsure])
        return area_idx

    def cells_touched(self, grid: Grid) -> tuple[Indices, Indices]:
        """Steps of all grid cells inside the box of the areas, row by row."""
        west, south, east, north = shapely.total_bounds(self._polygons)
        (first_e, last_e), (first_n, last_n) = grid.indices([west, east], [south, north])
        cell_e, cell_n = np.meshgrid(np.arange(first_e, last_e + 1), np.arange(first_n, last_n + 1))
        return cell_e.ravel().astype(np.int32), cell_n.ravel().astype(np.int32)

    def _tiles_of_borders(self) -> tuple[Pairs, Pairs]:
        """Each (tile, area) where the border of the area may cross the tile."""
        # Pieces of half a tile: the box around a piece meets at most four tiles, so none is missed.
        pieces = shapely.segmentize(shapely.boundary(self._polygons), self._tile_m / 2)
        lines, line_area = shapely.get_parts(pieces, return_index=True)
        points, point_line = shapely.get_coordinates(lines, return_index=True)
        area = line_area[point_line]
        column = np.floor((points[:, 0] - self._west) / self._tile_m).astype(np.int64)
        row = np.floor((points[:, 1] - self._south) / self._tile_m).astype(np.int64)
        column, row = np.clip(column, 0, self._n_columns - 1), np.clip(row, 0, self._n_rows - 1)
        same_line = point_line[1:] == point_line[:-1]
        here, there = np.flatnonzero(same_line), np.flatnonzero(same_line) + 1
        tiles = np.concatenate(
            [row[r] * self._n_columns + column[c] for r in (here, there) for c in (here, there)]
        )
        return _unique_pairs(tiles, np.tile(area[here], 4), len(self._polygons))

    def _fill_between_borders(self) -> None:
        """One test for each run of tiles between two borders of a row: all of it lies in one place."""
        table = self._area_of_tile.reshape(self._n_rows, self._n_columns)
        free = table != _BORDER
        starts = free.copy()
        starts[:, 1:] &= ~free[:, :-1]
        row, column = np.nonzero(starts)
        pairs = self._holding_pairs(*self._middles(row, column))
        area_of_run = _first_of_each(pairs, row.size)
        run = np.cumsum(starts.ravel()) - 1
        flat = free.ravel()
        self._area_of_tile[flat] = area_of_run[run[flat]]

    def _list_candidates(self, tiles: Pairs, areas: Pairs) -> tuple[Pairs, Pairs]:
        """The areas to ask in each border tile, as (sorted tiles, their areas)."""
        # An area that overlaps its neighbour's border can hold the whole of a border tile.
        unique = np.unique(tiles)
        row, column = np.divmod(unique, self._n_columns)
        which, area = self._holding_pairs(*self._middles(row, column))
        return _unique_pairs(
            np.concatenate([tiles, unique[which]]), np.concatenate([areas, area]), len(self._polygons)
        )

    def _test_exactly(self, tile: Pairs, easting_m: Floats, northing_m: Floats) -> Indices:
        tiles, areas = self._candidates
        first = np.searchsorted(tiles, tile, side="left")
        n_areas = np.searchsorted(tiles, tile, side="right") - first
        point = np.repeat(np.arange(tile.size), n_areas)
        offset = np.arange(point.size) - np.repeat(np.cumsum(n_areas) - n_areas, n_areas)
        area = areas[np.repeat(first, n_areas) + offset]
        return _first_of_each(self._test_pairs(point, area, easting_m, northing_m), tile.size)

    def _middles(self, row: Pairs, column: Pairs) -> tuple[Floats, Floats]:
        easting_m = self._west + (column.astype(np.float64) + 0.5) * self._tile_m
        northing_m = self._south + (row.astype(np.float64) + 0.5) * self._tile_m
        return easting_m, northing_m

    def _holding_pairs(self, easting_m: Floats, northing_m: Floats) -> tuple[Pairs, Pairs]:
        point, area = self._tree.query(shapely.points(easting_m, northing_m))
        return self._test_pairs(point, area, easting_m, northing_m)

    def _test_pairs(
        self, point: Pairs, area: Pairs, easting_m: Floats, northing_m: Floats
    ) -> tuple[Pairs, Pairs]:
        """Of the pairs (point, area), those in which the area holds the point."""
        holds = np.zeros(point.size, bool)
        for idx, where in _groups(area):
            polygon, these = self._polygons[idx], point[where]
            holds[where] = shapely.intersects_xy(polygon, easting_m[these], northing_m[these])
        return point[holds], area[holds]


def _groups(area: Pairs) -> Iterator[tuple[int, Pairs]]:
    """Each area that occurs, with the positions where it does."""
    if not area.size:
        return
    order = np.argsort(area, kind="stable")
    found, first = np.unique(area[order], return_index=True)
    for idx, where in zip(found, np.split(order, first[1:]), strict=True):
        yield int(idx), where


def _unique_pairs(tiles: Pairs, areas: Pairs, n_areas: int) -> tuple[Pairs, Pairs]:
    unique_tiles, unique_areas = np.divmod(np.unique(tiles * n_areas + areas), n_areas)
    return unique_tiles, unique_areas


def _first_of_each(pairs: tuple[Pairs, Pairs], n: int) -> Indices:
    """The lowest area of each of n points, -1 where it has none."""
    point, area = pairs
    lowest = np.full(n, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(lowest, point, area.astype(np.int32))
    return np.where(lowest == np.iinfo(np.int32).max, np.int32(OUTSIDE), lowest)
