"""From windows to clusters: which of them to report, and how surprising they are."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._count_ratios import ratio_interval, risk_interval
from ._scan_windows import Window
from ._scan_zones import Space
from .scan_result import Cluster

_EULER = 0.5772156649015329
_SAME = 1e-9  # replicate ratios this close, relatively, to the observed count as equal to it


def without_overlap(
    windows: Iterable[Window], space: Space, place_idx: NDArray[np.int64], n_periods: int
) -> Iterator[tuple[Window, NDArray[np.int64]]]:
    """Windows that share no location and period with an earlier one, and their locations, nearest first."""
    is_place = np.zeros(len(space.xyz), np.bool_)
    is_place[place_idx] = True
    taken = np.zeros((len(space.xyz), n_periods), np.bool_)
    for window in windows:
        periods = slice(window.first_period_idx, window.last_period_idx + 1)
        members = place_idx[window.place_idx]
        if taken[members, periods].any():
            continue
        distance = np.sqrt(((space.xyz - space.xyz[window.centre_idx]) ** 2).sum(axis=1))
        inside = ~is_place & (distance <= window.distance + space.tie)
        inside[members] = True
        idx = np.flatnonzero(inside)
        if taken[idx, periods].any():
            continue
        taken[idx, periods] = True
        yield window, idx[np.argsort(distance[idx], kind="stable")]


@dataclass(frozen=True)
class Chance:
    """What windows are judged by: the largest ratios of the replicates."""

    maxima: NDArray[np.float64]
    n_cases: float
    when: str
    confidence: float

    def judged(
        self, window: Window, location_idx: NDArray[np.int64], centre_idx: int, radius_m: float
    ) -> Cluster:
        ratio = window.log_likelihood_ratio
        risk_low, risk_high = self._risk_interval(window.observed, window.expected)
        p_value = (1 + self.n_as_large(ratio)) / (1 + self.maxima.size)
        return Cluster(
            location_idx=tuple(location_idx.tolist()),
            first_period_idx=window.first_period_idx,
            last_period_idx=window.last_period_idx,
            observed=window.observed,
            expected=window.expected,
            log_likelihood_ratio=ratio,
            p_value=p_value,
            gumbel_p_value=_gumbel_p_value(ratio, self.maxima),
            recurrence_interval_periods=1 / p_value if self.when == "prospective" else math.nan,
            relative_risk=self._relative_risk(window.observed, window.expected),
            relative_risk_low=risk_low,
            relative_risk_high=risk_high,
            radius_m=radius_m,
            centre_idx=centre_idx,
        )

    def n_as_large(self, ratio: float) -> int:
        return int(as_large(self.maxima, ratio).sum())

    def _relative_risk(self, observed: int, expected: float) -> float:
        """Inside over outside; inside over expected where the total is not held fixed."""
        if math.isinf(self.n_cases):
            return observed / expected
        outside = self.n_cases - observed
        return observed / expected * (self.n_cases - expected) / outside if outside else math.inf

    def _risk_interval(self, observed: int, expected: float) -> tuple[float, float]:
        if math.isinf(self.n_cases):
            low, high = ratio_interval(observed, expected, self.confidence)
            return float(low), float(high)
        return risk_interval(observed, expected, self.n_cases, self.confidence)


def as_large(maxima: NDArray[np.float64], ratio: float) -> NDArray[np.bool_]:
    """Which of the maxima are as large as the ratio, or differ by rounding alone."""
    return maxima >= ratio * (1 - _SAME)


def _gumbel_p_value(ratio: float, maxima: NDArray[np.float64]) -> float:
    """The upper tail at `ratio` of the Gumbel distribution with the mean and spread of the maxima."""
    spread = float(maxima.std(ddof=1)) if maxima.size > 1 else 0.0
    if spread == 0:
        return math.nan
    scale = spread * math.sqrt(6) / math.pi
    location = float(maxima.mean()) - _EULER * scale
    return -math.expm1(-math.exp(min((location - ratio) / scale, 700.0)))
