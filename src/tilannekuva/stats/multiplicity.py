"""Many questions at once: how many of the alarms of a whole city may be false."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._checks import check_fraction, check_plain
from .errors import BadArgument


def benjamini_hochberg(
    p_values: ArrayLike, *, alpha: float = 0.05
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Control the false discovery rate over all p-values together.

    Parameters
    ----------
    p_values : array of any shape, each in [0, 1] or NaN. NaN means that the question could not be asked:
        it stays NaN, is never rejected, and is not counted among the tests.
    alpha : the accepted expected share of false findings among the rejected, in (0, 1).

    Returns
    -------
    rejected : bool array of the same shape, `adjusted <= alpha`.
    adjusted : float array of the same shape, the smallest alpha at which each would be rejected.

    Raises
    ------
    BadArgument : a p-value outside [0, 1]; alpha outside (0, 1).

    Source
    ------
    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, section 3.1; adjusted values as in R's
    `p.adjust(method="BH")`. Holds for independent or positively dependent tests.
    """
    check_fraction("alpha", alpha)
    p = _as_p_values(p_values)
    flat = p.ravel()
    known_idx = np.flatnonzero(~np.isnan(flat))
    ascending_idx = known_idx[np.argsort(flat[known_idx], kind="stable")]
    n_tests = ascending_idx.size

    inflated = flat[ascending_idx] * (n_tests / np.arange(1.0, n_tests + 1))
    # From the largest down: a smaller p-value never gets a larger adjusted value than a larger one.
    from_below = np.minimum.accumulate(inflated[::-1])[::-1]

    adjusted = np.full(p.shape, np.nan)
    adjusted.flat[ascending_idx] = np.minimum(from_below, 1.0)
    return adjusted <= alpha, adjusted


def _as_p_values(p_values: Any) -> NDArray[np.float64]:
    check_plain("p_values", p_values)
    try:
        p = np.asarray(p_values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("p_values must be numbers; use NaN where there is none") from error
    wrong = np.argwhere((p < 0) | (p > 1))
    if wrong.size:
        where = tuple(int(i) for i in wrong[0])
        raise BadArgument(
            f"p_values[{', '.join(map(str, where))}] is {p[where]:g}; "
            "p-values lie between 0 and 1 (NaN where there is none)"
        )
    return p
