"""Expected levels of counts: how far a count lies from what is usual, and how sure that is.

Two questions. *How much varies a count around its expectation?* (`count_interval`) and *what is usual
in a part of the city, when only the whole has enough history to say how the season goes?*
(`expected_from_share`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from .errors import StatsError

Floats = NDArray[np.float64]

# A gamma prior worth half an event: an area without any history is rare, not impossible (Jeffreys).
_PRIOR_EVENTS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class LevelResult:
    """Observed against expected, one entry per series.

    `expected` > 0; `lower` and `upper` hold the count with the chosen confidence if nothing changed;
    `p_above` and `p_below`: chance of a count at least as high, at most as low.
    """

    observed: NDArray[np.int64]
    expected: Floats
    lower: Floats
    upper: Floats
    p_above: Floats
    p_below: Floats
    confidence: float

    def as_dict(self) -> dict[str, NDArray[np.generic]]:
        """A plain dict of arrays of equal length."""
        names = ("observed", "expected", "lower", "upper", "p_above", "p_below")
        return {name: getattr(self, name) for name in names}


def count_interval(
    expected: ArrayLike, *, variance: ArrayLike | None = None, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """The range in which a count lies with `confidence` when its mean is `expected`.

    `expected` (any shape, >= 0; NaN stays NaN); `variance` of the same shape, at least the mean (a
    smaller one is taken as the mean: Poisson), default Poisson. Returns lower and upper, whole numbers
    as floats: quantiles of the Poisson or, with more variance, of the negative binomial distribution
    with that mean and variance. Raises StatsError for a negative mean or a confidence outside 0..1.
    """
    mean = np.asarray(expected, dtype=np.float64)
    if np.any(mean < 0):
        raise StatsError(f"expected counts cannot be negative; the smallest is {np.nanmin(mean)}")
    if not 0 < confidence < 1:
        raise StatsError(f"confidence must lie between 0 and 1, not be {confidence}")
    distribution = _CountDistribution(
        mean, mean if variance is None else np.asarray(variance, dtype=np.float64)
    )
    tail = (1 - confidence) / 2
    lower, upper = distribution.ppf(tail), distribution.ppf(1 - tail)
    unknown = np.isnan(mean)
    return np.where(unknown, np.nan, np.maximum(lower, 0)), np.where(unknown, np.nan, upper)


def chance_of_at_least(observed: ArrayLike, expected: ArrayLike, *, variance: ArrayLike) -> Floats:
    """The chance of a count of `observed` or more, of the same shape; see `count_interval`."""
    mean = np.asarray(expected, dtype=np.float64)
    distribution = _CountDistribution(mean, np.asarray(variance, dtype=np.float64))
    return distribution.sf(np.asarray(observed) - 1)


def expected_from_share(
    observed: ArrayLike,
    history: ArrayLike,
    *,
    total_history: float,
    total_expected: float,
    dispersion: float = 1.0,
    total_variance: float = 0.0,
    confidence: float = 0.95,
) -> LevelResult:
    """Observed counts of parts against their usual share of what is expected of the whole.

    `observed`, `history` (n_parts): counts >= 0 of the window and of the time before it;
    `total_history` > 0: count of the whole before the window; `total_expected` >= 0: what is expected of
    the whole in the window, with its season and trend; `dispersion` >= 1: how much more than Poisson
    the counts vary; `total_variance` >= 0: how far `total_expected` itself may be off.

    The expectation of a part is its share of the past, (history + 1/2) / (total_history + n_parts / 2),
    of `total_expected`: the posterior mean of a gamma-Poisson model with a Jeffreys-type prior (Clayton
    and Kaldor 1987, section 2, use the same model with an estimated prior). The variance is
    `dispersion` x (mean + mean^2 / (history + 1/2)), for the count itself and for not knowing the share,
    plus `total_variance` x (mean / total_expected)^2.
    Raises StatsError for negative counts, shapes that differ, and a whole without history.
    """
    seen, past = np.asarray(observed), np.asarray(history)
    if seen.shape != past.shape or seen.ndim != 1:
        raise StatsError(
            f"observed and history must be one row each of equal length: {seen.shape}, {past.shape}"
        )
    if seen.size and (seen.min() < 0 or past.min() < 0):
        raise StatsError("counts cannot be negative")
    if total_history <= 0:
        raise StatsError("the whole has no history: there is no usual share to compare with")
    weight = past + _PRIOR_EVENTS
    mean = total_expected * weight / (total_history + _PRIOR_EVENTS * len(past))
    variance = max(dispersion, 1.0) * (mean + mean**2 / weight)
    if total_expected > 0:
        variance += total_variance * (mean / total_expected) ** 2
    lower, upper = count_interval(mean, variance=variance, confidence=confidence)
    distribution = _CountDistribution(mean, variance)
    return LevelResult(
        observed=seen.astype(np.int64),
        expected=mean,
        lower=lower,
        upper=upper,
        p_above=distribution.sf(seen - 1),
        p_below=distribution.cdf(seen),
        confidence=confidence,
    )


class _CountDistribution:
    """Poisson where the variance is the mean, negative binomial where it is more."""

    def __init__(self, mean: Floats, variance: Floats) -> None:
        self.mean = np.where(np.isnan(mean), 0.0, mean)
        excess = np.where(np.isnan(variance), 0.0, variance) - self.mean
        # Below this the negative binomial is a Poisson to the last digit and its size overflows.
        self.is_poisson = (excess <= 1e-9 * np.maximum(self.mean, 1e-9)) | (self.mean <= 0)
        safe_excess = np.where(self.is_poisson, 1.0, excess)
        safe_mean = np.where(self.is_poisson, 1.0, self.mean)
        self.size = safe_mean**2 / safe_excess
        self.chance = self.size / (self.size + safe_mean)

    def ppf(self, q: float) -> Floats:
        result: Floats = np.where(
            self.is_poisson, stats.poisson.ppf(q, self.mean), stats.nbinom.ppf(q, self.size, self.chance)
        )
        return result

    def cdf(self, k: NDArray[np.generic]) -> Floats:
        result: Floats = np.where(
            self.is_poisson, stats.poisson.cdf(k, self.mean), stats.nbinom.cdf(k, self.size, self.chance)
        )
        return result

    def sf(self, k: NDArray[np.generic]) -> Floats:
        result: Floats = np.where(
            self.is_poisson, stats.poisson.sf(k, self.mean), stats.nbinom.sf(k, self.size, self.chance)
        )
        return result
