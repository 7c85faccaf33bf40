"""The density of one cell: every other cell, one by one."""

import math
from collections.abc import Sequence

from scipy import stats


def density(
    counts: Sequence[int], east: Sequence[float], north: Sequence[float], cell: int, *, width: float, bandwidth: float,
    confidence: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Events per km², and its interval, after Fay and Feuer."""
    weights = [
        math.exp(-((e - east[cell]) ** 2 + (n - north[cell]) ** 2) / (2 * bandwidth**2))
        for e, n in zip(east, north, strict=True)
    ]
    area_km2 = width**2 / 1e6
    weights = [weight / sum(weights) / area_km2 for weight in weights]
    mean = sum(w * n for w, n in zip(weights, counts, strict=True))
    variance = sum(w * w * n for w, n in zip(weights, counts, strict=True))
    most = max(weights)
    tail = (1 - confidence) / 2
    lower = variance / (2 * mean) * stats.chi2.ppf(tail, 2 * mean**2 / variance) if mean else 0.0
    wider, more = variance + most**2, mean + most
    return mean, lower, wider / (2 * more) * stats.chi2.ppf(1 - tail, 2 * more**2 / wider)
