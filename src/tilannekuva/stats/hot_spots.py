"""Where is it persistently high, and which way does it move? Local sums of cells, week by week."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._hot_spots_kernels import first_wrong_neighbour, moments_of_periods, z_of_cells
from ._results import ReadOnlyArrays
from ._threads import available_threads, run_in_threads
from .errors import BadArgument, TooLittleData
from .multiplicity import benjamini_hochberg
from .trends import MannKendallResult, mann_kendall

_PERSISTENT_SHARE = 0.9


class HotSpotClass(StrEnum):
    """How a cell has been above what the whole map shows, read from its periods and its trend."""

    NONE = "none"
    NEW = "new"
    CONSECUTIVE = "consecutive"
    INTENSIFYING = "intensifying"
    PERSISTENT = "persistent"
    DIMINISHING = "diminishing"
    SPORADIC = "sporadic"
    HISTORICAL = "historical"


@dataclass(frozen=True)
class EmergingResult(ReadOnlyArrays):
    """Local sums by cell and period, and what they amount to.

    Attributes
    ----------
    hot_spot_class : (n_cells,) `HotSpotClass` values.
    z : (n_cells, n_periods) Gi*, NaN where there is nothing to say.
    is_hot : (n_cells, n_periods) bool, above the map after the false discovery rate over all cells and periods.
    trend : Mann-Kendall over the z of each cell.
    alpha : as asked for.
    """

    hot_spot_class: NDArray[np.str_]
    z: NDArray[np.float64]
    is_hot: NDArray[np.bool_]
    trend: MannKendallResult
    alpha: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a cell: polars or pandas take it in one call."""
        return {
            "hot_spot_class": self.hot_spot_class,
            "n_hot_periods": self.is_hot.sum(axis=1),
            "newest_z": self.z[:, -1],
            "trend_z": self.trend.z,
            "trend_p_value": self.trend.p_value,
        }

    def __repr__(self) -> str:
        names, numbers = np.unique(self.hot_spot_class, return_counts=True)
        listed = ", ".join(f"{n:,} {name}" for name, n in zip(names, numbers, strict=True))
        return f"<EmergingResult: {self.z.shape[0]:,} cells × {self.z.shape[1]:,} periods: {listed}>"


def getis_ord_star(
    counts: ArrayLike,
    neighbours: tuple[ArrayLike, ArrayLike],
    *,
    n_threads: int | None = None,
) -> NDArray[np.float64]:
    """Gi*: how far the sum over each cell and its neighbours lies above the map's own average, in deviations.

    Parameters
    ----------
    counts : (n_cells,) or (n_cells, n_periods) numbers >= 0; each period is standardised by itself.
    neighbours : (indptr, indices), compressed rows: the neighbours of cell i are
        `indices[indptr[i]:indptr[i + 1]]`, without i itself, which is added here. Weights are 1.
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


def emerging_hot_spots(
    counts: ArrayLike,
    neighbours: tuple[ArrayLike, ArrayLike],
    *,
    alpha: float = 0.05,
    n_threads: int | None = None,
) -> EmergingResult:
    """Tell cells that have begun to stand above the map from those that always did, or no longer do.

    A cell is hot in a period when its Gi* is high after the false discovery rate over all cells and periods
    is held at `alpha` (one-sided). The trend is that of its Gi* over all periods, two-sided at `alpha`. Then,
    the first that fits:

    - new: hot in the newest period and never before;
    - consecutive: hot without a break up to the newest period, before that never, in less than 90 % of all;
    - intensifying, persistent, diminishing: hot in at least 90 % of the periods and in the newest, with a
      rising, no, or a falling trend;
    - historical: hot in at least 90 % of the periods, but not in the newest;
    - sporadic: hot in some other pattern;
    - none: never hot.

    Parameters
    ----------
    counts : (n_cells, n_periods) numbers >= 0, oldest period first.
    neighbours, n_threads : as for `getis_ord_star`.
    alpha : in (0, 1).

    Returns
    -------
    EmergingResult.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : fewer than 3 cells or 4 periods.

    Source
    ------
    Classes after those that Esri documents for its tool of emerging hot spots, for hot cells alone; there
    the neighbourhood also reaches back in time, and the discovery rate is another. A cell much below the map
    is no finding about safety, so cold spots are not named.
    """
    check.check_fraction("alpha", alpha)
    if np.ndim(counts) != 2:
        raise BadArgument(f"counts has {np.ndim(counts)} dimension(s); it must be (n_cells, n_periods)")
    z = getis_ord_star(counts, neighbours, n_threads=n_threads)
    is_hot, _adjusted = benjamini_hochberg(special.ndtr(-z), alpha=alpha)
    trend = mann_kendall(np.nan_to_num(z, nan=0.0), n_threads=n_threads)
    return EmergingResult(
        hot_spot_class=_classes(is_hot, trend, alpha), z=z, is_hot=is_hot, trend=trend, alpha=alpha
    )


def _classes(is_hot: NDArray[np.bool_], trend: MannKendallResult, alpha: float) -> NDArray[np.str_]:
    n_hot = is_hot.sum(axis=1)
    newest = is_hot[:, -1]
    # Hot periods at the end without a break: all of them, when the first break from the end is where they end.
    from_the_end = is_hot[:, ::-1]
    n_last = np.where(is_hot.all(axis=1), is_hot.shape[1], np.argmin(from_the_end, axis=1))
    mostly = n_hot >= _PERSISTENT_SHARE * is_hot.shape[1]
    moves = trend.p_value < alpha
    rules = [
        (n_hot == 0, HotSpotClass.NONE),
        (newest & (n_hot == 1), HotSpotClass.NEW),
        (mostly & newest & moves & (trend.s > 0), HotSpotClass.INTENSIFYING),
        (mostly & newest & moves & (trend.s < 0), HotSpotClass.DIMINISHING),
        (mostly & newest, HotSpotClass.PERSISTENT),
        (mostly, HotSpotClass.HISTORICAL),
        (newest & (n_hot == n_last), HotSpotClass.CONSECUTIVE),
    ]
    return np.select(
        [fits for fits, _name in rules], [name.value for _fits, name in rules], HotSpotClass.SPORADIC.value
    )


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


def _neighbours(neighbours: Any, n_cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    try:
        indptr, indices = (np.asarray(part) for part in neighbours)
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
