"""Counts as they will be when all reports have come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._count_distributions import probability_from
from ._results import Result

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NowcastResult(Result):
    """Counts as they will be when all reports have come in; arrays (n_series, n_periods), read-only.

    NaN where too little is known about delays to say.

    Attributes
    ----------
    observed : reported so far.
    estimate : mean of the final count; the observed one where reports are complete.
    lower, upper : between them the final count lies with `confidence`.
    reported_share : expected share of the final count that has been reported by now.
    dispersion : variance over mean of what is still to come, at least 1.
    delay_dispersion : (n_series,) variance of the reports by delay over that of a multinomial.
    """

    observed: NDArray[np.int64]
    estimate: _Floats
    lower: _Floats
    upper: _Floats
    reported_share: _Floats
    dispersion: _Floats
    delay_dispersion: _Floats
    max_delay: int
    confidence: float

    def chance_above(self, bound: ArrayLike) -> _Floats:
        """The probability that the final count is above `bound`, which broadcasts to (n_series, n_periods).

        So a period is judged before its reports are complete: with `upper` of a method of alarm.
        """
        missing: _Floats = np.floor(np.asarray(bound, dtype=np.float64)) + 1.0 - self.observed
        to_come = self.estimate - self.observed
        open_still = to_come > 0
        chance = np.where(missing <= 0, 1.0, 0.0)
        chance[open_still] = probability_from(
            np.broadcast_to(missing, to_come.shape)[open_still],
            to_come[open_still],
            self.dispersion[open_still],
        )
        chance[np.isnan(self.estimate) | np.isnan(missing)] = np.nan
        return chance

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """A long table, one row for each series and period: polars or pandas take it in one call."""
        n_series, n_periods = self.observed.shape
        names = ("observed", "estimate", "lower", "upper", "reported_share", "dispersion")
        return {
            "series_idx": np.repeat(np.arange(n_series), n_periods),
            "period_idx": np.tile(np.arange(n_periods), n_series),
            **{name: getattr(self, name).ravel() for name in names},
        }

    def __repr__(self) -> str:
        n_series, n_periods = self.observed.shape
        newest = ""
        if n_series == 1:
            newest = (
                f"; newest {self.observed[0, -1]:,} reported, {self.estimate[0, -1]:,.1f} expected in the end "
                f"({self.lower[0, -1]:,.0f} to {self.upper[0, -1]:,.0f})"
            )
        return f"<NowcastResult: {n_series:,} series × {n_periods:,} periods, delays up to {self.max_delay}{newest}>"
