"""What slow rises amount to until now."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SlowRiseResult(Result):
    """Cumulated evidence for a rise that goes on now. Arrays are (n_series,), read-only.

    Attributes
    ----------
    statistic : the sum of log likelihood ratios since it last stood at 0, natural logarithms; NaN where
        nothing is known of the newest period.
    first_period_idx : the column of the input in which that sum began; -1 where it stands at 0.
    observed, expected : cases since then, and what was expected of the same periods.
    ratio, ratio_low, ratio_high : observed / expected, and the interval of the rise that lasted as long at
        `confidence`, allowing for the dispersion and for how well the level is known; NaN where the sum stands at 0.
        The beginning is chosen as the one that speaks most for a rise: where there is none or it is slight the
        ratio is too high and so are both ends.
    p_value : Monte Carlo, how often a series without a rise ends with a sum as large; NaN with the statistic.
    n_replicates : how many replicates that took.
    """

    statistic: _Floats
    first_period_idx: NDArray[np.int64]
    observed: NDArray[np.int64]
    expected: _Floats
    ratio: _Floats
    ratio_low: _Floats
    ratio_high: _Floats
    p_value: _Floats
    n_replicates: NDArray[np.int64]
    detect_ratio: float
    confidence: float
    seed: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a series: polars or pandas take it in one call."""
        arrays = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in arrays.items() if isinstance(value, np.ndarray)}

    def __repr__(self) -> str:
        rising = int((self.p_value <= 0.01).sum())
        smallest = np.nanmin(self.p_value) if np.isfinite(self.p_value).any() else np.nan
        return (
            f"<SlowRiseResult: {len(self.p_value):,} series, {rising:,} with p at most 0.01, "
            f"smallest p = {smallest:.3g}>"
        )
