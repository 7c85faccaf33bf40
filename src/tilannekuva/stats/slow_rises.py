"""Has it been creeping up, since when, and could that be chance? One answer a series, for the newest period."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._count_ratios import learned_ratio_interval
from ._cumulative_alarms_kernels import cumulate_known_ratio
from ._slow_rise_series import Series
from ._threads import available_threads, run_in_threads
from .cumulative_alarms import check_above, check_ratio, per_period
from .errors import BadArgument
from .slow_rise_result import SlowRiseResult

_Floats = NDArray[np.float64]

# Chance is tried until so many replicates are as large: enough to say that a p-value is not small.
_ENOUGH = 20
_FIRST_BATCH, _BATCH_GROWTH = 100, 4
# Numbers drawn at once; bounds the memory of a thread.
_LARGEST_BATCH = 20_000


def slow_rise(
    counts: ArrayLike,
    *,
    mean: ArrayLike,
    dispersion: ArrayLike = 1.0,
    detect_ratio: float = 1.5,
    known_cases: ArrayLike = np.inf,
    n_replicates: int = 99_999,
    confidence: float = 0.95,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> SlowRiseResult:
    """Judge the newest period of every series by the evidence that has gathered for a rise until now.

    Each period adds the logarithm of how much likelier its count is under a rise by `detect_ratio` than
    without one; below zero the sum begins anew, as in `cusum_negative_binomial`. Here no threshold is asked
    for: the sum that stands at the end is compared with those at the end of replicates without a rise, drawn
    with the same means and dispersions. So sparse series and busy ones are judged alike, and the many
    p-values of a city can be judged together (`benjamini_hochberg`).

    Parameters
    ----------
    counts : (n_series, n_periods) whole numbers >= 0, all of them judged; the last column is the newest.
    mean, dispersion : what is expected of every period, above 0, and variance over mean, at least 1; numbers
        that broadcast to the shape of `counts`. NaN where nothing is known: such a period is passed over.
    detect_ratio : the rise to look for, above 1.
    known_cases : how many cases the level of `mean` was learned from, above 0; a number, or one a series,
        (n_series,). Replicates draw a level as uncertain as that. Infinite: the level is known.
    n_replicates : the most that are drawn for one series, at least 99. Fewer where 20 of them are soon as large.
    confidence : of the interval of the ratio.
    rng : one 64-bit seed is drawn from it. What is drawn for a series depends on the seed and on the series
        alone, not on those beside it.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    SlowRiseResult.

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    The sum: Höhle & Paul (2008), Comput. Stat. Data Anal. 52, 4357–4368, section 2. Sequential Monte Carlo
    p-values: Besag & Clifford (1991), Biometrika 78, 301–304, with 20 as their h. Judging the sum by its own
    distribution rather than by a threshold, and the gamma-distributed level, are ours. Interval of the ratio: of
    two Poisson counts, the cases since then and those that the level was learned from (Przyborowski & Wilenski
    1940, Biometrika 31, 313-323), or of one where the level is known (Garwood 1936); counts are divided by the
    dispersion.
    """
    seen = check.check_counts(counts, rows="series")
    check_ratio(detect_ratio)
    if detect_ratio is None:
        raise BadArgument("detect_ratio is None; name a rise, such as 1.5")
    means, spreads = per_period("mean", mean, seen.shape), per_period("dispersion", dispersion, seen.shape)
    check_above("mean", means, 0.0, included=False)
    check_above("dispersion", spreads, 1.0, included=True)
    means[np.isnan(spreads)] = np.nan
    learned = _learned_from(known_cases, len(seen))
    n_replicates = check.check_whole("n_replicates", n_replicates, least=99)
    check.check_fraction("confidence", confidence)
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))

    n_series = len(seen)
    sums = _sums(seen, means, spreads, detect_ratio)
    statistic = np.where(np.isnan(sums[:, -1]), np.nan, sums[:, -1])
    first = _first_periods(sums)
    p_value, made = np.full(n_series, np.nan), np.zeros(n_series, np.int64)

    def judge(start: int, stop: int) -> None:
        for row in range(start, stop):
            if not np.isnan(statistic[row]):
                series = Series(seen[row], means[row], spreads[row], float(learned[row]))
                p_value[row], made[row] = _chance(
                    series, statistic[row], detect_ratio, n_replicates, series.stream(seed)
                )

    run_in_threads(judge, n_series, threads)
    since = np.arange(seen.shape[1]) >= np.where(first < 0, seen.shape[1], first)[:, np.newaxis]
    since &= ~np.isnan(means)
    observed = np.where(since, seen, 0).sum(axis=1)
    expected = np.where(since, means, 0.0).sum(axis=1)
    begun = expected > 0
    ratio = np.divide(observed, expected, out=np.full(n_series, np.nan), where=begun)
    # The variance of the sum over its mean.
    spread = np.divide(
        np.where(since, means * spreads, 0.0).sum(axis=1), expected, out=np.ones(n_series), where=begun
    )
    low, high = learned_ratio_interval(observed, expected, learned, confidence, dispersion=spread)
    return SlowRiseResult(
        statistic=statistic,
        first_period_idx=first,
        observed=observed,
        expected=expected,
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        p_value=p_value,
        n_replicates=made,
        detect_ratio=float(detect_ratio),
        confidence=float(confidence),
        seed=seed,
    )


def _sums(counts: NDArray[np.int64], mean: _Floats, dispersion: _Floats, ratio: float) -> _Floats:
    """The running sum of every series, never begun anew by an alarm; NaN where nothing is known."""
    sums, bound = np.full(counts.shape, np.nan), np.empty(counts.shape)
    never = np.full(len(counts), np.inf)
    cumulate_known_ratio(counts, mean, dispersion - 1, np.log(ratio), never, 0, len(counts), sums, bound)
    return sums


def _first_periods(sums: _Floats) -> NDArray[np.int64]:
    """Where the sum that stands at the end began: the period after it last stood at 0."""
    n_periods = sums.shape[1]
    # A period of which nothing is known neither ends nor begins a sum.
    at_zero = np.where(np.isnan(sums), False, sums == 0)
    from_the_end = np.argmax(at_zero[:, ::-1], axis=1)
    begun = np.where(at_zero.any(axis=1), n_periods - from_the_end, 0)
    known = ~np.isnan(sums) & (np.arange(n_periods) >= begun[:, np.newaxis])
    return np.where(known.any(axis=1), np.argmax(known, axis=1), -1)


def _chance(
    series: Series, statistic: float, ratio: float, most: int, chance: np.random.Generator
) -> tuple[float, int]:
    """The p-value, and how many replicates it took."""
    if statistic <= 0:
        return 1.0, 0
    made = as_large = 0
    batch = _FIRST_BATCH
    while made < most:
        batch = min(batch, most - made)
        drawn = series.replicates(batch, chance)
        # Laid out in full: the compiled loop takes one layout only.
        mean, dispersion = (
            np.ascontiguousarray(np.broadcast_to(row, drawn.shape))
            for row in (series.mean, series.dispersion)
        )
        ends = _sums(drawn, mean, dispersion, ratio)[:, -1]
        # As large but for rounding is as large.
        hits = np.flatnonzero(ends >= statistic * (1 - 1e-12))
        if as_large + len(hits) >= _ENOUGH:
            last = int(hits[_ENOUGH - as_large - 1]) + 1
            return _ENOUGH / (made + last), made + last
        made, as_large = made + batch, as_large + len(hits)
        batch = min(batch * _BATCH_GROWTH, _LARGEST_BATCH)
    return (1 + as_large) / (1 + made), made


def _learned_from(known_cases: Any, n_series: int) -> _Floats:
    check.check_plain("known_cases", known_cases)
    try:
        learned = np.broadcast_to(np.asarray(known_cases, dtype=np.float64), (n_series,)).copy()
    except (TypeError, ValueError) as error:
        raise BadArgument(f"known_cases must be a number, or one a series, ({n_series},)") from error
    wrong = ~(learned > 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadArgument(f"known_cases[{row}] is {learned[row]:g}; it must be above 0, or infinite")
    return learned
