"""What a short history lets one expect of the next periods: its mean, and how far that may be off.

For series without enough history for a season or a trend. The counts may vary more than Poisson ones, and
the few periods that there are must tell how much more; both are allowed for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from .errors import BadArgument, TooLittleData

Floats = NDArray[np.float64]

SHORTEST_HISTORY = 4
"""Fewer periods say next to nothing about how much the counts vary."""

FEWEST_EVENTS = 20
"""So many events, divided by the dispersion, must stand in the history: with less the mean itself is chance."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowPrediction:
    """What is expected of a window of `n_periods`, one entry per series.

    `expected` (n_series): the mean of the history times the length of the window. `variance` (n_series):
    such that `levels.count_interval(expected, variance=variance, confidence=confidence)` holds the count of
    the window with that confidence; NaN in both where the history is too thin. `dispersion` (n_series), at least 1: how much more than Poisson the
    history varies.
    """

    expected: Floats
    variance: Floats
    dispersion: Floats
    n_periods: int
    confidence: float


def predict_window(history: ArrayLike, n_periods: int, *, confidence: float = 0.95) -> WindowPrediction:
    """Predict the sum of the next `n_periods` counts of each series from the mean of its history.

    `history` (n_series, n): counts >= 0 of n >= 4 past periods without trend. The variance of the sum m is
    phi m (1 + n_periods / n): of the counts themselves, and of the mean that is taken from so few of them.
    phi, the dispersion, is the Pearson estimate with n - 1 degrees of freedom, at least 1. Both entries are
    NaN for series with fewer than `FEWEST_EVENTS` x phi events. That phi is
    only estimated is met as for normal counts, with Student's distribution in place of the normal one
    (Geisser 1993, "Predictive Inference", section 2.2): the variance is widened by (t / z)^2 for the asked
    confidence. A trend, a season or counts that hang together from period to period are not allowed for.
    Raises BadArgument for negative counts, TooLittleData for a shorter history.
    """
    past = np.asarray(history, dtype=np.float64)
    if past.ndim != 2 or n_periods < 1 or not 0 < confidence < 1:
        raise BadArgument(f"history must be (n_series, n): {past.shape}; n_periods at least 1: {n_periods}")
    if past.size and past.min() < 0:
        raise BadArgument("counts cannot be negative")
    n_past = past.shape[1]
    if n_past < SHORTEST_HISTORY:
        raise TooLittleData(f"{n_past} past periods are too few to say how much counts vary")
    mean = past.mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        dispersion = np.fmax(past.var(axis=1, ddof=1) / mean, 1.0)
    expected = mean * n_periods
    upper = 1 - (1 - confidence) / 2
    widened = (stats.t.ppf(upper, n_past - 1) / stats.norm.ppf(upper)) ** 2
    variance = dispersion * expected * (1 + n_periods / n_past) * widened
    too_few = past.sum(axis=1) < FEWEST_EVENTS * dispersion
    return WindowPrediction(
        np.where(too_few, np.nan, expected),
        np.where(too_few, np.nan, variance),
        dispersion,
        n_periods,
        confidence,
    )


def dispersion_of_parts(history: ArrayLike) -> float:
    """How much more than Poisson parts vary about their usual share of each period's total; at least 1.

    `history` (n_parts, n): counts >= 0. Pearson's statistic over its degrees of freedom, for all parts
    together: what moves all parts alike, such as a season, is in the totals and not in it. 1 where fewer
    than two parts or periods have anything.
    """
    past = np.asarray(history, dtype=np.float64)
    past = past[past.sum(axis=1) > 0][:, past.sum(axis=0) > 0]
    n_parts, n_past = past.shape
    if n_parts < 2 or n_past < 2:
        return 1.0
    fitted = np.outer(past.sum(axis=1), past.sum(axis=0)) / past.sum()
    return max(1.0, float(((past - fitted) ** 2 / fitted).sum() / ((n_parts - 1) * (n_past - 1))))
