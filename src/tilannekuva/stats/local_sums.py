"""How far does each cell with its neighbours lie above the map? The local sum of Getis and Ord."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._hot_spots_kernels import first_wrong_neighbour, moments_of_periods, z_of_cells
from ._threads import available_threads, run_in_threads
from .errors import BadArgument, TooLittleData


class CompressedRows(Protocol):
    """What `scipy.sparse.csr_array` is, and graphs of neighbours give."""

    format: Any
    indptr: Any
    indices: Any
    data: Any


Neighbours = tuple[ArrayLike, ArrayLike] | CompressedRows


def getis_ord_star(
    counts: ArrayLike,
    neighbours: Neighbours,
    *,
    n_threads: int | None = None,
) -> NDArray[np.float64]:
    """Gi*: how far the sum over each cell and its neighbours lies above the map's own average, in deviations.

    Parameters
    ----------
    counts : (n_cells,) or (n_cells, n_periods) numbers >= 0; each period is standardised by itself.
    neighbours : (indptr, indices), compressed rows: the neighbours of cell i are
        `indices[indptr[i]:indptr[i + 1]]`, without i itself, which is added here. Weights are 1. Or a
        `scipy.sparse.csr_array` of ones.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    z : float64 of the shape of `counts`. NaN in periods where all cells are equal, and in cells whose
        neighbourhood is the whole map.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : fewer than 3 cells.

    Source
    ------
    Ord & Getis (1995), Geographical Analysis 27, 286–306, equation 6. esda's default row-standardised
    weights understate it by about the root of the number of neighbours; its `transform="B"` with the cell
    itself agrees.
    """
    values = _values(counts)
    columns = values if values.ndim == 2 else values[:, None]
    indptr, indices = _neighbours(neighbours, len(columns))
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    n_cells = len(columns)
    mean, spread = _mean_and_spread(columns, is_one_period=values.ndim == 1)
    z = np.empty(columns.shape)

    def standardise(first: int, stop: int) -> None:
        z_of_cells(columns, indptr, indices, mean, spread, first, stop, z)

    run_in_threads(standardise, n_cells, threads)
    return z if values.ndim == 2 else z[:, 0]


def _mean_and_spread(
    columns: NDArray[Any], *, is_one_period: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of every period over all its cells, as the source; no spread where all cells are equal."""
    total, squares, lowest, highest = moments_of_periods(columns)
    if lowest.min() < 0 or not np.isfinite(total).all():
        _check_counts(columns[:, 0] if is_one_period else columns)
    mean = total / len(columns)
    # Kept from going below 0 by rounding.
    spread = np.sqrt(np.maximum(squares / len(columns) - mean * mean, 0.0))
    spread[lowest == highest] = 0.0
    return mean, spread


def _check_counts(counts: NDArray[Any]) -> None:
    """Names the first count that is none, now that something is known to be wrong."""
    wrong = ~(np.isfinite(counts) & (counts >= 0))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise BadArgument(f"counts[{', '.join(map(str, at))}] is {counts[at]}; counts are at least 0")


def _values(counts: Any) -> NDArray[Any]:
    check.check_plain("counts", counts)
    try:
        values = np.asarray(counts)
        numeric = values.dtype.kind in "iuf"
    except ValueError:  # rows of different lengths
        numeric = False
    if not numeric or values.ndim not in (1, 2):
        raise BadArgument("counts must be numbers, (n_cells,) or (n_cells, n_periods)")
    if len(values) < 3:
        raise TooLittleData(f"counts has {len(values)} cell(s); a local sum needs at least 3 to compare with")
    # Two types, so that no more than two programs are compiled; whole numbers need no copy.
    wide = np.int64 if values.dtype.kind in "iu" else np.float64
    return np.ascontiguousarray(values, dtype=wide)


def as_rows(neighbours: Any) -> Any:
    """(indptr, indices), also of a sparse array."""
    if not hasattr(neighbours, "indptr"):
        return neighbours
    if getattr(neighbours, "format", None) != "csr":
        raise BadArgument("neighbours is a sparse array by columns; give rows, neighbours.tocsr()")
    if not np.all(np.asarray(neighbours.data) == 1):
        raise BadArgument(
            "neighbours has weights other than 1; a local sum counts a neighbour or not: leave the entries that "
            "are no neighbours out, and give the others the weight 1"
        )
    return neighbours.indptr, neighbours.indices


def _neighbours(neighbours: Any, n_cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    parts = as_rows(neighbours)
    try:
        indptr, indices = (np.asarray(part) for part in parts)
        whole = indptr.dtype.kind in "iu" and (indices.dtype.kind in "iu" or indices.size == 0)
    except (TypeError, ValueError):
        whole = False
    if not whole:
        raise BadArgument("neighbours must be (indptr, indices), two arrays of whole numbers")
    indptr, indices = indptr.astype(np.int64), indices.astype(np.int64)
    sound = (
        indptr.shape == (n_cells + 1,)
        and indptr[0] == 0
        and indptr[-1] == indices.size
        and (np.diff(indptr) >= 0).all()
    )
    if not sound:
        raise BadArgument(
            f"indptr must have {n_cells + 1} entries, from 0 up to the {indices.size} entries of indices"
        )
    if indices.size and not (indices.min() >= 0 and indices.max() < n_cells):
        raise BadArgument(f"indices must lie from 0 to {n_cells - 1}")
    wrong = first_wrong_neighbour(indptr, indices)
    if wrong >= 0:
        cell, other = int(np.searchsorted(indptr, wrong, side="right")) - 1, int(indices[wrong])
        if cell == other:
            raise BadArgument(f"cell {cell} names itself as a neighbour; leave it out, it is added")
        raise BadArgument(f"cell {cell} names the neighbour {other} twice; name each once")
    return indptr, indices
