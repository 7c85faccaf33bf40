"""Near pairs of points: each once, sorted by band of distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._near_pairs_kernels import pairs_of
from ._threads import run_in_threads
from .errors import TooLittleData

_MOST_PAIRS = 500_000_000
_MOST_SQUARES = 20_000_000


@dataclass(frozen=True)
class NearPairs:
    """Pairs of points, numbered in `order` of the input; band k holds pairs `bounds[k]` to `bounds[k + 1]`."""

    order: NDArray[np.int64]
    first_idx: NDArray[np.int32]
    second_idx: NDArray[np.int32]
    bounds: NDArray[np.int64]

    @property
    def n_by_band(self) -> NDArray[np.int64]:
        return np.diff(self.bounds)


def near_pairs(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], edges_m: NDArray[np.float64], *, manhattan: bool,
    n_threads: int,
) -> NearPairs:  # fmt: skip
    """All pairs whose distance lies in a band [edges_m[k], edges_m[k + 1]). Raises TooLittleData: too many."""
    reach_m = float(edges_m[-1])
    order, start, n_rows, n_columns = _squares(x_m, y_m, reach_m)
    x, y = x_m[order], y_m[order]
    edges = edges_m if manhattan else edges_m**2
    n_before = np.zeros(n_rows, np.int64)
    nothing = np.empty(0, np.int32)

    def find(first_idx: NDArray[np.int32], second_idx: NDArray[np.int32], band: NDArray[np.int8]) -> None:
        # The last row is of the frame: nothing begins there, and it has no row below.
        def in_rows(first: int, stop: int) -> None:
            pairs_of(
                x, y, start, n_columns, manhattan, edges, first + 1, stop + 1, n_before,
                first_idx, second_idx, band,
            )  # fmt: skip

        run_in_threads(in_rows, n_rows - 2, n_threads)

    find(nothing, nothing, np.empty(0, np.int8))
    n_pairs = int(n_before.sum())
    if n_pairs > _MOST_PAIRS:
        raise TooLittleData(
            f"{n_pairs:,} pairs lie within {reach_m:g} m, more than the {_MOST_PAIRS:,} that fit into memory; "
            "choose a smaller distance, or fewer events"
        )
    n_before[:] = np.cumsum(n_before) - n_before
    first_idx, second_idx = np.empty(n_pairs, np.int32), np.empty(n_pairs, np.int32)
    band = np.empty(n_pairs, np.int8)
    if n_pairs:
        find(first_idx, second_idx, band)
    n_bands = len(edges_m) - 1
    if n_bands > 1:
        by_band = np.argsort(band, kind="stable")
        first_idx, second_idx = first_idx[by_band], second_idx[by_band]
    bounds = np.concatenate([[0], np.cumsum(np.bincount(band, minlength=n_bands))])
    return NearPairs(order, first_idx, second_idx, bounds)


def _squares(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], reach_m: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], int, int]:
    """Points sorted by square, where each square begins, and the rows and columns with an empty frame."""
    width_m = max(reach_m, 1e-9)
    spread_m = max(float(np.ptp(x_m)), float(np.ptp(y_m)))
    # Squares wider than the reach cost comparisons, not pairs: better than more squares than points.
    width_m = max(width_m, spread_m / np.sqrt(min(_MOST_SQUARES, 4 * len(x_m) + 16)))
    column = ((x_m - x_m.min()) // width_m).astype(np.int64) + 1
    row = ((y_m - y_m.min()) // width_m).astype(np.int64) + 1
    n_columns, n_rows = int(column.max()) + 2, int(row.max()) + 2
    square = row * n_columns + column
    order = np.argsort(square, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(square, minlength=n_rows * n_columns + 2))])
    return order, start, n_rows, n_columns
