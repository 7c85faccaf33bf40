"""A series that remembers its own past: by how much that widens the spread of a trend test."""

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

_Floats = NDArray[np.float64]

# Only autocorrelations beyond this two-sided level count, as in the source.
_SIGNIFICANCE = 0.05


def variance_factors(series: NDArray[np.generic]) -> _Floats:
    """(n_series,): variance of S with autocorrelation over that without, see `mann_kendall`; NaN where it is none."""
    values = series.astype(np.float64)
    return np.array([_factor(row) for row in values])


def _factor(values: _Floats) -> float:
    n = len(values)
    time = np.arange(1, n + 1)
    ranks = stats.rankdata(values - time * _median_slope(values))
    deviations = ranks - ranks.mean()
    if not deviations.any():
        return 1.0  # a straight line: nothing is left that could remember
    covariances = np.correlate(deviations, deviations, "full")[n - 1 :]
    autocorrelation = covariances[1:] / covariances[0]
    bound = float(special.ndtri(1 - _SIGNIFICANCE / 2)) / np.sqrt(n)
    lag = np.arange(1, n)
    weight = (n - lag) * (n - lag - 1.0) * (n - lag - 2.0)
    counted = np.where(np.abs(autocorrelation) > bound, autocorrelation, 0.0)
    factor = float(1 + 2 * (weight * counted).sum() / (n * (n - 1) * (n - 2)))
    return factor if factor > 0 else np.nan


def _median_slope(values: _Floats) -> float:
    """Of all pairs of periods, as Theil and Sen."""
    earlier, later = np.triu_indices(len(values), 1)
    return float(np.median((values[later] - values[earlier]) / (later - earlier)))
