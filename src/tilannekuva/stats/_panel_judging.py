"""One window of every series: what the sources that can be compared reported, and what they were to report."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

# A panel without a case in its baseline: rare, not impossible.
_HALF_A_CASE = 0.5


class Panel(NamedTuple):
    """All sources of all series.

    table (n_series, n_sources, n_periods) counts; present, of that shape, who was there to report; course
    (n_series, n_periods) above 0, the usual course.
    """

    table: NDArray[np.int64]
    present: NDArray[np.bool_]
    course: _Floats


class Judged(NamedTuple):
    """One judged window of every series: arrays (n_series,), NaN where there is too little to say.

    compared : (n_series, n_sources), see `PanelResult`.
    """

    compared: NDArray[np.bool_]
    n_new: NDArray[np.int64]
    n_gone: NDArray[np.int64]
    left_out: NDArray[np.int64]
    missing: _Floats
    observed: NDArray[np.int64]
    expected: _Floats
    variance: _Floats
    dispersion: _Floats


def judge(panel: Panel, window: slice, before: slice, *, least_periods: int, min_cases: int) -> Judged:
    """Judge the periods of `window` together by those of `before`."""
    table, present, course = panel
    there, here = present[:, :, before], present[:, :, window]
    known, now = there.sum(axis=2) >= least_periods, here.any(axis=2)
    compared = now & known
    cases = np.where(known[:, :, None], table[:, :, before], 0)
    exposure = there * course[:, None, before]
    usual = exposure.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(known, cases.sum(axis=2) / usual, 0.0)
        of_rate = np.where(compared, rate / usual, 0.0)
    ahead = (here * course[:, None, window]).sum(axis=2)
    whole_ahead = course[:, window].sum(axis=1)
    missing = ((whole_ahead[:, None] - ahead) * rate).sum(axis=1)
    cases, rate = np.where(compared[:, :, None], cases, 0), np.where(compared, rate, 0.0)
    seen = table[:, :, window].sum(axis=2)
    observed = np.where(compared, seen, 0).sum(axis=1)
    n_cases = cases.sum(axis=(1, 2))
    expected = (ahead * rate).sum(axis=1)
    unknowing = (ahead**2 * of_rate).sum(axis=1)
    silent = n_cases == 0
    expected[silent] = (_HALF_A_CASE * whole_ahead / course[:, before].sum(axis=1))[silent]
    dispersion = _dispersion(cases.sum(axis=1), exposure, rate, of_rate)
    variance = dispersion * (expected + unknowing)
    nothing = ~compared.any(axis=1) | (n_cases + observed < min_cases)
    for values in (expected, variance, dispersion):
        values[nothing] = np.nan
    return Judged(
        compared=compared,
        n_new=(now & ~known).sum(axis=1),
        n_gone=(known & ~here[:, :, -1]).sum(axis=1),
        left_out=np.where(now & ~known, seen, 0).sum(axis=1),
        missing=missing,
        observed=observed,
        expected=expected,
        variance=variance,
        dispersion=dispersion,
    )


def _dispersion(observed: NDArray[np.int64], exposure: _Floats, rate: _Floats, of_rate: _Floats) -> _Floats:
    """Pearson's statistic of the panel's baseline over its expectation for Poisson counts; at least 1."""
    expected = np.einsum("isp,is->ip", exposure, rate)
    fitted = np.einsum("isp,is->ip", exposure**2, of_rate)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(expected > 0, (observed - expected) ** 2 / expected, 0.0).sum(axis=1)
        # A count that took part in the rates lies nearer to them: by the variance of its own rates.
        freedom = np.where(expected > 0, 1 - fitted / expected, 0.0).sum(axis=1)
        return np.where(freedom >= 1, np.maximum(squares / freedom, 1.0), 1.0)
