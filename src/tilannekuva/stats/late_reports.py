"""How many will it have been, when all reports have come in? The newest counts, completed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._count_distributions import quantile
from .errors import BadArgument, TooLittleData
from .nowcast_result import NowcastResult
from .reporting_delays import Delays, is_known, learn_delays

_Floats = NDArray[np.float64]

# The prior of a period's mean is worth one case: it steadies the first days, and gives way to real reports.
_PRIOR_SHAPE = 1.0
_N_NODES = 32


def nowcast(
    reported: ArrayLike,
    *,
    window: int | None = None,
    shared_delays: bool = False,
    least_cases: int = 5,
    confidence: float = 0.95,
) -> NowcastResult:
    """Complete the newest counts by what is known about late reports.

    Parameters
    ----------
    reported : (n_periods, max_delay + 1) or (n_series, n_periods, max_delay + 1) counts by period and by how
        many periods later they were reported, as `reporting_triangle` makes them. What cannot have come by the
        end of the newest period is not looked at: NaN, or known only later.
    window : learn the delays from so many of the last periods, at least max_delay + 1; None: from all.
    shared_delays : one distribution of delays for all series, where each alone is too small.
    least_cases : with fewer cases to learn a delay from, periods that need it are NaN.
    confidence : of the interval.

    Returns
    -------
    NowcastResult.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : no period is old enough to be complete.

    Source
    ------
    Höhle & an der Heiden (2014), Biometrics 70, 993–1002, section 2: the delays that are cut off by today
    have a generalised Dirichlet posterior, the parts of each delay among those no later being independent
    beta variables (prior 0.1 a delay); the mean of a period has a gamma prior. As `nowcast` of the R package
    surveillance with "bayes.trunc" and "poisgamma", with these differences: the shape of the gamma prior is 1
    and its mean that of the complete periods; posteriors are not sampled, but what is still to come is
    negative binomial with the exact mean and variance over a beta distribution of the share; and both are
    widened when reports come in batches (quasi-likelihood). Preferred to the estimator of Lawless (1994)
    because that one knows nothing of a period without reports, and because the variance that R computes for
    it leaves out the uncertainty of the delays.
    """
    triangle = _checked(reported)
    n_periods, max_delay = triangle.shape[1], triangle.shape[2] - 1
    if n_periods <= max_delay:
        raise TooLittleData(
            f"reported has {n_periods} periods and delays up to {max_delay}; the first period must be complete"
        )
    window = (
        n_periods
        if window is None
        else min(check.check_whole("window", window, least=max_delay + 1), n_periods)
    )
    least_cases = check.check_whole("least_cases", least_cases, least=1)
    check.check_fraction("confidence", confidence)
    check.check_truth("shared_delays", shared_delays)

    delays = learn_delays(triangle, window, shared=shared_delays)
    observed = triangle.sum(axis=2)
    share, mean, spread = _to_come(observed, delays, least_cases)
    tail = (1 - confidence) / 2
    lower, upper = np.where(np.isnan(share), np.nan, observed), np.where(np.isnan(share), np.nan, observed)
    open_still = mean > 0
    lower[open_still] += quantile(tail, mean[open_still], spread[open_still])
    upper[open_still] += quantile(1 - tail, mean[open_still], spread[open_still])
    return NowcastResult(
        observed=observed.astype(np.int64),
        estimate=observed + mean,
        lower=lower,
        upper=upper,
        reported_share=share,
        dispersion=spread,
        delay_dispersion=delays.dispersion,
        max_delay=max_delay,
        confidence=confidence,
    )


def _to_come(observed: _Floats, delays: Delays, least_cases: int) -> tuple[_Floats, _Floats, _Floats]:
    """Share reported by now, and mean and dispersion of what is still to come, of every period.

    With n reports so far, the mean of the period has a gamma posterior of shape n + 1, and the rest is
    negative binomial given the share; over the share it is a mixture, of which two moments are taken.
    """
    n_periods, max_delay = observed.shape[1], delays.share.shape[1] - 1
    age = np.minimum(np.arange(n_periods)[::-1], max_delay)
    # The share within `age` needs the parts of all longer delays.
    enough = np.minimum.accumulate(delays.n_cases[:, ::-1], axis=1)[:, ::-1] >= least_cases
    learned = np.concatenate([enough[:, 1:], np.ones((len(enough), 1), bool)], axis=1)
    share = np.where(learned, delays.share, np.nan)[:, age]

    complete = observed[:, : n_periods - max_delay]
    usual = np.maximum(complete.mean(axis=1), 0.5 / complete.shape[1])[:, None, None]
    nodes = _share_nodes(delays)[:, age]
    shape = observed[:, :, None] + _PRIOR_SHAPE
    means = shape * (1 - nodes) / (nodes + _PRIOR_SHAPE / usual)
    mean = means.mean(axis=2)
    given_share = (means + means**2 / shape).mean(axis=2)
    variance = delays.dispersion[:, None] * given_share + means.var(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.where(mean > 0, np.maximum(variance / mean, 1.0), 1.0)
    for values in (mean, spread):
        values[np.isnan(share)] = np.nan
    return share, mean, spread


def _share_nodes(delays: Delays) -> _Floats:
    """(n_series, max_delay + 1, nodes): evenly likely values of the share, beta with its mean and variance."""
    mean, variance = delays.share[:, :, None], delays.share_variance[:, :, None]
    level = (np.arange(_N_NODES) + 0.5) / _N_NODES
    sure = (variance <= 1e-14) | (mean >= 1)
    strength = np.where(sure, 1.0, mean * (1 - mean) / np.where(sure, 1.0, variance) - 1)
    safe = np.where(sure, 0.5, mean)
    nodes = special.betaincinv(safe * strength, (1 - safe) * strength, level)
    return np.where(sure, mean, nodes)


def _checked(reported: Any) -> _Floats:
    """(n_series, n_periods, n_delays), with 0 where it is too early to know."""
    check.check_plain("reported", reported)
    try:
        array = np.asarray(reported, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("reported must be numbers, every row equally long") from error
    if array.ndim == 2:
        array = array[None]
    if array.ndim != 3 or array.shape[2] < 2:
        raise BadArgument(
            f"reported has shape {np.shape(reported)}; it must be (n_periods, max_delay + 1) or "
            "(n_series, n_periods, max_delay + 1), with a max_delay of at least 1"
        )
    known = is_known(array.shape[1], array.shape[2] - 1)
    triangle: _Floats = np.where(known, array, 0.0)
    wrong = ~((triangle >= 0) & (triangle == np.floor(triangle)) & np.isfinite(triangle))
    if wrong.any():
        series, period, delay = (int(i) for i in np.argwhere(wrong)[0])
        raise BadArgument(
            f"reported[{series}, {period}, {delay}] is {triangle[series, period, delay]:g}, of series, period "
            "and delay; what is known by now are whole numbers of at least 0"
        )
    return triangle
