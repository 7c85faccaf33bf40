"""Batches of small log-linear regressions: one level per season, one trend.

The normal equations of seasons and a trend have the shape of an arrow, and eliminating the seasons leaves a
single division: with weights w, the slope is S(w d z) / S(w d^2), where d is the time less the weighted mean
time of its season, and each level follows from the means of its season. The leverage of a row is
w (1 / W + d^2 / S(w d^2)) with W the weight of its season.

Iterations start, step and stop as those of R's `glm.fit`, since a fit that has no finite optimum (a season
without any case) is where it stops.
"""
# mypy: allow-untyped-defs

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._compiling import inner, inner_inline

_MAX_ITERATIONS = 25
_TOLERANCE = 1e-8
_ROUNDING = 1e-14
_START = 0.1  # above the count
_SMALLEST_MEAN = 2.220446049250313e-16  # as R keeps means away from zero


class Rows(NamedTuple):
    """The history of one judged period, a row per earlier period; reused from one fit to the next."""

    time: NDArray[np.float64]  # counted from the judged period, so that its prediction is a level
    season: NDArray[np.int64]
    cases: NDArray[np.float64]
    log_cases: NDArray[np.float64]  # 0 where there is no case
    log_start: NDArray[np.float64]  # of the mean at which iterations start
    power: NDArray[np.float64]  # c^(2/3)
    prior: NDArray[np.float64]  # weights that let past outbreaks count less
    weight: NDArray[np.float64]  # working weights of the last step, one step behind `mean` (as in R)
    log_mean: NDArray[np.float64]
    mean: NDArray[np.float64]


class Seasons(NamedTuple):
    level: NDArray[np.float64]
    mean_time: NDArray[np.float64]
    weight: NDArray[np.float64]


@inner
def solve(rows, with_trend, seasons):
    """Weighted least squares of `rows.log_mean`; fills the seasons, returns (slope, S(w d^2))."""
    seasons.weight[:] = 0.0
    seasons.mean_time[:] = 0.0
    seasons.level[:] = 0.0
    for r in range(rows.time.size):
        g = rows.season[r]
        seasons.weight[g] += rows.weight[r]
        seasons.mean_time[g] += rows.weight[r] * rows.time[r]
        seasons.level[g] += rows.weight[r] * rows.log_mean[r]
    for g in range(seasons.level.size):
        seasons.mean_time[g] /= seasons.weight[g]
        seasons.level[g] /= seasons.weight[g]
    slope = 0.0
    spread = 0.0
    if with_trend:
        for r in range(rows.time.size):
            d = rows.time[r] - seasons.mean_time[rows.season[r]]
            spread += rows.weight[r] * d * d
            slope += rows.weight[r] * d * rows.log_mean[r]
        slope = slope / spread if spread > 0 else 0.0
        for g in range(seasons.level.size):
            seasons.level[g] -= slope * seasons.mean_time[g]
    return slope, spread


@inner_inline
def half_deviance(rows, r):
    return rows.cases[r] * (rows.log_cases[r] - rows.log_mean[r]) - (rows.cases[r] - rows.mean[r])


@inner
def fit(rows, with_trend, seasons):
    """Quasi-Poisson regression with prior weights; returns (converged, slope, S(w d^2))."""
    n = rows.cases.size
    n_cases = 0.0
    deviance = 0.0
    for r in range(n):
        n_cases += rows.cases[r]
        rows.mean[r] = rows.cases[r] + _START
        rows.log_mean[r] = rows.log_start[r]
        deviance += rows.prior[r] * half_deviance(rows, r)
    slope = 0.0
    spread = 0.0
    for _ in range(_MAX_ITERATIONS):
        for r in range(n):
            rows.weight[r] = rows.prior[r] * rows.mean[r]
            rows.log_mean[r] += (rows.cases[r] - rows.mean[r]) / rows.mean[r]  # the target of this step
        slope, spread = solve(rows, with_trend, seasons)
        before = deviance
        deviance = 0.0
        for r in range(n):
            rows.log_mean[r] = seasons.level[rows.season[r]] + slope * rows.time[r]
            rows.mean[r] = max(np.exp(rows.log_mean[r]), _SMALLEST_MEAN)
            deviance += rows.prior[r] * half_deviance(rows, r)
        # R compares deviances, twice these sums. They cannot be told apart below their own rounding.
        if abs(deviance - before) < _TOLERANCE * (abs(deviance) + 0.05) + _ROUNDING * n_cases:
            return True, slope, spread
    return False, slope, spread


@inner
def squared_residuals(rows, weight):
    """The weighted sum of squared relative residuals ((c - m) / m)^2."""
    total = 0.0
    for r in range(rows.cases.size):
        residual = (rows.cases[r] - rows.mean[r]) / rows.mean[r]
        total += weight[r] * residual * residual
    return total


@inner
def reweight(rows, with_trend, seasons, spread, dispersion, above):
    """Set `rows.prior` to s^-2 where the standardised Anscombe residual s exceeds `above`, else to 1.

    Before it is standardised, the residual is 1.5 (c^(2/3) m^(-1/6) - m^(1/2)) for count c and mean m.
    Weights are scaled to sum to the number of rows.
    """
    n = rows.cases.size
    total = 0.0
    for r in range(n):
        g = rows.season[r]
        leverage = rows.weight[r] / seasons.weight[g]
        if with_trend and spread > 0:
            d = rows.time[r] - seasons.mean_time[g]
            leverage += rows.weight[r] * d * d / spread
        sixth = np.exp(rows.log_mean[r] / 6.0)
        residual = 1.5 * (rows.power[r] / sixth - sixth * sixth * sixth)
        residual /= np.sqrt(dispersion * max(1.0 - leverage, _SMALLEST_MEAN))
        rows.prior[r] = 1.0 / (residual * residual) if residual > above else 1.0
        total += rows.prior[r]
    for r in range(n):
        rows.prior[r] *= n / total


@inner
def largest(values):
    """As `max`, which takes half a second to compile."""
    top = values[0]
    for i in range(1, values.size):
        top = max(top, values[i])
    return top


@inner
def fit_twice(rows, try_trend, smallest_t2, above, means_lost, seasons):
    """Fit, reweight, fit again, without the trend if it is not wanted after all.

    A trend goes when the fit does not converge with it, when its squared t-value is below `smallest_t2`, or
    when it predicts more than the largest count. With `means_lost` the scale of the standard errors lacks
    the fitted means, else it is the dispersion. Returns (converged, slope or NaN, S(w d^2), dispersion, scale
    of the standard errors).
    """
    n, n_seasons = rows.cases.size, seasons.level.size
    with_trend = try_trend
    while True:
        degrees_of_freedom = n - n_seasons - (1 if with_trend else 0)
        rows.prior[:] = 1.0
        converged, slope, spread = fit(rows, with_trend, seasons)
        if converged:
            dispersion = max(squared_residuals(rows, rows.weight) / degrees_of_freedom, 1.0)
            reweight(rows, with_trend, seasons, spread, dispersion, above)
            _, slope, spread = fit(rows, with_trend, seasons)
            estimated = squared_residuals(rows, rows.weight) / degrees_of_freedom
            dispersion = max(estimated, 1.0)
            scale = dispersion
            if means_lost:
                # As R's farringtonFlexible, which has lost the fitted means from its weights by then.
                estimated = squared_residuals(rows, rows.prior) / degrees_of_freedom
                scale = estimated
            if not with_trend:
                return True, np.nan, spread, dispersion, scale
            significant = slope * slope * spread >= smallest_t2 * estimated
            if significant and np.exp(seasons.level[n_seasons - 1]) <= largest(rows.cases):
                return True, slope, spread, dispersion, scale
        elif not with_trend:
            return False, np.nan, spread, np.nan, np.nan
        with_trend = False


@njit(cache=True, nogil=True)
def predict_many(
    counts, rows_before, season, n_seasons, first_period, try_trend, smallest_t2, reweight_above, means_lost, min_cases,
    min_cases_periods, first, stop, expected, standard_error, dispersion, trend,
):  # fmt: skip
    """Predict judged periods `first` to `stop`, numbered over (series, period), from their histories.

    `rows_before[r]` is how many periods before the judged one row r lies; the last season is that of the
    judged period. Where there is nothing to say the outputs stay as they are. `standard_error` is that of the
    logarithm of the mean.
    """
    n = rows_before.size
    rows = Rows(
        -rows_before.astype(np.float64), season, np.empty(n), np.empty(n), np.empty(n), np.empty(n),
        np.empty(n), np.empty(n), np.empty(n), np.empty(n),
    )  # fmt: skip
    series_before, ready = -1, 0
    powers, logs, starts = np.empty(counts.shape[1]), np.empty(counts.shape[1]), np.empty(counts.shape[1])
    seasons = Seasons(np.empty(n_seasons), np.empty(n_seasons), np.empty(n_seasons))
    own = n_seasons - 1
    for item in range(first, stop):
        series, column = divmod(item, expected.shape[1])
        period = first_period + column
        n_cases = 0
        for t in range(period - min_cases_periods + 1, period + 1):
            n_cases += counts[series, t]
        if n_cases < min_cases:
            continue
        if series != series_before:
            series_before = series
            ready = period - rows_before[0]  # the oldest row of this period, and the newest of any before
        for t in range(ready, period - rows_before[-1] + 1):
            count = float(counts[series, t])
            logs[t] = np.log(count) if count > 0 else 0.0
            starts[t] = np.log(count + _START)
            powers[t] = np.cbrt(count * count)
        ready = period - rows_before[-1] + 1
        for r in range(n):
            t = period - rows_before[r]
            rows.cases[r] = counts[series, t]
            rows.log_cases[r] = logs[t]
            rows.log_start[r] = starts[t]
            rows.power[r] = powers[t]
        converged, slope, spread, phi, scale = fit_twice(
            rows, try_trend, smallest_t2, reweight_above, means_lost, seasons
        )
        if not converged:
            continue
        expected[series, column] = max(np.exp(seasons.level[own]), _SMALLEST_MEAN)
        dispersion[series, column] = phi
        trend[series, column] = slope
        variance = 1.0 / seasons.weight[own]
        if not np.isnan(slope):
            variance += seasons.mean_time[own] ** 2 / spread
        standard_error[series, column] = np.sqrt(variance * scale)
