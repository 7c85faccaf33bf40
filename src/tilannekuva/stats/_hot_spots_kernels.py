"""The inner loops of the local statistics of cells."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def moments_of_periods(counts):
    """Sum, sum of squares, lowest and highest value of every period over all cells, in one pass."""
    n_cells, n_periods = counts.shape
    total, squares = np.zeros(n_periods), np.zeros(n_periods)
    lowest, highest = counts[0].copy(), counts[0].copy()
    for cell in range(n_cells):
        for period in range(n_periods):
            value = counts[cell, period]
            total[period] += value
            squares[period] += float(value) * value
            lowest[period] = min(lowest[period], value)
            highest[period] = max(highest[period], value)
    return total, squares, lowest, highest


@njit(cache=True, nogil=True)
def first_wrong_neighbour(indptr, indices):
    """The first entry that names its own cell, or a neighbour that the cell has named before; -1 for none."""
    n_cells = len(indptr) - 1
    named_by = np.full(n_cells, -1)
    for cell in range(n_cells):
        named_by[cell] = cell
        for entry in range(indptr[cell], indptr[cell + 1]):
            if named_by[indices[entry]] == cell:
                return entry
            named_by[indices[entry]] = cell
    return -1


@njit(cache=True, nogil=True)
def z_of_cells(counts, indptr, indices, mean, spread, first, stop, z):
    """Into `z`, the standardised sum over each cell and its neighbours, for every period.

    `mean` and `spread` are those of each period over all cells; a period without spread, or a cell whose
    neighbourhood is the whole map, has nothing to say: NaN.
    """
    n_cells, n_periods = counts.shape
    summed = np.empty(n_periods)
    for cell in range(first, stop):
        for period in range(n_periods):
            summed[period] = counts[cell, period]
        for entry in range(indptr[cell], indptr[cell + 1]):
            other = indices[entry]
            for period in range(n_periods):
                summed[period] += counts[other, period]
        n_summed = 1 + indptr[cell + 1] - indptr[cell]
        if n_summed >= n_cells:
            z[cell] = np.nan
            continue
        root = np.sqrt((n_cells * n_summed - n_summed * n_summed) / (n_cells - 1))
        for period in range(n_periods):
            scale = spread[period] * root
            z[cell, period] = (summed[period] - n_summed * mean[period]) / scale if scale > 0 else np.nan
