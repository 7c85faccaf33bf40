"""Intervals of an observed count over its expectation."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_Floats = NDArray[np.float64]


def ratio_interval(
    observed: ArrayLike, expected: ArrayLike, confidence: float, *, dispersion: ArrayLike = 1.0
) -> tuple[_Floats, _Floats]:
    """Ends of the interval of the mean of `observed` over `expected`, all of one shape; NaN where nothing is expected.

    Exact for a Poisson count (Garwood 1936, Biometrika 28, 437-442). With a variance of `dispersion` times the
    mean, observed / dispersion is taken for the Poisson count (quasi-likelihood).
    """
    tail = (1 - confidence) / 2
    spread = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    count = np.asarray(observed) / spread
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(np.asarray(expected) > 0, spread / np.asarray(expected), np.nan)
        low = np.where(count > 0, special.gammaincinv(np.maximum(count, 1e-300), tail), 0.0) * unit
        high = special.gammaincinv(count + 1, 1 - tail) * unit
    return low, high


def learned_ratio_interval(
    observed: ArrayLike,
    expected: ArrayLike,
    known_cases: ArrayLike,
    confidence: float,
    *,
    dispersion: ArrayLike = 1.0,
) -> tuple[_Floats, _Floats]:
    """As `ratio_interval`, where `expected` was learned from `known_cases`; infinite: it is known.

    Given their sum, one of two Poisson counts is binomial (Przyborowski & Wilenski 1940, Biometrika 31, 313-323).
    """
    low, high = ratio_interval(observed, expected, confidence, dispersion=dispersion)
    tail = (1 - confidence) / 2
    spread = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    known = np.asarray(known_cases, dtype=np.float64)
    learned = np.isfinite(known)
    count, before = np.asarray(observed) / spread, np.where(learned, known, 1.0) / spread
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(np.asarray(expected) > 0, before * spread / np.asarray(expected), np.nan)
        least = np.where(count > 0, special.betaincinv(np.maximum(count, 1e-300), before + 1, tail), 0.0)
        most = special.betaincinv(count + 1, before, 1 - tail)
        own_low, own_high = least / (1 - least) * unit, most / (1 - most) * unit
    return np.where(learned, own_low, low), np.where(learned, own_high, high)


def risk_interval(observed: int, expected: float, n_cases: float, confidence: float) -> tuple[float, float]:
    """Ends of the interval of (c / E) / ((N - c) / (N - E)), the risk inside over that outside.

    `n_cases` N: of the whole, inside and outside together, as many as are expected of it. Of two Poisson counts of which the sum
    is given, one is binomial (Przyborowski & Wilenski 1940, Biometrika 31, 313-323); its exact interval is that of
    Clopper & Pearson (1934).
    """
    tail = (1 - confidence) / 2
    others, unit = n_cases - observed, (n_cases - expected) / expected
    low = special.betaincinv(observed, others + 1, tail) if observed else 0.0
    high = special.betaincinv(observed + 1, others, 1 - tail) if others > 0 else 1.0
    with np.errstate(divide="ignore"):
        return float(low / (1 - low) * unit), float(np.divide(high, 1 - high) * unit)
