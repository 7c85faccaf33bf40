"""From windows to clusters: which of them to report, and how surprising they are."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._scan_windows import Window
from ._scan_zones import Space
from .scan_result import Cluster

_EULER = 0.5772156649015329
_SAME = 1e-9  # replicate ratios this close, relatively, to the observed count as equal to it


def without_overlap(
    windows: list[Window], space: Space, place_idx: NDArray[np.int64], n_slots: int
) -> Iterator[tuple[Window, NDArray[np.int64]]]:
    """Windows that share no location and period with an earlier one, and their locations, nearest first."""
    without_cases = np.ones(len(space.xyz), np.bool_)
    without_cases[place_idx] = False
    taken = np.zeros((len(space.xyz), n_slots), np.bool_)
    for window in windows:
        periods = slice(window.first_slot, window.last_slot + 1)
        members = place_idx[window.place_idx]
        if taken[members, periods].any():
            continue
        distance = np.sqrt(((space.xyz - space.xyz[window.centre_idx]) ** 2).sum(axis=1))
        inside = without_cases & (distance <= window.distance + space.tie)
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
    n_cases: int
    when: str
    first_period: int

    def judged(
        self, window: Window, location_idx: NDArray[np.int64], centre_idx: int, radius_m: float
    ) -> Cluster:
        ratio = window.log_likelihood_ratio
        n_as_large = int((self.maxima >= ratio * (1 - _SAME)).sum())
        p_value = (1 + n_as_large) / (1 + self.maxima.size)
        outside = self.n_cases - window.observed
        risk_inside = window.observed / window.expected
        return Cluster(
            location_idx=tuple(location_idx.tolist()),
            first_period_idx=self.first_period + window.first_slot,
            last_period_idx=self.first_period + window.last_slot,
            observed=window.observed,
            expected=window.expected,
            log_likelihood_ratio=ratio,
            p_value=p_value,
            gumbel_p_value=_gumbel_p_value(ratio, self.maxima),
            recurrence_interval_periods=1 / p_value if self.when == "prospective" else math.nan,
            relative_risk=(risk_inside * (self.n_cases - window.expected) / outside if outside else math.inf),
            radius_m=radius_m,
            centre_idx=centre_idx,
        )


def _gumbel_p_value(ratio: float, maxima: NDArray[np.float64]) -> float:
    """The upper tail at `ratio` of the Gumbel distribution with the mean and spread of the maxima."""
    spread = float(maxima.std(ddof=1)) if maxima.size > 1 else 0.0
    if spread == 0:
        return math.nan
    scale = spread * math.sqrt(6) / math.pi
    location = float(maxima.mean()) - _EULER * scale
    return -math.expm1(-math.exp(min((location - ratio) / scale, 700.0)))
