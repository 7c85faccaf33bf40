"""Did more happen, or did more report? Like is compared with like when sources come and go."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._count_distributions import probability_from, quantile
from .alarm_result import AlarmResult, score_of
from .errors import BadArgument, TooLittleData
from .panel_result import PanelResult
from .reporting_sources import by_source

_Floats = NDArray[np.float64]

# A panel without a case in its baseline: rare, not impossible.
_HALF_A_CASE = 0.5


def panel_expected(
    counts: ArrayLike,
    reporting: ArrayLike,
    *,
    evaluate: int = 1,
    baseline_periods: int = 52,
    recent_periods_left_out: int = 4,
    least_periods: int = 8,
    usual: ArrayLike | None = None,
    alpha: float = 0.01,
    min_cases: int = 5,
) -> PanelResult:
    """Expect of each source what it reported itself before, and judge the sum of those that report now.

    A source that has joined is no rise, and one that has left no fall: neither is compared until it has been
    there for long enough. What is compared is a source with itself, so large and small ones mix freely.

    Parameters
    ----------
    counts : (n_series, n_sources, n_periods) whole numbers >= 0; the last column is the newest period.
    reporting : bool, (n_sources, n_periods), or (n_series, n_sources, n_periods) where sources report on some
        series alone: whether the source was there to report, also when there was nothing to report.
        `sources_reporting` guesses it from the counts.
    evaluate : how many of the last periods to judge.
    baseline_periods, recent_periods_left_out : a judged period is compared with so many periods, after
        leaving out so many just before it, so that a rise under way does not become the normal.
    least_periods : a source with fewer periods in the baseline is new, and left out.
    usual : (n_series, n_periods) above 0, the course of season and trend, in any unit: such as `expected` of
        the whole city. None: the same in all periods.
    alpha : probability of a count above the band, in (0, 0.5).
    min_cases : with fewer cases in baseline and judged period together there is nothing to say: NaN.

    Returns
    -------
    PanelResult.

    Raises
    ------
    BadArgument : see the messages; among them, cases where `reporting` is False.
    TooLittleData : fewer periods than baseline, gap and judged periods together.

    Source
    ------
    The matched panel of index numbers: growth is measured on those who report both times (ILO et al. 2004,
    Consumer Price Index Manual, chapter 7). Written out: source s with C cases while the usual course summed
    to U has the rate C / U, and the panel's expectation is u S(C / U), u being the usual of the judged
    period. The counts around it have a variance of d (m + u^2 S(C / U^2)): of the count, and of not knowing
    the rates. The dispersion d is Pearson's over the baseline, at least 1; the band is negative binomial.
    """
    table, present = _checked(counts, reporting)
    n_series, _, n_periods = table.shape
    evaluate = check.check_whole("evaluate", evaluate, least=1)
    baseline_periods = check.check_whole("baseline_periods", baseline_periods, least=2)
    recent = check.check_whole("recent_periods_left_out", recent_periods_left_out)
    least_periods = check.check_whole("least_periods", least_periods, least=1)
    min_cases = check.check_whole("min_cases", min_cases)
    check.check_fraction("alpha", alpha, top=0.5)
    course = _course(usual, (n_series, n_periods))
    first = n_periods - evaluate
    if first < baseline_periods + recent:
        raise TooLittleData(
            f"counts has {n_periods} periods; judging {evaluate} with a baseline of {baseline_periods} and "
            f"{recent} left out needs {baseline_periods + recent + evaluate}. Lower one of them"
        )

    judged = []
    for period in range(first, n_periods):
        before = slice(period - recent - baseline_periods, period - recent)
        judged.append(_judge(table, present, course, period, before, least_periods, min_cases))
    n_compared, n_new, n_gone, left_out, observed, expected, variance, dispersion = (
        np.stack(columns, axis=1) for columns in zip(*judged, strict=True)
    )
    return PanelResult(
        alarms=_alarms(
            observed, expected, variance, dispersion, alpha, first,
            {
                "evaluate": evaluate, "baseline_periods": baseline_periods, "recent_periods_left_out": recent,
                "least_periods": least_periods, "alpha": alpha, "min_cases": min_cases,
            },
        ),
        n_compared=n_compared,
        n_new=n_new,
        n_gone=n_gone,
        left_out=left_out,
    )  # fmt: skip


class _Judged(NamedTuple):
    """One judged period of every series."""

    n_compared: NDArray[np.int64]
    n_new: NDArray[np.int64]
    n_gone: NDArray[np.int64]
    left_out: NDArray[np.int64]
    observed: NDArray[np.int64]
    expected: _Floats
    variance: _Floats
    dispersion: _Floats


def _judge(
    table: NDArray[np.int64], present: NDArray[np.bool_], course: _Floats, period: int, before: slice,
    least_periods: int, min_cases: int,
) -> _Judged:  # fmt: skip
    there, now = present[:, :, before], present[:, :, period]
    known = there.sum(axis=2) >= least_periods
    panel = now & known
    cases = np.where(panel[:, :, None], table[:, :, before], 0)
    exposure = there * course[:, None, before]
    usual = exposure.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(panel, cases.sum(axis=2) / usual, 0.0)
        of_rate = np.where(panel, rate / usual, 0.0)
    observed = np.where(panel, table[:, :, period], 0).sum(axis=1)
    ahead = course[:, period]
    n_cases = cases.sum(axis=(1, 2))
    expected = ahead * rate.sum(axis=1)
    unknowing = ahead**2 * of_rate.sum(axis=1)
    silent = n_cases == 0
    expected[silent] = (_HALF_A_CASE * ahead / course[:, before].sum(axis=1))[silent]
    dispersion = _dispersion(cases.sum(axis=1), exposure, rate, of_rate)
    variance = dispersion * (expected + unknowing)
    nothing = ~panel.any(axis=1) | (n_cases + observed < min_cases)
    for values in (expected, variance, dispersion):
        values[nothing] = np.nan
    return _Judged(
        n_compared=panel.sum(axis=1),
        n_new=(now & ~known).sum(axis=1),
        n_gone=(~now & known).sum(axis=1),
        left_out=np.where(now & ~known, table[:, :, period], 0).sum(axis=1),
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


def _alarms(
    observed: NDArray[np.int64], expected: _Floats, variance: _Floats, dispersion: _Floats, alpha: float,
    first: int, parameters: dict[str, Any],
) -> AlarmResult:  # fmt: skip
    known = ~np.isnan(expected)
    lower, upper, p_value = (np.full(expected.shape, np.nan) for _ in range(3))
    mean, spread = expected[known], variance[known] / expected[known]
    lower[known], upper[known] = quantile(alpha, mean, spread), quantile(1 - alpha, mean, spread)
    p_value[known] = probability_from(observed[known].astype(np.float64), mean, spread)
    return AlarmResult(
        observed=observed, expected=expected, lower=lower, upper=upper,
        score=score_of(observed, expected, upper), dispersion=dispersion,
        trend=np.full(expected.shape, np.nan), p_value=p_value, alarm=observed > upper,
        first_period_idx=first, method="panel_expected", parameters=parameters,
    )  # fmt: skip


def _checked(counts: Any, reporting: Any) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    table = by_source(counts)
    present = np.asarray(reporting)
    if present.dtype != np.bool_ or present.shape not in (table.shape, table.shape[1:]):
        raise BadArgument(
            f"reporting is {present.dtype} {present.shape}; it must be bool, (n_sources, n_periods) = "
            f"{table.shape[1:]} or like counts, {table.shape}"
        )
    present = np.broadcast_to(present, table.shape)
    wrong = (table > 0) & ~present
    if wrong.any():
        series, source, period = (int(i) for i in np.argwhere(wrong)[0])
        raise BadArgument(
            f"counts[{series}, {source}, {period}] is {table[series, source, period]}, but reporting says that "
            "the source was not there; correct one of them"
        )
    return table, present


def _course(usual: Any, shape: tuple[int, int]) -> _Floats:
    if usual is None:
        return np.ones(shape)
    try:
        course = np.broadcast_to(np.asarray(usual, dtype=np.float64), shape)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"usual must be numbers (n_series, n_periods) = {shape}") from error
    wrong = ~(np.isfinite(course) & (course > 0))
    if wrong.any():
        series, period = (int(i) for i in np.argwhere(wrong)[0])
        raise BadArgument(
            f"usual[{series}, {period}] is {course[series, period]}; it must be finite and above 0"
        )
    return course
