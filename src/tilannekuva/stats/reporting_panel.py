"""Did more happen, or did more report? Like is compared with like when sources come and go."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._count_distributions import probability_from, quantile
from ._panel_judging import Panel, judge
from .alarm_result import AlarmResult, score_of
from .errors import BadArgument, TooLittleData
from .panel_result import PanelResult
from .reporting_sources import by_source

_Floats = NDArray[np.float64]


def panel_expected(
    counts: ArrayLike,
    reporting: ArrayLike,
    *,
    evaluate: int = 1,
    window: int = 1,
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
    evaluate : how many of the last windows to judge, each ending one period before the next.
    window : how many periods are judged together, as one sum. A source that was there in a part of them is
        expected to report in that part.
    baseline_periods, recent_periods_left_out : a window is compared with so many periods, after leaving out
        so many just before it, so that a rise under way does not become the normal.
    least_periods : a source with fewer periods in the baseline is new, and left out.
    usual : (n_series, n_periods) above 0, the course of season and trend, in any unit: such as `expected` of
        the whole city. None: the same in all periods.
    alpha : probability of a count above the band, in (0, 0.5).
    min_cases : with fewer cases in baseline and judged window together there is nothing to say: NaN.

    Returns
    -------
    PanelResult.

    Raises
    ------
    BadArgument : see the messages; among them, cases where `reporting` is False.
    TooLittleData : fewer periods than baseline, gap and judged windows together.

    Source
    ------
    The matched panel of index numbers: growth is measured on those who report both times (ILO et al. 2004,
    Consumer Price Index Manual, chapter 7). Written out: source s with C cases while the usual course summed
    to U has the rate C / U, and the panel's expectation is S(u C / U), u being the usual of those judged
    periods in which the source was there. The counts around it have a variance of d (m + S(u^2 C / U^2)): of
    the count, and of not knowing the rates. The dispersion d is Pearson's over the baseline, at least 1; the band is negative binomial.
    """
    table, present = _checked(counts, reporting)
    n_series, _, n_periods = table.shape
    evaluate = check.check_whole("evaluate", evaluate, least=1)
    window = check.check_whole("window", window, least=1)
    baseline_periods = check.check_whole("baseline_periods", baseline_periods, least=2)
    recent = check.check_whole("recent_periods_left_out", recent_periods_left_out)
    least_periods = check.check_whole("least_periods", least_periods, least=1)
    min_cases = check.check_whole("min_cases", min_cases)
    check.check_fraction("alpha", alpha, top=0.5)
    panel = Panel(table, present, _course(usual, (n_series, n_periods)))
    needed = baseline_periods + recent + window + evaluate - 1
    if n_periods < needed:
        raise TooLittleData(
            f"counts has {n_periods} periods; judging {evaluate} of length {window} with a baseline of "
            f"{baseline_periods} and {recent} left out needs {needed}. Lower one of them"
        )

    judged = []
    for end in range(n_periods - evaluate + 1, n_periods + 1):
        gap = end - window - recent
        before = slice(gap - baseline_periods, gap)
        judged.append(
            judge(panel, slice(end - window, end), before, least_periods=least_periods, min_cases=min_cases)
        )
    compared, n_new, n_gone, left_out, missing, observed, expected, variance, dispersion = (
        np.stack(columns, axis=1) for columns in zip(*judged, strict=True)
    )
    return PanelResult(
        alarms=_alarms(
            observed, expected, variance, dispersion, alpha, n_periods - evaluate,
            {
                "evaluate": evaluate, "window": window, "baseline_periods": baseline_periods,
                "recent_periods_left_out": recent, "least_periods": least_periods, "alpha": alpha,
                "min_cases": min_cases,
            },
        ),
        compared=compared,
        n_new=n_new,
        n_gone=n_gone,
        left_out=left_out,
        missing=missing,
    )  # fmt: skip


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
    check.check_plain("reporting", reporting, may_be_truth=True)
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
    check.check_plain("usual", usual)
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
