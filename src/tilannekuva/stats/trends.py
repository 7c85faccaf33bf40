"""Which way does it move? The trend test of Mann and Kendall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._autocorrelation import variance_factors
from ._results import Result
from ._threads import available_threads, run_in_threads
from ._trends_kernels import rises_and_ties
from .errors import BadArgument, TooLittleData


@dataclass(frozen=True, eq=False)
class MannKendallResult(Result):
    """Trend of every series; arrays (n_series,), read-only. NaN where the values do not vary.

    Attributes
    ----------
    tau : S over its largest value without ties, n (n - 1) / 2, in [-1, 1].
    tau_low, tau_high : its interval at `confidence`.
    s : pairs in which the later value is larger, minus pairs in which it is smaller.
    z : S, one step nearer to 0, over its standard deviation with the correction for ties.
    p_value : two-sided, from the normal approximation.
    variance_factor : by which autocorrelation multiplied the variance of S; 1 where it was not looked at, NaN
        where it left none and nothing can be said.
    """

    tau: NDArray[np.float64]
    tau_low: NDArray[np.float64]
    tau_high: NDArray[np.float64]
    s: NDArray[np.int64]
    z: NDArray[np.float64]
    p_value: NDArray[np.float64]
    variance_factor: NDArray[np.float64]
    n_periods: int
    confidence: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a series: polars or pandas take it in one call."""
        names = ("tau", "tau_low", "tau_high", "s", "z", "p_value", "variance_factor")
        return {name: getattr(self, name) for name in names}

    def __repr__(self) -> str:
        up = int(((self.p_value < 0.05) & (self.s > 0)).sum())
        down = int(((self.p_value < 0.05) & (self.s < 0)).sum())
        return (
            f"<MannKendallResult: {len(self.s):,} series × {self.n_periods} periods; "
            f"{up:,} rise and {down:,} fall at 5 %>"
        )


def mann_kendall(
    series: ArrayLike,
    *,
    autocorrelation: Literal["none", "hamed_rao"] = "none",
    confidence: float = 0.95,
    n_threads: int | None = None,
) -> MannKendallResult:
    """Test every series for a steady rise or fall.

    Parameters
    ----------
    series : (n_series, n_periods) numbers, oldest period first; (n_periods,) is taken as one series.
    autocorrelation : "none" takes periods as independent; "hamed_rao" widens (or narrows) the spread by what
        the series remembers of its own past, which needs a few dozen periods to be known at all.
    confidence : of the interval of tau.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    MannKendallResult with arrays (n_series,).

    Raises
    ------
    BadArgument : not numbers, or values that are not finite.
    TooLittleData : fewer than 4 periods, with which no trend can be told from chance.

    Source
    ------
    Mann (1945), Econometrica 13, 245–259; Kendall (1975), Rank Correlation Methods, section 4.9 for the
    variance with ties. A series that remembers its own past shows trends too often: Hamed & Rao (1998), Journal
    of Hydrology 204, 182–196, equations 14 to 16, multiply the variance by 1 + 2 S((n - i)(n - i - 1)(n - i - 2)
    r(i)) / (n (n - 1) (n - 2)) over the lags i at which r(i), the autocorrelation of the ranks after the median
    slope (Theil, Sen) is taken away, differs from 0 at 5 %. As `hamed_rao_modification_test` of pymannkendall;
    where the factor is not above 0 the result is NaN. Interval of tau: the variance of Noether (1967), as in
    Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, section 8.3, times the same factor.
    What differs: the part of it that is 1 - tau^2 is taken at the ends of the interval and not in its middle, as
    Wilson (1927) did for shares, so that a series that rises without a break has an interval too.
    """
    check.check_fraction("confidence", confidence)
    check.check_choice("autocorrelation", autocorrelation, ("none", "hamed_rao"))
    values = as_series(series)
    if values.shape[1] < 4:
        raise TooLittleData(f"series has {values.shape[1]} period(s); a trend test needs at least 4")
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    n_series, n = values.shape
    s, ties, squares, equal = np.empty((4, n_series), np.int64)

    def compare(first: int, stop: int) -> None:
        rises_and_ties(values, first, stop, s, ties, squares, equal)

    run_in_threads(compare, n_series, threads)
    independent = (n * (n - 1) * (2 * n + 5) - ties) / 18
    factor = np.ones(n_series) if autocorrelation == "none" else variance_factors(values)
    variance = independent * factor
    z = np.full(n_series, np.nan)
    np.divide(s - np.sign(s), np.sqrt(variance), out=z, where=variance > 0)
    tau = np.where(independent > 0, s / (n * (n - 1) / 2), np.nan)
    low, high = _tau_interval(tau, squares, equal, n, confidence, factor)
    return MannKendallResult(
        tau=tau,
        tau_low=low,
        tau_high=high,
        s=s,
        z=z,
        p_value=2 * special.ndtr(-np.abs(z)),
        variance_factor=factor,
        n_periods=n,
        confidence=float(confidence),
    )


def _tau_interval(
    tau: NDArray[np.float64], squares: NDArray[np.int64], equal: NDArray[np.int64], n: int, confidence: float,
    factor: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Where (tau - t)^2 = z^2 (a + b (u - t^2)): between periods, and within pairs of which the share u differ."""
    z2 = float(special.ndtri((1 + confidence) / 2)) ** 2 * factor
    between = squares / (n - 1) ** 2 / n - tau**2
    a = 4 * (n - 2) / (n * (n - 1)) * np.maximum(between, 0.0)
    b = 2 / (n * (n - 1))
    unequal = 1 - equal / (n * (n - 1) / 2)
    # t^2 (1 + z^2 b) - 2 tau t + tau^2 - z^2 (a + b u) = 0
    curve = 1 + z2 * b
    reach = np.sqrt(np.maximum(tau**2 - curve * (tau**2 - z2 * (a + b * unequal)), 0.0))
    # Tau lies between the ends, which rounding must not undo.
    low, high = np.minimum((tau - reach) / curve, tau), np.maximum((tau + reach) / curve, tau)
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def as_series(series: Any) -> NDArray[Any]:
    """Finite numbers as a fresh (n_series, n_periods) array, in the narrowest type that tells them apart."""
    check.check_plain("series", series)
    try:
        values = np.atleast_2d(np.asarray(series))
        numeric = values.dtype.kind in "iuf"
    except ValueError:  # rows of different lengths
        numeric = False
    if not numeric or values.ndim != 2:
        raise BadArgument("series must be numbers (n_series, n_periods), every row equally long")
    if values.dtype.kind == "f":
        wrong = ~np.isfinite(values)
        if wrong.any():
            row, period = (int(i) for i in np.argwhere(wrong)[0])
            raise BadArgument(
                f"series[{row}, {period}] is {values[row, period]}; fill unknown periods or leave the row out"
            )
        return np.ascontiguousarray(values, dtype=np.float64)
    # Comparisons of small counts go 32 at a time.
    for narrow in (np.int16, np.int64):
        limits = np.iinfo(narrow)
        if not values.size or (values.min() >= limits.min and values.max() <= limits.max):
            return np.ascontiguousarray(values, dtype=narrow)
    raise BadArgument("series holds whole numbers beyond 64 bits")
