"""Growth: how many times as many events as before, beside what is expected of both spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from .errors import BadArgument

Floats = NDArray[np.float64]


def growth_ratio(
    now: ArrayLike,
    before: ArrayLike,
    *,
    expected_now: ArrayLike = 1.0,
    expected_before: ArrayLike = 1.0,
    dispersion: ArrayLike = 1.0,
    confidence: float = 0.95,
) -> tuple[Floats, Floats, Floats]:
    """(now / expected_now) / (before / expected_before), with its interval: ratio, lower, upper.

    `now`, `before` : counts of two spans, any shapes that fit together, whole and not negative. `expected_now`,
    `expected_before` : what season, length or exposure lead to expect of each span, > 0; equal by default, and only
    their quotient matters. `dispersion` : variance over mean of such counts, at least 1.
    Where nothing was counted before, ratio and upper are infinite; without any event they are NaN, 0 and infinite.
    Raises BadArgument for counts that are none, an expectation of 0 or less, a dispersion below 1, or a confidence outside 0
    to 1.

    Given both counts together, `now` is binomial (Przyborowski & Wilenski 1940, Biometrika 31, section 2); its share
    has the exact interval of Clopper & Pearson (1934, Biometrika 26). Different from them: with more variance
    than Poisson the counts are divided by the dispersion, as quasi-likelihood does (McCullagh & Nelder 1989,
    section 4.5), so that the interval widens with its square root.
    """
    counts = [np.asarray(each, dtype=np.float64) for each in (now, before)]
    exposures = [np.asarray(each, dtype=np.float64) for each in (expected_now, expected_before)]
    if any(np.any(~np.isfinite(each) | (each < 0) | (each != np.floor(each))) for each in counts):
        raise BadArgument("now and before are counts: whole numbers, not negative")
    if any(np.any(~np.isfinite(each) | (each <= 0)) for each in exposures):
        raise BadArgument(
            "expected_now and expected_before must be above 0: leave out spans of which nothing is expected"
        )
    if not 0 < confidence < 1:
        raise BadArgument(f"confidence must lie between 0 and 1, not be {confidence}")
    spread = np.asarray(dispersion, dtype=np.float64)
    if not np.all(spread >= 1):
        raise BadArgument("dispersion is variance over mean of counts: at least 1")
    first, second, quotient, spread = np.broadcast_arrays(*counts, exposures[1] / exposures[0], spread)
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = first / second * quotient
        low = _share_bound(first / spread, second / spread + 1, tail, at_zero=0.0, where=first > 0)
        high = _share_bound(first / spread + 1, second / spread, 1 - tail, at_zero=1.0, where=second > 0)
        lower, upper = low / (1 - low) * quotient, high / (1 - high) * quotient
    return ratio, lower, upper


def _share_bound(
    a: Floats, b: Floats, quantile: float, *, at_zero: float, where: NDArray[np.bool_]
) -> Floats:
    bound = special.betaincinv(np.where(where, a, 1.0), np.where(where, b, 1.0), quantile)
    return np.where(where, bound, at_zero)
