"""How much a count changed, with the interval that chance alone leaves open."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from .errors import BadArgument

_Floats = NDArray[np.float64]


def count_change(
    before: ArrayLike, after: ArrayLike, *, confidence: float = 0.95, dispersion: float = 1.0
) -> tuple[_Floats, _Floats]:
    """The interval of the ratio of what stands behind two counts.

    Parameters
    ----------
    before, after : (n,) whole numbers >= 0, counted over times of equal length.
    confidence : of the interval, in (0, 1).
    dispersion : variance of the counts over their mean, at least 1: more than 1 where events come in clusters.

    Returns
    -------
    low, high : (n,) ends of the interval of after over before; 0 and infinite where nothing bounds them.

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    Given their sum, one of two Poisson counts is binomial (Przyborowski & Wilenski 1940, Biometrika 31, 313-323);
    its exact interval is that of Clopper & Pearson (1934, Biometrika 26, 404-413). With a dispersion, both counts
    are divided by it (quasi-likelihood).
    """
    earlier = check.check_count_array(before, ("pairs",))
    later = check.check_count_array(after, ("pairs",))
    if earlier.shape != later.shape:
        raise BadArgument(f"before has {len(earlier)} counts and after {len(later)}; give them in pairs")
    check.check_fraction("confidence", confidence)
    if not dispersion >= 1:
        raise BadArgument(f"dispersion is {dispersion!r}; it must be at least 1")
    tail = (1 - confidence) / 2
    old, new = earlier / dispersion, later / dispersion
    low = np.where(new > 0, special.betaincinv(np.maximum(new, 1e-300), old + 1, tail), 0.0)
    high = np.where(old > 0, special.betaincinv(new + 1, np.maximum(old, 1e-300), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        return low / (1 - low), np.divide(high, 1 - high)
