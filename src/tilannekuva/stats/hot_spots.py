"""Where is it persistently high, and which way does it move? Local sums of cells, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._results import Result
from .errors import BadArgument
from .local_sums import Neighbours, as_rows, getis_ord_star
from .multiplicity import benjamini_hochberg
from .trends import MannKendallResult, mann_kendall

_PERSISTENT_SHARE = 0.9
_LEAST_PERIODS = 4  # with fewer no trend can be told


class HotSpotClass(StrEnum):
    """How a cell has been above what the whole map shows, read from its periods and its trend."""

    UNKNOWN = "unknown"
    NONE = "none"
    NEW = "new"
    CONSECUTIVE = "consecutive"
    INTENSIFYING = "intensifying"
    PERSISTENT = "persistent"
    DIMINISHING = "diminishing"
    SPORADIC = "sporadic"
    HISTORICAL = "historical"


@dataclass(frozen=True, eq=False)
class EmergingResult(Result):
    """Local sums by cell and period, and what they amount to.

    Attributes
    ----------
    hot_spot_class : (n_cells,) `HotSpotClass` values; "unknown" where there are too few cases to say.
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
            "trend_tau": self.trend.tau,
            "trend_tau_low": self.trend.tau_low,
            "trend_tau_high": self.trend.tau_high,
            "trend_z": self.trend.z,
            "trend_p_value": self.trend.p_value,
        }

    def __repr__(self) -> str:
        names, numbers = np.unique(self.hot_spot_class, return_counts=True)
        listed = ", ".join(f"{n:,} {name}" for name, n in zip(names, numbers, strict=True))
        return f"<EmergingResult: {self.z.shape[0]:,} cells × {self.z.shape[1]:,} periods: {listed}>"


def emerging_hot_spots(
    counts: ArrayLike,
    neighbours: Neighbours,
    *,
    alpha: float = 0.05,
    min_cases: int = 5,
    n_threads: int | None = None,
) -> EmergingResult:
    """Tell cells that have begun to stand above the map from those that always did, or no longer do.

    A cell is hot in a period when its Gi* is high after the false discovery rate over all cells and periods
    is held at `alpha` (one-sided). The trend is that of its Gi* over all periods, two-sided at `alpha`. Then,
    the first that fits:

    - unknown: too few to say, see `min_cases`; such a cell takes no part in the discovery rate;
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
    min_cases : a cell is unknown where it and its neighbours hold fewer cases over all periods, and as many would
        hold fewer where the map is everywhere alike (where many are expected, few are an answer); and where fewer
        than 4 periods differ between cells at all. A single case far from all others would else be beyond any
        normal band. 0: no cell is unknown but for its periods.

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
    if (dimensions := check.n_dimensions("counts", counts)) != 2:
        raise BadArgument(f"counts has {dimensions} dimension(s); it must be (n_cells, n_periods)")
    z = getis_ord_star(counts, neighbours, n_threads=n_threads)
    min_cases = check.check_whole("min_cases", min_cases)
    unknown = _too_few(np.asarray(counts), as_rows(neighbours), z, min_cases)
    is_hot, _adjusted = benjamini_hochberg(
        np.where(unknown[:, np.newaxis], np.nan, special.ndtr(-z)), alpha=alpha
    )
    trend = mann_kendall(np.nan_to_num(z, nan=0.0), n_threads=n_threads)
    return EmergingResult(
        hot_spot_class=np.where(unknown, HotSpotClass.UNKNOWN.value, _classes(is_hot, trend, alpha)),
        z=z,
        is_hot=is_hot,
        trend=trend,
        alpha=alpha,
    )


def _too_few(
    counts: NDArray[Any], neighbours: tuple[Any, Any], z: NDArray[np.float64], min_cases: int
) -> NDArray[np.bool_]:
    """(n_cells,) where neither what a cell and its neighbours hold nor what is usual is enough to say anything."""
    indptr, indices = (np.asarray(part, dtype=np.int64) for part in neighbours)
    totals = counts.sum(axis=1, dtype=np.float64)
    up_to = np.concatenate([[0.0], np.cumsum(totals[indices])])
    held = totals + up_to[indptr[1:]] - up_to[indptr[:-1]]
    usual = totals.mean() * (1 + np.diff(indptr))
    n_told = (~np.isnan(z)).sum(axis=1)
    too_few: NDArray[np.bool_] = (np.maximum(held, usual) < min_cases) | (n_told < _LEAST_PERIODS)
    return too_few


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
