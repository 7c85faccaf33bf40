"""Slow twins of the fast functions, written to be read."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


class NaiveWindow(NamedTuple):
    ratio: float
    locations: frozenset[int]
    first_period: int
    last_period: int
    observed: int
    expected: float


def log_likelihood_ratio(observed: int, expected: float, n_cases: int) -> float:
    if observed <= expected:
        return 0.0
    outside = n_cases - observed
    inside_part = observed * math.log(observed / expected)
    return inside_part + (outside * math.log(outside / (n_cases - expected)) if outside else 0.0)


def all_windows(
    counts: NDArray[np.int64], xy: NDArray[np.float64], *, prospective: bool, max_share: float,
    max_radius_m: float, max_periods: int, min_cases: int,
) -> list[NaiveWindow]:  # fmt: skip
    """Every window that the permutation scan looks at and that has more than expected."""
    n_locations, n_periods = counts.shape
    n_cases = int(counts.sum())
    windows = []
    for centre in range(n_locations):
        distance = np.hypot(*(xy - xy[centre]).T)
        # Equal distances: lesser coordinate first.
        nearest = sorted(range(n_locations), key=lambda j: (round(distance[j], 6), *xy[j]))
        for size in range(1, n_locations + 1):
            zone = nearest[:size]
            zone_cases = int(counts[zone].sum())
            if distance[zone[-1]] > max_radius_m or zone_cases > max_share * n_cases:
                break
            for end in range(n_periods - 1 if prospective else 0, n_periods):
                for first in range(max(0, end - max_periods + 1), end + 1):
                    observed = int(counts[zone, first : end + 1].sum())
                    expected = zone_cases * int(counts[:, first : end + 1].sum()) / n_cases
                    ratio = log_likelihood_ratio(observed, expected, n_cases)
                    if ratio > 0 and observed >= min_cases:
                        with_cases = frozenset(j for j in zone if counts[j].any())
                        windows.append(NaiveWindow(ratio, with_cases, first, end, observed, expected))
    return windows


def deal_periods(counts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """The same cases in the same places, their periods dealt anew."""
    location, period = np.nonzero(counts)
    location, period = (np.repeat(axis, counts[location, period]) for axis in (location, period))
    dealt = np.zeros_like(counts)
    np.add.at(dealt, (location, rng.permutation(period)), 1)
    return dealt


def benjamini_hochberg(p_values: list[float]) -> list[float]:
    """Adjusted p-values by their definition: the smallest over all larger ones of p m / rank."""
    known = sorted(p for p in p_values if not math.isnan(p))
    m = len(known)
    return [
        math.nan
        if math.isnan(p)
        else min(1.0, *(q * m / (rank + 1) for rank, q in enumerate(known) if q >= p), 1.0)
        for p in p_values
    ]


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
        coefficients, mean, hat, dispersion = weighted_fit(x, y, ones)
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5)
        residual /= np.sqrt(max(dispersion, 1.0) * (1 - hat))
        weight = np.ones(len(y))
        weight[residual > reweight_above] = residual[residual > reweight_above] ** -2
        coefficients, mean, hat, dispersion = weighted_fit(x, y, weight * len(y) / weight.sum())
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
) -> tuple[Floats, Floats, Floats, float]:
    """Iteratively reweighted least squares: coefficients, means, leverages and dispersion."""
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
    q, _ = np.linalg.qr(x * root[:, None])
    residual2 = weight * ((y - mean) / mean) ** 2
    leverage: Floats = (q**2).sum(axis=1)
    return coefficients, mean, leverage, float(residual2.sum()) / (len(y) - x.shape[1])
