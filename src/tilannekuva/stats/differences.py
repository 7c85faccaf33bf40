"""Did the measure work? Before and after, where something was done and where nothing was."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from .effect_result import EffectResult
from .errors import BadArgument, TooLittleData

_Floats = NDArray[np.float64]
# Below, a ratio of counts has no usable normal approximation.
_ENOUGH = 5


def difference_in_differences(
    treated: ArrayLike, comparison: ArrayLike, *, n_before: int, confidence: float = 0.95
) -> EffectResult:
    """Compare the change of treated units with that of units where nothing was done.

    Parameters
    ----------
    treated, comparison : (n_units, n_periods) whole numbers >= 0, oldest period first; (n_periods,) is taken
        as one unit. Periods of one length, the same in both.
    n_before : how many of the periods lie before the measure, at least 1 and fewer than all.
    confidence : of the intervals.

    Returns
    -------
    EffectResult with arrays (1,). `ratio` is the ratio of ratios (after over before, treated over comparison),
    `expected` what the treated units would have had if they had changed as the others, `difference` the
    events less or more than that. The pre-trend compares the second half of the time before with the first in
    the same way. Not `enough`: fewer than 5 events in the treated units before or expected after, or in the
    comparison before or after; or fewer than 3 units in all.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : no unit, or no period before or after.

    Source
    ------
    The ratio of ratios of counts: Wilson (2022), J. Quant. Criminol. 38, 323–341. The variance of the events
    after around a mean m is dispersion * (m + m² (1/b + 1/c + 1/d)), with b, c, d the events of the other three
    totals; the interval holds all ratios whose m the events after do not contradict (a score interval, Wilson
    1927, JASA 22, 209–212; his log-normal one has none where nothing happened after). The dispersion is Pearson's of the binomial model "which
    share of a unit's events came after", one share a group, over units (McCullagh & Nelder 1989, Generalized
    Linear Models, section 4.5): so units are the clusters, whatever goes on among their periods. It is taken as
    at least 1, and Student's t with n_units - 2 degrees of freedom stands for the normal.

    It holds if the units would have changed by the same factor: see the pre-trend, and choose comparison units
    before looking at what came after.
    """
    there, elsewhere = _checked("treated", treated), _checked("comparison", comparison)
    if there.shape[1] != elsewhere.shape[1]:
        raise BadArgument(
            f"treated has {there.shape[1]} periods and comparison {elsewhere.shape[1]}; give the same periods"
        )
    n_before = check_split(n_before, there.shape[1])
    check.check_fraction("confidence", confidence)
    before_after = (_summed(there, n_before), _summed(elsewhere, n_before))
    effect = _compare(*before_after, confidence)
    trend = _Comparison.unknown(np.nan)
    if n_before >= 2:
        first = n_before // 2
        # The middle one of an odd number of periods is left out: both halves are then equally long.
        halves = [
            np.column_stack([units[:, :first].sum(axis=1), units[:, n_before - first : n_before].sum(axis=1)])
            for units in (there, elsewhere)
        ]
        trend = _compare(halves[0], halves[1], confidence)
    n_units = len(there) + len(elsewhere)
    return EffectResult(
        method="difference in differences",
        observed=np.array([before_after[0][:, 1].sum()]),
        expected=np.array([effect.expected]),
        ratio=np.array([effect.ratio]),
        ratio_low=np.array([effect.ratio_low]),
        ratio_high=np.array([effect.ratio_high]),
        difference=np.array([effect.difference]),
        difference_low=np.array([effect.difference_low]),
        difference_high=np.array([effect.difference_high]),
        p_value=np.array([effect.p_value]),
        dispersion=np.array([effect.dispersion]),
        pre_trend_ratio=np.array([trend.ratio if trend.enough else np.nan]),
        pre_trend_p_value=np.array([trend.p_value]),
        enough=np.array([effect.enough]),
        n_treated=len(there),
        n_comparison=len(elsewhere),
        n_before=n_before,
        n_after=there.shape[1] - n_before,
        confidence=float(confidence),
        weights=np.zeros(n_units),
        placebo_ratios=np.empty((0, 1)),
        largest_imbalance=np.nan,
        seed=None,
    )


@dataclass(frozen=True)
class _Comparison:
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    difference: float
    difference_low: float
    difference_high: float
    p_value: float
    dispersion: float
    enough: bool

    @classmethod
    def unknown(cls, expected: float, *, ratio: float = np.nan, difference: float = np.nan) -> _Comparison:
        return cls(expected, ratio, np.nan, np.nan, difference, np.nan, np.nan, np.nan, np.nan, enough=False)


def _compare(treated: NDArray[np.int64], comparison: NDArray[np.int64], confidence: float) -> _Comparison:
    """Of (n_units, 2) events before and after."""
    (before, after), (other_before, other_after) = treated.sum(axis=0), comparison.sum(axis=0)
    expected = before * other_after / other_before if other_before else np.nan
    ratio = after / expected if expected else np.nan
    freedom = len(treated) + len(comparison) - 2
    if freedom < 1 or not min(before, other_before, other_after, expected) >= _ENOUGH:
        return _Comparison.unknown(expected, ratio=ratio, difference=after - expected)
    dispersion = _dispersion([treated, comparison], freedom)
    width = float(special.stdtrit(freedom, (1 + confidence) / 2))
    others = 1 / before + 1 / other_before + 1 / other_after
    low, high = _without(float(after), width**2 * dispersion, others)
    error = float(np.sqrt(dispersion * (expected + expected**2 * others)))
    return _Comparison(
        expected=float(expected),
        ratio=float(ratio),
        ratio_low=low / expected,
        ratio_high=high / expected,
        difference=float(after - expected),
        difference_low=float(after - expected - width * error),
        difference_high=float(after - expected + width * error),
        p_value=float(2 * special.stdtr(freedom, -abs(after - expected) / error)),
        dispersion=dispersion,
        enough=True,
    )


def _without(after: float, spread: float, others: float) -> tuple[float, float]:
    """The means m that `after` could come from: (after - m)² <= spread * (m + m² * others)."""
    a, b = 1 - spread * others, 2 * after + spread
    root = np.sqrt(max(b**2 - 4 * a * after**2, 0.0))
    low = 2 * after**2 / (b + root)
    return float(low), float((b + root) / (2 * a)) if a > 0 else np.inf


def _dispersion(groups: list[NDArray[np.int64]], freedom: int) -> float:
    """Pearson's, of the share of every unit's events that came after; at least 1."""
    total = 0.0
    for units in groups:
        n_events = units.sum(axis=1).astype(np.float64)
        share = units[:, 1].sum() / n_events.sum()
        variance = n_events * share * (1 - share)
        some = variance > 0
        # Summed without rounding, so that the order of the units does not matter.
        total += math.fsum((units[some, 1] - n_events[some] * share) ** 2 / variance[some])
    return max(total / freedom, 1.0)


def check_split(n_before: Any, n_periods: int) -> int:
    """The number of periods before, with at least one on either side."""
    whole = check.check_whole("n_before", n_before, least=1)
    if whole >= n_periods:
        raise TooLittleData(f"n_before is {whole} of {n_periods} periods; at least one must lie after")
    return whole


def _checked(name: str, counts: Any) -> NDArray[np.int64]:
    check.check_plain(name, counts)
    try:
        return check.check_counts(np.atleast_2d(np.asarray(counts)), rows="units")
    except BadArgument as error:
        raise BadArgument(f"{name}: {error}") from error
    except ValueError as error:
        raise BadArgument(f"{name} must be numbers (units, periods), every row equally long") from error


def _summed(units: NDArray[np.int64], n_before: int) -> NDArray[np.int64]:
    if not units.size:
        raise TooLittleData("there is no unit on one side; a comparison needs treated and other units")
    return np.column_stack([units[:, :n_before].sum(axis=1), units[:, n_before:].sum(axis=1)])
