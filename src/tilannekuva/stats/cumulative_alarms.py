"""Is it creeping up? Alarms that add up small excesses over many periods."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._cumulative_alarms_kernels import cumulate_known_ratio, cumulate_unknown_ratio
from ._threads import available_threads, run_in_threads
from .alarm_result import AlarmResult
from .errors import BadArgument, TooLittleData

_Floats = NDArray[np.float64]


def cusum_negative_binomial(
    counts: ArrayLike,
    *,
    evaluate: int = 52,
    mean: ArrayLike,
    dispersion: ArrayLike,
    detect_ratio: float | None,
    threshold: ArrayLike,
    window: int | None = None,
    n_threads: int | None = None,
) -> AlarmResult:
    """Judge the last periods of every series by the cumulated evidence for a lasting rise.

    Every period adds the logarithm of how much likelier its count is under a rise than without one; below
    zero the sum begins anew, and from the threshold on it is an alarm, after which it also begins anew. Slow
    rises are seen, which no period shows alone. The expectation must be given: this method does not learn it.

    Parameters
    ----------
    counts : (n_series, n_periods) whole numbers >= 0; the last column is the newest period.
    evaluate : how many of the last periods to judge; the sum starts from 0 before the first of them.
    mean : what is expected of each judged period, above 0: a number, or an array that broadcasts to
        (n_series, evaluate), such as `expected` of a result of `farrington_flexible`; one value a series is
        (n_series, 1). NaN where nothing is known: such a period is passed over.
    dispersion : variance over mean, at least 1, of the same shapes. 1 is the Poisson distribution; above, the
        negative binomial, of which the size mean / (dispersion - 1) stays as it is under a rise.
    detect_ratio : the rise to look for, as mean under the rise over `mean`, above 1. None: any rise, its
        ratio and its beginning being those that fit best (generalised likelihood ratio).
    threshold : above 0, on the scale of natural logarithms; a number, or one a series, (n_series, 1).
        `cusum_threshold` finds the one that raises a false alarm so and so seldom.
    window : with `detect_ratio=None`, how many periods back the rise may have begun; None: no limit.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    AlarmResult with arrays (n_series, evaluate). `score` is the statistic over the threshold, from 1 on an
    alarm; `upper` the largest count that would not have been an alarm, given the periods before; `lower` 0;
    `trend` and `p_value` are NaN.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : fewer periods than are to be judged.

    Source
    ------
    Höhle & Paul (2008), Comput. Stat. Data Anal. 52, 4357–4368, sections 2 and 3, without their estimation
    of the mean; as `algo.glrnb` of the R package surveillance, whose alpha is (dispersion - 1) / mean, and
    whose bound for a known ratio is the real number between `upper` and `upper` + 1. There the windowed
    Poisson case leaves out rises of a single period; here no case does.
    """
    history = check.check_counts(counts, rows="series")
    evaluate = check.check_whole("evaluate", evaluate, least=1)
    if history.shape[1] < evaluate:
        raise TooLittleData(f"counts has {history.shape[1]} periods; {evaluate} are to be judged")
    check_ratio(detect_ratio)
    reach = evaluate if window is None else min(check.check_whole("window", window, least=1), evaluate)
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    observed = history[:, history.shape[1] - evaluate :]
    expected = per_period("mean", mean, observed.shape)
    spread = per_period("dispersion", dispersion, observed.shape)
    limits = per_period("threshold", threshold, (len(history), 1))[:, 0]
    check_above("mean", expected, 0.0, included=False)
    check_above("dispersion", spread, 1.0, included=True)
    check_above("threshold", limits, 0.0, included=False)
    if np.isnan(limits).any():
        raise BadArgument("threshold is NaN; leave out the series that have none")
    expected[np.isnan(spread)] = np.nan
    spread[np.isnan(expected)] = np.nan

    statistic, upper = cumulated(observed, expected, spread, detect_ratio, limits, reach, threads)
    return AlarmResult(
        observed=observed,
        expected=expected,
        lower=np.where(np.isnan(expected), np.nan, 0.0),
        upper=upper,
        score=statistic / limits[:, None],
        dispersion=spread,
        trend=np.full(observed.shape, np.nan),
        p_value=np.full(observed.shape, np.nan),
        alarm=observed > upper,
        first_period_idx=history.shape[1] - evaluate,
        method="cusum_negative_binomial",
        parameters={
            "evaluate": evaluate, "detect_ratio": detect_ratio, "window": window,
            "threshold": float(limits[0]) if np.ndim(threshold) == 0 and limits.size else limits.tolist(),
        },
    )  # fmt: skip


def cumulated(
    observed: NDArray[np.int64], expected: _Floats, dispersion: _Floats, detect_ratio: float | None,
    thresholds: _Floats, window: int, n_threads: int,
) -> tuple[_Floats, _Floats]:  # fmt: skip
    """Statistic and largest count without an alarm; both NaN where nothing is expected."""
    statistic, upper = np.full(observed.shape, np.nan), np.full(observed.shape, np.nan)
    excess = dispersion - 1
    if detect_ratio is not None:

        def cumulate(first: int, stop: int) -> None:
            cumulate_known_ratio(
                observed, expected, excess, np.log(detect_ratio), thresholds, first, stop, statistic, upper
            )
    else:
        # Where one dispersion holds for all periods, the most likely ratio needs no search.
        steady = np.fmin.reduce(excess, axis=1) == np.fmax.reduce(excess, axis=1)

        def cumulate(first: int, stop: int) -> None:
            cumulate_unknown_ratio(
                observed, expected, excess, thresholds, window, steady, first, stop, statistic, upper
            )

    run_in_threads(cumulate, len(observed), n_threads)
    return statistic, upper


def check_ratio(detect_ratio: float | None) -> None:
    if detect_ratio is None:
        return
    check.check_positive("detect_ratio", detect_ratio)
    if not 1 < detect_ratio < np.inf:
        raise BadArgument(
            f"detect_ratio is {detect_ratio!r}; it must be above 1: the mean under the rise over the usual mean"
        )


def per_period(name: str, value: Any, shape: tuple[int, ...]) -> _Floats:
    """Numbers as a fresh float64 array of this shape."""
    check.check_plain(name, value)
    try:
        return np.broadcast_to(np.asarray(value, dtype=np.float64), shape).copy()
    except (TypeError, ValueError) as error:
        size = ", ".join(map(str, shape))
        raise BadArgument(f"{name} must be a number, or numbers that broadcast to ({size})") from error


def check_above(name: str, values: _Floats, least: float, *, included: bool) -> None:
    """NaN passes: it says that there is nothing to say."""
    with np.errstate(invalid="ignore"):
        wrong = (values < least) | np.isinf(values) | ((values == least) & (not included))
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        limit = f"at least {least:g}" if included else f"above {least:g}"
        raise BadArgument(
            f"{name}[{', '.join(map(str, where))}] is {values[where]:g}; it must be finite and {limit}"
        )
