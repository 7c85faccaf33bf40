"""Tails and quantiles of counts with a given mean and dispersion (variance over mean).

Dispersion 1 is the Poisson distribution; above 1 the negative binomial of size mean / (dispersion - 1) and
success probability 1 / dispersion. Everything is element by element over arrays of one shape.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

_Floats = NDArray[np.float64]

_FUZZ = 1e-13  # a cumulated probability this little below the level has reached it


def probability_up_to(count: _Floats, mean: _Floats, dispersion: _Floats) -> _Floats:
    """P(X <= count); 0 below zero."""
    size = mean / np.maximum(dispersion - 1, 1e-300)
    at = np.maximum(count, 0)
    poisson = special.pdtr(at, mean)
    negative_binomial = special.betainc(size, at + 1, 1 / dispersion)
    return np.where(count < 0, 0.0, np.where(dispersion > 1, negative_binomial, poisson))


def probability_from(count: _Floats, mean: _Floats, dispersion: _Floats) -> _Floats:
    """P(X >= count), without the rounding of 1 - P(X < count); 1 at and below zero."""
    size = mean / np.maximum(dispersion - 1, 1e-300)
    at = np.maximum(count, 1)
    poisson = special.pdtrc(at - 1, mean)
    negative_binomial = special.betainc(at, size, 1 - 1 / dispersion)
    return np.where(count <= 0, 1.0, np.where(dispersion > 1, negative_binomial, poisson))


def quantile(level: float, mean: _Floats, dispersion: _Floats) -> _Floats:
    """The smallest count q with P(X <= q) >= level."""
    spread = np.sqrt(mean * dispersion)
    z = float(special.ndtri(level))
    # Cornish-Fisher with the skewness (2 * dispersion - 1) / spread; exact search from there.
    correction = (2 * dispersion - 1) * (z * z - 1) / 6
    count = np.maximum(np.floor(mean + z * spread + correction), 0.0)

    reached = probability_up_to(count, mean, dispersion) >= level - _FUZZ
    falling, rising = np.flatnonzero(reached), np.flatnonzero(~reached)
    while falling.size:
        below = probability_up_to(count[falling] - 1, mean[falling], dispersion[falling])
        falling = falling[below >= level - _FUZZ]
        count[falling] -= 1
    while rising.size:
        count[rising] += 1
        at = probability_up_to(count[rising], mean[rising], dispersion[rising])
        rising = rising[at < level - _FUZZ]
    return count
