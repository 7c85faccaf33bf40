"""Which way does it move? The trend test of Mann and Kendall."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._results import ReadOnlyArrays
from ._threads import available_threads, run_in_threads
from ._trends_kernels import rises_and_ties
from .errors import BadArgument, TooLittleData


@dataclass(frozen=True)
class MannKendallResult(ReadOnlyArrays):
    """Trend of every series; arrays (n_series,), read-only. NaN where the values do not vary.

    Attributes
    ----------
    tau : S over its largest value without ties, n (n - 1) / 2, in [-1, 1].
    s : pairs in which the later value is larger, minus pairs in which it is smaller.
    z : S, one step nearer to 0, over its standard deviation with the correction for ties.
    p_value : two-sided, from the normal approximation.
    """

    tau: NDArray[np.float64]
    s: NDArray[np.int64]
    z: NDArray[np.float64]
    p_value: NDArray[np.float64]
    n_periods: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a series: polars or pandas take it in one call."""
        return {"tau": self.tau, "s": self.s, "z": self.z, "p_value": self.p_value}

    def __repr__(self) -> str:
        up = int(((self.p_value < 0.05) & (self.s > 0)).sum())
        down = int(((self.p_value < 0.05) & (self.s < 0)).sum())
        return (
            f"<MannKendallResult: {len(self.s):,} series × {self.n_periods} periods; "
            f"{up:,} rise and {down:,} fall at 5 %>"
        )


def mann_kendall(series: ArrayLike, *, n_threads: int | None = None) -> MannKendallResult:
    """Test every series for a steady rise or fall.

    Parameters
    ----------
    series : (n_series, n_periods) numbers, oldest period first; (n_periods,) is taken as one series.
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
    variance with ties. Periods are taken as independent: a series that remembers its own past shows trends
    too often (Hamed & Rao 1998).
    """
    values = as_series(series)
    if values.shape[1] < 4:
        raise TooLittleData(f"series has {values.shape[1]} period(s); a trend test needs at least 4")
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    n_series, n = values.shape
    s, ties = np.empty(n_series, np.int64), np.empty(n_series, np.int64)

    def compare(first: int, stop: int) -> None:
        rises_and_ties(values, first, stop, s, ties)

    run_in_threads(compare, n_series, threads)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = np.full(n_series, np.nan)
    np.divide(s - np.sign(s), np.sqrt(variance), out=z, where=variance > 0)
    return MannKendallResult(
        tau=np.where(variance > 0, s / (n * (n - 1) / 2), np.nan),
        s=s,
        z=z,
        p_value=2 * special.ndtr(-np.abs(z)),
        n_periods=n,
    )


def as_series(series: Any) -> NDArray[Any]:
    """Finite numbers as a fresh (n_series, n_periods) array, in the narrowest type that tells them apart."""
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
