"""One regression of one period of one series at a time."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


class NaiveFit(NamedTuple):
    expected: float
    upper: float
    dispersion: float
    trend: float
    p_value: float


def farrington_flexible(
    series: NDArray[np.int64], now: int, *, year: int, years_back: int, window: int, n_seasons: int,
    left_out: int, alpha: float, reweight_above: float = 2.58,
) -> NaiveFit:  # fmt: skip
    """One fit with the negative binomial band and a trend, by matrices and scipy's distributions."""
    season = seasons_by_period(now, year, years_back, window, n_seasons)
    rows = [t for t in season if t < now - left_out]
    y = series[rows].astype(float)
    dummies = np.array([[season[t] == g for g in range(n_seasons)] for t in rows], dtype=float)
    today = np.zeros(n_seasons)
    today[-1] = 1.0
    with_trend = years_back >= 3
    while True:
        x = np.column_stack([dummies, np.array(rows) - now]) if with_trend else dummies
        ones = np.ones(len(y))
        _, mean, hat, dispersion, _ = weighted_fit(x, y, ones)
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5)
        residual /= np.sqrt(max(dispersion, 1.0) * (1 - hat))
        weight = np.ones(len(y))
        weight[residual > reweight_above] = residual[residual > reweight_above] ** -2
        coefficients, _, _, dispersion, _ = weighted_fit(x, y, weight * len(y) / weight.sum())
        expected = float(np.exp(coefficients[:n_seasons] @ today))
        if not with_trend or expected <= y.max():
            break
        with_trend = False
    phi = max(dispersion, 1.0)
    law = stats.nbinom(expected / (phi - 1), 1 / phi) if phi > 1 else stats.poisson(expected)
    return NaiveFit(
        expected=expected,
        upper=float(law.ppf(1 - alpha)),
        dispersion=phi,
        trend=float(coefficients[-1]) if with_trend else math.nan,
        p_value=float(law.sf(series[now] - 1)),
    )


def farrington(
    series: NDArray[np.int64], now: int, *, year: int, years_back: int, window: int, alpha: float
) -> NaiveFit:
    """The method of 1996: the same weeks of the years before, a band of the 2/3 power."""
    rows = [t for t in seasons_by_period(now, year, years_back, window, 1) if t < now - window]
    y = series[rows].astype(float)
    with_trend = years_back >= 3
    while True:
        x = np.ones((len(y), 1))
        if with_trend:
            x = np.column_stack([x, np.array(rows) - now])
        _, mean, hat, dispersion, _ = weighted_fit(x, y, np.ones(len(y)))
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5)
        residual /= np.sqrt(max(dispersion, 1.0) * (1 - hat))
        weight = np.ones(len(y))
        weight[residual > 1] = residual[residual > 1] ** -2
        coefficients, _, _, dispersion, unscaled = weighted_fit(x, y, weight * len(y) / weight.sum())
        expected = float(np.exp(coefficients[0]))
        if not with_trend:
            break
        t_value = coefficients[1] / math.sqrt(unscaled[1, 1] * dispersion)
        if abs(t_value) >= stats.t.ppf(0.975, len(y) - 2) and expected <= y.max():
            break
        with_trend = False
    phi = max(dispersion, 1.0)
    spread = math.sqrt(4 / 9 * expected ** (1 / 3) * (phi + unscaled[0, 0] * phi * expected))
    centre = expected ** (2 / 3)
    return NaiveFit(
        expected=expected,
        upper=float((centre + stats.norm.ppf(1 - alpha / 2) * spread) ** 1.5),
        dispersion=phi,
        trend=float(coefficients[1]) if with_trend else math.nan,
        p_value=float(stats.norm.sf((series[now] ** (2 / 3) - centre) / spread)),
    )


def seasons_by_period(now: int, year: int, years_back: int, window: int, n_seasons: int) -> dict[int, int]:
    """The season of every period of the history that has one; the last season is that of `now`."""
    season = {}
    for back in range(years_back, 0, -1):
        reference = now - back * year
        for t in range(reference - window, reference + window + 1):
            season[t] = n_seasons - 1
        if n_seasons > 1:
            between = range(reference + window + 1, reference + year - window)
            for part, periods in enumerate(np.array_split(np.array(between), n_seasons - 1)):
                season.update(dict.fromkeys(periods.tolist(), part))
    season.update(dict.fromkeys(range(now - window, now), n_seasons - 1))
    return season


def weighted_fit(
    x: NDArray[np.float64], y: NDArray[np.float64], prior: NDArray[np.float64]
) -> tuple[Floats, Floats, Floats, float, Floats]:
    """Iteratively reweighted least squares: coefficients, means, leverages, dispersion, unscaled covariance."""
    eta: Floats = np.log(y + 0.1)
    deviance = math.inf
    for _ in range(25):
        mean = np.exp(eta)
        weight = prior * mean
        root = np.sqrt(weight)
        target = eta + (y - mean) / mean
        solution = np.linalg.lstsq(x * root[:, None], target * root, rcond=None)[0]
        coefficients = solution.astype(np.float64)
        eta = x @ coefficients
        mean = np.exp(eta)
        part = np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / mean), 0.0) - (y - mean)
        before, deviance = deviance, 2 * float((prior * part).sum())
        if abs(deviance - before) < 1e-8 * (abs(deviance) + 0.1):
            break
    q, r = np.linalg.qr(x * root[:, None])
    inverse = np.linalg.inv(r)
    residual2 = weight * ((y - mean) / mean) ** 2
    leverage: Floats = (q**2).sum(axis=1)
    unscaled: Floats = inverse @ inverse.T
    return coefficients, mean, leverage, float(residual2.sum()) / (len(y) - x.shape[1]), unscaled
