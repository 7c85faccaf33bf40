"""What the evaluation of a measure says."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

_Floats = NDArray[np.float64]
_BY_OUTCOME = (
    "observed", "expected", "ratio", "ratio_low", "ratio_high", "difference", "difference_low",
    "difference_high", "p_value", "dispersion", "pre_trend_ratio", "pre_trend_p_value", "enough",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class EffectResult(Result):
    """What happened where something was done, and what would have without it. Arrays are (n_outcomes,), read-only.

    Attributes
    ----------
    observed : events in the treated units after the measure began.
    expected : what would have been expected of them without it.
    ratio, ratio_low, ratio_high : observed / expected and its interval at `confidence`; 0.8 is a fall by 20 %.
    difference, difference_low, difference_high : observed - expected, in events.
    p_value : two-sided, of no effect.
    dispersion : variance over mean of the counts, from how differently units changed. NaN where the method
        does not use one.
    pre_trend_ratio, pre_trend_p_value : the same comparison within the time before, where no effect can be: a
        ratio far from 1 says that the comparison is not a fair one. NaN where there is too little to say.
    enough : False where there are too few events or units to say anything of an effect; intervals and p-value
        are NaN then.
    weights : (n_units,) how much each unit stands in for the treated ones; treated units have 0.
    placebo_ratios : (n_placebos, n_outcomes) ratios where nothing was done; empty without placebos.
    largest_imbalance : the largest difference left before the measure between the treated and what stands in
        for them, over one quantity and period, in standard deviations of the units' mean; NaN where nothing
        was balanced.
    """

    method: str
    observed: NDArray[np.int64]
    expected: _Floats
    ratio: _Floats
    ratio_low: _Floats
    ratio_high: _Floats
    difference: _Floats
    difference_low: _Floats
    difference_high: _Floats
    p_value: _Floats
    dispersion: _Floats
    pre_trend_ratio: _Floats
    pre_trend_p_value: _Floats
    enough: NDArray[np.bool_]
    n_treated: int
    n_comparison: int
    n_before: int
    n_after: int
    confidence: float
    weights: _Floats = field(repr=False)
    placebo_ratios: _Floats = field(repr=False)
    largest_imbalance: float
    seed: int | None

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row an outcome: polars or pandas take it in one call."""
        return {name: getattr(self, name) for name in _BY_OUTCOME}

    def __repr__(self) -> str:
        about = (
            f"<EffectResult by {self.method}: {self.n_treated:,} treated and {self.n_comparison:,} other units, "
            f"{self.n_before} periods before and {self.n_after} after; "
        )
        return about + "; ".join(self._outcome(row) for row in range(len(self.ratio))) + ">"

    def _outcome(self, row: int) -> str:
        seen = f"{self.observed[row]:,} seen, {self.expected[row]:,.1f} expected"
        if not self.enough[row]:
            return f"{seen}, too few to say"
        change, low, high = (
            f"{100 * (value - 1):+.0f} %"
            for value in (self.ratio[row], self.ratio_low[row], self.ratio_high[row])
        )
        return f"{seen}, {change} ({low} to {high}), p = {self.p_value[row]:.3g}"
